"""How much a file may unpack to before it is refused."""

from dataclasses import dataclass
from typing import Final

MIB: Final = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds on one package, in bytes unless said otherwise.

    `ratio` (unpacked size divided by packed size) is judged only from `ratio_from` bytes on, because small tables of
    identical cells pack very well.
    """

    packed: int = 256 * MIB
    total: int = 512 * MIB
    xml_part: int = 64 * MIB
    members: int = 8192
    ratio: int = 250
    ratio_from: int = 8 * MIB


LIMITS: Final = Limits()
