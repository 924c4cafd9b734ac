"""A run as flat text: how wide each of its children is, and how to cut it."""

import re
from copy import copy
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from redline.oxml.names import MC, XML_SPACE, w
from redline.text.signs import FIELD, NO_BREAK_HYPHEN, OBJECT, SOFT_HYPHEN

_T: Final = w("t")
_WORDS: Final = frozenset({_T, w("delText")})
_SYMBOL: Final = w("sym")
_BREAK: Final = w("br")
# What XML calls white space; a no-break space is a letter.
_SPACES: Final = " \t\r\n"
RUN_PROPERTIES: Final = w("rPr")
# Characters that XML 1.0 cannot hold, should somebody type them.
_NOT_XML: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Children that stand for one character each (ECMA-376 Part 1 §17.3.3).
_ONE: Final = {
    w("tab"): "\t",
    w("ptab"): "\t",
    w("br"): "\n",
    w("cr"): "\n",
    w("noBreakHyphen"): NO_BREAK_HYPHEN,
    w("softHyphen"): SOFT_HYPHEN,
    w("fldChar"): FIELD,
    w("instrText"): FIELD,
    w("delInstrText"): FIELD,
    w("drawing"): OBJECT,
    w("pict"): OBJECT,
    w("object"): OBJECT,
    w("footnoteReference"): OBJECT,
    w("endnoteReference"): OBJECT,
    w("ruby"): OBJECT,
    w("pgNum"): OBJECT,
    f"{{{MC}}}AlternateContent": OBJECT,
}


def run_text(run: Element) -> str:
    """Return the flat text of a w:r: letters, and one character for each thing that takes a place."""
    found = []
    for child in run:
        tag = child.tag
        if tag in _WORDS:
            found.append(letters(child))
        elif tag in _ONE:
            found.append(_ONE[tag])
        elif tag == _SYMBOL:
            found.append(_symbol(child))
    return found[0] if len(found) == 1 else "".join(found)


def letters(element: Element) -> str:
    """Return the letters of a w:t or w:delText.

    Outer spaces that nothing preserves are none: Word and LibreOffice drop them (XML 1.0 §2.10, ECMA-376 Part 1
    §17.3.3.31). What is preserved on an element is preserved in all it holds.
    """
    text = element.text or ""
    if not text or (text[0] not in _SPACES and text[-1] not in _SPACES):
        return text
    said = (each.get(XML_SPACE) for each in (element, *element.iterancestors()))
    return text if next(filter(None, said), "default") == "preserve" else text.strip(_SPACES)


def child_text(child: Element) -> str:
    """Return the flat text of one child of a run."""
    tag = child.tag
    if tag in _WORDS:
        return letters(child)
    return _symbol(child) if tag == _SYMBOL else _ONE.get(tag, "")


def is_page_break(child: Element) -> bool:
    """Whether a child of a run begins a new page (ECMA-376 Part 1 §17.3.3.1)."""
    return child.tag == _BREAK and child.get(w("type")) == "page"


def _symbol(element: Element) -> str:
    # Word keeps symbol fonts in the private area F000-F0FF; only an ordinary code point is a letter.
    code = element.get(w("char"), "")
    try:
        point = int(code, 16)
    except ValueError:
        return OBJECT
    return chr(point) if 0x20 <= point < 0xD800 else OBJECT


def slice_run(run: Element, start: int, end: int) -> Element:
    """Return a new run with the run's properties and its characters [start, end).

    Children that take no place (a page break Word remembers, a comment's reference) go with what stands before them.
    """
    piece = etree.Element(run.tag)
    offset = 0
    for child in run:
        if child.tag == RUN_PROPERTIES:
            piece.append(copy(child))
            continue
        text = child_text(child)
        first, last = max(start, offset), min(end, offset + len(text))
        inside = first < last or (not text and start < offset <= end) or (not text and start == offset == 0)
        if inside and len(text) > 1:
            piece.append(words(child.tag, text[first - offset : last - offset]))
        elif inside:
            piece.append(copy(child))
        offset += len(text)
    return piece


def words(tag: str, text: str) -> Element:
    """Return a w:t or w:delText with its spaces kept."""
    element = etree.Element(tag)
    element.text = text
    element.set(XML_SPACE, "preserve")
    return element


def plain_run(text: str, properties: Element | None = None) -> Element:
    """Return a run for text that has no markup: tabs and line breaks as elements, objects as a visible sign."""
    run = etree.Element(w("r"))
    if properties is not None:
        run.append(copy(properties))
    signs = {"\t": "tab", "\n": "br"}
    for stretch in _stretches(_NOT_XML.sub("", text).replace(OBJECT, "▢").replace(FIELD, "")):
        if stretch in signs:
            etree.SubElement(run, w(signs[stretch]))
        else:
            run.append(words(_T, stretch))
    return run


def _stretches(text: str) -> list[str]:
    found = [""]
    for char in text:
        if char in "\t\n":
            found += [char, ""]
        else:
            found[-1] += char
    return [each for each in found if each]
