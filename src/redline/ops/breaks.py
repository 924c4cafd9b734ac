"""Where a page begins is no word: programs write one and the same page break in other places (§17.3.1.23, §17.3.3.1).

LibreOffice saves `w:pageBreakBefore`, and a page break at the beginning of a paragraph, as a break at the end of the
paragraph before. So an untracked page break at either end of a paragraph is taken as the base has it.
"""

from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Final

from redline.oxml.names import w
from redline.text.reading import Piece, State
from redline.text.runs import child_text, is_page_break
from redline.text.signs import MARK, TABLE

_ORIGINAL: Final = (State.KEPT, State.DELETED)
_RUN: Final = w("r")


def with_breaks_of(known: Sequence[Piece], pieces: list[Piece]) -> list[Piece]:
    """Return the pieces of a paragraph with the page breaks at its two ends that the base's own pieces have there."""
    for is_behind in (False, True):
        ours, theirs = _at_end(known, behind=is_behind), _at_end(pieces, behind=is_behind)
        if theirs > ours:
            pieces = _dropped(pieces, theirs - ours, behind=is_behind)
        elif ours > theirs:
            place = _behind(pieces) if is_behind else _ahead(pieces)
            pieces = [*pieces[:place], Piece("\n" * (ours - theirs), State.KEPT), *pieces[place:]]
    return pieces


def _at_end(pieces: Sequence[Piece], *, behind: bool) -> int:
    """Return how many page breaks the original text begins with, or ends in."""
    found = [is_break for piece in pieces if piece.state in _ORIGINAL for is_break in _breaks(piece)]
    return len(list(takewhile(bool, reversed(found) if behind else found)))


def _breaks(piece: Piece) -> Iterator[bool]:
    """Yield for each sign of a piece whether it is a page break."""
    if piece.source is None or piece.source.tag != _RUN or "\n" not in piece.text:
        yield from (piece.source is None for _ in piece.text)  # without a run: one that was put here a moment ago
        return
    signs = [child for child in piece.source for _ in child_text(child)]
    yield from map(is_page_break, signs[piece.first : piece.first + len(piece.text)])


def _dropped(pieces: Sequence[Piece], count: int, *, behind: bool) -> list[Piece]:
    """Return the pieces without the first, or last, signs of the original text."""
    found: list[Piece] = []
    for each in reversed(pieces) if behind else pieces:
        if each.state in _ORIGINAL and count and each.text:
            taken = min(count, len(each.text))
            count -= taken
            if taken == len(each.text):
                continue
            first = each.first if behind else each.first + taken
            text = each.text[: len(each.text) - taken] if behind else each.text[taken:]
            found.append(
                Piece(text, each.state, each.source, each.wrapper, each.author, each.date, each.tracked, first)
            )
        else:
            found.append(each)
    return found[::-1] if behind else found


def _ahead(pieces: Sequence[Piece]) -> int:
    """Return where the paragraph's own pieces begin: behind whole paragraphs put in before it."""
    first = next((index for index, each in enumerate(pieces) if each.state in _ORIGINAL), len(pieces))
    return max((index + 1 for index, each in enumerate(pieces[:first]) if each.text in (MARK, TABLE)), default=0)


def _behind(pieces: Sequence[Piece]) -> int:
    """Return where the paragraph's own pieces end: before what was put in with paragraphs behind it."""
    last = max((index for index, each in enumerate(pieces) if each.state in _ORIGINAL), default=-1)
    following = range(last + 1, len(pieces))
    return next((index for index in following if pieces[index].text in (MARK, TABLE)), len(pieces))
