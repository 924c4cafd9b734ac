"""The only reader of the clock, and an instant as the three clocks of a negotiation show it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

_STANDING: ContextVar[datetime | None] = ContextVar("the instant at which the clock stands still", default=None)


def now() -> datetime:
    """Return this instant, aware and in UTC."""
    return _STANDING.get() or datetime.now(UTC)


@contextmanager
def standing_still(instant: datetime) -> Iterator[None]:
    """Have `now` return this instant here and nowhere else: for `prepared`, which writes queries with stand-ins."""
    before = _STANDING.set(instant)
    try:
        yield
    finally:
        _STANDING.reset(before)


@dataclass(frozen=True, slots=True)
class Clock:
    """An instant on the clocks of one zone: `local` is aware; `city` and `offset` ("UTC-3") are for printing."""

    zone: str
    local: datetime
    city: str
    offset: str


@dataclass(frozen=True, slots=True)
class ThreeClocks:
    """An instant officially, in the delegation's capital and where the reader is; None where it would say the same."""

    instant: datetime
    official: Clock
    capital: Clock | None
    reader: Clock | None


def three_clocks(
    instant: datetime, official_zone: str, capital_zone: str | None = None, reader_zone: str | None = None
) -> ThreeClocks:
    """Return the instant on the official clock, and on the capital's and the reader's where these read otherwise."""
    official = clock(instant, official_zone)
    capital = clock(instant, capital_zone) if capital_zone else None
    if capital and capital.offset == official.offset:
        capital = None
    reader = clock(instant, reader_zone) if reader_zone else None
    if reader and reader.offset in {official.offset, capital.offset if capital else None}:
        reader = None
    return ThreeClocks(instant, official, capital, reader)


def clock(instant: datetime, zone: str) -> Clock:
    """Return the instant on the clocks of an IANA zone such as ``America/Port_of_Spain``."""
    if instant.tzinfo is None:
        raise ValueError("An instant without a zone is no instant.")
    local = instant.astimezone(ZoneInfo(zone))
    return Clock(zone, local, zone.rpartition("/")[2].replace("_", " "), _offset(local))


def _offset(local: datetime) -> str:
    minutes = int((local.utcoffset() or timedelta()).total_seconds()) // 60
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '−'}{hours}{f':{rest:02}' if rest else ''}"
