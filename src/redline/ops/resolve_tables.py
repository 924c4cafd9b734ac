"""Accepting and rejecting inserted, deleted and merged cells, and inserted and deleted rows."""

from typing import Final

from lxml.etree import _Element as Element

from redline.ops.resolve_cut import Cuttings
from redline.ops.resolve_properties import drop_if_empty
from redline.oxml.names import w
from redline.oxml.revisions import Revision
from redline.oxml.tables import TR, cells, grid, rows, set_span, set_vertical_merge, span, starts, vertical_merge

_MERGES: Final = {"rest": "restart", "restart": "restart", "cont": "continue", "continue": "continue"}


def resolve_row(revision: Revision, cuttings: Cuttings, *, accepted: bool) -> None:
    """Keep the row or cut it; a vertical merge that began in it begins in the next row."""
    holder = revision.element.getparent()
    if holder is None:
        return
    row = holder.getparent()
    holder.remove(revision.element)
    drop_if_empty(holder)
    if row is not None and row.getparent() is not None and revision.vanishes(accepted=accepted):
        _pass_on_merges(row)
        cuttings.cut(row)


def resolve_cell(revision: Revision, cuttings: Cuttings, *, accepted: bool) -> None:
    """Keep the cell or cut it and give its grid columns to its neighbour; or write what its vertical merge is."""
    holder = revision.element.getparent()
    cell = holder.getparent() if holder is not None else None
    if holder is None or cell is None:
        return
    holder.remove(revision.element)
    if revision.kind == "cellMerge":
        name = "vMerge" if accepted else "vMergeOrig"
        set_vertical_merge(cell, _MERGES.get(revision.element.get(w(name), ""), ""))
    elif revision.vanishes(accepted=accepted):
        _cut_cell(cell, cuttings)


def _cut_cell(cell: Element, cuttings: Cuttings) -> None:
    row = next(cell.iterancestors(TR), None)
    siblings = list(cells(row)) if row is not None else []
    place = siblings.index(cell) if cell in siblings else 0
    cuttings.cut(cell)
    rest = [each for each in siblings if each is not cell]
    if row is not None and rest:
        _widen(row, rest[max(0, place - 1)], span(cell))


def _widen(row: Element, neighbour: Element, columns: int) -> None:
    """Give the neighbour those of the columns that the row has lost against the table's grid."""
    table = next(row.iterancestors(w("tbl")), None)
    widths = grid(table) if table is not None else []
    taken = starts(row)
    end = taken[-1][0] + span(taken[-1][1])
    given = min(columns, len(widths) - end)
    if given > 0:
        start = next(column for column, cell in taken if cell is neighbour)
        total = span(neighbour) + given
        set_span(neighbour, total, sum(widths[start : start + total]))


def _pass_on_merges(row: Element) -> None:
    begun = {column for column, cell in starts(row) if vertical_merge(cell) == "restart"}
    below = _row_below(row) if begun else None
    if below is None:
        return
    for column, cell in starts(below):
        if column in begun and vertical_merge(cell) == "continue":
            set_vertical_merge(cell, "restart")


def _row_below(row: Element) -> Element | None:
    table = next(row.iterancestors(w("tbl")), None)
    if table is None:
        return None
    following = iter(rows(table))
    for each in following:
        if each is row:
            return next(following, None)
    return None
