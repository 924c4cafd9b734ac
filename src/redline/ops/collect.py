"""Changes aligned with the base become edits in its coordinates, in one canonical form, gathered into amendments."""

from collections.abc import Iterator, Mapping
from itertools import groupby

from lxml import etree
from lxml.etree import _Element as Element

from redline.changes.amendment import Amendment
from redline.changes.edit import Edit, Part
from redline.ops.acts import Act
from redline.ops.comments import Anchors
from redline.ops.content import Digest, cell_part, content_of, row_part
from redline.ops.hunks import Hunk, at_start, hunks, turned
from redline.ops.moves import Moves
from redline.ops.originals import OriginalContainer, OriginalParagraph, OriginalRow, OriginalTable
from redline.ops.properties import Changes, changes_in, run_change
from redline.oxml.names import w
from redline.text.flat import Container, FlatParagraph, FlatTable, paragraphs_of
from redline.text.reading import CellBlock, Piece, RowBlock, State


def acts_in(
    base: Container, aligned: OriginalContainer, story: Element, digest: Digest, anchors: Anchors, prefix: str = ""
) -> list[Act]:
    """Return the acts in a story (`story` is its container in the file) whose nodes are parallel to the base's.

    `digest` names what markup points at; the places of the file's comments are noted in `anchors`; `prefix` begins the
    story's addresses.
    """
    collector = _Collector(digest, changes_in(story), Moves(story), anchors, prefix)
    return [*collector.container(base, aligned), *collector.section(base, story)]


def amendments(
    base: Container, aligned: OriginalContainer, digest: Digest, formats: Mapping[Element, Element], anchors: Anchors
) -> tuple[Amendment, ...]:
    """Return the amendments in a body without tracked changes of its own; `formats` are runs that look otherwise."""
    changes = Changes(dict(formats), paragraphs={next(run.iterancestors(w("p")), None) for run in formats})
    acts = _Collector(digest, changes, Moves(etree.Element(w("body"))), anchors, "").container(base, aligned)
    return tuple(act.amendment(ordinal) for ordinal, act in enumerate(acts, 1))


