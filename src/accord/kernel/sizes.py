"""A file's size in the units and numbers of the reader's language, the same everywhere: 1.2 MB, 1,2 Mo."""

from typing import Final

from babel.numbers import format_decimal
from babel.units import format_unit

from accord.kernel.dates import reader_locale

# The French count octets; the short names of the others are the same.
UNITS: Final = {"fr": ("ko", "Mo", "Go")}
ELSEWHERE: Final = ("kB", "MB", "GB")
STEP: Final = 1024


def written_size(count: int) -> str:
    """Return the size of so many bytes, with at most one decimal place and a space that does not break."""
    locale = reader_locale()
    if count < STEP:
        return format_unit(count, "digital-byte", length="long", locale=locale)
    units = UNITS.get(locale.language, ELSEWHERE)
    size, power = count / STEP, 0
    while size >= STEP and power < len(units) - 1:
        size, power = size / STEP, power + 1
    shown = round(size) if power == 0 or size >= 100 else round(size, 1)
    return f"{format_decimal(shown, locale=locale)}\u00a0{units[power]}"
