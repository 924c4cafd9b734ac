"""A delegation's file in coordinates of the base: the same containers, each paragraph's pieces cut along the base.

Where the original text of the file is the base's, offsets are the same and nothing is compared. Where it is not, the
difference was made without tracking, and becomes untracked pieces.
"""

from collections.abc import Sequence
from itertools import takewhile

from redline.ops.formulas import with_formulas
from redline.ops.originals import Original, OriginalContainer, OriginalParagraph, OriginalRow, OriginalTable, settle
from redline.ops.pairing import pair
from redline.ops.recut import recut, untracked
from redline.ops.results import masked, results
from redline.text.flat import Container, FlatParagraph, FlatTable, Node, paragraphs_of
from redline.text.normal import normalise
from redline.text.reading import Piece, RowBlock, State
from redline.text.signs import MARK, TABLE

_Pair = tuple[Node | None, Original | None]


def align(base: Container, original: OriginalContainer, *, to_the_letter: bool = False) -> OriginalContainer:
    """Return the changes of `original`, node for node parallel to `base`.

    `to_the_letter`: an empty paragraph that ends a section, which LibreOffice drops by itself, counts like any other.
    """
    aligned, pending = OriginalContainer(), list[Piece]()
    _keep_last_mark(base, original)
    _forget_last_mark(base, original)
    same_tables = _count_tables(base) == _count_tables(original.nodes)
    left, right = _keys(base, by_number=same_tables), _keys(original.nodes, by_number=same_tables)
    if left != right:
        left, right = _masked(base, left, right), _masked(original.nodes, right, left)
    for one, other in _paired(base, original.nodes, left, right):
        if one is None:
            pending += _added(other)
        elif isinstance(one, FlatParagraph):
            may_go = not to_the_letter and not one.text and one.ends_section
            aligned.nodes.append(_paragraph(one, other, pending, may_go=may_go))
            pending = []
        else:
            settle(aligned, pending)
            aligned.nodes.append(_table(one, other, aligned.tail))
            aligned.tail, pending = [], []
    settle(aligned, pending)
    aligned.tail += original.tail
    _end_with_a_mark(base, aligned)
    return aligned


def _keep_last_mark(base: Container, original: OriginalContainer) -> None:
    """Take a last mark that was put in for the base's own where nothing else stands for it: Word keeps one (pitfall 3).

    So it is in a cell whose only paragraph was put in, and after a last table.
    """
    alone = not original.nodes or isinstance(original.nodes[-1], OriginalTable)
    put_in = bool(original.tail) and original.tail[-1].text == MARK
    if base and isinstance(base[-1], FlatParagraph) and alone and put_in:
        original.nodes.append(OriginalParagraph(original.tail[:-1], original.tail[-1].source))
        original.tail = []


def _forget_last_mark(base: Container, original: OriginalContainer) -> None:
    """Let go of an empty last paragraph where the base ends in a table: a word processor puts one there by itself."""
    last = original.nodes[-1] if len(original.nodes) > 1 else None
    if not (base and isinstance(base[-1], FlatTable) and isinstance(last, OriginalParagraph)) or original.tail:
        return
    if last.mark is State.KEPT and not any(each.text for each in last.pieces):
        original.nodes.pop()


def _count_tables(nodes: Sequence[Node | Original]) -> int:
    return sum(isinstance(each, FlatTable | OriginalTable) for each in nodes)


def _keys(nodes: Sequence[Node | Original], *, by_number: bool) -> list[str]:
    """Return what to recognise each node by; tables go by their number when both sides have as many."""
    keys: list[str] = []
    tables = 0
    for each in nodes:
        if isinstance(each, FlatParagraph | OriginalParagraph):
            keys.append(normalise(each.text))
        else:
            tables += 1
            keys.append("\0" + (str(tables) if by_number else _text(each)))
    return keys


