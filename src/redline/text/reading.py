"""A story's XML read once: blocks, and in each paragraph stretches of text with what happened to them.

The same reader serves a base (everything kept) and a delegation's file (ECMA-376 Part 1 §17.13.5). Wrappers that carry
no text of their own (hyperlinks, content controls, smart tags, fields) are looked through.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final

from lxml.etree import _Element as Element

from redline.oxml.names import MC, W14, M, w
from redline.text.runs import run_text
from redline.text.signs import OBJECT


class State(IntEnum):
    """What a delegation's file says about a stretch; GONE is put in and taken out again: neither old nor new text."""

    KEPT = 0
    INSERTED = 1
    DELETED = 2
    GONE = 3
    EVENT = 4


# How a mark inside another changes what is known about the text: a deletion inside an insertion is GONE.
_WITHIN: Final = {
    (State.KEPT, State.INSERTED): State.INSERTED,
    (State.KEPT, State.DELETED): State.DELETED,
    (State.INSERTED, State.INSERTED): State.INSERTED,
    (State.DELETED, State.DELETED): State.DELETED,
}

_CHANGES: Final = {
    w("ins"): State.INSERTED,
    w("moveTo"): State.INSERTED,
    w("del"): State.DELETED,
    w("moveFrom"): State.DELETED,
    f"{{{W14}}}conflictIns": State.INSERTED,
    f"{{{W14}}}conflictDel": State.DELETED,
}
_ALTERNATES: Final = f"{{{MC}}}AlternateContent"
_RUN: Final = w("r")
_P: Final = w("p")
_PPR: Final = w("pPr")
_RPR: Final = w("rPr")
_TBL: Final = w("tbl")
_TR: Final = w("tr")
_TRPR: Final = w("trPr")
_TC: Final = w("tc")
_TCPR: Final = w("tcPr")
_MOVES: Final = (w("moveFrom"), w("moveTo"))
_CELLS: Final = {w("cellIns"): State.INSERTED, w("cellDel"): State.DELETED}
_AUTHOR: Final = w("author")
_DATE: Final = w("date")
# Wrappers an inserted run needs around it to mean what it means.
CARRIED_WRAPPERS: Final = frozenset({w("hyperlink"), w("fldSimple")})
_SHELLS: Final = ("smartTag", "sdt", "sdtContent", "customXml", "bdo", "dir")
TRANSPARENT: Final = CARRIED_WRAPPERS | {w(each) for each in _SHELLS}
OPAQUE: Final = frozenset({f"{{{M}}}oMath", f"{{{M}}}oMathPara", f"{{{MC}}}AlternateContent", w("subDoc")})
FORMULAS: Final = frozenset({f"{{{M}}}oMath", f"{{{M}}}oMathPara"})
_MATH_RUN: Final = f"{{{M}}}r"
_EVENTS: Final = frozenset({w("commentRangeStart"), w("commentRangeEnd")})
COMMENT_REFERENCE: Final = w("commentReference")


@dataclass(slots=True)
class Piece:
    """A stretch of one paragraph: its flat text, its state, and the run (or object, or event) it was read from.

    `first` is where in the run's own text the stretch begins.
    """

    text: str
    state: State
    source: Element | None = None
    wrapper: Element | None = None
    author: str = ""
    date: str = ""
    tracked: bool = True
    first: int = 0


@dataclass(slots=True)
class ParagraphBlock:
    """A w:p: its pieces and the state of the mark at its end."""

    element: Element
    pieces: list[Piece]
    mark: State = State.KEPT
    author: str = ""
    date: str = ""

    @property
    def text(self) -> str:
        """The original text: kept and deleted, without what was put in."""
        return "".join([each.text for each in self.pieces if each.state in (State.KEPT, State.DELETED)])


@dataclass(slots=True)
class CellBlock:
    """A w:tc and the container in it."""

    element: Element
    blocks: "list[Block]"
    state: State = State.KEPT
    author: str = ""
    date: str = ""


@dataclass(slots=True)
class RowBlock:
    """A w:tr with its cells."""

    element: Element
    cells: list[CellBlock]
    state: State = State.KEPT
    author: str = ""
    date: str = ""


