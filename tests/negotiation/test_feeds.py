"""A calendar is written as calendar programs read it: lines of 75 octets, nothing in a word that ends it (RFC 5545)."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.negotiation.queries.icalendar import LONGEST, Event, folded, written

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
pytestmark = pytest.mark.clause("O16")


def unfolded(data: bytes) -> list[str]:
    """Return the lines as a reader puts them together again (section 3.1)."""
    assert data.endswith(b"\r\n")
    return data.replace(b"\r\n ", b"").decode().split("\r\n")[:-1]


def plain(value: str) -> str:
    """Return a value as a reader understands it (section 3.3.11)."""
    said, letters = "", iter(value)
    for letter in letters:
        if letter == "\\":
            after = next(letters)
            said += "\n" if after == "n" else after
        else:
            said += letter
    return said


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_a_long_line_is_cut_and_put_together_again(line: str) -> None:
    data = folded(line)
    assert all(len(part) <= LONGEST for part in data.removesuffix(b"\r\n").split(b"\r\n"))
    for part in data.split(b"\r\n"):
        part.decode()
    assert unfolded(data) == [line]


@given(st.text(st.characters(exclude_categories=["Cs"])), st.text(st.characters(exclude_categories=["Cs"])))
def test_no_word_ends_its_line_or_adds_another(name: str, words: str) -> None:
    event = Event("round-1-opens", name, NOW, words, "https://accord.example/g/plan/")
    lines = unfolded(written(name, "accord.example", [event], NOW))
    assert [line.split(":")[0] for line in lines].count("BEGIN") == 2
    summary = next(line for line in lines if line.startswith("SUMMARY:"))
    said = "".join(each for each in name.replace("\r\n", "\n").replace("\r", "\n") if each >= " " or each == "\n")
    assert plain(summary.removeprefix("SUMMARY:")) == said.replace("\x7f", "")


def test_instants_are_utc_and_days_are_days() -> None:
    opens = Event("round-1-opens", "Opens", NOW, "", "https://accord.example/", 2)
    meeting = Event("meeting-1", "Meeting 1", date(2026, 12, 1), "", "https://accord.example/", last=date(2026, 12, 3))
    lines = unfolded(written("Plan", "accord.example", [opens, meeting], NOW))
    assert "DTSTART:20261122T080000Z" in lines
    assert "SEQUENCE:2" in lines
    assert [line for line in lines if "VALUE=DATE:" in line] == [
        "DTSTART;VALUE=DATE:20261201",
        "DTEND;VALUE=DATE:20261204",
    ]
    assert "UID:meeting-1@accord.example" in lines
    assert (lines[0], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
