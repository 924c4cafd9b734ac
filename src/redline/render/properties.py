"""Changed properties of paragraphs, tables, rows, cells and sections, beside the record of the former ones."""

from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from redline.changes.gather import Insertion, Place
from redline.oxml.names import local, w
from redline.oxml.order import NUMPR, first_child, insert_in_order, ppr_insert, tcpr_insert
from redline.oxml.paragraphs import ensure_mark_properties
from redline.oxml.tables import row_exceptions, row_properties
from redline.render.fragments import Import, parsed
from redline.render.marks import Marks

# What stays where it is: marks, references, and properties that have a record of their own.
_KEPT: Final = {
    "pPr": ("rPr", "sectPr"),
    "rPr": ("ins", "del", "moveFrom", "moveTo"),
    "sectPr": ("headerReference", "footerReference"),
    "trPr": ("ins", "del"),
    "tcPr": ("cellIns", "cellDel", "cellMerge"),
}
# What is kept stands before the properties in these, behind them in the others.
_LEADING: Final = frozenset({"rPr", "sectPr"})
_CELL_MARKS: Final = tuple(w(name) for name in ("cellIns", "cellDel", "cellMerge"))


def write_properties(owner: Element, place: Place, marks: Marks, bring: Import) -> None:
    """Write the properties most delegations ask for into a paragraph, table, row, cell or body; one record each."""
    left = place.unwritten()
    for target in place.targets:
        wanted = place.properties_wanted(target)[0]
        if wanted in left:
            continue
        if target == "numPr":
            _number(owner, wanted, marks, bring)
        elif target == "cellMerge":
            _merge_cell(owner, wanted, marks)
        else:
            _change(_holder(owner, target), wanted, marks, bring)


def _change(holder: Element, wanted: Insertion, marks: Marks, bring: Import) -> None:
    name = local(holder)
    new = parsed(wanted.content[0])[0]
    bring(new, wanted.content[0], wanted.sponsors)
    kept = {w(each) for each in _KEPT.get(name, ())}
    former = etree.Element(holder.tag)
    former.extend([child for child in holder if child.tag not in kept])
    stays = list(holder)
    fresh = list(new)
    for child in stays:
        holder.remove(child)
    holder.extend([*stays, *fresh] if name in _LEADING else [*fresh, *stays])
    holder.append(marks.properties_changed(w(f"{name}Change"), wanted.sponsors, former))


def _number(paragraph: Element, wanted: Insertion, marks: Marks, bring: Import) -> None:
    """Make a paragraph numbered, which has a mark of its own (§17.13.5.19)."""
    properties = first_child(paragraph, "pPr")
    if properties.find(w("numPr")) is not None:
        return
    new = parsed(wanted.content[0])[0]
    bring(new, wanted.content[0], wanted.sponsors)
    if len(new):
        insert_in_order(new, marks.bare(w("ins"), wanted.sponsors), NUMPR)
        ppr_insert(properties, new)


def _merge_cell(cell: Element, wanted: Insertion, marks: Marks) -> None:
    properties = first_child(cell, "tcPr")
    if any(properties.find(tag) is not None for tag in _CELL_MARKS):
        return
    mark = marks.bare(w("cellMerge"), wanted.sponsors)
    for name, value in parsed(wanted.content[0])[0].attrib.items():
        mark.set(str(name), str(value))
    tcpr_insert(properties, mark)


def _holder(owner: Element, target: str) -> Element:
    """Return the element whose properties these are, made in its place when missing."""
    if target == "rPr":
        return ensure_mark_properties(owner)
    if target == "sectPr":
        return _section(owner)
    if target == "trPr":
        return row_properties(owner)
    if target == "tblPrEx":
        return row_exceptions(owner)
    if target == "tblGrid":
        found = owner.find(w("tblGrid"))
        if found is None:
            found = etree.Element(w("tblGrid"))
            first_child(owner, "tblPr").addnext(found)
        return found
    return first_child(owner, target)


def _section(owner: Element) -> Element:
    """Return the section properties of a body, or of the paragraph that ends a section."""
    if owner.tag == w("p"):
        properties = first_child(owner, "pPr")
        found = properties.find(w("sectPr"))
        return ppr_insert(properties, etree.Element(w("sectPr"))) if found is None else found
    found = owner.find(w("sectPr"))
    return etree.SubElement(owner, w("sectPr")) if found is None else found
