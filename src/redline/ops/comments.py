"""The comments of a delegation's file, found again at their places in the base."""

from collections.abc import Iterator
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from redline.changes.comment import Comment
from redline.opc import Package
from redline.ops.resources import note_text
from redline.oxml.names import w
from redline.text.reading import COMMENT_REFERENCE, Piece, State

_ID: Final = w("id")
_START: Final = w("commentRangeStart")
_Point = tuple[str, int]


class Anchors:
    """Where the comments of a file begin and end, gathered while its paragraphs are read."""

    def __init__(self) -> None:
        self._starts: dict[str, _Point] = {}
        self._ends: dict[str, _Point] = {}

    def note(self, address: str, pieces: list[Piece]) -> None:
        """Take note of the comments that begin or end in the paragraph at `address`."""
        offset = 0
        for piece in pieces:
            if piece.state in (State.KEPT, State.DELETED):
                offset += len(piece.text)
            elif piece.state is State.EVENT and piece.source is not None:
                self._note_one(piece.source, (address, offset))

    def _note_one(self, element: Element, point: _Point) -> None:
        reference = element.find(COMMENT_REFERENCE)
        identity = (element if reference is None else reference).get(_ID, "")
        if element.tag == _START:
            self._starts.setdefault(identity, point)
        else:
            self._ends.setdefault(identity, point)

    def place(self, identity: str) -> tuple[_Point, _Point] | None:
        """Return where a comment begins and ends, None when its place is not in the base."""
        start, end = self._starts.get(identity), self._ends.get(identity)
        found = start or end
        return None if found is None else (start or found, end or found)


def comments_of(package: Package, anchors: Anchors, fallback: str) -> tuple[Comment, ...]:
    """Return the comments of a file in its order; those whose place is gone stand at the paragraph `fallback`."""
    return tuple(_comment(each, anchors, fallback) for each in _elements(package))


def _elements(package: Package) -> Iterator[Element]:
    for name in package.related(package.main, "comments"):
        yield from package.tree(name).iterchildren(w("comment"))


def _comment(element: Element, anchors: Anchors, fallback: str) -> Comment:
    start, end = anchors.place(element.get(_ID, "")) or ((fallback, 0), (fallback, 0))
    return Comment(
        address=start[0],
        start=start[1],
        end_address=end[0],
        end=end[1],
        text=note_text(element),
        author=element.get(w("author"), ""),
        initials=element.get(w("initials"), ""),
        date=element.get(w("date"), ""),
        xml=etree.tostring(element, encoding="unicode", with_tail=False),
    )
