"""The merged text from values alone: base paragraphs and every party's amendments in, what a screen shows out."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from redline.changes.amendment import Amendment
from redline.changes.gather import Insertion, Place, Sponsors, gather
from redline.changes.merged import Formatting, MergedParagraph, Segment
from redline.text.document import Paragraph
from redline.text.signs import MARK, TABLE, readable


def merge(
    paragraphs: Sequence[Paragraph],
    amendments: Mapping[str, Iterable[Amendment]],
    *,
    at: Container[str] | None = None,
) -> tuple[MergedParagraph, ...]:
    """Return the merged text: every base paragraph, and every paragraph put in, in reading order.

    The result does not depend on the order of the parties. Rows and tables put in stand as paragraphs of their own,
    one for each of their lines. With `at` (base addresses) only these paragraphs, and what is put in behind each up to
    the next one of the base, are merged; the others stand as in the base.
    """
    edits = {party: [edit for each in found for edit in each.edits] for party, found in amendments.items()}
    return tuple(_Merger(gather(edits), at).all(paragraphs))


class _Merger:
    def __init__(self, places: dict[str, Place], at: Container[str] | None) -> None:
        self._places = places
        self._at = at
        self._after = ""
        self._number = 0
        self._last = ""
        self._sections = sorted(address for address in places if address.startswith("s"))

    def all(self, paragraphs: Sequence[Paragraph]) -> Iterator[MergedParagraph]:
        previous: Paragraph | None = None
        self._last = next((each.address for each in reversed(paragraphs) if not _story(each)), "")
        for paragraph in paragraphs:
            if previous is not None and _story(previous) != _story(paragraph):
                yield from self._structure(previous, None)
                previous = None
            if previous is None:
                self._after, self._number = _story(paragraph), 0
            yield from self._structure(previous, paragraph)
            self._leave(previous, paragraph)
            yield from self._one(paragraph, previous)
            self._after, self._number, previous = paragraph.address, 0, paragraph
        yield from self._structure(previous, None)

    def _leave(self, before: Paragraph | None, after: Paragraph | None) -> None:
        """Let what comes next stand after the table that ends here, not after its last cell."""
        inner, outer = _rows_around(before), _rows_around(after)
        left = [table for table, _ in inner if all(table != other for other, _ in outer)]
        if left:
            self._after, self._number = left[0], 0

    def _one(self, paragraph: Paragraph, previous: Paragraph | None) -> Iterator[MergedParagraph]:
        """Yield a base paragraph, with those put in right before and after it."""
        place = self._places.get(paragraph.address)
        # What is put in before a paragraph stands behind the previous one.
        asked = self._at is None or any(each.address in self._at for each in (paragraph, previous) if each)
        if place is not None and asked:
            yield from self._changed(paragraph, place)
            return
        segments = (Segment(paragraph.text),) if paragraph.text else ()
        yield self._base(paragraph, segments)

    def _structure(self, before: Paragraph | None, after: Paragraph | None) -> Iterator[MergedParagraph]:
        """Yield cells, rows and blocks that were put in between two paragraphs."""
        yield from self._cells(before, after, behind=True)
        left = _rows_around(before)
        right = _rows_around(after)
        for table, row in reversed([each for each in left if each not in right]):
            place = self._places.get(table)
            same_table = any(table == other for other, _ in right)
            if place is not None and not same_table:
                yield from self._put_in(place.rows_inserted(row + 1), after, in_row=True)
                self._leave(before, after)
                yield from self._put_in(place.blocks_inserted(1), after)
        for table, row in (each for each in right if each not in left):
            place = self._places.get(table)
            if place is not None:
                if not any(table == other for other, _ in left):
                    yield from self._put_in(place.blocks_inserted(0), after)
                yield from self._put_in(place.rows_inserted(row), after, in_row=True)
        yield from self._cells(before, after, behind=False)

    def _cells(self, before: Paragraph | None, after: Paragraph | None, *, behind: bool) -> Iterator[MergedParagraph]:
        """Yield cells put in `behind` the last one of a row that ends between two paragraphs, or before a cell."""
        left, right = _cells_around(before), _cells_around(after)
        rows = {row for row, _ in right}
        if behind:
            gaps = [(row, cell + 1) for row, cell in reversed(left) if row not in rows]
        else:
            gaps = [each for each in right if each not in left]
        for row, cell in gaps:
            place = self._places.get(row)
            for each in self._put_in(place.cells_inserted(cell), before if behind else after) if place else ():
                yield replace(each, kind="cell", cell_inserted_by=each.inserted_by)

    def _put_in(
        self, insertions: Iterable[Insertion], beside: Paragraph | None, *, in_row: bool = False
    ) -> Iterator[MergedParagraph]:
        for insertion in insertions:
            for text in readable(insertion.text).rstrip("\n").split("\n"):
                yield self._new(text, insertion.sponsors, beside, in_row=in_row)

    def _new(self, text: str, sponsors: Sponsors, beside: Paragraph | None, *, in_row: bool = False) -> MergedParagraph:
        self._number += 1
        parties = sponsors.parties
        segments = (Segment(text, inserted_by=parties, untracked=sponsors.untracked),) if text else ()
        return MergedParagraph(
            address=f"{self._after}+{self._number}",
            kind="cell" if in_row else "paragraph" if beside is None or beside.kind == "heading" else beside.kind,
            level=0 if beside is None or beside.kind == "heading" else beside.level,
            label="",
            style="" if beside is None else beside.style,
            segments=segments,
            after=self._after,
            table=None if beside is None else beside.table,
            row=None if beside is None else beside.row,
            column=None if beside is None else beside.column,
            inserted_by=parties,
            row_inserted_by=parties if in_row else (),
        )

    def _changed(self, paragraph: Paragraph, place: Place) -> Iterator[MergedParagraph]:
        """Yield paragraphs put in before this one, the paragraph, and those put in after it."""
        behind: list[tuple[Insertion, str]] = []
        first = place.inserting(0)
        for insertion in first:
            if insertion.text.endswith((MARK, TABLE)):
                yield from self._put_in([insertion], paragraph)
        segments = tuple(_segments(paragraph.text, place, behind))
        yield self._base(paragraph, segments, place.mark_deleted())
        self._after, self._number = paragraph.address, 0
        for insertion, rest in behind:
            for text in rest.replace(TABLE, MARK).split(MARK):
                yield self._new(text, insertion.sponsors, paragraph)

    def _base(
        self, paragraph: Paragraph, segments: tuple[Segment, ...], mark: Sponsors | None = None
    ) -> MergedParagraph:
        return MergedParagraph(
            address=paragraph.address,
            kind=paragraph.kind,
            level=paragraph.level,
            label=paragraph.label,
            style=paragraph.style,
            segments=segments,
            table=paragraph.table,
            row=paragraph.row,
            column=paragraph.column,
            mark_deleted_by=mark.parties if mark else (),
            row_deleted_by=self._row(paragraph).parties if paragraph.table else (),
            cell_deleted_by=self._cell(paragraph).parties if paragraph.table else (),
            formats=tuple(self._formats(paragraph)),
        )

    def _row(self, paragraph: Paragraph) -> Sponsors:
        for table, row in reversed(_rows_around(paragraph)):
            place = self._places.get(table)
            deleted = place.row_deleted(row) if place is not None else Sponsors()
            if deleted:
                return deleted
        return Sponsors()

    def _cell(self, paragraph: Paragraph) -> Sponsors:
        for row, cell in reversed(_cells_around(paragraph)):
            place = self._places.get(row)
            deleted = place.cell_deleted(cell) if place is not None else Sponsors()
            if deleted:
                return deleted
        return Sponsors()

    def _formats(self, paragraph: Paragraph) -> Iterator[Formatting]:
        """Yield the properties asked for the paragraph, for what begins with it, and for the section a body ends in."""
        ending = self._sections if paragraph.address == self._last else ()
        for address in (*_beginning_with(paragraph.address), *ending):
            place = self._places.get(address)
            if place is None or not place.properties:
                continue
            left = place.unwritten()
            for target in place.targets:
                for each in place.properties_wanted(target):
                    what, parties = each.content[0].text, each.sponsors.parties
                    yield Formatting(what, parties, target, address, written=each not in left)


def _story(paragraph: Paragraph) -> str:
    prefix, slash, _ = paragraph.address.rpartition("/")
    return prefix + slash


def _beginning_with(address: str) -> Iterator[str]:
    """Yield the address, and those of the cell, row and table whose first paragraph it is."""
    yield address
    steps = address.split(".")
    for first in ("p1", "c1", "r1"):
        if len(steps) == 1 or steps.pop() != first:
            return
        yield ".".join(steps)


def _rows_around(paragraph: Paragraph | None) -> list[tuple[str, int]]:
    """Return the rows a paragraph stands in, as (table address, row number), the outermost first."""
    steps = paragraph.address.split(".") if paragraph is not None else []
    return [
        (".".join(steps[:index]), int(step[1:]))
        for index, step in enumerate(steps)
        if step.startswith("r") and index and "t" in steps[index - 1].rpartition("/")[2][:1]
    ]


def _cells_around(paragraph: Paragraph | None) -> list[tuple[str, int]]:
    """Return the cells a paragraph stands in, as (row address, cell number), the outermost first."""
    steps = paragraph.address.split(".") if paragraph is not None else []
    return [(".".join(steps[:index]), int(step[1:])) for index, step in enumerate(steps) if step.startswith("c")]


def _segments(text: str, place: Place, behind: list[tuple[Insertion, str]]) -> Iterator[Segment]:
    """Yield the segments of a base paragraph; what begins a new paragraph at its end is added to `behind`."""
    cuts = place.cuts(len(text))
    for index, cut in enumerate(cuts):
        for insertion in place.inserting(cut):
            words = insertion.text
            if cut == 0 and words.endswith((MARK, TABLE)):
                continue
            if cut == len(text) and MARK in words:
                words, _, rest = words.partition(MARK)
                behind.append((insertion, rest.removesuffix(TABLE)))
            if words:
                sponsors = insertion.sponsors
                yield Segment(words, inserted_by=sponsors.parties, untracked=sponsors.untracked)
        following = cuts[index + 1] if index + 1 < len(cuts) else cut
        if following > cut:
            yield _slice(text, place, cut, following)


def _slice(text: str, place: Place, start: int, end: int) -> Segment:
    deleting = place.deleting(start, end)
    formatting = place.formatting(start, end)
    parties = tuple(sorted({party for each in formatting for party in each.sponsors.parties}))
    formats = tuple(
        Formatting(each.what, each.sponsors.parties, "rPr", place.address, written=each is formatting[0])
        for each in formatting
    )
    return Segment(text[start:end], deleting.parties, (), parties, deleting.untracked, formats)
