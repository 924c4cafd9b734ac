"""What one delegation puts in at one place stands in its order, whatever the words are."""

import pytest
from tests.redline.specimens import change, docx, inserted, mark, paragraph

import redline

ROW = f"<w:trPr>{change('ins', '')}</w:trPr>"


def table(words: str) -> str:
    cell = f"<w:tc>{paragraph(inserted(words), properties=mark('ins'))}</w:tc>"
    return f"<w:tbl><w:tblPr/><w:tblGrid/><w:tr>{ROW}{cell}</w:tr></w:tbl>"


@pytest.mark.parametrize(("first", "last"), [("a", "z"), ("z", "a")])
@pytest.mark.parametrize("base", [paragraph(), paragraph("m")])
def test_a_table_put_in_before_words_stays_before_them(first: str, last: str, base: str) -> None:
    rest = base.removeprefix("<w:p>")
    file = docx(table(first) + f"<w:p>{inserted(last)}{rest}")
    untracked = redline.accept(file)
    for proposal in (file, untracked):
        compiled = redline.compile_files(docx(base), {"AG": proposal, "BR": file}).docx
        assert redline.text(redline.project(compiled, "AG"), "final") == redline.text(proposal, "final")
    compared = redline.compare(docx(base), untracked, author="x")
    assert redline.text(compared, "final") == redline.text(untracked, "final")
