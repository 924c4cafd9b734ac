"""Formulas that were changed without tracking: the old one goes, the new one comes (all else of them is one sign)."""

from collections.abc import Iterator

from lxml.etree import _Element as Element

from redline.oxml.names import m
from redline.text.flat import FlatParagraph, signs_of
from redline.text.normal import normalise
from redline.text.reading import FORMULAS, Piece, State
from redline.text.signs import OBJECT


def with_formulas(base: FlatParagraph, pieces: list[Piece]) -> list[Piece]:
    """Return the pieces with every formula that reads otherwise than the base's replaced, untracked."""
    if OBJECT not in base.text:
        return pieces
    known = {offset: element for offset, element in signs_of(base, OBJECT) if element.tag in FORMULAS}
    return list(_compared(known, pieces)) if known else pieces


def _compared(known: dict[int, Element], pieces: list[Piece]) -> Iterator[Piece]:
    offset = 0
    for piece in pieces:
        old, new = known.get(offset), piece.source
        if piece.state is State.KEPT and old is not None and new is not None and new.tag in FORMULAS:
            if _letters(old) == _letters(new):
                yield piece
            else:
                yield Piece(OBJECT, State.DELETED, old, tracked=False)
                yield Piece(OBJECT, State.INSERTED, new, tracked=False)
        else:
            yield piece
        if piece.state in (State.KEPT, State.DELETED):
            offset += len(piece.text)


def _letters(formula: Element) -> str:
    return normalise("".join(each.text or "" for each in formula.iter(m("t"))))
