"""What is put in or taken out without tracking is told so, also where it is no word."""

import pytest
from tests.redline.specimens import docx, paragraph

import redline

A, B, EMPTY = paragraph("Parties meet."), paragraph("They report."), paragraph()
TABLE = f"<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc>{EMPTY}</w:tc></w:tr></w:tbl>"


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        (A + B, A + EMPTY + B, "insert_paragraph"),
        (A + EMPTY + B, A + B, "delete_paragraph"),
        (A + B, A + TABLE + B, "insert_table"),
        (A + TABLE + B, A + B, "delete_row"),
    ],
)
def test_a_mark_is_told_as_untracked(old: str, new: str, kind: str) -> None:
    found = redline.verify(docx(old), docx(new))
    assert found.status == "untracked"
    assert [(each.kind, each.tracked) for each in found.untracked] == [(kind, False)]
    assert all(not edit.tracked for each in found.untracked for edit in each.edits)
