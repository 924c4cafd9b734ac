"""The tables of a base as a reader sees them: header rows, and cells that reach over several columns and rows."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from lxml.etree import _Element as Element

from redline.oxml.names import is_on, w
from redline.oxml.tables import span as columns_of
from redline.oxml.tables import starts, vertical_merge
from redline.text.flat import Container, FlatTable, tables_of

_HEADER: Final = f"{w('trPr')}/{w('tblHeader')}"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its place in the file ("t1.r2.c3"), and where it stands in the grid, from 1.

    `columns` and `rows` say how far it reaches (w:gridSpan, w:vMerge). A cell that only continues the one above it
    has no row of its own: `rows` is 0.
    """

    address: str
    row: int
    column: int
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """One table: `header_rows` are repeated at the top of every page (w:tblHeader, which counts from the first row)."""

    address: str
    header_rows: int
    cells: tuple[Cell, ...]


def tables_in(container: Container) -> tuple[Table, ...]:
    """Return the tables of a container in reading order, those in cells after the one they stand in."""
    return tuple(_table(each) for each in tables_of(container))


def _table(table: FlatTable) -> Table:
    headers = 0
    for row in table.row_elements:
        if not is_on(row.find(_HEADER)):
            break
        headers += 1
    return Table(table.address, headers, tuple(_joined(list(_cells(table)))))


def _cells(table: FlatTable) -> Iterator[tuple[Cell, str]]:
    for number, row in enumerate(table.row_elements, 1):
        for position, (column, cell) in enumerate(starts(row), 1):
            yield _cell(f"{table.address}.r{number}.c{position}", number, column + 1, cell), vertical_merge(cell)


def _cell(address: str, row: int, column: int, element: Element) -> Cell:
    return Cell(address, row, column, columns_of(element))


def _joined(cells: list[tuple[Cell, str]]) -> Iterator[Cell]:
    """Yield the cells with the number of rows each reaches over."""
    place = {(cell.row, cell.column): merge for cell, merge in cells}
    for cell, merge in cells:
        if merge == "continue" and (cell.row - 1, cell.column) in place and place[cell.row - 1, cell.column]:
            yield replace(cell, rows=0)
            continue
        below = cell.row + 1
        while merge and place.get((below, cell.column)) == "continue":
            below += 1
        yield replace(cell, rows=below - cell.row)
