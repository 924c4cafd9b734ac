"""Accepting and rejecting inserted, deleted and merged cells, and inserted and deleted rows."""

from collections.abc import Iterable
from typing import Final

from lxml.etree import _Element as Element

from redline.ops.resolve_cut import Cuttings
from redline.ops.resolve_properties import drop_if_empty
from redline.oxml.names import w
from redline.oxml.paragraphs import MARKERS
from redline.oxml.revisions import Revision
from redline.oxml.tables import (
    TC,
    TR,
    cells,
    first_column,
    grid,
    set_span,
    set_vertical_merge,
    span,
    starts,
    vertical_merge,
)

_MERGES: Final = {"rest": "restart", "restart": "restart", "cont": "continue", "continue": "continue"}


def resolve_row(revision: Revision, cuttings: Cuttings, *, accepted: bool) -> None:
    """Keep the row or cut it; a vertical merge that began in it begins in the next row."""
    holder = revision.element.getparent()
    if holder is None:
        return
    row = holder.getparent()
    holder.remove(revision.element)
    drop_if_empty(holder)
    if row is not None and row.tag == TR and revision.vanishes(accepted=accepted):
        _pass_on_merges(row)
        cuttings.cut(row)


def resolve_cells(decided: Iterable[tuple[Revision, bool]], cuttings: Cuttings) -> None:
    """Keep the cells or cut them and give their grid columns to a neighbour; or write what vertical merges are."""
    gone: dict[Element, dict[Element, None]] = {}
    for revision, accepted in decided:
        holder = revision.element.getparent()
        cell = holder.getparent() if holder is not None else None
        if holder is None or cell is None:
            continue
        holder.remove(revision.element)
        if revision.kind == "cellMerge":
            name = "vMerge" if accepted else "vMergeOrig"
            set_vertical_merge(cell, _MERGES.get(revision.element.get(w(name), ""), ""))
        elif cell.tag == TC and revision.vanishes(accepted=accepted):
            row = next(cell.iterancestors(TR), cell)
            gone.setdefault(row, {})[cell] = None
    for row, unwanted in gone.items():
        _cut_cells(row, unwanted, cuttings)


def _cut_cells(row: Element, gone: dict[Element, None], cuttings: Cuttings) -> None:
    shares = _shares(row, gone)
    for cell in gone:
        cuttings.cut(cell)
    table = next(row.iterancestors(w("tbl")), None)
    widths = grid(table) if table is not None else []
    before = first_column(row)
    missing = len(widths) - before - sum(span(cell) for cell in shares)
    column = before
    for cell, share in shares.items():
        given = max(0, min(share, missing))
        total = span(cell) + given
        if given:
            missing -= given
            set_span(cell, total, sum(widths[column : column + total]))
        column += total


def _shares(row: Element, gone: dict[Element, None]) -> dict[Element, int]:
    """Return how many columns each remaining cell inherits: those of the cells after it, the first also before it."""
    shares: dict[Element, int] = {}
    heir: Element | None = None
    unclaimed = 0
    for cell in cells(row):
        if cell not in gone:
            heir = cell
            shares[cell], unclaimed = unclaimed, 0
        elif heir is None:
            unclaimed += span(cell)
        else:
            shares[heir] += span(cell)
    return shares


def _pass_on_merges(row: Element) -> None:
    begun = {column for column, cell in starts(row) if vertical_merge(cell) == "restart"}
    below = _row_below(row) if begun else None
    if below is None:
        return
    for column, cell in starts(below):
        if column in begun and vertical_merge(cell) == "continue":
            set_vertical_merge(cell, "restart")


def _row_below(row: Element) -> Element | None:
    following = row.getnext()
    while following is not None and following.tag in MARKERS:
        following = following.getnext()
    return following if following is not None and following.tag == TR else None
