"""Dates, hours and cities in the reader's language."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from accord.kernel import dates


@pytest.mark.parametrize(
    ("language", "day", "instant", "city"),
    [
        ("en", "3 November 2026", "23 November 2026, 08:05", "New York"),
        ("es", "3 de noviembre de 2026", "23 de noviembre de 2026, 08:05", "Nueva York"),
        ("fr", "3 novembre 2026", "23 novembre 2026, 08:05", "New York"),
        ("pt", "3 de novembro de 2026", "23 de novembro de 2026, 08:05", "Nova York"),
    ],
)
def test_each_language_writes_its_own_way(language: str, day: str, instant: str, city: str) -> None:
    with translation.override(language):
        assert dates.written_day(date(2026, 11, 3)) == day
        assert dates.written(datetime(2026, 11, 22, 23, 5, tzinfo=UTC), "Asia/Tokyo") == instant
        assert dates.city("America/New_York") == city
        assert dates.city("UTC") == "UTC"


@pytest.mark.parametrize(
    ("language", "day", "of_year"),
    [
        ("en", "1 December 2026", "1 December"),
        ("es", "1 de diciembre de 2026", "1 de diciembre"),
        ("fr", "1er décembre 2026", "1er décembre"),
        ("pt", "1º de dezembro de 2026", "1º de dezembro"),
    ],
)
def test_the_first_of_a_month_is_written_as_each_language_does(language: str, day: str, of_year: str) -> None:
    with translation.override(language):
        assert dates.written_day(date(2026, 12, 1)) == day
        assert dates.written_day_of_year(date(2026, 12, 1)) == of_year
