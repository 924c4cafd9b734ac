"""docs/operations/asvs.md answers every requirement of levels 1 and 2, each once, and the tests it names exist."""

import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "operations" / "asvs.md"
# ASVS 5.0.0: how many requirements of levels 1 and 2 each section begins with (those of level 3 come after them).
SECTIONS = """
1.1:2 1.2:9 1.3:11 1.4:3 1.5:2  2.1:3 2.2:3 2.3:4 2.4:1  3.2:2 3.3:4 3.4:6 3.5:5 3.7:2  4.1:3 4.2:1 4.3:2 4.4:4
5.1:1 5.2:3 5.3:2 5.4:3  6.1:3 6.2:12 6.3:4 6.4:4 6.5:5 6.6:3 6.8:4  7.1:3 7.2:4 7.3:2 7.4:5 7.5:2 7.6:2
8.1:2 8.2:3 8.3:1 8.4:1  9.1:3 9.2:4  10.1:2 10.2:2 10.3:4 10.4:11 10.5:5 10.6:2 10.7:3
11.1:2 11.2:3 11.3:3 11.4:4 11.5:1 11.6:1  12.1:3 12.2:2 12.3:4  13.1:1 13.2:5 13.3:2 13.4:5
14.1:2 14.2:4 14.3:3  15.1:3 15.2:3 15.3:7  16.1:1 16.2:5 16.3:4 16.4:3 16.5:3  17.1:1 17.2:4 17.3:2
"""
ANSWERS = {"met", "not met", "operator", "does not apply"}


def rows() -> list[list[str]]:
    """Return the cells of each requirement's row: number, its sense, the answer, where it is shown."""
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if re.match(r"\| \d", line)]


def test_every_requirement_is_answered_once() -> None:
    counts = [each.split(":") for each in SECTIONS.split()]
    wanted = [f"{section}.{number}" for section, many in counts for number in range(1, int(many) + 1)]
    assert len(wanted) == 253
    said = Counter(row[0] for row in rows())
    assert {number: many for number, many in said.items() if many > 1} == {}
    assert set(said) ^ set(wanted) == set()


def test_every_answer_is_one_and_shows_where() -> None:
    assert [row[0] for row in rows() if len(row) != 4 or row[2] not in ANSWERS or len(row[3]) < 10] == []


def test_the_summary_counts_what_is_said() -> None:
    counts = Counter(row[2] for row in rows())
    summary = ", ".join(f"{counts[answer]} {answer}" for answer in ("met", "not met", "operator", "does not apply"))
    assert summary in PAGE.read_text(encoding="utf-8")


def test_every_test_it_names_is_there() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", PAGE.read_text(encoding="utf-8"))
    assert len(named) > 100
    gone = [
        f"{path}::{name}"
        for path, name in sorted(set(named))
        if not (ROOT / path).exists() or f"def {name}(" not in (ROOT / path).read_text(encoding="utf-8")
    ]
    assert gone == []