class _Collector:
    def __init__(self, digest: Digest, changes: Changes, moves: Moves, anchors: Anchors, prefix: str) -> None:
        self._digest = digest
        self._anchors = anchors
        self._changes = changes
        self._moves = moves
        self._prefix = prefix

    def section(self, base: Container, story: Element) -> Iterator[Act]:
        """Yield what is asked for the last section of a body, which no paragraph ends."""
        if story not in self._changes.others:
            return
        number = 1 + sum(isinstance(node, FlatParagraph) and node.ends_section for node in base)
        yield from self._properties(story, f"{self._prefix}s{number}", base[-1].address if base else "")

    def _properties(self, owner: Element | None, address: str, after: str) -> Iterator[Act]:
        for edit in self._changes.edits(owner, address):
            yield Act(after, [edit], what=edit.content[0].text)

    def container(self, base: Container, aligned: OriginalContainer) -> list[Act]:
        """Return the acts in one container. `carry` is what moves on to the beginning of the next paragraph."""
        acts: list[Act] = []
        carry: list[Piece] = []
        for index, (node, other) in enumerate(zip(base, aligned.nodes, strict=False)):
            if isinstance(node, FlatTable) and isinstance(other, OriginalTable):
                acts += self._table(node, other, self._before(base, index))
            elif isinstance(node, FlatParagraph) and isinstance(other, OriginalParagraph):
                if carry or self._is_changed(other):
                    joins = index + 1 < len(base) and isinstance(base[index + 1], FlatParagraph)
                    carry = self._paragraph(acts, node, other, carry, self._before(base, index), joins=joins)
                elif acts:
                    acts[-1].is_open = False
        if aligned.tail and base:
            acts.append(self._block(base[-1].address, 1, aligned.tail, base[-1].address))
        return acts

    def _is_changed(self, paragraph: OriginalParagraph) -> bool:
        if paragraph.mark is State.DELETED or any(piece.state for piece in paragraph.pieces):
            return True
        return bool(self._changes.paragraphs) and paragraph.element in self._changes.paragraphs

    def _paragraph(
        self,
        acts: list[Act],
        node: FlatParagraph,
        other: OriginalParagraph,
        carry: list[Piece],
        after: str,
        *,
        joins: bool,
    ) -> list[Piece]:
        """Add the acts of one paragraph; returns what moves on to the next one (which `joins` says is a paragraph)."""
        self._anchors.note(node.address, other.pieces)
        found = hunks(carry + other.pieces)
        carried = _carried(found, node, other) if joins else []
        mine = [act for hunk in found for act in self._acts_of(hunk, node, after)]
        if other.mark is State.DELETED:
            _take_mark(mine, node, other, after, self._moves.of_mark(other.element))
        if mine and acts and acts[-1].is_open and mine[0].edits[0].kind == "delete" and mine[0].edits[0].start == 0:
            acts[-1].edits += mine[0].edits
            acts[-1].is_open, acts[-1].is_whole = mine[0].is_open, False
            del mine[0]
        elif acts:
            acts[-1].is_open = False
        acts += mine
        formats = list(_formats(node, other, self._changes.runs)) if self._changes.runs else []
        formats += self._properties(other.element, node.address, after)
        # What an open act goes on with in the next paragraph must find it last.
        place = len(acts) - (1 if acts and acts[-1].is_open else 0)
        acts[place:place] = formats
        return carried

    def _acts_of(self, hunk: Hunk, node: FlatParagraph, after: str) -> Iterator[Act]:
        edits = list(self._deletions(hunk, node))
        if edits or hunk.start:
            edits += self._insertions(hunk, node, hunk.inserted)
            if edits:
                yield Act(after, edits, len(node.text))
            return
        for pieces in at_start(hunk.inserted):
            for edit in self._insertions(hunk, node, pieces):
                yield Act(after, [edit], len(node.text))

    def _insertions(self, hunk: Hunk, node: FlatParagraph, pieces: list[Piece]) -> Iterator[Edit]:
        content = content_of(pieces, self._digest)
        if content:
            author, date, tracked = _signature(pieces)
            move = self._moves.of_pieces(piece for piece in pieces if piece.state is State.INSERTED)
            yield Edit("insert", node.address, hunk.end, hunk.end, content, "", tracked, author, date, move)

    def _block(self, address: str, place: int, pieces: list[Piece], after: str) -> Act:
        author, date, tracked = _signature(pieces)
        content = content_of(pieces, self._digest)
        return Act(after, [Edit("insert_block", address, place, place, content, "", tracked, author, date)])

    def _deletions(self, hunk: Hunk, node: FlatParagraph) -> Iterator[Edit]:
        offset = hunk.start
        for (tracked, move, _), group in groupby(hunk.deleted, self._apart):
            pieces = list(group)
            start, offset = offset, offset + sum(len(piece.text) for piece in pieces)
            author, date, _ = _signature(pieces)
            removed = node.text[start:offset]
            yield Edit("delete", node.address, start, offset, (), removed, tracked, author, date, move)

    def _apart(self, piece: Piece) -> tuple[bool, str, str]:
        """Return what two deletions that touch must share to be one."""
        return piece.tracked, self._moves.of_pieces([piece]), piece.author

    def _table(self, node: FlatTable, other: OriginalTable, after: str) -> Iterator[Act]:
        if other.lead:
            yield self._block(node.address, 0, other.lead, after)
        yield from self._properties(other.element, node.address, after)
        for number, row in enumerate(other.rows, 1):
            yield from self._rows(node, number, row.before)
            inside = list(self._cells(node, number, row))
            if row.block.state is State.DELETED:
                yield _row_out(node, number, row, inside)
            else:
                yield from inside
        yield from self._rows(node, len(node.rows) + 1, other.after)

    def _cells(self, node: FlatTable, number: int, row: OriginalRow) -> Iterator[Act]:
        address = f"{node.address}.r{number}"
        yield from self._properties(row.block.element, address, node.address)
        for column, (cell, original) in enumerate(zip(node.rows[number - 1], row.cells, strict=False), 1):
            yield from self._new_cells(address, column, row)
            block = row.blocks[column - 1] if row.blocks else None
            inside = list(self.container(cell, original))
            if row.blocks and (block is None or block.state is State.DELETED):
                yield _cell_out(address, column, cell, block, inside)
                continue
            yield from inside
            yield from self._properties(None if block is None else block.element, f"{address}.c{column}", address)
        yield from self._new_cells(address, len(node.rows[number - 1]) + 1, row)

    def _new_cells(self, address: str, column: int, row: OriginalRow) -> Iterator[Act]:
        found = [block for before, block in row.new if before == column - 1]
        if found:
            content = tuple(cell_part(block.element, self._digest) for block in found)
            tracked = all(block.state is State.INSERTED for block in found)
            author, date = found[0].author, max(block.date for block in found)
            yield Act(address, [Edit("insert_cell", address, column, column, content, "", tracked, author, date)])

    def _rows(self, node: FlatTable, number: int, rows: list[RowBlock]) -> Iterator[Act]:
        if rows:
            content = tuple(row_part(row, self._digest) for row in rows)
            tracked = all(row.state is State.INSERTED for row in rows)
            date = max(row.date for row in rows)
            edit = Edit("insert_row", node.address, number, number, content, "", tracked, rows[0].author, date)
            yield Act(f"{node.address}.r{number - 1}", [edit])

    def _before(self, base: Container, index: int) -> str:
        if index:
            return base[index - 1].address
        return self._prefix if base and "." not in base[0].address else ""