@dataclass(slots=True)
class TableBlock:
    """A w:tbl with its rows."""

    element: Element
    rows: list[RowBlock] = field(default_factory=list)


Block = ParagraphBlock | TableBlock


@dataclass(frozen=True, slots=True)
class _Context:
    state: State = State.KEPT
    author: str = ""
    date: str = ""
    wrapper: Element | None = None


_PLAIN: Final = _Context()


def read_blocks(container: Iterable[Element]) -> list[Block]:
    """Return the blocks of a body, cell, note, header or text box (or of some of its children), in reading order."""
    blocks: list[Block] = []
    for element in container:
        tag = element.tag
        if tag == _P:
            blocks.append(read_paragraph(element))
        elif tag == _TBL:
            blocks.append(_read_table(element))
        elif tag in TRANSPARENT:
            blocks += read_blocks(element)
        elif tag == _ALTERNATES and len(element):
            blocks += read_blocks(element[0])
        elif tag in _CHANGES:
            blocks += (_changed(block, element) for block in read_blocks(element))
    return blocks


def _changed(block: Block, change: Element) -> Block:
    """Return a block around which, against the schema, some programs write an insertion or deletion."""
    author, date = change.get(_AUTHOR, ""), change.get(_DATE, "")
    lines: list[ParagraphBlock | RowBlock] = [block] if isinstance(block, ParagraphBlock) else list(block.rows)
    for line in lines:
        name = "mark" if isinstance(line, ParagraphBlock) else "state"
        setattr(line, name, _WITHIN.get((_CHANGES[change.tag], getattr(line, name)), _CHANGES[change.tag]))
        line.author, line.date = author, date
    for piece in block.pieces if isinstance(block, ParagraphBlock) else ():
        if piece.state is State.KEPT:
            piece.state, piece.author, piece.date = _CHANGES[change.tag], author, date
    return block


def unwrapped(container: Element) -> Iterator[Element]:
    """Yield a table's or row's children, those of content controls and custom XML wrappers in their place."""
    for child in container:
        if child.tag in TRANSPARENT or child.tag in _CHANGES:
            yield from unwrapped(child)
        else:
            yield child


def read_paragraph(element: Element) -> ParagraphBlock:
    """Return one w:p with its pieces."""
    pieces: list[Piece] = []
    _read_inline(element, _PLAIN, pieces)
    block = ParagraphBlock(element, pieces)
    properties = element.find(_PPR)
    marks = properties.find(_RPR) if properties is not None else None
    if marks is not None:
        block.mark, block.author, block.date = _state_of(marks)
    return block


def _read_inline(parent: Iterable[Element], context: _Context, pieces: list[Piece]) -> None:
    for child in parent:
        tag = child.tag
        if tag == _RUN:
            _read_run(child, context, pieces)
        elif tag in _CHANGES:
            _read_inline(child, _inside(context, child), pieces)
        elif tag in TRANSPARENT:
            wrapper = child if tag in CARRIED_WRAPPERS else context.wrapper
            _read_inline(child, _Context(context.state, context.author, context.date, wrapper), pieces)
        elif tag in OPAQUE:
            pieces += _read_object(child, context)
        elif tag in _EVENTS:
            pieces.append(Piece("", State.EVENT, child))


def _read_object(element: Element, context: _Context) -> Iterator[Piece]:
    """Yield one piece for an object; for a formula changed inside, the old one taken out and the new one put in."""
    inner = list(element.iter(*_CHANGES)) if element.tag in FORMULAS and context.state is State.KEPT else []
    if not inner:
        yield Piece(OBJECT, context.state, element, None, context.author, context.date)
        return
    author, date = inner[0].get(_AUTHOR, ""), max(each.get(_DATE, "") for each in inner)
    states = [_math_state(run, element) for run in element.iter(_MATH_RUN)] or [State.KEPT]
    for state, other in ((State.DELETED, State.INSERTED), (State.INSERTED, State.DELETED)):
        if any(each not in (other, State.GONE) for each in states):
            yield Piece(OBJECT, state, element, None, author, date)


