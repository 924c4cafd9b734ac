"""Whole tables put in at every kind of place: the laws hold there too."""

import pytest
from tests.redline.specimens import change, docx, inserted, paragraph

import redline

ROW = f"<w:trPr>{change('ins', '')}</w:trPr>"
NEW_MARK = f"<w:rPr>{change('ins', '')}</w:rPr>"
NEW_CELL = f"<w:tc>{paragraph(inserted('x'), properties=NEW_MARK)}</w:tc>"
NEW_TABLE = f"<w:tbl><w:tblPr/><w:tblGrid/><w:tr>{ROW}{NEW_CELL}</w:tr></w:tbl>"
OLD_TABLE = f"<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc>{paragraph('old')}</w:tc></w:tr></w:tbl>"
NEW_LINE = paragraph(inserted("new"), properties=NEW_MARK)
ONE, TWO = paragraph("one"), paragraph("two")


@pytest.mark.parametrize(
    ("base", "file"),
    [
        ([ONE, TWO], [ONE, NEW_TABLE, TWO]),
        ([ONE, TWO], [NEW_TABLE, ONE, TWO]),
        ([ONE, TWO], [ONE, NEW_LINE, NEW_TABLE, TWO]),
        ([ONE, TWO], [ONE, NEW_TABLE, NEW_LINE, TWO]),
        ([ONE, TWO], [ONE, NEW_LINE, NEW_TABLE, NEW_LINE, TWO]),
        ([OLD_TABLE, TWO], [NEW_TABLE, OLD_TABLE, TWO]),
        ([OLD_TABLE, TWO], [NEW_LINE, OLD_TABLE, TWO]),
        ([OLD_TABLE, TWO], [NEW_LINE, NEW_TABLE, OLD_TABLE, TWO]),
        ([ONE, OLD_TABLE, TWO], [ONE, NEW_LINE, OLD_TABLE, TWO]),
        ([ONE, OLD_TABLE, TWO], [ONE, NEW_LINE, NEW_LINE, OLD_TABLE, TWO]),
        ([ONE, TWO], [ONE, TWO, NEW_LINE]),
    ],
)
def test_tables_and_paragraphs_put_in_between_blocks(base: list[str], file: list[str]) -> None:
    original, proposal = docx("".join(base)), docx("".join(file))
    compiled = redline.compile_files(original, {"AG": proposal, "BR": proposal}).docx
    assert redline.verify(original, proposal).status == "tracked"
    assert redline.text(compiled, "original") == redline.text(original, "original")
    assert redline.text(redline.project(compiled, "BR"), "final") == redline.text(proposal, "final")
    assert all(each.whole for each in redline.prove(original, {"AG": proposal, "BR": proposal}, compiled))


def test_a_table_put_in_with_a_word_inside_a_paragraph_takes_the_paragraph_apart_and_together_again() -> None:
    first = paragraph("on", properties=NEW_MARK)
    original, proposal = docx(ONE + TWO), docx(first + NEW_TABLE + paragraph("e") + TWO)
    compiled = redline.compile_files(original, {"AG": proposal}).docx
    assert redline.text(compiled, "original") == ("one", "two")
    assert redline.text(redline.project(compiled, "AG"), "final") == ("on", "x", "e", "two")
