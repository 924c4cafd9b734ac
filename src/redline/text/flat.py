"""The flat model of a base: containers of addressed paragraphs and tables."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from lxml.etree import _Element as Element

from redline.oxml.names import w
from redline.text.reading import Block, ParagraphBlock, Piece, RowBlock, TableBlock, read_blocks
from redline.text.runs import child_text

_RUN: Final = w("r")
_PPR: Final = w("pPr")
_SECTION: Final = w("sectPr")


@dataclass(slots=True)
class FlatParagraph:
    """A paragraph of the base: `address`, flat `text`, and the w:p it was read from."""

    address: str
    text: str
    element: Element
    pieces: list[Piece]
    place: tuple[int, int, int] | None = None

    @property
    def ends_section(self) -> bool:
        """Whether a section of the document ends with this paragraph."""
        properties = self.element.find(_PPR)
        return properties is not None and properties.find(_SECTION) is not None


@dataclass(slots=True)
class FlatTable:
    """A table of the base: `rows` holds, row by row and cell by cell, the container in the cell."""

    address: str
    element: Element
    rows: "list[list[Container]]" = field(default_factory=list)
    row_elements: list[Element] = field(default_factory=list)
    cell_elements: list[list[Element]] = field(default_factory=list)


Node = FlatParagraph | FlatTable
Container = list[Node]


def flatten(story: Element, prefix: str = "") -> Container:
    """Return the container in a body, note, header or cell; addresses begin with `prefix` ("fn3/")."""
    return _container(read_blocks(story), prefix, None)


def _container(blocks: Sequence[Block], prefix: str, place: tuple[int, int, int] | None) -> Container:
    nodes: Container = []
    paragraphs = tables = 0
    for block in blocks:
        if isinstance(block, ParagraphBlock):
            paragraphs += 1
            address = f"{prefix}p{paragraphs}"
            nodes.append(FlatParagraph(address, block.text, block.element, block.pieces, place))
        else:
            tables += 1
            nodes.append(_table(block, f"{prefix}t{tables}", place or (tables, 0, 0)))
    return nodes


def _table(block: TableBlock, address: str, place: tuple[int, int, int]) -> FlatTable:
    table = FlatTable(address, block.element, row_elements=[row.element for row in block.rows])
    for number, row in enumerate(block.rows, 1):
        table.cell_elements.append([cell.element for cell in row.cells])
        table.rows.append(_row(row, f"{address}.r{number}", number, place))
    return table


def _row(row: RowBlock, address: str, number: int, place: tuple[int, int, int]) -> list[Container]:
    cells = []
    for column, cell in enumerate(row.cells, 1):
        # Inside a nested table the place stays that of the cell of the outer one, which the reader sees.
        inner = place if place[1] else (place[0], number, column)
        cells.append(_container(cell.blocks, f"{address}.c{column}.", inner))
    return cells


def paragraphs_of(container: Container) -> Iterator[FlatParagraph]:
    """Yield every paragraph in reading order, those in cells in their place."""
    for node in container:
        if isinstance(node, FlatParagraph):
            yield node
        else:
            for row in node.rows:
                for cell in row:
                    yield from paragraphs_of(cell)


def tables_of(container: Container) -> Iterator[FlatTable]:
    """Yield every table in reading order, an outer one before those in its cells."""
    for node in container:
        if isinstance(node, FlatTable):
            yield node
            for row in node.rows:
                for cell in row:
                    yield from tables_of(cell)


def signs_of(paragraph: FlatParagraph, sign: str) -> Iterator[tuple[int, Element]]:
    """Yield the elements that stand as `sign` (OBJECT, FIELD) in a paragraph's text, each with its offset."""
    offset = 0
    for piece in paragraph.pieces:
        at, source = offset, piece.source
        if sign in piece.text and source is not None:
            for child in [source] if source.tag != _RUN else source:
                text = sign if child is source else child_text(child)
                if text == sign:
                    yield at, child
                at += len(text)
        offset += len(piece.text)