def _math_state(run: Element, formula: Element) -> State:
    """Return whether a run of a formula comes or goes: by what stands around it, or inside its properties."""
    state = State.KEPT
    around = [each for each in run.iterancestors(*_CHANGES) if formula in each.iterancestors()]
    inside = [*run.iterchildren(*_CHANGES), *(each for rpr in run.iterchildren(_RPR) for each in rpr)]
    for change in (*reversed(around), *inside):
        if change.tag in _CHANGES:
            state = _WITHIN.get((state, _CHANGES[change.tag]), State.GONE)
    return state


def _read_run(run: Element, context: _Context, pieces: list[Piece]) -> None:
    text = run_text(run)
    if text:
        pieces.append(Piece(text, context.state, run, context.wrapper, context.author, context.date))
    elif run.find(COMMENT_REFERENCE) is not None:
        pieces.append(Piece("", State.EVENT, run))


def _inside(context: _Context, change: Element) -> _Context:
    inner = _CHANGES[change.tag]
    state = _WITHIN.get((context.state, inner), State.GONE)
    return _Context(state, change.get(_AUTHOR, ""), change.get(_DATE, ""), context.wrapper)


def _state_of(marks: Element) -> tuple[State, str, str]:
    """Return what the ins, del, moveFrom and moveTo among these properties say, and who says it when."""
    state, author, date = State.KEPT, "", ""
    for child in marks:
        if child.tag in _CHANGES:
            state = _WITHIN.get((state, _CHANGES[child.tag]), State.GONE)
            author, date = child.get(_AUTHOR, ""), child.get(_DATE, "")
    return state, author, date


def _read_table(element: Element) -> TableBlock:
    rows = [_read_row(child) for child in unwrapped(element) if child.tag == _TR]
    return TableBlock(element, rows)


def _read_row(element: Element) -> RowBlock:
    cells = [_read_cell(child) for child in unwrapped(element) if child.tag == _TC]
    properties = element.find(_TRPR)
    row = RowBlock(element, cells)
    if properties is not None:
        row.state, row.author, row.date = _state_of(properties)
    if row.state is State.KEPT:
        _infer_state(row)
    elif row.state is State.DELETED:
        _forget_what_came_and_went(row)
    return row


def _forget_what_came_and_went(row: RowBlock) -> None:
    """Take a deleted row that a moved table brought along as neither old nor new: its marks arrived with it."""
    new = (State.INSERTED, State.GONE)
    for block in (block for cell in row.cells for block in cell.blocks):
        if not isinstance(block, ParagraphBlock) or block.mark not in new or not _moved(block.element):
            return
        if any(piece.state not in (*new, State.EVENT) for piece in block.pieces):
            return
    row.state = State.GONE


def _infer_state(row: RowBlock) -> None:
    """Take a row whose every paragraph moved away (or here) with its mark as moved itself: Word has no other mark.

    Marks put in or taken out are not enough: a cell ends in a paragraph, so that its last one stays (pitfall 3).
    """
    blocks = [block for cell in row.cells for block in cell.blocks]
    first = blocks[0] if blocks else None
    if not isinstance(first, ParagraphBlock) or first.mark not in (State.INSERTED, State.DELETED):
        return
    state = first.mark
    for block in blocks:
        if not isinstance(block, ParagraphBlock) or block.mark is not state or not _moved(block.element):
            return
        if any(piece.state not in (state, State.EVENT, State.GONE) for piece in block.pieces):
            return
    row.state, row.author, row.date = state, first.author, first.date


def _moved(paragraph: Element) -> bool:
    """Whether the paragraph's mark moved."""
    return any(paragraph.find(f"{_PPR}/{_RPR}/{kind}") is not None for kind in _MOVES)


def _read_cell(element: Element) -> CellBlock:
    properties = element.find(_TCPR)
    cell = CellBlock(element, read_blocks(element))
    for name, state in _CELLS.items() if properties is not None else ():
        change = properties.find(name) if properties is not None else None
        if change is not None:
            cell.state, cell.author, cell.date = state, change.get(_AUTHOR, ""), change.get(_DATE, "")
    return cell
