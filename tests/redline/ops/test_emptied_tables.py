"""Rows and tables of which nothing is left: a row goes by its own mark, or by having moved, not by its words alone."""

import pytest
from tests.redline.specimens import change, deleted, docx, inserted, mark, paragraph, run

import redline


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def row(content: str, kind: str = "") -> str:
    return f"<w:tr>{f'<w:trPr>{change(kind, str())}</w:trPr>' if kind else ''}<w:tc>{content}</w:tc></w:tr>"


ONE, TWO, END = paragraph("one"), paragraph("two"), paragraph("end")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (TWO, paragraph(deleted("two"), properties=mark("del"))),
        (paragraph(), paragraph(inserted("two"), properties=mark("ins"))),
    ],
)
def test_a_cell_whose_words_and_mark_go_or_come_keeps_its_row(before: str, after: str) -> None:
    base, file = (docx(ONE + table(row(each)) + END) for each in (before, after))
    found = redline.extract(base, file)
    assert [each.kind for each in found.amendments if "row" in each.kind] == []
    assert found.base_matches
    compiled = redline.compile_files(base, {"AG": file}).docx
    assert redline.text(redline.project(compiled, "AG"), "final") == redline.text(file, "final")
    assert redline.prove(base, {"AG": file}, compiled)[0].whole


def test_a_row_that_moved_away_by_its_marks_goes() -> None:
    gone = paragraph(change("moveFrom", run("two")), properties=mark("moveFrom"))
    base, file = (docx(ONE + table(row(ONE), row(each)) + END) for each in (TWO, gone))
    assert "delete_row" in [each.kind for each in redline.extract(base, file).amendments]


@pytest.mark.parametrize("second", ["", row(TWO, "del")])
def test_a_table_that_the_base_lacks_and_that_was_tracked_away_again_is_nobody_s(second: str) -> None:
    base, file = docx(ONE + END), docx(ONE + table(row(TWO, "del"), second) + END)
    assert redline.extract(base, file).amendments == ()
    assert redline.text(redline.compile_files(base, {"AG": file}).docx, "final") == ("one", "end")


def test_a_table_that_the_base_lacks_with_a_row_left_is_put_in() -> None:
    base, file = docx(ONE + END), docx(ONE + table(row(TWO, "del"), row(paragraph(inserted("new")), "ins")) + END)
    compiled = redline.compile_files(base, {"AG": file}).docx
    assert redline.text(compiled, "final") == ("one", "new", "end")
