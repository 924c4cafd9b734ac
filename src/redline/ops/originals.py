"""A delegation's file as the base it was written on: original paragraphs and tables, each with its changes inside.

The mark at the end of a paragraph decides: paragraphs joined by inserted marks are one original paragraph, whose
properties are those of the last (ECMA-376 Part 1 §17.13.5.20).
"""

from dataclasses import dataclass, field

from lxml.etree import _Element as Element

from redline.text.reading import Block, CellBlock, ParagraphBlock, Piece, RowBlock, State, TableBlock
from redline.text.signs import MARK, TABLE

# State of a mark or row that was not there originally.
NOT_ORIGINAL = (State.INSERTED, State.GONE)


@dataclass(slots=True)
class OriginalParagraph:
    """One paragraph of the original: `pieces` hold its text and all that was put into it, marks and tables too."""

    pieces: list[Piece]
    element: Element | None
    mark: State = State.KEPT
    author: str = ""
    date: str = ""
    tracked: bool = True

    @property
    def text(self) -> str:
        """The original text."""
        return "".join([each.text for each in self.pieces if each.state in (State.KEPT, State.DELETED)])


@dataclass(slots=True)
class OriginalRow:
    """One row of an original table, and the rows put in just before it.

    `blocks` are the cells behind `cells` (None for one that is only in the base), `new` those put in, each with the
    number of original cells before it.
    """

    cells: "list[OriginalContainer]"
    block: RowBlock
    before: list[RowBlock] = field(default_factory=list)
    tracked: bool = True
    blocks: list[CellBlock | None] = field(default_factory=list)
    new: list[tuple[int, CellBlock]] = field(default_factory=list)


@dataclass(slots=True)
class OriginalTable:
    """A table of the original; `lead` was put in before it where no paragraph is there to hold it."""

    element: Element
    rows: list[OriginalRow]
    after: list[RowBlock] = field(default_factory=list)
    lead: list[Piece] = field(default_factory=list)


Original = OriginalParagraph | OriginalTable


@dataclass(slots=True)
class OriginalContainer:
    """What a body, cell or note originally held; `tail` was put in after its last table."""

    nodes: list[Original] = field(default_factory=list)
    tail: list[Piece] = field(default_factory=list)


def originals(blocks: list[Block]) -> OriginalContainer:
    """Return the original container behind these blocks of a delegation's file."""
    container, pending = OriginalContainer(), list[Piece]()
    for block in blocks:
        if isinstance(block, ParagraphBlock):
            pending = _paragraph(container, pending, block)
        elif not is_new(block):
            settle(container, pending)
            container.nodes.append(_table(block, container.tail))
            container.tail, pending = [], []
        elif any(row.state is State.INSERTED for row in block.rows):
            pending.append(_table_piece(block))
    settle(container, pending)
    return container


def is_new(table: TableBlock) -> bool:
    """Whether no row of this table was there originally."""
    return bool(table.rows) and all(row.state in NOT_ORIGINAL for row in table.rows)


def _table_piece(block: TableBlock) -> Piece:
    row = next(row for row in block.rows if row.state is State.INSERTED)
    return Piece(TABLE, State.INSERTED, block.element, None, row.author, row.date)


def _paragraph(container: OriginalContainer, pending: list[Piece], block: ParagraphBlock) -> list[Piece]:
    pieces = pending + block.pieces if pending else block.pieces
    if block.mark is State.INSERTED:
        return [*pieces, Piece(MARK, State.INSERTED, block.element, None, block.author, block.date)]
    if block.mark is State.GONE:
        return pieces
    container.nodes.append(OriginalParagraph(pieces, block.element, block.mark, block.author, block.date))
    return []


def settle(container: OriginalContainer, pending: list[Piece]) -> None:
    """Find a place for pieces that have no paragraph to merge with: a table follows, or nothing."""
    if not pending:
        return
    if any(piece.state in (State.KEPT, State.DELETED) for piece in pending):
        if pending[-1].text == MARK:
            pending = pending[:-1]
        container.nodes.append(OriginalParagraph(pending, None))
        return
    pending = [piece for piece in pending if piece.state is State.INSERTED]
    last = container.nodes[-1] if container.nodes else None
    if pending and isinstance(last, OriginalParagraph) and pending[-1].text == MARK:
        _append(last, pending)
    else:
        container.tail = pending


def _append(last: OriginalParagraph, pending: list[Piece]) -> None:
    """Turn "A¶B¶" after a paragraph into "¶A¶B" at its end: the same text, and no mark without a paragraph."""
    if last.mark is State.DELETED:
        last.mark = State.KEPT
        tables = 0
        if all(piece.state is State.DELETED for piece in last.pieces):  # a table needs no half of it before itself
            tables = max((index for index, piece in enumerate(pending, 1) if piece.text == TABLE), default=0)
        last.pieces = pending[:tables] + last.pieces + pending[tables:-1]
        return
    turned, source = list[Piece](), None
    first = pending[-1]
    turned.append(Piece(MARK, State.INSERTED, source, None, first.author, first.date, first.tracked))
    turned += pending[:-1]
    last.pieces = last.pieces + turned


def _table(block: TableBlock, lead: list[Piece]) -> OriginalTable:
    table = OriginalTable(block.element, [], lead=lead)
    waiting: list[RowBlock] = []
    for row in block.rows:
        if row.state is State.INSERTED:
            waiting.append(row)
        elif row.state is not State.GONE:
            table.rows.append(_row(row, waiting))
            waiting = []
    table.after = waiting
    return table


def _row(row: RowBlock, before: list[RowBlock]) -> OriginalRow:
    found = OriginalRow([], row, before)
    for cell in row.cells:
        if cell.state is State.INSERTED:
            found.new.append((len(found.cells), cell))
        else:
            found.cells.append(originals(cell.blocks))
            found.blocks.append(cell)
    return found
