"""What stands on the sheet: sections cut into parts of a bearable length, and tables with their column heads."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString

from accord.negotiation.queries.values import BlockView, CellView, ParagraphView, RowView
from accord.web.negotiation.views.paragraphs import Writer
from accord.web.templatetags.accord import relative

Write = Callable[[ParagraphView], SafeString]

LONGEST_PART = 160
"""How many paragraphs and cards one page carries before it is cut in two."""


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column: as it stands, and its base words for the cells below it."""

    words: str
    html: SafeString


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell under its column's head."""

    head: str
    html: SafeString
    change: str = ""
    codes: tuple[str, ...] = ()
    hue: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the matrix, and who proposes to put it in or take it out."""

    number: int
    change: str
    codes: tuple[str, ...]
    hue: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of the sheet as its template prints it: a paragraph, or a table."""

    html: SafeString | None
    heads: tuple[Head, ...] = ()
    rows: tuple[Row, ...] = ()
    head_amended: bool = False
    caption: str = ""


def parts(blocks: Iterable[BlockView], longest: int = LONGEST_PART) -> list[list[BlockView]]:
    """Cut a section into parts of about `longest` paragraphs and cards; a long table is cut between its rows."""
    found: list[list[BlockView]] = [[]]
    load = 0
    for piece in _pieces(blocks, longest):
        weight = _weight(piece)
        if found[-1] and load + weight > longest:
            found.append([])
            load = 0
        found[-1].append(piece)
        load += weight
    return found


def printable(
    blocks: Sequence[BlockView],
    hues: Mapping[str, str],
    *,
    bare: bool = False,
    whole: str = "",
    when: Callable[[datetime], str] = relative,
    places: str = "",
    records: bool = False,
    kept: bool = False,
) -> list[Block]:
    """Return the blocks as HTML, tables under column heads; `hues` by code; `bare` without what is said beside.

    `whole` is the address of the page on which everything stands, for links to what does not stand on this one; `when`
    writes how long ago something was sent; `places` is the address below which each paragraph has its own page,
    on which the reader `records` where it stands, or says where her delegation does; `kept`: what `when` writes is the
    same at any time, and what is written is remembered.
    """
    here = {each.anchor for each in _paragraphs(blocks)}
    write = Writer(bare=bare, here=here, whole=whole, when=when, places=places, records=records, kept=kept).html
    return [
        Block(write(each.paragraph), caption=each.caption) if each.paragraph else _table(each, hues, write)
        for each in blocks
    ]


def _paragraphs(blocks: Iterable[BlockView]) -> Iterator[ParagraphView]:
    for each in blocks:
        if each.paragraph is not None:
            yield each.paragraph
        for row in each.rows:
            for cell in row.cells:
                yield from cell.paragraphs


def below_title(blocks: Sequence[BlockView]) -> Sequence[BlockView]:
    """Return a section without its heading, which the page says above the sheet already, unless it is amended."""
    first = blocks[0].paragraph if blocks else None
    return blocks[1:] if first is not None and first.kind == "heading" and not first.cards else blocks


def has_table(blocks: Iterable[BlockView]) -> bool:
    """Return whether any of the blocks is a table, which wants a broader sheet."""
    return any(each.paragraph is None for each in blocks)


def _pieces(blocks: Iterable[BlockView], longest: int) -> Iterator[BlockView]:
    """Yield the blocks, a table longer than a part as several tables, each beginning with the first row (its heads)."""
    for block in blocks:
        if block.paragraph is not None or _weight(block) <= longest:
            yield block
            continue
        # The head, number 0, stands above each of them.
        head = block.rows[:1] if not block.rows[0].number else ()
        rows = block.rows[len(head) :]
        kept: list[RowView] = []
        load = 0
        for row in rows:
            weight = _row_weight(row)
            if kept and load + weight > longest:
                yield BlockView(None, (*head, *kept), block.columns, block.caption)
                kept, load = [], 0
            kept.append(row)
            load += weight
        yield BlockView(None, (*head, *kept), block.columns)


def _weight(block: BlockView) -> int:
    if block.paragraph is not None:
        return 1 + len(block.paragraph.cards)
    return sum(_row_weight(row) for row in block.rows)


def _row_weight(row: RowView) -> int:
    return sum(1 + len(each.cards) for cell in row.cells for each in cell.paragraphs)


def _table(block: BlockView, hues: Mapping[str, str], write: Write) -> Block:
    first = block.rows[0]
    headed = not first.number and not first.change
    heads = tuple(Head(_words(cell.paragraphs), _cell(cell, write)) for cell in first.cells) if headed else ()
    words = {cell.column: head.words for cell, head in zip(first.cells, heads, strict=False)}
    body = block.rows[1:] if headed else block.rows
    amended = headed and any(each.cards for cell in first.cells for each in cell.paragraphs)
    rows = tuple(_row(row, words, hues, write) for row in body)
    return Block(None, heads, rows, head_amended=amended, caption=block.caption)


def _row(row: RowView, heads: Mapping[int, str], hues: Mapping[str, str], write: Write) -> Row:
    hue = hues.get(row.codes[0], "") if row.codes else ""
    cells = tuple(
        Cell(
            "" if each.change == "added" else heads.get(each.column, ""),
            _cell(each, write),
            each.change,
            each.codes,
            hues.get(each.codes[0], "") if each.codes else "",
        )
        for each in row.cells
    )
    return Row(row.number, row.change, row.codes, hue, cells)


def _cell(cell: CellView, write: Write) -> SafeString:
    return SafeString("".join(map(write, cell.paragraphs)))


def _words(paragraphs: tuple[ParagraphView, ...]) -> str:
    """Return the words of a head as the base has them, without what anybody puts in."""
    return " ".join(each.base for each in paragraphs if each.base)
