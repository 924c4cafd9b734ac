"""What a change of formatting is, as codes that do not change: whoever translates goes by them."""

import pytest

from redline.ops.describe import keys

CODES = {
    "bold": ("b", ""),
    "not bold": ("b.off", ""),
    "centred": ("jc.center", ""),
    "aligned left": ("jc.left", ""),
    "usual alignment": ("jc.usual", ""),
    "underlined": ("u", ""),
    "not underlined": ("u.off", ""),
    "header row": ("tblHeader", ""),
    "not header row": ("tblHeader.off", ""),
    "usual spacing": ("spacing.usual", ""),
    "size 12.5": ("sz", "12.5"),
    "style Heading1": ("style", "Heading1"),
    "numbered, list level 3": ("numPr.level", "3"),
    "colour ff0000": ("color", "ff0000"),
    "page size": ("pgSz", ""),
    "content control put in": ("sdt.in", ""),
    "something new": ("other", "something new"),
}


@pytest.mark.parametrize("words", sorted(CODES))
def test_each_phrase_has_its_code(words: str) -> None:
    assert keys(words) == (CODES[words],)


def test_several_at_once() -> None:
    assert keys("bold; size 12") == (("b", ""), ("sz", "12"))
    assert keys("") == ()
