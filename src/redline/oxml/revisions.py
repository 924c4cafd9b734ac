"""Tracked changes as they stand in the XML: which elements they are, what they cover, whose they are."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from lxml.etree import _Element as Element

from redline.oxml.names import W16DU, local, m, mc, w, w14

Scope = Literal["run", "mark", "row", "cell", "properties", "numbering", "math", "range", "wrapper"]

INSERTING: Final = frozenset({"ins", "moveTo", "conflictIns", "cellIns", "customXmlIns", "customXmlMoveTo"})
DELETING: Final = frozenset({"del", "moveFrom", "conflictDel", "cellDel", "customXmlDel", "customXmlMoveFrom"})
CONTENT: Final = (w("ins"), w("del"), w("moveFrom"), w("moveTo"), w14("conflictIns"), w14("conflictDel"))
CELL: Final = (w("cellIns"), w("cellDel"), w("cellMerge"))
PROPERTIES: Final = tuple(
    w(name)
    for name in (
        *("rPrChange", "pPrChange", "sectPrChange", "tblGridChange", "tblPrChange", "tblPrExChange", "tcPrChange"),
        *("trPrChange", "numberingChange"),
    )
)
MOVE_STARTS: Final = (w("moveFromRangeStart"), w("moveToRangeStart"))
_RANGES: Final = (
    *(w(f"customXml{kind}Range") for kind in ("Ins", "Del", "MoveFrom", "MoveTo")),
    *(w14(f"customXmlConflict{kind}Range") for kind in ("Ins", "Del")),
)
WRAPPER_STARTS: Final = tuple(f"{name}Start" for name in _RANGES)
RANGE_ENDS: Final = (w("moveFromRangeEnd"), w("moveToRangeEnd"), *(f"{name}End" for name in _RANGES))
ALL: Final = (*CONTENT, *CELL, *PROPERTIES, *MOVE_STARTS, *WRAPPER_STARTS)

_SCOPES: Final[dict[str, Scope]] = {
    **dict.fromkeys(CONTENT, "run"),
    **dict.fromkeys(CELL, "cell"),
    **dict.fromkeys(PROPERTIES, "properties"),
    **dict.fromkeys(MOVE_STARTS, "range"),
    **dict.fromkeys(WRAPPER_STARTS, "wrapper"),
}
_RPR: Final = w("rPr")
_HOLDERS: Final[dict[str, Scope]] = {w("trPr"): "row", w("numPr"): "numbering", m("ctrlPr"): "math"}


@dataclass(frozen=True, slots=True, eq=False)
class Revision:
    """One tracked change of a story.

    `kind` is the element's name without namespace ("ins", "rPrChange"; ranges without "RangeStart"). `author` is
    w:author as written, "" when missing; `authors` its members when several share the change ("AG, BR"). `date` is
    w16du:dateUtc where Word wrote it, else w:date, "" when missing. `id` is unique in a well-formed file only.
    """

    kind: str
    scope: Scope
    id: str
    author: str
    authors: tuple[str, ...]
    date: str
    element: Element

    def belongs_to(self, author: str) -> bool:
        """Whether this is the author's change, alone or together with others."""
        return author == self.author or author in self.authors

    def vanishes(self, *, accepted: bool) -> bool:
        """Whether what the change covers goes away when it is accepted (or else rejected)."""
        return self.kind in (DELETING if accepted else INSERTING)


def revisions(root: Element) -> list[Revision]:
    """Return all tracked changes under `root` in document order; former properties are not looked into."""
    found = []
    for element in root.iter(*ALL):
        scope = _scope(element)
        if scope is not None:
            found.append(_revision(element, scope))
    return found


def count(root: Element) -> int:
    """Return how many changes are pending under `root`; the second branch of alternate content is not counted."""
    pending = [each.element for each in revisions(root) if each.scope != "range"]
    if pending and next(root.iter(mc("Fallback")), None) is not None:
        return sum(1 for each in pending if next(each.iterancestors(mc("Fallback")), None) is None)
    return len(pending)


@lru_cache(maxsize=1024)
def members(author: str) -> tuple[str, ...]:
    """Return the authors a joint w:author names: "AG, BR" is AG and BR."""
    return tuple(part for part in author.split(", ") if part)


def _scope(element: Element) -> Scope | None:
    """Return what the change covers, None inside a record of former properties."""
    scope = _SCOPES[element.tag]
    parent = element.getparent()
    if parent is None:
        return scope
    if scope == "run":
        scope = _glyph_scope(parent) if parent.tag == _RPR else _HOLDERS.get(parent.tag, scope)
    if scope in {"run", "range", "wrapper"}:
        return scope
    return None if any(local(each).endswith("Change") for each in _near(parent)) else scope


def _glyph_scope(properties: Element) -> Scope:
    """Return what a marker in w:rPr covers: a paragraph mark, or what else these are the properties of."""
    owner = properties.getparent()
    if owner is None or owner.tag in (w("r"), m("r")):
        return "run"
    return "math" if owner.tag == m("ctrlPr") else "mark"


def _near(element: Element) -> Iterator[Element]:
    """Yield the element and the few above it: a record of former properties is never farther away."""
    current: Element | None = element
    for _ in range(4):
        if current is None:
            return
        yield current
        current = current.getparent()


def _revision(element: Element, scope: Scope) -> Revision:
    author = element.get(w("author"), "")
    if element.tag == w("tblGridChange"):
        author = grid_author(element)
    kind = local(element).removesuffix("RangeStart").replace("customXmlConflict", "customXml")
    date = element.get(f"{{{W16DU}}}dateUtc", "") or element.get(w("date"), "")
    return Revision(kind, scope, element.get(w("id"), ""), author, members(author), date, element)


def grid_author(change: Element) -> str:
    """Return the author of the change beside a tblGridChange, which names none (ECMA-376 Part 1 §17.13.5.33)."""
    table = next(change.iterancestors(w("tbl")), None)
    if table is None:
        return ""
    beside = table.iter(w("tblPrChange"), w("tcPrChange"), *CELL, w("trPrChange"))
    return next((each.get(w("author"), "") for each in beside), "")
