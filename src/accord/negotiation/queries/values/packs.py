"""What goes into the one download for poor lines."""

from dataclasses import dataclass
from datetime import datetime

from accord.negotiation.queries.values.rounds import BaseView, FileView, RoundView


@dataclass(frozen=True, slots=True)
class PackView:
    """The files by what they are for ("handout", "brackets", "html", "table_xlsx"), with the instant of the texts.

    `as_of` is None where no texts were prepared: then the hand-out stands alone.
    """

    round: RoundView
    base: BaseView
    as_of: datetime | None
    files: tuple[tuple[str, FileView], ...]
