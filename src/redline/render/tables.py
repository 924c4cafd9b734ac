"""Rows and whole blocks put into, before and after the tables of a base, and rows that go."""

from collections.abc import Iterator, Sequence

from lxml.etree import _Element as Element

from redline.changes.edit import Part
from redline.changes.gather import Insertion, Place
from redline.render.fragments import Import, mark_content, paragraph_with, parsed, properties, words
from redline.render.marks import Marks
from redline.text.flat import FlatTable


def write_table(table: FlatTable, place: Place, marks: Marks, bring: Import) -> None:
    """Write what is asked for at a table itself; its cells are paragraphs like any others."""
    rows = table.row_elements
    for number, row in enumerate(rows, 1):
        for element in _rows(place, number, marks, bring):
            row.addprevious(element)
        deleted = place.row_deleted(number)
        if deleted:
            marks.row_deleted(row, deleted)
    for element in reversed(list(_rows(place, len(rows) + 1, marks, bring))):
        (rows[-1].addnext if rows else table.element.append)(element)
    for side in (0, 1):
        found = [each for insertion in place.blocks_inserted(side) for each in _blocks(insertion, marks, bring)]
        for element in reversed(found) if side else found:
            (table.element.addnext if side else table.element.addprevious)(element)


def write_cells(row: Element, cells: Sequence[Element], place: Place, marks: Marks, bring: Import) -> None:
    """Write the cells that are put into a row of the base, and those that go; their words are written already."""
    for column, cell in enumerate(cells, 1):
        for element in _cells(place, column, marks, bring):
            cell.addprevious(element)
        deleted = place.cell_deleted(column)
        if deleted:
            marks.cell_deleted(cell, deleted)
    for element in reversed(list(_cells(place, len(cells) + 1, marks, bring))):
        (cells[-1].addnext if cells else row.append)(element)


def _cells(place: Place, column: int, marks: Marks, bring: Import) -> Iterator[Element]:
    for insertion in place.cells_inserted(column):
        for part in insertion.content:
            for cell in parsed(part):
                bring(cell, part, insertion.sponsors)
                mark_content(cell, insertion.sponsors, marks)
                marks.cell_inserted(cell, insertion.sponsors)
                yield cell


def _rows(place: Place, number: int, marks: Marks, bring: Import) -> Iterator[Element]:
    for insertion in place.rows_inserted(number):
        for part in insertion.content:
            for row in parsed(part):
                bring(row, part, insertion.sponsors)
                mark_content(row, insertion.sponsors, marks)
                yield row


def _blocks(insertion: Insertion, marks: Marks, bring: Import) -> Iterator[Element]:
    """Yield the paragraphs and tables of an insertion that no paragraph of the base holds."""
    sponsors, line = insertion.sponsors, list[Element]()
    for part in insertion.content:
        if part.kind == "words":
            line += words(part, sponsors, marks, bring, linked=False)
            continue
        if part.kind == "mark" or line:
            mark = part if part.kind == "mark" else Part("mark")
            paragraph = paragraph_with(properties(mark, None), line)
            bring(paragraph, mark, sponsors)
            marks.mark_inserted(paragraph, sponsors)
            line = []
            yield paragraph
        for table in parsed(part) if part.kind == "table" else ():
            bring(table, part, sponsors)
            mark_content(table, sponsors, marks)
            yield table
    if line:
        paragraph = paragraph_with(properties(Part("mark"), None), line)
        marks.mark_inserted(paragraph, sponsors)
        yield paragraph