def _masked(nodes: Sequence[Node | Original], keys: list[str], others: list[str]) -> list[str]:
    """Return the keys; where the other has none like it, fields go by name, and breaks at the ends are none."""
    known, found = set(others), list[str]()
    for node, key in zip(nodes, keys, strict=True):
        if key not in known and isinstance(node, FlatParagraph | OriginalParagraph):
            shown = results(node.pieces)
            found.append((normalise(masked(node.text, shown)) if shown else key).strip("\n"))
        else:
            found.append(key)
    return found


def _paired(base: Container, other: Sequence[Original], left: list[str], right: list[str]) -> Sequence[_Pair]:
    """Return which original block stands for which of the base; the last paragraph is the last where it has to be.

    Word keeps the base's last paragraph (pitfall 3), and its mark cannot go in the place of one before a table. So
    where the file's last paragraph is like one before a table that goes, it stands for the base's last all the same.
    """
    found = list(pair(base, other, left, right))
    if not (base and other and isinstance(base[-1], FlatParagraph) and isinstance(other[-1], OriginalParagraph)):
        return found
    behind = list(takewhile(lambda each: each[1] is not other[-1], reversed(found)))
    if all(two is None for _, two in behind) and any(isinstance(one, FlatTable) for one, _ in behind):
        return [*pair(base[:-1], other[:-1], left[:-1], right[:-1]), (base[-1], other[-1])]
    return found


def _text(node: Node | Original) -> str:
    if isinstance(node, FlatParagraph | OriginalParagraph):
        return normalise(node.text)
    if isinstance(node, FlatTable):
        return "\n".join(_row_key(row) for row in node.rows)
    return "\n".join(_original_row_key(row) for row in node.rows)


def _row_key(row: Sequence[Container]) -> str:
    return "\t".join(map(_cell_key, row))


def _original_row_key(row: OriginalRow) -> str:
    return "\t".join(_cell_key(cell.nodes) for cell in row.cells)


def _cell_key(cell: Sequence[Node | Original]) -> str:
    return "\n".join(map(_text, cell))


def _added(node: Original | None) -> list[Piece]:
    """Return the pieces of a block that is original in the file and not in the base: put in, untracked."""
    if isinstance(node, OriginalParagraph):
        mark = _mark_of(node)
        return untracked(node.pieces) + ([] if node.mark is State.DELETED else [mark])
    if node is None:
        return []
    if not node.after and all(row.block.state is State.DELETED and not row.before for row in node.rows):
        return node.lead  # a table that was tracked away again is nobody's
    return [*node.lead, Piece(TABLE, State.INSERTED, node.element, tracked=False)]


def _mark_of(node: OriginalParagraph) -> Piece:
    """Return the mark of a paragraph that the base lacks; one around nothing but tracked words came with them.

    LibreOffice saves a last paragraph that was put in, or moved, without saying so of its mark.
    """
    words = [each for each in node.pieces if each.text and each.state is State.INSERTED]
    if node.text or not words or not all(each.tracked for each in words):
        return Piece(MARK, State.INSERTED, node.element, tracked=False)
    return Piece(MARK, State.INSERTED, node.element, None, words[-1].author, words[-1].date)


def _paragraph(base: FlatParagraph, other: Original | None, pending: list[Piece], *, may_go: bool) -> OriginalParagraph:
    if not isinstance(other, OriginalParagraph):
        if may_go:  # LibreOffice ends the section with the paragraph before
            return OriginalParagraph(pending, None)
        return OriginalParagraph([*pending, *_taken_out(base)], None, State.DELETED, tracked=False)
    pieces = with_formulas(base, recut(base.text, other.pieces, base.pieces))
    other.pieces = pending + pieces if pending else pieces
    return other


def _taken_out(base: FlatParagraph) -> list[Piece]:
    return [Piece(base.text, State.DELETED, tracked=False)] if base.text else []


