"""What stands on the sheet: sections cut into parts of a bearable length, and tables with their column heads."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.html import escape, strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from accord.negotiation.queries.values import BlockView, CellView, ParagraphView, RowView
from accord.web.negotiation.views.paragraphs import Writer

Write = Callable[[ParagraphView], SafeString]

LONGEST_PART = 160
"""How many paragraphs and cards one page carries before it is cut in two."""
_CODES = r'<sup class="by[^"]*">([^<]*)</sup>'
_TOLD_TWICE = re.compile(_CODES + r'(?=<(?:ins|del)\b[^>]*data-by="([^"]*)")')
_UNTRACKED = r'(<(ins|del) class="[^"]*\buntracked\b[^>]*>(?:(?!</\2>).)*</\2>)'
_OWN = re.compile(_UNTRACKED + r'?<sup class="by([^"]*)">[^<]*</sup>', re.DOTALL)
_END_OF_CELL = re.compile(r'<del\b[^>]*>¶</del>(?:<sup class="by[^"]*">[^<]*</sup>)?')
_NOT_OF_THE_BASE = re.compile(r"<ins\b.*?</ins>|<sup\b.*?</sup>", re.DOTALL)


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


def printable(blocks: Iterable[BlockView], hues: Mapping[str, str], *, bare: bool = False) -> list[Block]:
    """Return the blocks as HTML, tables under column heads; `hues` by code; `bare` without what is said beside."""
    write = Writer(bare=bare).html
    told = _rewritten(blocks, once)
    return [Block(write(each.paragraph)) if each.paragraph else _table(each, hues, write) for each in told]


def own(blocks: Iterable[BlockView]) -> list[BlockView]:
    """Return blocks of one delegation's own proposal: no need to say by whom, but which change was not tracked."""
    return _rewritten(blocks, lambda html: _OWN.sub(_tracked_or_not, once(html)))


def once(html: str) -> str:
    """Tell the delegations of a replacement once, after its second half: "shall should AR, CL"."""
    return _TOLD_TWICE.sub(lambda found: "" if found[1].replace(", ", " ") == found[2] else found[0], html)


def below_title(blocks: Sequence[BlockView]) -> Sequence[BlockView]:
    """Return a section without its heading, which the page says above the sheet already, unless it is amended."""
    first = blocks[0].paragraph if blocks else None
    return blocks[1:] if first is not None and first.kind == "heading" and not first.cards else blocks


def has_table(blocks: Iterable[BlockView]) -> bool:
    """Return whether any of the blocks is a table, which wants a broader sheet."""
    return any(each.paragraph is None for each in blocks)


def _tracked_or_not(found: re.Match[str]) -> str:
    said = escape(gettext("not tracked"))
    return f'{found[1]}<sup class="by{found[3]}">{said}</sup>' if found[1] else ""


def _rewritten(blocks: Iterable[BlockView], change: Callable[[str], str]) -> list[BlockView]:
    """Return the blocks with the HTML of every changed paragraph passed through `change`."""

    def paragraph(each: ParagraphView) -> ParagraphView:
        if "<sup" not in each.html:
            return each
        # The end of a cell cannot be taken out alone: the sign says nothing there.
        html = _END_OF_CELL.sub("", each.html) if each.kind == "cell" else each.html
        return replace(each, html=SafeString(change(html)))

    def row(each: RowView) -> RowView:
        cells = (replace(cell, paragraphs=tuple(map(paragraph, cell.paragraphs))) for cell in each.cells)
        return replace(each, cells=tuple(cells))

    return [
        replace(each, paragraph=each.paragraph and paragraph(each.paragraph), rows=tuple(map(row, each.rows)))
        for each in blocks
    ]


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
                yield BlockView(None, (*head, *kept), block.columns)
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
    return Block(None, heads, tuple(_row(row, words, hues, write) for row in body), head_amended=amended)


def _row(row: RowView, heads: Mapping[int, str], hues: Mapping[str, str], write: Write) -> Row:
    hue = hues.get(row.codes[0], "") if row.codes else ""
    cells = tuple(Cell(heads.get(each.column, ""), _cell(each, write)) for each in row.cells)
    return Row(row.number, row.change, row.codes, hue, cells)


def _cell(cell: CellView, write: Write) -> SafeString:
    return SafeString("".join(map(write, cell.paragraphs)))


def _words(paragraphs: tuple[ParagraphView, ...]) -> str:
    """Return the words of a head as the base has them, without what anybody puts in."""
    return " ".join(strip_tags(_NOT_OF_THE_BASE.sub("", each.html)).strip() for each in paragraphs).strip()
