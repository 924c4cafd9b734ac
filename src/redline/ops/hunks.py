"""A paragraph's pieces gathered into hunks: a stretch of base text with what goes out of it and what comes in."""

from dataclasses import dataclass, field
from typing import Final

from lxml.etree import _Element as Element

from redline.changes.edit import goes_behind
from redline.text.reading import Piece, State
from redline.text.signs import MARK, TABLE

_BREAKS: Final = (MARK, TABLE)


@dataclass(slots=True)
class Hunk:
    """Base characters [start, end) go out, `inserted` comes in at `end`; `deleted` are the pieces that go."""

    start: int
    end: int
    deleted: list[Piece] = field(default_factory=list)
    inserted: list[Piece] = field(default_factory=list)


def hunks(pieces: list[Piece]) -> list[Hunk]:
    """Return the changes of one paragraph, in order.

    Within a stretch of deletions and insertions that touch, what is deleted comes first: the text is the same, and two
    delegations who ask for the same thing are seen to. A paragraph put in before deleted words stays before them.
    """
    found: list[Hunk] = []
    offset, open_hunk = 0, False
    for piece in pieces:
        if piece.state is State.KEPT:
            offset += len(piece.text)
            open_hunk = open_hunk and not piece.text
        elif piece.state is State.INSERTED:
            _current(found, offset, is_open=open_hunk).inserted.append(piece)
            open_hunk = True
        elif piece.state is State.DELETED and piece.text:
            hunk = _before_deletion(found, _current(found, offset, is_open=open_hunk))
            hunk.deleted.append(piece)
            offset += len(piece.text)
            hunk.end, open_hunk = offset, True
    return found


def _current(found: list[Hunk], offset: int, *, is_open: bool) -> Hunk:
    if not is_open:
        found.append(Hunk(offset, offset))
    return found[-1]


def _before_deletion(found: list[Hunk], hunk: Hunk) -> Hunk:
    """Return the hunk the next deletion belongs to: a new one when whole paragraphs were put in before it."""
    breaks = [index for index, piece in enumerate(hunk.inserted) if piece.text in _BREAKS]
    if not breaks:
        return hunk
    at = breaks[-1] + 1
    rest = Hunk(hunk.end, hunk.end, inserted=hunk.inserted[at:])
    hunk.inserted = hunk.inserted[:at]
    found.append(rest)
    return rest


def at_start(pieces: list[Piece]) -> tuple[list[Piece], list[Piece]]:
    """Return what was put in at a paragraph's beginning as whole paragraphs before it, and as words in it.

    "¶" with a table behind it, which stands after the paragraph's own words, is not parted from the words behind it.
    """
    breaks = [index for index, piece in enumerate(pieces) if piece.text in _BREAKS]
    at = breaks[-1] + 1 if breaks else 0
    if at and goes_behind("".join(piece.text for piece in pieces[:at])):
        at = len(pieces)
    return pieces[:at], pieces[at:]


def turned(pieces: list[Piece], element: Element | None) -> tuple[list[Piece], list[Piece]]:
    """Turn "A¶B" at a paragraph's end into "A" there and "B¶" before the next one: the same text in one form only.

    A mark's properties are those of the paragraph it ends; `element` is the w:p that B stood in.
    """
    marks = [index for index, piece in enumerate(pieces) if piece.text == MARK]
    if not marks:
        return pieces, []
    first = pieces[marks[0]]
    end = Piece(MARK, State.INSERTED, element, None, first.author, first.date, first.tracked)
    return pieces[: marks[0]], [*pieces[marks[0] + 1 :], end]
