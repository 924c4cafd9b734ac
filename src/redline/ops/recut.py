"""Edits that nobody tracked: a paragraph's original text against the base, word by word."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from redline.ops.breaks import with_breaks_of
from redline.ops.results import Result, alike, results
from redline.ops.wordwise import stretches
from redline.text.normal import normalise
from redline.text.reading import Piece, State

_ORIGINAL = (State.KEPT, State.DELETED)


def recut(base: str, pieces: list[Piece], known: Sequence[Piece] = ()) -> list[Piece]:
    """Return the pieces in terms of the base: what the original lacks deleted, what the base lacks inserted, untracked.

    Differences a word processor makes on its own (see `normalise`, and `known`, the base's own pieces: `results` of
    fields, page breaks at the ends) are taken as the base has them.
    """
    original = _original(pieces)
    if original != base and any("\n" in text[:1] + text[-1:] for text in (base, original)):
        pieces = with_breaks_of(known, pieces)
        original = _original(pieces)
    if original == base:
        return pieces
    cursor = _Cursor(pieces)
    found: list[Piece] = []
    for kind, base_text, length in _differences(base, original, alike(results(known), results(pieces))):
        if kind == "kept":
            found += _respelled(cursor.take(length), base_text)
        else:
            if base_text and normalise(base_text):
                found.append(Piece(base_text, State.DELETED, tracked=False))
            elif base_text:
                found.append(Piece(base_text, State.KEPT))
            found += untracked(cursor.take(length))
    found += cursor.rest()
    return found


def _original(pieces: Sequence[Piece]) -> str:
    return "".join(piece.text for piece in pieces if piece.state in _ORIGINAL)


def untracked(pieces: list[Piece]) -> list[Piece]:
    """Turn original text the base lacks into insertions; what was tracked away again is nobody's text."""
    found: list[Piece] = []
    for piece in pieces:
        if piece.state is State.KEPT:
            new = Piece(piece.text, State.INSERTED, piece.source, piece.wrapper, tracked=False, first=piece.first)
            if normalise(piece.text):
                found.append(new)
        elif piece.state is not State.DELETED:
            found.append(piece)
    return found


def _differences(base: str, original: str, fields: list[tuple[Result, Result]]) -> Iterator[tuple[str, str, int]]:
    """Yield stretches as ("kept" or "changed", base text, length in the original); results of fields are kept."""
    start = new_start = 0
    for one, other in fields:
        yield from _stretches(base[start : one.start], original[new_start : other.start])
        yield "kept", base[one.start : one.end], other.end - other.start
        start, new_start = one.end, other.end
    yield from _stretches(base[start:], original[new_start:])


def _stretches(base: str, original: str) -> Iterator[tuple[str, str, int]]:
    for each in stretches(base, original):
        yield "kept" if each.same else "changed", base[each.start : each.end], each.new_end - each.new_start


class _Cursor:
    """Takes stretches off the front of a list of pieces, counted in original characters."""

    def __init__(self, pieces: list[Piece]) -> None:
        self._pieces = list(reversed(pieces))

    def take(self, length: int) -> list[Piece]:
        found: list[Piece] = []
        while length > 0 and self._pieces:
            piece = self._pieces.pop()
            if piece.state in _ORIGINAL and len(piece.text) > length:
                piece, rest = _cut(piece, length)
                self._pieces.append(rest)
            found.append(piece)
            length -= len(piece.text) if piece.state in _ORIGINAL else 0
        return found

    def rest(self) -> list[Piece]:
        return untracked(list(reversed(self._pieces)))


def _cut(piece: Piece, at: int) -> tuple[Piece, Piece]:
    kept = (piece.state, piece.source, piece.wrapper, piece.author, piece.date, piece.tracked)
    return Piece(piece.text[:at], *kept, piece.first), Piece(piece.text[at:], *kept, piece.first + at)


def _respelled(pieces: list[Piece], base_text: str) -> list[Piece]:
    """Give kept and deleted pieces the base's own spelling of the same text."""
    originals = [each for each in pieces if each.state in _ORIGINAL]
    if not base_text:
        return [each for each in pieces if each.state not in _ORIGINAL]
    if len(originals) == 1 or sum(len(each.text) for each in originals) == len(base_text):
        offset, spelled = 0, list[Piece]()
        for each in pieces:
            if each.state not in _ORIGINAL:
                spelled.append(each)
                continue
            length = len(base_text) if each is originals[-1] else offset + len(each.text)
            spelled.append(replace(each, text=base_text[offset:length]))
            offset = length
        return spelled
    state = originals[0].state if originals else State.KEPT
    return [Piece(base_text, state), *(each for each in pieces if each.state not in _ORIGINAL)]


def similarity(left: str, right: str) -> float:
    """Return how alike two texts are by their words, 0 to 1."""
    (one, ours), (other, theirs) = _bag(left), _bag(right)
    if not ours + theirs:
        return 1.0
    return 2 * sum(min(one[word], other[word]) for word in one.keys() & other.keys()) / (ours + theirs)


# Each paragraph is held against many.
@lru_cache(maxsize=4096)
def _bag(text: str) -> tuple[Mapping[str, int], int]:
    """Return how many letters of a text are of each of its words, and how many letters its words have."""
    bag: dict[str, int] = {}
    for word in normalise(text).split():
        bag[word] = bag.get(word, 0) + len(word)
    return bag, sum(bag.values())
