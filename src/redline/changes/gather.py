"""All parties' edits gathered by place: who wants what at each paragraph, mark, row, cell and gap of the base.

Nothing here depends on the order in which parties or edits arrive.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise

from redline.changes.edit import Content, Edit, content_key, content_text, goes_behind, units
from redline.changes.merged import Parties
from redline.text.signs import MARK, TABLE


@dataclass(frozen=True, slots=True)
class Sponsors:
    """The parties behind one change, sorted; the latest of their dates; those who did not track it.

    `move` names the move that all of them say it is a half of, "" when they do not agree.
    """

    parties: Parties = ()
    date: str = ""
    untracked: Parties = ()
    move: str = ""

    def __bool__(self) -> bool:
        return bool(self.parties)


@dataclass(frozen=True, slots=True)
class Insertion:
    """One thing put in at a gap (or one formatting of a place), with everybody who proposes exactly it.

    `what` says in words what a formatting is ("bold"), "" for words.
    """

    content: Content
    sponsors: Sponsors
    what: str = ""

    @property
    def text(self) -> str:
        """The words put in; a paragraph's end reads as MARK, a table's as TABLE."""
        return content_text(self.content)


@dataclass(frozen=True, slots=True)
class Outdone:
    """A formatting that cannot stand in a Word file beside the one more parties ask for.

    It is that of base characters [start, end) of a paragraph; `start` and `end` are 0 for the properties of what is at
    the address. `instead` says in words what stands there, "" for nothing.
    """

    address: str
    start: int
    end: int
    wanted: Insertion
    instead: str = ""


_Voice = tuple[str, Edit]
_Gap = list[_Voice]


@dataclass(slots=True)
class _Unit:
    """One paragraph, row or wording at a gap, with the wordings of those who propose it."""

    key: tuple[tuple[str, ...], ...]
    voices: list[tuple[str, Edit, Content]]

    def insertion(self) -> Insertion:
        # Of several wordings that differ in formatting alone the first sponsor's is written.
        content = min(self.voices, key=lambda voice: voice[0])[2]
        return Insertion(content, _sponsors((party, edit) for party, edit, _ in self.voices))


def _sponsors(voices: Iterable[_Voice]) -> Sponsors:
    found = dict(sorted(voices, key=lambda voice: (voice[0], voice[1].date_utc or voice[1].date)))
    untracked = tuple(party for party, edit in found.items() if not edit.tracked)
    moves = {edit.move for edit in found.values()}
    move = moves.pop() if len(moves) == 1 else ""
    return Sponsors(
        tuple(found),
        max(found.values(), key=lambda edit: (edit.date_utc or edit.date, edit.date)).date if found else "",
        untracked,
        move,
    )


def _insertions(gap: _Gap | None) -> tuple[Insertion, ...]:
    """Return what stands at a gap: whole paragraphs first, then words, then what begins a new paragraph.

    Paragraphs and rows are told apart one by one, so that two delegations share those that both propose, whatever
    else each puts in around them.
    """
    if not gap:
        return ()
    if len(gap) == 1:
        return (Insertion(gap[0][1].content, _sponsors(gap)),)
    ranks: tuple[list[_Unit], ...] = ([], [], [])
    for party in sorted({party for party, _ in gap}):
        own: tuple[list[_Unit], ...] = ([], [], [])
        for edit in (each for voice, each in gap if voice == party):
            own[_rank(edit.content)].extend(
                _Unit(content_key(content), [(party, edit, content)]) for content in units(edit.content)
            )
        for rank, mine in zip(ranks, own, strict=True):
            _join(rank, mine)
    words = sorted(map(_Unit.insertion, ranks[1]), key=lambda each: (each.sponsors.parties, each.text))
    return (*(each.insertion() for each in ranks[0]), *words, *(each.insertion() for each in ranks[2]))


def _rank(content: Content) -> int:
    text = content_text(content)
    if all(part.kind in {"row", "cell"} for part in content):
        return 0
    if goes_behind(text):
        return 2
    return 0 if text.endswith((MARK, TABLE)) else 1


def _join(shared: list[_Unit], mine: list[_Unit]) -> None:
    """Add one party's units to those of the parties before it, in its own order; equal ones become one."""
    start = 0
    for unit in mine:
        known = next((index for index in range(start, len(shared)) if shared[index].key == unit.key), None)
        if known is None:
            following = _next_match(shared, mine, unit, start)
            shared.insert(following, unit)
            start = following + 1
        else:
            shared[known].voices += unit.voices
            start = known + 1


def _next_match(shared: list[_Unit], mine: list[_Unit], unit: _Unit, start: int) -> int:
    """Return where a new unit goes: before the next one of its party that others have too, else at the end."""
    later = {each.key for each in mine[mine.index(unit) + 1 :]}
    return next((index for index in range(start, len(shared)) if shared[index].key in later), len(shared))


