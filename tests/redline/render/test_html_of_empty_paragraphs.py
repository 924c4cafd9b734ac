"""A paragraph without words has HTML too."""

from tests.redline.specimens import docx, inserted, mark, paragraph

import redline
from redline.render import html


def test_an_empty_paragraph_beside_a_change_is_nothing() -> None:
    base, file = docx(paragraph() + paragraph("a")), docx(paragraph() + paragraph("a", inserted("b")))
    merged = redline.compile_files(base, {"AG": file}).merged
    assert html.paragraph(merged[0], classes={}) == ""


def test_an_empty_paragraph_that_is_put_in_is_nothing_either() -> None:
    new = paragraph(properties=mark("ins"))
    merged = redline.compile_files(docx(paragraph("a")), {"AG": docx(new + paragraph("a"))}).merged
    assert [html.paragraph(each, classes={}) for each in merged] == ["", "a"]
