"""Dates, hours and cities in the words of the reader's language, as the active translation has it."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time, get_timezone_location
from django.utils import translation

UTC_NAMES = frozenset({"UTC", "Etc/UTC"})


def reader_locale() -> Locale:
    """Return the reader's language as a locale; English dates are written day first, as the organisations do."""
    language = translation.get_language() or "en"
    return Locale.parse("en_GB" if language == "en" else language.replace("-", "_"))


def written_day(day: date) -> str:
    """Return "3 November 2026", "3 de noviembre de 2026", "3 novembre 2026" …, of a date or of a clock as it stands."""
    return format_date(day, format="long", locale=reader_locale())


def written(instant: datetime, zone: str = "UTC") -> str:
    """Return the instant on the clock of a zone, without its place: "3 November 2026, 18:00"."""
    local = instant.astimezone(ZoneInfo(zone))
    return f"{written_day(local)}, {format_time(local, format='HH:mm', locale=reader_locale())}"


def city(zone: str) -> str:
    """Return the city that names a zone: "New York", "Nueva York"; UTC stays UTC."""
    return zone if zone in UTC_NAMES else get_timezone_location(zone, locale=reader_locale(), return_city=True)
