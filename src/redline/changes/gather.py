"""All parties' edits gathered by place: who wants what at each paragraph, mark, row and gap of the base.

Nothing here depends on the order in which parties or edits arrive.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from redline.changes.edit import Content, Edit, content_key, content_text
from redline.changes.merged import Parties
from redline.text.signs import MARK, TABLE


@dataclass(frozen=True, slots=True)
class Sponsors:
    """The parties behind one change, sorted; the latest of their dates; those who did not track it."""

    parties: Parties = ()
    date: str = ""
    untracked: Parties = ()

    def __bool__(self) -> bool:
        return bool(self.parties)


@dataclass(frozen=True, slots=True)
class Insertion:
    """One thing put in at a gap, with everybody who proposes exactly it."""

    content: Content
    sponsors: Sponsors

    @property
    def text(self) -> str:
        """The words put in; a paragraph's end reads as MARK."""
        return content_text(self.content)


_Voice = tuple[str, Edit]
_Gap = dict[tuple[tuple[str, ...], ...], list[_Voice]]


def _sponsors(voices: Iterable[_Voice]) -> Sponsors:
    found = dict(sorted(voices, key=lambda voice: (voice[0], voice[1].date)))
    untracked = tuple(party for party, edit in found.items() if not edit.tracked)
    return Sponsors(tuple(found), max((edit.date for edit in found.values()), default=""), untracked)


def _add(gaps: dict[int, _Gap], offset: int, party: str, edit: Edit) -> None:
    gaps.setdefault(offset, {}).setdefault(content_key(edit.content), []).append((party, edit))


def _insertions(gap: _Gap | None) -> tuple[Insertion, ...]:
    """Return what stands at a gap: whole paragraphs first, then words, then what begins a new paragraph."""
    if not gap:
        return ()
    found = []
    for voices in gap.values():
        # Of several wordings that differ in formatting alone the first sponsor's is written.
        content = min(voices, key=lambda voice: voice[0])[1].content
        found.append(Insertion(content, _sponsors(voices)))
    return tuple(sorted(found, key=_place_at_gap))


def _place_at_gap(insertion: Insertion) -> tuple[int, Parties, str]:
    text = insertion.text
    rank = 0 if text.endswith((MARK, TABLE)) else 2 if text.startswith(MARK) else 1
    return rank, insertion.sponsors.parties, text


@dataclass(slots=True)
class Place:
    """Everything asked for at one paragraph (or, for rows and blocks, one table) of the base."""

    deletions: list[_Voice] = field(default_factory=list)
    formats: list[_Voice] = field(default_factory=list)
    marks: list[_Voice] = field(default_factory=list)
    rows: dict[int, list[_Voice]] = field(default_factory=dict)
    gaps: dict[int, _Gap] = field(default_factory=dict)
    row_gaps: dict[int, _Gap] = field(default_factory=dict)
    block_gaps: dict[int, _Gap] = field(default_factory=dict)

    def add(self, party: str, edit: Edit) -> None:
        """Take note of one edit of one party."""
        if edit.kind == "delete":
            self.deletions.append((party, edit))
        elif edit.kind == "insert":
            _add(self.gaps, edit.start, party, edit)
        elif edit.kind == "delete_mark":
            self.marks.append((party, edit))
        elif edit.kind == "format":
            self.formats.append((party, edit))
        elif edit.kind == "delete_row":
            self.rows.setdefault(edit.start, []).append((party, edit))
        else:
            _add(self.row_gaps if edit.kind == "insert_row" else self.block_gaps, edit.start, party, edit)

    def cuts(self, length: int) -> list[int]:
        """Return where the paragraph's text (of `length` characters) must be cut, its two ends included."""
        edges = {0, length, *self.gaps}
        for _, edit in (*self.deletions, *self.formats):
            edges.update((edit.start, edit.end))
        return sorted(edge for edge in edges if 0 <= edge <= length)

    def deleting(self, start: int, end: int) -> Sponsors:
        """Return who deletes the slice [start, end) between two cuts."""
        return _sponsors(voice for voice in self.deletions if voice[1].start <= start and end <= voice[1].end)

    def formatting(self, start: int, end: int) -> tuple[Insertion, ...]:
        """Return the formattings asked for on the slice, by number of sponsors, the most wanted first."""
        wanted: dict[str, list[_Voice]] = {}
        for party, edit in self.formats:
            if edit.start <= start and end <= edit.end:
                wanted.setdefault(edit.content[0].xml, []).append((party, edit))
        found = [Insertion(voices[0][1].content, _sponsors(voices)) for voices in wanted.values()]
        return tuple(sorted(found, key=lambda each: (-len(each.sponsors.parties), each.sponsors.parties)))

    def inserting(self, offset: int) -> tuple[Insertion, ...]:
        """Return what is put in at `offset`, in the order in which it stands."""
        return _insertions(self.gaps.get(offset))

    def mark_deleted(self) -> Sponsors:
        """Return who deletes the mark at the paragraph's end."""
        return _sponsors(self.marks)

    def row_deleted(self, row: int) -> Sponsors:
        """Return who deletes the row (1-based)."""
        return _sponsors(self.rows.get(row, ()))

    def rows_inserted(self, row: int) -> tuple[Insertion, ...]:
        """Return the rows put in before `row`."""
        return _insertions(self.row_gaps.get(row))

    def blocks_inserted(self, side: int) -> tuple[Insertion, ...]:
        """Return what is put in before (0) or after (1) the table."""
        return _insertions(self.block_gaps.get(side))


def gather(edits: Mapping[str, Iterable[Edit]]) -> dict[str, Place]:
    """Return the places that anybody touches, by address."""
    places: dict[str, Place] = {}
    for party in sorted(edits):
        for edit in edits[party]:
            places.setdefault(edit.address, Place()).add(party, edit)
    return places
