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


def test_what_one_delegation_alone_puts_in_last_stands_behind_all_that_others_put_in() -> None:
    def file(*lines: str) -> bytes:
        return docx("".join(paragraph(inserted(line), properties=mark("ins")) for line in lines) + paragraph("end"))

    compiled = redline.compile_files(docx(paragraph("end")), {"AG": file("x", "b", "x"), "BR": file("x", "c")})
    lines = ["".join(part.text for part in each.segments) for each in compiled.merged]
    assert lines == ["x", "b", "x", "c", "end"]
    assert [each.inserted_by for each in compiled.merged[:4]] == [("AG", "BR"), ("AG",), ("AG",), ("BR",)]
