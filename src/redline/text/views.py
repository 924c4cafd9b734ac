"""The paragraphs of a story without pending changes, as a reader sees them."""

from collections.abc import Iterator
from itertools import takewhile
from typing import Final

from lxml.etree import _Element as Element

from redline.oxml.names import local, m, mc, w
from redline.oxml.paragraphs import WRAPPER_PROPERTIES, P, blocks
from redline.oxml.tables import cells, rows
from redline.text.runs import child_text, is_page_break, run_text
from redline.text.signs import FIELD, OBJECT

_RUN: Final = w("r")
_MATH_TEXT: Final = m("t")
_MATH: Final = frozenset({m("oMath"), m("oMathPara")})
_ALTERNATES: Final = mc("AlternateContent")
# Wrappers of runs inside a paragraph.
_INLINE: Final = frozenset(
    w(name)
    for name in ("hyperlink", "smartTag", "sdt", "sdtContent", "customXml", "fldSimple", "dir", "bdo", "ins", "moveTo")
)


def paragraph_texts(container: Element) -> tuple[str, ...]:
    """Return the text of each paragraph of a body, cell or note in reading order, tables row by row.

    The tree is taken as clean: what a pending deletion covers is left out, what an insertion covers is in. A tab is
    a tab character, a line or page break a line feed; pictures, text boxes and references to notes are left out.
    """
    return tuple(paragraph_text(paragraph) for paragraph in paragraphs(container))


def paragraphs(container: Element) -> Iterator[Element]:
    """Yield the w:p of a container in reading order, those of tables (and of tables in them) in their place."""
    for block in blocks(container):
        if block.tag == P:
            yield block
        else:
            for row in rows(block):
                for cell in cells(row):
                    yield from paragraphs(cell)


def paragraph_text(paragraph: Element) -> str:
    """Return the text of one paragraph."""
    return "".join(_pieces(paragraph)).replace(FIELD, "").replace(OBJECT, "")


def words_of_paragraph(paragraph: Element) -> str:
    """Return the text of one paragraph without page breaks at its two ends, which programs write in other places."""
    text = paragraph_text(paragraph)
    if "\n" not in text[:1] + text[-1:]:
        return text
    signs = [child for run in paragraph.iter(_RUN) for child in run if child_text(child)]
    ahead, behind = (len(list(takewhile(is_page_break, each))) for each in (signs, reversed(signs)))
    return text[ahead : max(ahead, len(text) - behind)]


def _pieces(parent: Element) -> Iterator[str]:
    for child in parent:
        tag = child.tag
        if tag == _RUN:
            yield run_text(child)
        elif tag in _INLINE:
            yield from _pieces(child)
        elif tag in _MATH:
            yield from (each.text or "" for each in child.iter(_MATH_TEXT))
        elif tag == _ALTERNATES:
            chosen = next((each for each in child if local(each) == "Choice"), None)
            if chosen is not None:
                yield from _pieces(chosen)
        elif tag in WRAPPER_PROPERTIES:
            continue