def _carried(found: list[Hunk], node: FlatParagraph, other: OriginalParagraph) -> list[Piece]:
    """Take what belongs to the next paragraph out of the hunks and return it."""
    length = len(node.text)
    at_end = bool(found) and found[-1].end == length
    carried: list[Piece] = []
    if other.mark is State.DELETED and sum(hunk.end - hunk.start for hunk in found) == length:
        for hunk in found:
            carried += hunk.inserted
            hunk.inserted = []
    elif other.mark is State.DELETED and at_end:
        carried, found[-1].inserted = found[-1].inserted, []
    elif at_end and not node.ends_section:
        found[-1].inserted, carried = turned(found[-1].inserted, other.element)
    return carried


def _take_mark(acts: list[Act], node: FlatParagraph, other: OriginalParagraph, after: str, move: str) -> None:
    """Add the deletion of the paragraph's mark to the act that reaches it, or make it one of its own."""
    length = len(node.text)
    edit = Edit("delete_mark", node.address, length, length, (), "", other.tracked, other.author, other.date, move)
    last = acts[-1].edits if acts else []
    if last and last[-1].end == length and last[0].kind == "delete":
        acts[-1].edits.append(edit)
    else:
        acts.append(Act(after, [edit], length))
    deleted = [each for each in acts[-1].edits if each.kind == "delete"]
    inserts = any(each.kind == "insert" for each in acts[-1].edits)
    acts[-1].is_whole = not inserts and sum(each.end - each.start for each in deleted) == length
    acts[-1].is_open = not acts[-1].is_whole


def _signature(pieces: list[Piece]) -> tuple[str, str, bool]:
    """Return the first author, the last date, and whether all of it was tracked."""
    author = next((piece.author for piece in pieces if piece.author), "")
    return author, max((piece.date for piece in pieces), default=""), all(piece.tracked for piece in pieces)


def _row_out(node: FlatTable, number: int, row: OriginalRow, inside: list[Act]) -> Act:
    """Return the act by which a row goes; what its cells lose belongs to it."""
    texts = ("\n".join(each.text for each in paragraphs_of(cell)) for cell in node.rows[number - 1])
    block, nested = row.block, [edit for act in inside for edit in (*act.edits, *act.nested)]
    removed = "\t".join(texts)
    edit = Edit("delete_row", node.address, number, number, (), removed, row.tracked, block.author, block.date)
    return Act(f"{node.address}.r{number - 1}", [edit], nested=nested)


def _cell_out(address: str, column: int, cell: Container, block: CellBlock | None, inside: list[Act]) -> Act:
    """Return the act by which a cell goes; what it loses belongs to it."""
    removed = "\n".join(each.text for each in paragraphs_of(cell))
    author, date = ("", "") if block is None else (block.author, block.date)
    edit = Edit("delete_cell", address, column, column, (), removed, block is not None, author, date)
    return Act(address, [edit], nested=[edit for act in inside for edit in (*act.edits, *act.nested)])


def _formats(node: FlatParagraph, other: OriginalParagraph, formats: dict[Element, Element]) -> Iterator[Act]:
    offset = 0
    found: list[tuple[str, int, int, Element]] = []
    for piece in other.pieces:
        length = len(piece.text) if piece.state in (State.KEPT, State.DELETED) else 0
        change = formats.get(piece.source) if piece.state is State.KEPT and piece.source is not None else None
        if change is not None:
            xml = run_change(change)[0]
            if found and found[-1][0] == xml and found[-1][2] == offset:
                found[-1] = (xml, found[-1][1], offset + length, found[-1][3])
            else:
                found.append((xml, offset, offset + length, change))
        offset += length
    for xml, start, end, change in found:
        author, date = change.get(w("author"), ""), change.get(w("date"), "")
        content = (Part("words", node.text[start:end], xml),)
        what = run_change(change)[1]
        edit = Edit("format", node.address, start, end, content, "", True, author, date, what=what)
        yield Act("", [edit], what=what)
