"""Moved passages: the two halves of a move known by the name of their ranges (ECMA-376 Part 1 §17.13.5.21-.28)."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from typing import Final

from lxml.etree import _Element as Element

from redline.changes.edit import Edit, content_text
from redline.ops.acts import Act
from redline.oxml.names import w
from redline.text.reading import Piece
from redline.text.signs import MARK, TABLE

_RUNS: Final = (w("moveFrom"), w("moveTo"))
_STARTS: Final = {w("moveFromRangeStart"): w("moveFrom"), w("moveToRangeStart"): w("moveTo")}
_ENDS: Final = {w("moveFromRangeEnd"): w("moveFrom"), w("moveToRangeEnd"): w("moveTo")}
_MARK: Final = f"{w('pPr')}/{w('rPr')}/"
_ID: Final = w("id")
_TAKES: Final = frozenset({"delete", "delete_mark"})


class Moves:
    """Which move of a story its moved runs and marks belong to."""

    def __init__(self, story: Element) -> None:
        self._names: dict[Element, str] = {}
        opened: dict[str, dict[str, str]] = {tag: {} for tag in _RUNS}
        for element in story.iter(*_RUNS, *_STARTS, *_ENDS):
            tag = str(element.tag)
            if tag in _STARTS:
                name = opened[_STARTS[tag]][element.get(_ID, "")] = element.get(w("name"), "")
                self._begin_inside(element.getparent(), _STARTS[tag], name)
            elif tag in _ENDS:
                opened[_ENDS[tag]].pop(element.get(_ID, ""), None)
            elif opened[tag]:
                self._names[element] = list(opened[tag].values())[-1]

    def _begin_inside(self, around: Element | None, run: str, name: str) -> None:
        """Take what moved for a part of the range that begins in it: so LibreOffice writes it."""
        if around is not None and around.tag == run:
            self._names.setdefault(around, name)

    def of_pieces(self, pieces: Iterable[Piece]) -> str:
        """Return the move that all of these pieces belong to, "" when there is none or more than one."""
        if not self._names:
            return ""
        words, marks = set[str](), set[str]()
        for piece in pieces:
            (marks if piece.text == MARK else words).add(self._of(piece))
        names = words or marks
        return names.pop() if len(names) == 1 else ""

    def of_mark(self, paragraph: Element | None) -> str:
        """Return the move that the mark at the end of a paragraph belongs to: that of the last words before it.

        The mark stands in the properties, before the range that begins in the paragraph.
        """
        if not self._names or paragraph is None:
            return ""
        for tag in _RUNS:
            mark = paragraph.find(_MARK + tag)
            if mark is not None:
                moved = [each for each in paragraph.iterchildren(tag) if each in self._names]
                return self._names.get(moved[-1] if moved else mark, "")
        return ""

    def _of(self, piece: Piece) -> str:
        if piece.source is None:
            return ""
        if piece.text == MARK:
            return self.of_mark(piece.source)
        return next((self._names.get(each, "") for each in piece.source.iterancestors(*_RUNS)), "")


def with_moves(acts: list[Act]) -> list[Act]:
    """Return the acts with the two halves of each move made one, where both are there and hold the same words."""
    names = {edit.move for act in acts for edit in act.edits if edit.move}
    if not names:
        return acts
    for name in sorted(names):
        touched = [act for act in acts if any(edit.move == name for edit in act.edits)]
        made = _made(touched, name)
        if made is not None:
            acts = [made if act is touched[0] else act for act in acts if act is touched[0] or act not in touched]
            continue
        for act in touched:
            act.edits = [replace(edit, move="") if edit.move == name else edit for edit in act.edits]
    return acts


def _made(acts: list[Act], name: str) -> Act | None:
    """Return one act for the halves of a move, None when they are not certain."""
    if any(edit.move != name for act in acts for edit in act.edits) or any(act.nested for act in acts):
        return None
    edits = list(chain.from_iterable(act.edits for act in acts))
    sources = [edit for edit in edits if edit.kind in _TAKES]
    arrivals = [edit for edit in edits if edit.kind == "insert"]
    if not sources or len(arrivals) != 1 or len(sources) + 1 != len(edits):
        return None
    if _words(_removed(sources)) != _words([content_text(arrivals[0].content)]):
        return None
    first, arrival = sources[0], arrivals[0]
    key = f"{first.address}:{first.start}-{sources[-1].address}:{sources[-1].end}>{arrival.address}:{arrival.start}"
    source = next(act for act in acts if act.edits[0] is first)
    whole = [replace(edit, move=key) for edit in (*sources, arrival)]
    return Act(source.after, whole, source.length, moves_to=(arrival.address, arrival.start))


def _removed(sources: Iterable[Edit]) -> Iterator[str]:
    for edit in sources:
        yield MARK if edit.kind == "delete_mark" else edit.removed


def _words(texts: Iterable[str]) -> str:
    return "".join(texts).replace(TABLE, MARK).strip(MARK)
