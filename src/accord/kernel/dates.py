"""Dates, hours and cities in the words of the reader's language, as the active translation has it."""

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import get_global
from babel.dates import format_date, format_skeleton, format_time
from django.utils import translation

# French and Portuguese write the first of a month, and only that, as an ordinal: "1er décembre", "1º de dezembro".
FIRST_OF_A_MONTH = {"fr": "1er", "pt": "1º"}
UTC_NAMES = frozenset({"UTC", "Etc/UTC"})


def reader_locale() -> Locale:
    """Return the reader's language as a locale; English dates are written day first, as the organisations do."""
    return _locale(translation.get_language() or "en")


def written_day(day: date) -> str:
    """Return "3 November 2026", "3 de noviembre de 2026", "3 novembre 2026" …, of a date or of a clock as it stands."""
    return _written_day(day.year, day.month, day.day, translation.get_language() or "en")


def written_day_of_year(day: date) -> str:
    """Return "3 November", "3 novembre" …: a day in a year that goes without saying."""
    return _written_day_of_year(day.month, day.day, translation.get_language() or "en")


def written(instant: datetime, zone: str = "UTC") -> str:
    """Return the instant on the clock of a zone, without its place: "3 November 2026, 18:00"."""
    local = instant.astimezone(ZoneInfo(zone))
    return f"{written_day(local)}, {format_time(local, format='HH:mm', locale=reader_locale())}"


def city(zone: str) -> str:
    """Return the city that names a zone: "New York", "Nueva York"; UTC stays UTC."""
    return zone if zone in UTC_NAMES else _city(zone, translation.get_language() or "en")


@lru_cache(maxsize=64)
def _locale(language: str) -> Locale:
    return Locale.parse("en_GB" if language == "en" else language.replace("-", "_"))


@lru_cache(maxsize=4096)
def _written_day(year: int, month: int, day: int, language: str) -> str:
    found, locale = date(year, month, day), _locale(language)
    return _with_its_first(day, format_date(found, format="long", locale=locale), locale)


@lru_cache(maxsize=4096)
def _written_day_of_year(month: int, day: int, language: str) -> str:
    # In a year that has every day.
    found, locale = date(2000, month, day), _locale(language)
    return _with_its_first(day, format_skeleton("MMMMd", found, locale=locale), locale)


@lru_cache(maxsize=4096)
def _city(zone: str, language: str) -> str:
    # The tables know a city by one of its zone's names: "America/Argentina/Buenos_Aires" stands under the older one.
    known: str = get_global("zone_aliases").get(zone, zone)
    named: str = _locale(language).time_zones.get(known, {}).get("city", "")
    return named or known.rpartition("/")[2].replace("_", " ")


def _with_its_first(day: int, words: str, locale: Locale) -> str:
    first = FIRST_OF_A_MONTH.get(locale.language)
    return f"{first}{words.removeprefix('1')}" if first and day == 1 else words
