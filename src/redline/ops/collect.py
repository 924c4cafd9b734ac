"""Changes aligned with the base become edits in its coordinates, in one canonical form, gathered into amendments."""

from collections.abc import Iterator
from itertools import groupby
from typing import Final

from lxml.etree import _Element as Element

from redline.changes.amendment import Amendment
from redline.changes.edit import Edit, Part
from redline.ops.acts import Act
from redline.ops.comments import Anchors
from redline.ops.content import Digest, content_of, property_markup, row_part
from redline.ops.hunks import Hunk, at_start, hunks, turned
from redline.ops.originals import OriginalContainer, OriginalParagraph, OriginalRow, OriginalTable
from redline.oxml.names import w
from redline.text.flat import Container, FlatParagraph, FlatTable, paragraphs_of
from redline.text.reading import Piece, RowBlock, State

Formats = dict[Element, Element]
_RUN: Final = w("r")
_P: Final = w("p")
_RPR_CHANGE: Final = w("rPrChange")


def amendments(
    base: Container, aligned: OriginalContainer, digest: Digest, formats: Formats, anchors: Anchors
) -> tuple[Amendment, ...]:
    """Return the amendments in a file whose nodes are parallel to the base's.

    `digest` names what markup points at; `formats` are the runs whose formatting the file changes; the places of its
    comments are noted in `anchors`.
    """
    acts = _Collector(digest, formats, anchors).container(base, aligned)
    return tuple(act.amendment(ordinal) for ordinal, act in enumerate(acts, 1))


def formats_in(root: Element) -> Formats:
    """Return the runs of a story whose formatting is changed with tracking, each with the record of it."""
    found = ((change.getparent(), change) for change in root.iter(_RPR_CHANGE))
    return {run: change for properties, change in found if (run := _run_of(properties)) is not None}


def _run_of(properties: Element | None) -> Element | None:
    holder = properties.getparent() if properties is not None else None
    return holder if holder is not None and holder.tag == _RUN else None


class _Collector:
    def __init__(self, digest: Digest, formats: Formats, anchors: Anchors) -> None:
        self._digest = digest
        self._anchors = anchors
        self._formats = formats
        self._formatted = {next(run.iterancestors(_P), None) for run in formats}

    def container(self, base: Container, aligned: OriginalContainer) -> list[Act]:
        """Return the acts in one container. `carry` is what moves on to the beginning of the next paragraph."""
        acts: list[Act] = []
        carry: list[Piece] = []
        for index, (node, other) in enumerate(zip(base, aligned.nodes, strict=False)):
            if isinstance(node, FlatTable) and isinstance(other, OriginalTable):
                acts += self._table(node, other, _before(base, index))
            elif isinstance(node, FlatParagraph) and isinstance(other, OriginalParagraph):
                if carry or self._is_changed(other):
                    joins = index + 1 < len(base) and isinstance(base[index + 1], FlatParagraph)
                    carry = self._paragraph(acts, node, other, carry, _before(base, index), joins=joins)
                elif acts:
                    acts[-1].is_open = False
        if aligned.tail and base:
            acts.append(self._block(base[-1].address, 1, aligned.tail, base[-1].address))
        return acts

    def _is_changed(self, paragraph: OriginalParagraph) -> bool:
        if paragraph.mark is State.DELETED or any(piece.state for piece in paragraph.pieces):
            return True
        return bool(self._formats) and paragraph.element in self._formatted

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
            _take_mark(mine, node, other, after)
        if mine and acts and acts[-1].is_open and mine[0].edits[0].kind == "delete" and mine[0].edits[0].start == 0:
            acts[-1].edits += mine[0].edits
            acts[-1].is_open, acts[-1].is_whole = mine[0].is_open, False
            del mine[0]
        elif acts:
            acts[-1].is_open = False
        acts += mine
        if self._formats:
            acts += _formats(node, other, self._formats)
        return carried

    def _acts_of(self, hunk: Hunk, node: FlatParagraph, after: str) -> Iterator[Act]:
        edits = list(_deletions(hunk, node))
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
            yield Edit("insert", node.address, hunk.end, hunk.end, content, "", tracked, author, date)

    def _block(self, address: str, place: int, pieces: list[Piece], after: str) -> Act:
        author, date, tracked = _signature(pieces)
        content = content_of(pieces, self._digest)
        return Act(after, [Edit("insert_block", address, place, place, content, "", tracked, author, date)])

    def _table(self, node: FlatTable, other: OriginalTable, after: str) -> Iterator[Act]:
        if other.lead:
            yield self._block(node.address, 0, other.lead, after)
        for number, row in enumerate(other.rows, 1):
            yield from self._rows(node, number, row.before)
            inside = [
                act
                for cell, original in zip(node.rows[number - 1], row.cells, strict=False)
                for act in self.container(cell, original)
            ]
            if row.block.state is State.DELETED:
                yield _row_out(node, number, row, inside)
            else:
                yield from inside
        yield from self._rows(node, len(node.rows) + 1, other.after)

    def _rows(self, node: FlatTable, number: int, rows: list[RowBlock]) -> Iterator[Act]:
        if rows:
            content = tuple(row_part(row, self._digest) for row in rows)
            tracked = all(row.state is State.INSERTED for row in rows)
            date = max(row.date for row in rows)
            edit = Edit("insert_row", node.address, number, number, content, "", tracked, rows[0].author, date)
            yield Act(f"{node.address}.r{number - 1}", [edit])


