"""Runs beside each other that were set alike are one amendment of formatting over all their words."""

import pytest
from tests.redline.specimens import change, docx, paragraph, run

import redline

BOLD = "<w:b/>" + change("rPrChange", "<w:rPr/>")


@pytest.mark.parametrize(
    ("pieces", "places"),
    [
        ([run("All ", properties=BOLD), run("Parties ", properties=BOLD), run("shall")], [(0, 12)]),
        ([run("All "), run("Par", properties=BOLD), run("ties", properties=BOLD), run(" shall")], [(4, 11)]),
        ([run("All ", properties=BOLD), run("Parties "), run("shall", properties=BOLD)], [(0, 4), (12, 17)]),
    ],
)
def test_where_the_formatting_of_words_changed(pieces: list[str], places: list[tuple[int, int]]) -> None:
    base, file = docx(paragraph("All Parties shall")), docx(paragraph(*pieces))
    found = redline.extract(base, file).amendments
    assert [(each.kind, each.start, each.end) for each in found] == [("format", *place) for place in places]
