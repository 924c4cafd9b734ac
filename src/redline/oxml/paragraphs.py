"""Paragraphs and the block content around them, as XML."""

from collections.abc import Iterator
from typing import Final

from lxml.etree import _Element as Element

from redline.oxml.names import mc, w
from redline.oxml.order import first_child, ppr_insert

P: Final = w("p")
PPR: Final = w("pPr")
RPR: Final = w("rPr")
TBL: Final = w("tbl")
SDT_CONTENT: Final = w("sdtContent")
# Elements between a container and its paragraphs that add nothing to the text (a wrapper's own properties apart).
TRANSPARENT_BLOCKS: Final = frozenset(
    {w("sdt"), SDT_CONTENT, w("customXml"), w("smartTag"), w("ins"), w("del"), w("moveFrom"), w("moveTo")}
)
WRAPPER_PROPERTIES: Final = frozenset({w("sdtPr"), w("sdtEndPr"), w("customXmlPr"), w("smartTagPr")})
# Range markers (EG_RangeMarkupElements) and proofing marks may stand between any two elements.
PAIRED_MARKERS: Final = {
    **{w(f"{name}Start"): (name, True) for name in ("bookmark", "commentRange", "moveFromRange", "moveToRange")},
    **{w(f"{name}End"): (name, False) for name in ("bookmark", "commentRange", "moveFromRange", "moveToRange")},
    **{w(f"customXml{kind}RangeStart"): (kind, True) for kind in ("Ins", "Del", "MoveFrom", "MoveTo")},
    **{w(f"customXml{kind}RangeEnd"): (kind, False) for kind in ("Ins", "Del", "MoveFrom", "MoveTo")},
    w("permStart"): ("perm", True),
    w("permEnd"): ("perm", False),
}
MARKERS: Final = frozenset({*PAIRED_MARKERS, w("proofErr"), w("lastRenderedPageBreak")})
CONTAINERS: Final = frozenset(
    {
        w("body"),
        w("tc"),
        w("hdr"),
        w("ftr"),
        w("footnote"),
        w("endnote"),
        w("comment"),
        w("txbxContent"),
        w("docPartBody"),
    }
)


def properties(paragraph: Element) -> Element | None:
    """Return the w:pPr of a paragraph, None when it has none."""
    return paragraph.find(PPR)


def mark_properties(paragraph: Element) -> Element | None:
    """Return the w:rPr of the paragraph mark, None when it has none."""
    found = paragraph.find(PPR)
    return None if found is None else found.find(RPR)


def ensure_mark_properties(paragraph: Element) -> Element:
    """Return the w:rPr of the paragraph mark, made (in schema order) when missing."""
    ppr = first_child(paragraph, "pPr")
    found = ppr.find(RPR)
    return found if found is not None else ppr_insert(ppr, ppr.makeelement(RPR))


def contents(paragraph: Element) -> list[Element]:
    """Return the children of a paragraph without its properties."""
    return [child for child in paragraph if child.tag != PPR]


def prepend(paragraph: Element, children: list[Element]) -> None:
    """Put these elements at the beginning of the paragraph's content."""
    start = 0 if paragraph.find(PPR) is None else 1
    paragraph[start:start] = children


def is_empty(paragraph: Element) -> bool:
    """Whether the paragraph holds nothing but markers."""
    return all(child.tag in MARKERS for child in paragraph if child.tag != PPR)


def blocks(container: Element) -> Iterator[Element]:
    """Yield the paragraphs and tables of a container in order, looking through content controls and custom XML."""
    for child in container:
        if child.tag in TRANSPARENT_BLOCKS:
            yield from blocks(child)
        elif child.tag == mc("AlternateContent"):
            choice = next(iter(child), None)
            if choice is not None:
                yield from blocks(choice)
        elif child.tag in (P, TBL):
            yield child


def next_block(element: Element) -> Element | None:
    """Return the block after this one in the same container, None at its end; wrappers are looked through."""
    current = element
    while True:
        following = current.getnext()
        while following is not None and (following.tag in MARKERS or following.tag in WRAPPER_PROPERTIES):
            following = following.getnext()
        if following is not None:
            inner = _first_inside(following)
            if inner is not None:
                return inner
            current = following
            continue
        parent = current.getparent()
        if parent is None or parent.tag not in TRANSPARENT_BLOCKS:
            return None
        current = parent


def previous_block(element: Element) -> Element | None:
    """Return the block before this one under the same parent, None at its beginning."""
    before = element.getprevious()
    while before is not None and before.tag in MARKERS:
        before = before.getprevious()
    return before


def _first_inside(element: Element) -> Element | None:
    """Return the element, or the first block in it when it is a wrapper; None for an empty wrapper."""
    if element.tag not in TRANSPARENT_BLOCKS:
        return element
    for child in element:
        if child.tag in MARKERS or child.tag in WRAPPER_PROPERTIES:
            continue
        inner = _first_inside(child)
        if inner is not None:
            return inner
    return None