@dataclass(slots=True)
class Place:
    """Everything asked for at one paragraph (or, for rows, cells and blocks, one table or row) of the base.

    `goes` says that it is a cell that somebody deletes.
    """

    address: str = ""
    deletions: list[_Voice] = field(default_factory=list)
    formats: list[_Voice] = field(default_factory=list)
    properties: list[_Voice] = field(default_factory=list)
    marks: list[_Voice] = field(default_factory=list)
    rows: dict[int, list[_Voice]] = field(default_factory=dict)
    cells: dict[int, list[_Voice]] = field(default_factory=dict)
    gaps: dict[int, _Gap] = field(default_factory=dict)
    row_gaps: dict[int, _Gap] = field(default_factory=dict)
    cell_gaps: dict[int, _Gap] = field(default_factory=dict)
    block_gaps: dict[int, _Gap] = field(default_factory=dict)
    goes: bool = False

    def add(self, party: str, edit: Edit) -> None:
        """Take note of one edit of one party."""
        match edit.kind:
            case "delete":
                self.deletions.append((party, edit))
            case "delete_mark":
                self.marks.append((party, edit))
            case "format":
                self.formats.append((party, edit))
            case "properties":
                self.properties.append((party, edit))
            case "delete_row" | "delete_cell":
                gone = self.rows if edit.kind == "delete_row" else self.cells
                gone.setdefault(edit.start, []).append((party, edit))
            case _:
                self._gaps_of(edit.kind).setdefault(edit.start, []).append((party, edit))

    def _gaps_of(self, kind: str) -> dict[int, _Gap]:
        return {"insert": self.gaps, "insert_row": self.row_gaps, "insert_cell": self.cell_gaps}.get(
            kind, self.block_gaps
        )

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
        return _wanted(voice for voice in self.formats if voice[1].start <= start and end <= voice[1].end)

    def properties_wanted(self, target: str) -> tuple[Insertion, ...]:
        """Return the properties of one element ("pPr", "tblPr") that are asked for, the most wanted first."""
        return _wanted(voice for voice in self.properties if target_of(voice[1]) == target)

    @property
    def targets(self) -> tuple[str, ...]:
        """The elements whose properties anybody wants changed, sorted."""
        return tuple(sorted({target_of(edit) for _, edit in self.properties}))

    def unwritten(self) -> tuple[Insertion, ...]:
        """Return the properties that cannot stand in a Word file beside what more parties ask for.

        An element carries one record of its former properties, a paragraph's numbering is one of them, and a cell
        cannot both go and be joined with the one above. Wrappers without their content are told and never written.
        """
        found = [each for target in self.targets for each in self.properties_wanted(target)[1:]]
        if {"numPr", "pPr"} <= set(self.targets):
            found.append(self.properties_wanted("numPr")[0])
        found += [self.properties_wanted(target)[0] for target in self.targets if target.startswith("customXml")]
        if self.goes and "cellMerge" in self.targets:
            found.append(self.properties_wanted("cellMerge")[0])
        return tuple(found)

    def outdone(self) -> tuple[Outdone, ...]:
        """Return every formatting of the place, or of words in it, for which there is no room in a Word file."""
        found: list[Outdone] = []
        edges = sorted({edge for _, edit in self.formats for edge in (edit.start, edit.end)})
        for start, end in pairwise(edges):
            first, *others = self.formatting(start, end) or (None,)
            for each in others if first is not None else ():
                one = Outdone(self.address, start, end, each, first.what if first is not None else "")
                last = next((each for each in reversed(found) if _goes_on(each, one)), None)
                if last is not None:
                    found[found.index(last)] = replace(last, end=end)
                else:
                    found.append(one)
        return (*found, *(Outdone(self.address, 0, 0, each) for each in self.unwritten()))

    def inserting(self, offset: int) -> tuple[Insertion, ...]:
        """Return what is put in at `offset`, in the order in which it stands."""
        return _insertions(self.gaps.get(offset))

    def mark_deleted(self) -> Sponsors:
        """Return who deletes the mark at the paragraph's end."""
        return _sponsors(self.marks)

    def row_deleted(self, row: int) -> Sponsors:
        """Return who deletes the row (1-based)."""
        return _sponsors(self.rows.get(row, ()))

    def cell_deleted(self, cell: int) -> Sponsors:
        """Return who deletes the cell (1-based) of this row."""
        return _sponsors(self.cells.get(cell, ()))

    def rows_inserted(self, row: int) -> tuple[Insertion, ...]:
        """Return the rows put in before `row`."""
        return _insertions(self.row_gaps.get(row))

    def cells_inserted(self, cell: int) -> tuple[Insertion, ...]:
        """Return the cells put in before `cell` of this row."""
        return _insertions(self.cell_gaps.get(cell))

    def blocks_inserted(self, side: int) -> tuple[Insertion, ...]:
        """Return what is put in before (0) or after (1) the table."""
        return _insertions(self.block_gaps.get(side))


def _goes_on(one: Outdone, other: Outdone) -> bool:
    """Whether the same is asked for of words that touch."""
    same = (one.wanted.content[0].xml, one.wanted.sponsors, one.instead)
    return one.end == other.start and same == (other.wanted.content[0].xml, other.wanted.sponsors, other.instead)


def _what(edit: Edit) -> str:
    return edit.content[0].text if edit.kind == "properties" else edit.what


def _wanted(voices: Iterable[_Voice]) -> tuple[Insertion, ...]:
    wanted: dict[str, list[_Voice]] = {}
    for party, edit in voices:
        wanted.setdefault(edit.content[0].xml, []).append((party, edit))
    found = [Insertion(each[0][1].content, _sponsors(each), _what(each[0][1])) for each in wanted.values()]
    return tuple(sorted(found, key=lambda each: (-len(each.sponsors.parties), each.sponsors.parties)))


def target_of(edit: Edit) -> str:
    """Return the element whose properties an edit changes ("pPr", "tcPr"): the name of its markup's root."""
    name = edit.content[0].xml.removeprefix("<").replace("/", " ").replace(">", " ").split(None, 1)[0]
    return name.rpartition(":")[2]


def gather(edits: Mapping[str, Iterable[Edit]]) -> dict[str, Place]:
    """Return the places that anybody touches, by address."""
    places: dict[str, Place] = {}
    for party in sorted(edits):
        for edit in edits[party]:
            places.setdefault(edit.address, Place(edit.address)).add(party, edit)
    for address, place in places.items():
        row, _, cell = address.rpartition(".c")
        if place.properties and row in places and cell.isdecimal():
            place.goes = bool(places[row].cell_deleted(int(cell)))
    return places
