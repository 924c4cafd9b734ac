"""Changes of formatting in a story: whose properties were changed with tracking, and into what (§17.13.5).

A record of former properties stands inside the new ones: `w:pPr` holds what is new and, in `w:pPrChange`, the old.
"""

from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, field
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from redline.changes.edit import Edit, Part
from redline.ops.content import property_markup
from redline.ops.describe import described
from redline.oxml.names import W, local, val, w
from redline.oxml.revisions import WRAPPER_STARTS, grid_author

_RECORDS: Final = {
    w(name): w(name.removesuffix("Change"))
    for name in (
        *("rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tblPrExChange", "tblGridChange", "trPrChange"),
        "tcPrChange",
    )
}
_MERGE: Final = w("cellMerge")
_NUMPR: Final = w("numPr")
_NEW: Final = w("ins")
_RUN: Final = w("r")
_P: Final = w("p")
# A content control or custom XML element that comes, goes or moves without its content (§17.13.5.4-.11).
_WRAPPER: Final = "content control moved"
_WRAPPERS: Final = {"Ins": "content control put in", "Del": "content control taken away"}
# What may own properties; a record of former ones never does.
_OWNERS: Final = frozenset({_RUN, w("p"), w("tbl"), w("tr"), w("tc"), w("body")})
# What stands among the properties and is not covered by a record of them.
_APART: Final = {
    w("pPr"): ("rPr", "sectPr", "pPrChange"),
    w("rPr"): ("ins", "del", "moveFrom", "moveTo", "rPrChange"),
    w("sectPr"): ("headerReference", "footerReference", "sectPrChange"),
    w("trPr"): ("ins", "del", "trPrChange"),
    w("tcPr"): ("cellIns", "cellDel", "cellMerge", "tcPrChange"),
}


@dataclass(slots=True)
class Changes:
    """The runs of a story whose formatting was changed, each with the record; what else was, by its owner."""

    runs: dict[Element, Element] = field(default_factory=dict)
    others: dict[Element, list[Element]] = field(default_factory=dict)
    paragraphs: set[Element | None] = field(default_factory=set)

    def edits(self, owner: Element | None, address: str) -> Iterator[Edit]:
        """Yield what was changed of the properties of a paragraph, table, row, cell or (at its body) section."""
        for record in self.others.get(owner, ()) if owner is not None else ():
            part = _part(record)
            author = grid_author(record) if record.tag == w("tblGridChange") else record.get(w("author"), "")
            yield Edit("properties", address, 0, 0, (part,), "", True, author, record.get(w("date"), ""))


def changes_in(story: Element) -> Changes:
    """Return the changes of formatting anywhere under the container of a story."""
    found = Changes()
    for record in story.iter(*_RECORDS, _MERGE, _NUMPR, *WRAPPER_STARTS):
        if record.tag == _NUMPR:
            change = record.find(_NEW)
            if change is None:
                continue
            record = change  # noqa: PLW2901 - the record is what says who and when
        owner = _owner(record)
        if owner is None:
            continue
        if owner.tag == _RUN:
            found.runs[owner] = record
            found.paragraphs.add(next(owner.iterancestors(w("p")), None))
        else:
            found.others.setdefault(owner, []).append(record)
            found.paragraphs.add(owner)
    return found


def _owner(record: Element) -> Element | None:
    """Return what the changed properties belong to, None inside a record of former ones.

    A wrapper belongs to the paragraph it stands in, or to the first one behind its beginning.
    """
    if record.tag in WRAPPER_STARTS:
        around = next(record.iterancestors(_P), None)
        behind = (found for each in record.itersiblings() for found in each.iter(_P))
        return next(behind, None) if around is None else around
    current = record.getparent()
    for _ in range(4):
        if current is None or current.tag in _RECORDS:
            return None
        if current.tag in _OWNERS:
            return current
        current = current.getparent()
    return None


def _part(record: Element) -> Part:
    holder = record.getparent()
    if record.tag in WRAPPER_STARTS:
        name = local(record).removesuffix("RangeStart")
        return Part("properties", _WRAPPERS.get(name.removeprefix("customXml"), _WRAPPER), f"<{name}/>")
    if record.tag == _MERGE:
        clean = etree.Element(_MERGE, {str(k): str(v) for k, v in record.attrib.items() if "Merge" in str(k)})
        joined = record.get(w("vMerge"), "rest") in {"cont", "continue"}
        words = "joined with the cell above" if joined else "no longer joined with the cell above"
        return Part("properties", words, _markup(clean))
    if holder is None:
        raise ValueError("a record of properties without any")
    if holder.tag == _NUMPR:
        clean = copy(holder)
        for child in clean.findall(_NEW):
            clean.remove(child)
        return Part("properties", f"numbered, list level {_level(clean)}", _markup(clean))
    clean, former = without_changes(holder), next(iter(record), None)
    if holder.tag == _NUMPR or former is None:
        return Part("properties", described(clean, None), _markup(clean))
    return Part("properties", described(clean, without_changes(former)), _markup(clean))


def _level(numbering: Element) -> str:
    level = val(numbering.find(w("ilvl")), "0")
    return str(int(level) + 1) if level.isdecimal() else "1"


def without_changes(properties: Element) -> Element:
    """Return a copy of the properties as such: no marks, no records, no extension, no section inside a paragraph's."""
    clean = copy(properties)
    clean.tail = None
    apart = {w(name) for name in _APART.get(properties.tag, ())} | set(_RECORDS)
    for child in list(clean):
        if child.tag in apart or not str(child.tag).startswith(f"{{{W}}}"):
            clean.remove(child)
    for numbering in clean.iterchildren(_NUMPR):
        for change in numbering.findall(_NEW) + numbering.findall(w("numberingChange")):
            numbering.remove(change)
    return clean


def _markup(element: Element) -> str:
    for name in [name for name in element.attrib if not str(name).startswith(f"{{{W}}}") or "rsid" in str(name)]:
        del element.attrib[name]
    etree.cleanup_namespaces(element)
    return etree.tostring(element, encoding="unicode", with_tail=False)


def run_change(record: Element) -> tuple[str, str]:
    """Return the new properties of a run as markup, and in words what is new in them."""
    holder = record.getparent()
    if holder is None:
        return "", ""
    former = next(iter(record), None)
    return property_markup(holder), described(without_changes(holder), former)