def _before(base: Container, index: int) -> str:
    return base[index - 1].address if index else ""


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


def _take_mark(acts: list[Act], node: FlatParagraph, other: OriginalParagraph, after: str) -> None:
    """Add the deletion of the paragraph's mark to the act that reaches it, or make it one of its own."""
    length = len(node.text)
    edit = Edit("delete_mark", node.address, length, length, (), "", other.tracked, other.author, other.date)
    last = acts[-1].edits if acts else []
    if last and last[-1].end == length and last[0].kind == "delete":
        acts[-1].edits.append(edit)
    else:
        acts.append(Act(after, [edit], length))
    deleted = [each for each in acts[-1].edits if each.kind == "delete"]
    inserts = any(each.kind == "insert" for each in acts[-1].edits)
    acts[-1].is_whole = not inserts and sum(each.end - each.start for each in deleted) == length
    acts[-1].is_open = not acts[-1].is_whole


def _deletions(hunk: Hunk, node: FlatParagraph) -> Iterator[Edit]:
    offset = hunk.start
    for tracked, group in groupby(hunk.deleted, key=lambda piece: piece.tracked):
        pieces = list(group)
        start, offset = offset, offset + sum(len(piece.text) for piece in pieces)
        author, date, _ = _signature(pieces)
        yield Edit("delete", node.address, start, offset, (), node.text[start:offset], tracked, author, date)


def _signature(pieces: list[Piece]) -> tuple[str, str, bool]:
    """Return the first author, the last date, and whether all of it was tracked."""
    author = next((piece.author for piece in pieces if piece.author), "")
    return author, max((piece.date for piece in pieces), default=""), all(piece.tracked for piece in pieces)


def _row_out(node: FlatTable, number: int, row: OriginalRow, inside: list[Act]) -> Act:
    """Return the act by which a row goes; what its cells lose belongs to it."""
    texts = ("\n".join(each.text for each in paragraphs_of(cell)) for cell in node.rows[number - 1])
    block, nested = row.block, [edit for act in inside for edit in act.edits]
    removed = "\t".join(texts)
    edit = Edit("delete_row", node.address, number, number, (), removed, row.tracked, block.author, block.date)
    return Act(f"{node.address}.r{number - 1}", [edit], nested=nested)


def _formats(node: FlatParagraph, other: OriginalParagraph, formats: Formats) -> Iterator[Act]:
    offset = 0
    found: list[tuple[str, int, int, Element]] = []
    for piece in other.pieces:
        length = len(piece.text) if piece.state in (State.KEPT, State.DELETED) else 0
        change = formats.get(piece.source) if piece.state is State.KEPT and piece.source is not None else None
        properties = change.getparent() if change is not None else None
        if change is not None and properties is not None:
            xml = property_markup(properties)
            if found and found[-1][0] == xml and found[-1][2] == offset:
                found[-1] = (xml, found[-1][1], offset + length, found[-1][3])
            else:
                found.append((xml, offset, offset + length, change))
        offset += length
    for xml, start, end, change in found:
        author, date = change.get(w("author"), ""), change.get(w("date"), "")
        content = (Part("words", node.text[start:end], xml),)
        yield Act("", [Edit("format", node.address, start, end, content, "", True, author, date)])
