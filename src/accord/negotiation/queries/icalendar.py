"""A calendar as text that calendar programs read (RFC 5545, with the name and refresh of RFC 7986)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

LONGEST = 75
"""A line has at most so many octets, without its end (RFC 5545 section 3.1)."""


@dataclass(frozen=True, slots=True)
class Event:
    """What stands in a calendar: an instant, or whole days from `at` to `last` (a date each).

    `uid` stays the same for ever, `sequence` counts how often the event was moved.
    """

    uid: str
    name: str
    at: datetime | date
    words: str
    address: str
    sequence: int = 0
    last: date | None = None


def written(name: str, host: str, events: Iterable[Event], now: datetime) -> bytes:
    """Return the calendar of this name as of now; `host` makes the identifiers of its events the installation's own."""
    head = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Accord//Accord//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH")
    named = (f"NAME:{_text(name)}", f"X-WR-CALNAME:{_text(name)}", "REFRESH-INTERVAL;VALUE=DURATION:PT1H")
    lines = [*head, *named, *(line for each in events for line in _event(each, host, now)), "END:VCALENDAR"]
    return b"".join(folded(line) for line in lines)


def folded(line: str) -> bytes:
    """Return a line with its end, cut where it is longer than a line may be, never within a letter."""
    parts: list[bytes] = []
    held = b""
    for letter in line:
        octets = letter.encode()
        # The line that goes on begins with a space, which counts.
        if len(held) + len(octets) > LONGEST - bool(parts):
            parts.append(held)
            held = b""
        held += octets
    return b"\r\n ".join([*parts, held]) + b"\r\n"


def _event(each: Event, host: str, now: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{each.uid}@{host}"
    yield f"DTSTAMP:{_instant(now)}"
    yield f"SEQUENCE:{each.sequence}"
    if isinstance(each.at, datetime):
        yield f"DTSTART:{_instant(each.at)}"
    else:
        yield f"DTSTART;VALUE=DATE:{each.at:%Y%m%d}"
        # The end of whole days is the day after the last.
        yield f"DTEND;VALUE=DATE:{(each.last or each.at) + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_text(each.name)}"
    if each.words:
        yield f"DESCRIPTION:{_text(each.words)}"
    yield f"URL:{each.address}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _instant(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(words: str) -> str:
    """Return words as a value: without what would end it (RFC 5545 section 3.3.11), and without control characters."""
    plain = words.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    lines = "\\n".join(plain.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    return "".join(each for each in lines if each >= " " and each != "\x7f")
