"""Paragraphs that one delegation puts in behind one of the base, told apart and put anew one by one."""

import pytest

from redline.changes.edit import Edit, Part
from redline.ops.gaps import Gap

FIRST, SECOND, NEW = (Part("mark", xml=f'<w:pPr><w:pStyle w:val="{name}"/></w:pPr>') for name in ("a", "b", "new"))
ONE, TWO, OTHER = (Part("words", words) for words in ("one", "two", "other"))


@pytest.mark.parametrize(
    ("ordinal", "content"),
    [(1, (NEW, OTHER, SECOND, TWO)), (2, (FIRST, ONE, NEW, OTHER))],
)
def test_a_paragraph_behind_is_put_anew_and_the_others_keep_their_own_ends(
    ordinal: int, content: tuple[Part, ...]
) -> None:
    edit = Edit("insert", "p1", 5, 5, (FIRST, ONE, SECOND, TWO))
    gap = Gap([(7, edit)], [])
    assert gap.words() == ["one", "two"]
    index, before, after = gap.replaced(ordinal, [(OTHER,)], NEW)
    assert (index, before) == (7, edit)
    assert after is not None
    assert after.content == content


@pytest.mark.parametrize(
    ("ordinal", "content"),
    [(1, (OTHER, NEW, TWO, SECOND)), (2, (ONE, FIRST, OTHER, NEW))],
)
def test_and_so_is_one_ahead(ordinal: int, content: tuple[Part, ...]) -> None:
    edit = Edit("insert", "p2", 0, 0, (ONE, FIRST, TWO, SECOND))
    _, _, after = Gap([], [(7, edit)]).replaced(ordinal, [(OTHER,)], NEW)
    assert after is not None
    assert after.content == content


def test_the_last_one_that_goes_leaves_nothing() -> None:
    edit = Edit("insert", "p2", 0, 0, (ONE, FIRST))
    assert Gap([], [(7, edit)]).replaced(1, [], NEW) == (7, edit, None)
