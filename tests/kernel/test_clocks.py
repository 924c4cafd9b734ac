"""An instant on three clocks: official, the capital's, the reader's."""

from datetime import UTC, datetime

import pytest

from accord.kernel import clocks

CLOSE = datetime(2026, 11, 27, 22, tzinfo=UTC)


def test_three_clocks_of_a_close() -> None:
    shown = clocks.three_clocks(CLOSE, "America/New_York", "America/Argentina/Buenos_Aires", "Asia/Kolkata")
    assert shown.capital is not None
    assert shown.reader is not None
    said = [(c.local.strftime("%d %H:%M"), c.city, c.offset) for c in (shown.official, shown.capital, shown.reader)]
    assert said == [
        ("27 17:00", "New York", "UTC−5"),
        ("27 19:00", "Buenos Aires", "UTC−3"),
        ("28 03:30", "Kolkata", "UTC+5:30"),
    ]


def test_a_clock_that_would_say_the_same_is_left_out() -> None:
    shown = clocks.three_clocks(CLOSE, "America/New_York", "America/Port_of_Spain", "America/Santo_Domingo")
    assert (shown.capital is None, shown.reader is None) == (False, True)
    assert clocks.three_clocks(CLOSE, "UTC", "Europe/London").capital is None
    assert clocks.three_clocks(CLOSE, "UTC").reader is None


def test_summer_time_is_kept() -> None:
    assert clocks.clock(datetime(2026, 7, 1, tzinfo=UTC), "America/New_York").offset == "UTC−4"


def test_now_is_aware_and_an_instant_without_zone_is_refused() -> None:
    assert clocks.now().utcoffset() is not None
    with pytest.raises(ValueError, match="zone"):
        clocks.clock(datetime(2026, 7, 1), "UTC")  # noqa: DTZ001 -- the point