def _table(base: FlatTable, other: Original | None, lead: list[Piece]) -> OriginalTable:
    if not isinstance(other, OriginalTable):
        return OriginalTable(base.element, [_row_taken_out(base, index) for index in range(len(base.rows))], lead=lead)
    table, waiting = OriginalTable(other.element, [], lead=lead + other.lead), list[RowBlock]()
    keys = [_row_key(row) for row in base.rows], [_original_row_key(row) for row in other.rows]
    for index, row in pair(range(len(base.rows)), other.rows, *keys):
        waiting += row.before if row is not None else []
        if index is None:
            waiting += [row.block] if row is not None and row.block.state is State.KEPT else []
            continue
        aligned = _row_taken_out(base, index) if row is None else _row(base.rows[index], row)
        aligned.before, waiting = waiting, []
        table.rows.append(aligned)
    table.after = waiting + other.after
    return table


def _row(base: Sequence[Container], row: OriginalRow) -> OriginalRow:
    if len(base) == len(row.cells):
        cells = [align(cell, original) for cell, original in zip(base, row.cells, strict=True)]
        return OriginalRow(cells, row.block, blocks=row.blocks, new=row.new)
    return _row_of_other_width(base, row)


def _row_of_other_width(base: Sequence[Container], row: OriginalRow) -> OriginalRow:
    """Return a row in which cells were put in or taken out without tracking."""
    aligned = OriginalRow([], row.block)
    keys = [_cell_key(cell) for cell in base], [_cell_key(cell.nodes) for cell in row.cells]
    for one, other in pair(range(len(base)), range(len(row.cells)), *keys):
        aligned.new += [(len(aligned.cells), cell) for index, cell in row.new if index == other]
        block = None if other is None else row.blocks[other]
        if one is None:
            aligned.new += [] if block is None else [(len(aligned.cells), block)]
            continue
        original = OriginalContainer() if other is None else row.cells[other]
        aligned.cells.append(align(base[one], original))
        aligned.blocks.append(block)
    aligned.new += [(len(base), cell) for index, cell in row.new if index == len(row.cells)]
    return aligned


def _row_taken_out(base: FlatTable, index: int) -> OriginalRow:
    cells = [OriginalContainer([_emptied(each) for each in cell]) for cell in base.rows[index]]
    block = RowBlock(base.row_elements[index], [], State.DELETED)
    return OriginalRow(cells, block, tracked=False)


def _emptied(node: Node) -> Original:
    if isinstance(node, FlatParagraph):
        return OriginalParagraph(_taken_out(node), None, tracked=False)
    return OriginalTable(node.element, [_row_taken_out(node, index) for index in range(len(node.rows))])


def _end_with_a_mark(base: Container, aligned: OriginalContainer) -> None:
    """Move the untracked deletion of a mark with nothing to merge with to the first mark before it that is kept."""
    for index, node in enumerate(aligned.nodes):
        if not (isinstance(node, OriginalParagraph) and node.mark is State.DELETED and not node.tracked):
            continue
        if index + 1 < len(base) and (isinstance(base[index + 1], FlatParagraph) or _may_go(aligned.nodes, index)):
            continue
        for before in reversed(aligned.nodes[:index]):
            if not isinstance(before, OriginalParagraph):
                break
            if before.mark is State.KEPT:
                before.mark, before.tracked = State.DELETED, False
                break
        node.mark, node.tracked = State.KEPT, True


def _may_go(nodes: Sequence[Original], index: int) -> bool:
    """Whether a paragraph before a table goes with its mark: nothing is left of it, and it parts no two tables."""
    if not _goes(nodes[index]):
        return False
    before = next((each for each in reversed(nodes[:index]) if not _goes(each)), None)
    return _goes(nodes[index + 1]) or not isinstance(before, OriginalTable)


def _goes(node: Original) -> bool:
    """Whether nothing is left of a paragraph or table."""
    if isinstance(node, OriginalParagraph):
        return node.mark is State.DELETED and all(each.state is State.DELETED for each in node.pieces if each.text)
    return not (node.lead or node.after) and all(
        row.block.state is State.DELETED and not row.before for row in node.rows
    )


def recognised(base: Container, deleted: int) -> float:
    """Return the share of the base's characters (0 to 1) that a file holds, when `deleted` of them went untracked."""
    total = sum(len(each.text) for each in paragraphs_of(base))
    return 1.0 if not total else 1 - deleted / total
