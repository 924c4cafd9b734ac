"""Comparing where there is little to hold on to: empty paragraphs, comments in what is new, tables before the end."""

import pytest
from tests.redline.specimens import docx, paragraph, run

import redline

FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
COMMENTED = (
    '<w:commentRangeStart w:id="0"/><w:r><w:t>x</w:t></w:r><w:commentRangeEnd w:id="0"/>'
    '<w:r><w:commentReference w:id="0"/></w:r>'
)
COMMENT = f'<w:comment w:id="0" w:author="q">{paragraph("c")}</w:comment>'
LINE = "Parties shall meet each year"


def table(words: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc>{paragraph(words)}</w:tc></w:tr></w:tbl>"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # An empty paragraph that gets a page number, and words put in after it.
        (paragraph("one") + paragraph(), paragraph("one") + paragraph(FIELD) + paragraph("words")),
        # A paragraph with a comment put in before one whose words change.
        (paragraph(LINE), paragraph("New", COMMENTED, "y") + paragraph(f"All {LINE}")),
        # All is taken out, and a table put in.
        (paragraph("Text"), table("") + paragraph()),
        (paragraph("Text") + paragraph("more"), table("q") + paragraph("r") + table("s") + paragraph()),
    ],
)
def test_accepting_gives_the_new_text_and_rejecting_the_old(old: str, new: str) -> None:
    base, other = docx(old), docx(new, comments=COMMENT) if "comment" in new else docx(new)
    compared = redline.compare(base, other, author="x")
    assert redline.text(compared, "original") == redline.text(base, "final")
    assert redline.text(compared, "final") == redline.text(other, "final")
    visible = redline.make_visible(base, other, author="x")
    assert redline.text(visible, "final") == redline.text(other, "final")


SECTION = "<w:sectPr/>"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (paragraph(LINE) + paragraph(properties=SECTION) + paragraph("z"), paragraph(LINE) + paragraph("z")),
        (paragraph(LINE) + paragraph("a", properties=SECTION) + paragraph("z"), paragraph(LINE) + paragraph("z")),
        (
            paragraph(LINE) + paragraph("a") + paragraph(properties=SECTION) + table("c") + paragraph("z"),
            paragraph(LINE) + table("c") + paragraph("z"),
        ),
        (paragraph("Gone.") + table("c") + paragraph("z"), table("c") + paragraph("z")),
        (table("b") + paragraph("Gone.") + table("c") + paragraph("z"), table("b") + paragraph("z")),
        (paragraph(properties=SECTION) + paragraph("z"), paragraph("Nothing of it stayed.")),
        # The last paragraph is like one that stood before a table that goes.
        (paragraph(LINE) + table("c") + paragraph("z"), paragraph(LINE)),
        (paragraph("Gone.") + paragraph(LINE) + table("c") + paragraph(), paragraph(f"All {LINE}")),
        (table("b") + paragraph(LINE) + table("c") + paragraph("z"), table("b") + paragraph(LINE)),
        # An empty paragraph gets a table and words behind it, or before it.
        (paragraph(), paragraph() + table("c") + paragraph("z")),
        (paragraph("a") + paragraph(), paragraph() + paragraph("b") + table("c") + paragraph("z")),
        (paragraph(LINE), paragraph() + table("c") + paragraph(f"Here {LINE}")),
    ],
)
def test_no_empty_paragraph_is_left_of_what_goes(old: str, new: str) -> None:
    base, other = docx(old), docx(new)
    compared = redline.compare(base, other, author="x", date="2026-11-22T09:00:00Z")
    assert redline.text(compared, "original") == redline.text(base, "final")
    assert redline.text(compared, "final") == redline.text(other, "final")


def test_the_end_is_held_fast_though_it_is_like_a_paragraph_before_a_table() -> None:
    old = docx(paragraph("Parties") + table(LINE) + paragraph(f"{LINE} again.") + paragraph("Parties States"))
    new = docx(paragraph("Parties act") + table(f"All {LINE}") + paragraph(f"{LINE} anew.") + paragraph("Parties"))
    found = redline.extract(old, redline.compare(old, new, author="x")).amendments
    assert [(each.address, each.removed, each.added) for each in found] == [
        ("p1", "", " act"),
        ("t1.r1.c1.p1", "", "All "),
        ("p2", "again", "anew"),
        ("p3", " States", ""),
    ]


def test_the_language_of_words_is_no_formatting() -> None:
    plain, tagged = run("words"), run("words", properties='<w:lang w:val="fr-FR"/>')
    for old, new in ((plain, tagged), (tagged, plain)):
        assert redline.pending(redline.compare(docx(paragraph(old)), docx(paragraph(new)), author="x")) == 0
    bold = run("words", properties="<w:b/>")
    assert redline.pending(redline.compare(docx(paragraph(plain)), docx(paragraph(bold)), author="x")) == 1
