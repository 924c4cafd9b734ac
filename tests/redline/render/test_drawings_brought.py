"""Drawings that are put in get ids of their own, whether or not they point at a part."""

import pytest
from tests.redline.sound import unsound
from tests.redline.specimens import change, docx, paragraph

import redline

NAMESPACE = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"


def drawing(number: int) -> str:
    return (
        f'<w:r><w:drawing><wp:inline xmlns:wp="{NAMESPACE}">'
        f'<wp:docPr id="{number}" name="Frame"/></wp:inline></w:drawing></w:r>'
    )


@pytest.mark.parametrize("number", [1, 10_001])
def test_a_drawing_of_the_base_and_two_of_delegations_have_three_ids(number: int) -> None:
    base = docx(paragraph("one ", drawing(number)))
    file = docx(paragraph("one ", drawing(number), change("ins", drawing(number))))
    other = docx(paragraph(change("ins", drawing(7), "BR"), "one ", drawing(number)))
    compiled = redline.compile_files(base, {"AG": file, "BR": other}).docx
    assert unsound(compiled) == []
    again = redline.accept(compiled)
    more = docx(paragraph(drawing(number + 1), drawing(number), "one ", drawing(number + 2), drawing(9)))
    assert unsound(redline.compare(again, more, author="x")) == []


def test_a_paragraph_whose_drawing_moves_keeps_the_ids_apart() -> None:
    old, new = docx(paragraph(drawing(1))), docx(paragraph("words ", drawing(1)))
    assert unsound(redline.compare(old, new, author="x")) == []
