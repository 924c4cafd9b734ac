"""Runs and what stands in them, as XML."""

from typing import Final

from lxml.etree import _Element as Element

from redline.oxml.names import XML_SPACE, w

R: Final = w("r")
T: Final = w("t")
FIELD_CHARACTER: Final = w("fldChar")
INSTRUCTION: Final = w("instrText")
_LIVE: Final = {w("delText"): T, w("delInstrText"): INSTRUCTION}
_DELETED: Final = {live: deleted for deleted, live in _LIVE.items()}


def make_live(element: Element) -> None:
    """Turn the deleted text under `element` into plain text, except where another w:del still covers it."""
    for text in list(element.iter(*_LIVE)):
        if next(text.iterancestors(w("del")), None) is None:
            text.tag = _LIVE[text.tag]


def make_deleted(element: Element) -> None:
    """Turn the plain text under `element` into deleted text, as it must be written inside w:del."""
    for text in list(element.iter(*_DELETED)):
        text.tag = _DELETED[text.tag]


def text_element(maker: Element, words: str, *, deleted: bool = False) -> Element:
    """Return a w:t (or w:delText) of these words, with their outer spaces preserved."""
    element = maker.makeelement(w("delText") if deleted else T)
    element.text = words
    if words != words.strip():
        element.set(XML_SPACE, "preserve")
    return element
