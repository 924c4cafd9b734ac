"""Taking elements out of a story without leaving half of anything behind."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from lxml.etree import _Element as Element

from redline.oxml.names import m, w
from redline.oxml.paragraphs import MARKERS, PAIRED_MARKERS, SDT_CONTENT, TRANSPARENT_BLOCKS, WRAPPER_PROPERTIES
from redline.oxml.revisions import CONTENT
from redline.oxml.runs import FIELD_CHARACTER, INSTRUCTION, R
from redline.oxml.tables import TC, TR, ends_in_paragraph

_REFERENCES: Final = {
    w("footnoteReference"): "footnotes",
    w("endnoteReference"): "endnotes",
    w("commentReference"): "comments",
}
_TBL: Final = w("tbl")
# Wrappers that mean nothing once what they wrapped is gone (pitfalls 5 and 6).
_HOLLOW: Final = frozenset(
    {w("hyperlink"), w("fldSimple"), w("dir"), w("bdo"), m("r"), m("oMath"), m("oMathPara")}
    | TRANSPARENT_BLOCKS
    | set(CONTENT)
)
_PADDING: Final = MARKERS | WRAPPER_PROPERTIES | {w("rPr"), m("rPr"), m("oMathParaPr"), w("sdtPr"), w("sdtEndPr")}


@dataclass(slots=True)
class Cuttings:
    """What went out of one story: the notes and comments it referred to, and whether fields lost a part."""

    references: set[tuple[str, str]] = field(default_factory=set)
    fields: bool = False
    parents: list[Element] = field(default_factory=list)

    def cut(self, element: Element) -> None:
        """Take the element out; a marker whose other half stays is left in its place."""
        parent = element.getparent()
        if parent is None:
            return
        self._note(element)
        for marker in _half_pairs(element):
            element.addprevious(marker)
        parent.remove(element)
        self.parents.append(parent)

    def sweep(self) -> None:
        """Take out the wrappers, rows and tables that the cuts have emptied; leave each cell ending in a paragraph."""
        touched: list[Element] = []
        while self.parents:
            parents, self.parents = list(dict.fromkeys(self.parents)), []
            touched += parents
            for parent in parents:
                wrapper = parent.getparent() if parent.tag == SDT_CONTENT else parent
                if wrapper is not None and _is_hollow(wrapper):
                    self.cut(wrapper)
        for cell in {cell for parent in touched for cell in _cells_around(parent)}:
            if not ends_in_paragraph(cell):
                cell.append(cell.makeelement(w("p")))

    def _note(self, element: Element) -> None:
        for found in element.iter(*_REFERENCES, FIELD_CHARACTER, INSTRUCTION):
            kind = _REFERENCES.get(found.tag)
            if kind is None:
                self.fields = True
            else:
                self.references.add((kind, found.get(w("id"), "")))


def unwrap(element: Element) -> list[Element]:
    """Put the element's children in its place; returns them."""
    parent = element.getparent()
    children = list(element)
    if parent is not None:
        for child in children:
            element.addprevious(child)
        parent.remove(element)
    return children


def _half_pairs(element: Element) -> list[Element]:
    """Return the range markers under the element whose other half lies outside it."""
    markers = list(element.iter(*PAIRED_MARKERS))
    if not markers or element.tag in PAIRED_MARKERS:
        return []
    keys = [(PAIRED_MARKERS[marker.tag][0], marker.get(w("id"))) for marker in markers]
    halves = Counter(keys)
    return [marker for marker, key in zip(markers, keys, strict=True) if halves[key] == 1]


def _is_hollow(element: Element) -> bool:
    if element.getparent() is None:
        return False
    if element.tag == _TBL:
        return next(element.iter(TR), None) is None
    if element.tag == TR:
        return next(element.iter(TC), None) is None
    if element.tag == w("sdt"):
        content = element.find(SDT_CONTENT)
        return content is None or _is_bare(content)
    if element.tag == R:
        return all(child.tag == w("rPr") for child in element)
    return element.tag in _HOLLOW and _is_bare(element)


def _is_bare(element: Element) -> bool:
    return all(child.tag in _PADDING for child in element)


def _cells_around(parent: Element) -> list[Element]:
    """Return the cell the parent is or lies directly in, through wrappers."""
    current: Element | None = parent
    while current is not None and current.tag in TRANSPARENT_BLOCKS:
        current = current.getparent()
    return [current] if current is not None and current.tag == TC else []
