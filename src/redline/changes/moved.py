"""Moves that are certain: both halves there, whole, and asked for by the same parties (pitfall 12)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from redline.changes.edit import Content, Edit, content_text, units
from redline.changes.gather import Place
from redline.changes.merged import Parties
from redline.text.normal import normalise
from redline.text.signs import FIELD, MARK, OBJECT, TABLE

_WRAPPERS: Final = ("hyperlink", "fldSimple")


@dataclass(frozen=True, slots=True)
class Span:
    """Where the words of a certain move stand in the base: from `first` to `last`, with its mark if it `takes_mark`.

    `words` are those that stand there where others arrive: they were edited on the way. They are "" for the same ones.
    """

    number: int
    first: tuple[str, int]
    last: tuple[str, int]
    takes_mark: bool
    words: str = ""


def certain_moves(places: Mapping[str, Place]) -> dict[str, Span]:
    """Return, by `Edit.move`, the moves that can be written as such; any other is a deletion and an insertion."""
    halves: dict[str, dict[str, list[Edit]]] = {}
    for address in places:
        for party, edit in _voices(places[address]):
            if edit.move:
                halves.setdefault(edit.move, {}).setdefault(party, []).append(edit)
    found: dict[str, Span] = {}
    for move in sorted(halves):
        span = _span(len(found) + 1, move, halves[move], places)
        if span is not None:
            found[move] = span
    return found


def _voices(place: Place) -> Iterator[tuple[str, Edit]]:
    yield from place.deletions
    yield from place.marks
    for gap in place.gaps.values():
        yield from gap
    for gap in place.block_gaps.values():
        yield from gap


def _span(number: int, move: str, halves: Mapping[str, list[Edit]], places: Mapping[str, Place]) -> Span | None:
    parties = tuple(sorted(halves))
    edits = next(iter(halves.values()))
    sources = [edit for edit in edits if edit.kind == "delete"]
    marks = [edit for edit in edits if edit.kind == "delete_mark"]
    arrivals = [edit for edit in edits if edit.kind == "insert"]
    if not sources or len(arrivals) != 1 or len(sources) + len(marks) + 1 != len(edits) or not edits[0].date:
        return None
    alike = all(_outline(each) == _outline(edits) for each in halves.values())
    whole = all(_is_theirs(edit, move, parties, places[edit.address]) for edit in edits)
    if not (alike and whole and _is_one_stretch(sources, marks)):
        return None
    left = "".join(MARK if edit.kind == "delete_mark" else edit.removed for edit in edits if edit is not arrivals[0])
    edited = _bare(left) != _bare(content_text(arrivals[0].content))
    if edited and not (len(sources) == 1 and _can_be_edited(sources[0].removed, arrivals[0].content)):
        return None
    takes_mark = bool(marks) and marks[-1].address == sources[-1].address
    last = sources[-1]
    words = sources[0].removed if edited else ""
    return Span(number, (sources[0].address, sources[0].start), (last.address, last.end), takes_mark, words)


def _bare(text: str) -> str:
    return normalise(text).replace(TABLE, MARK).strip(MARK)


def _can_be_edited(removed: str, content: Content) -> bool:
    """Whether what became of the words can be shown word by word where they arrive: one paragraph of plain runs."""
    plain = [part for part in content if part.kind == "words"]
    simple = len(plain) == 1 and len(content) <= 2 and not any(f"<w:{each}" in plain[0].xml for each in _WRAPPERS)
    return simple and not any(sign in removed + plain[0].text for sign in (OBJECT, FIELD))


def _outline(edits: Iterable[Edit]) -> list[tuple[str, str, int, int]]:
    return [(edit.kind, edit.address, edit.start, edit.end) for edit in edits]


def _is_one_stretch(sources: list[Edit], marks: list[Edit]) -> bool:
    """Whether the words follow on each other: in one paragraph, or over paragraphs whose marks go with them."""
    gone = {edit.address for edit in marks}
    between = pairwise(sources)
    return all((one.address, one.end) == (two.address, two.start) or one.address in gone for one, two in between) and (
        gone <= {edit.address for edit in sources}
    )


def _is_theirs(edit: Edit, move: str, parties: Parties, place: Place) -> bool:
    """Whether these parties and nobody else touch what the edit touches, all of them by this move."""
    if edit.kind == "delete_mark":
        deleted = place.mark_deleted()
        return deleted.parties == parties and deleted.move == move
    if edit.kind == "delete":
        if any(edit.start < gap < edit.end for gap in place.gaps):
            return False
        cuts = [cut for cut in place.cuts(edit.end) if cut >= edit.start]
        slices = [place.deleting(start, end) for start, end in pairwise(cuts)]
        return all(each.parties == parties and each.move == move for each in slices)
    mine = [each for each in place.inserting(edit.start) if each.sponsors.move == move]
    pieces = sum(len(units(each.content)) for each in mine)
    return pieces == len(units(edit.content)) and all(each.sponsors.parties == parties for each in mine)
