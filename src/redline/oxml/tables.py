"""Tables: rows, cells and the grid columns they take, as XML."""

from collections.abc import Iterator
from typing import Final

from lxml.etree import _Element as Element

from redline.oxml.names import local, val, w
from redline.oxml.order import first_child, tcpr_insert
from redline.oxml.paragraphs import TRANSPARENT_BLOCKS

TR: Final = w("tr")
TC: Final = w("tc")
TRPR: Final = w("trPr")
TCPR: Final = w("tcPr")


def rows(table: Element) -> Iterator[Element]:
    """Yield the rows of a table, looking through content controls."""
    yield from _inside(table, TR)


def cells(row: Element) -> Iterator[Element]:
    """Yield the cells of a row, looking through content controls."""
    yield from _inside(row, TC)


def row_properties(row: Element) -> Element:
    """Return the w:trPr of a row, made (after w:tblPrEx) when missing."""
    found = row.find(TRPR)
    if found is not None:
        return found
    made = row.makeelement(TRPR)
    exceptions = row.find(w("tblPrEx"))
    if exceptions is None:
        row.insert(0, made)
    else:
        exceptions.addnext(made)
    return made


def row_exceptions(row: Element) -> Element:
    """Return the w:tblPrEx of a row, in which it departs from its table, made when missing."""
    return first_child(row, "tblPrEx")


def _inside(parent: Element, tag: str) -> Iterator[Element]:
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in TRANSPARENT_BLOCKS:
            yield from _inside(child, tag)


def span(cell: Element) -> int:
    """Return how many grid columns the cell takes (w:gridSpan, 1 when missing or unreadable)."""
    found = cell.find(f"{TCPR}/{w('gridSpan')}")
    return max(1, number(val(found), 1))


def number(text: str, default: int) -> int:
    """Return the whole number in an attribute, or the default when it is none."""
    return int(text) if text.isascii() and text.removeprefix("-").isdigit() and len(text) < 10 else default


def grid(table: Element) -> list[int]:
    """Return the widths of the table's grid columns in twentieths of a point."""
    found = table.find(w("tblGrid"))
    return [] if found is None else [number(each.get(w("w"), ""), 0) for each in found.iterchildren(w("gridCol"))]


def first_column(row: Element) -> int:
    """Return the grid column the row's first cell begins at (w:gridBefore)."""
    return number(val(row.find(f"{TRPR}/{w('gridBefore')}")), 0)


def starts(row: Element) -> list[tuple[int, Element]]:
    """Return the cells of a row with the grid column each begins at (0-based)."""
    column = first_column(row)
    found = []
    for cell in cells(row):
        found.append((column, cell))
        column += span(cell)
    return found


def set_span(cell: Element, columns: int, width: int | None) -> None:
    """Have the cell take this many grid columns and, when it states a width in points, this width."""
    tcpr = first_child(cell, "tcPr")
    found = tcpr.find(w("gridSpan"))
    if found is None:
        found = tcpr_insert(tcpr, tcpr.makeelement(w("gridSpan")))
    found.set(w("val"), str(columns))
    stated = tcpr.find(w("tcW"))
    if width and stated is not None and stated.get(w("type"), "dxa") == "dxa":
        stated.set(w("w"), str(width))


def vertical_merge(cell: Element) -> str:
    """Return "restart", "continue" or "" for a cell that is not merged downwards."""
    found = cell.find(f"{TCPR}/{w('vMerge')}")
    return "" if found is None else val(found, "continue")


def set_vertical_merge(cell: Element, value: str) -> None:
    """Write w:vMerge; "" takes it away."""
    tcpr = first_child(cell, "tcPr")
    found = tcpr.find(w("vMerge"))
    if found is not None:
        tcpr.remove(found)
    if value:
        tcpr_insert(tcpr, tcpr.makeelement(w("vMerge"), {w("val"): value}))


def ends_in_paragraph(cell: Element) -> bool:
    """Whether the last block of the cell is a paragraph, as it must be."""
    children = [child for child in cell if local(child) not in {"tcPr", "bookmarkStart", "bookmarkEnd"}]
    last = children[-1] if children else None
    while last is not None and last.tag in TRANSPARENT_BLOCKS:
        last = last[-1] if len(last) else None
    return last is not None and last.tag == w("p")
