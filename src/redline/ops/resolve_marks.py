"""Accepting and rejecting paragraph marks: which paragraphs merge, and whose properties survive."""

from collections.abc import Iterable, Iterator
from typing import Final

from lxml.etree import _Element as Element

from redline.ops.resolve_cut import Cuttings
from redline.ops.resolve_properties import drop_if_empty
from redline.oxml.names import w
from redline.oxml.paragraphs import MARKERS, TBL, P, contents, is_empty, next_block, prepend, previous_block
from redline.oxml.revisions import Revision
from redline.oxml.tables import TC, TCPR, TR, cells

_MOVES: Final = frozenset({"moveFrom", "moveTo"})
_COMING: Final = frozenset({"ins", "moveTo"})


def resolve_marks(decided: Iterable[tuple[Revision, bool]], cuttings: Cuttings) -> None:
    """Merge each paragraph whose mark vanishes with the one after it, which gives the properties (pitfalls 1 to 4).

    A run of vanishing marks is merged in one go. A paragraph with nothing to merge with keeps its mark, unless nothing
    is left of it and something else stands there.
    """
    vanishing: dict[Element, str] = {}
    for revision, accepted in decided:
        paragraph = _paragraph_of(revision.element)
        if paragraph is not None and revision.vanishes(accepted=accepted):
            vanishing[paragraph] = revision.kind
        _drop_mark(revision.element)
    moved = _moved_rows(vanishing)
    for row in moved:
        cuttings.cut(row)
    if moved:  # a table that moved whole goes now: what stood before it merges with what stands after it
        cuttings.sweep()
    for chain, survivor in _chains(vanishing):
        _merge(chain, survivor, cuttings, came=vanishing[chain[-1]] in _COMING)


def _paragraph_of(mark: Element) -> Element | None:
    return next(mark.iterancestors(P), None)


def _drop_mark(mark: Element) -> None:
    holder = mark.getparent()
    if holder is not None:
        holder.remove(mark)
        drop_if_empty(holder)


def _moved_rows(vanishing: dict[Element, str]) -> list[Element]:
    """Return the rows that moved away whole: Word has no mark for a moved row but the marks in all of its cells."""
    found: dict[Element, None] = {}
    for paragraph, kind in vanishing.items():
        cell = paragraph.getparent()
        row = cell.getparent() if cell is not None and cell.tag == TC else None
        if kind in _MOVES and row is not None and row.tag == TR:
            found[row] = None
    return [row for row in found if all(_moved_away(cell, vanishing) for cell in cells(row))]


def _moved_away(cell: Element, vanishing: dict[Element, str]) -> bool:
    return all(
        child.tag in MARKERS or child.tag == TCPR or (vanishing.get(child) in _MOVES and is_empty(child))
        for child in cell
    )


def _chains(vanishing: dict[Element, str]) -> Iterator[tuple[list[Element], Element | None]]:
    """Yield runs of paragraphs without marks, each with the block that follows the run."""
    seen: set[Element] = set()
    for paragraph in vanishing:
        if paragraph in seen:
            continue
        chain = [paragraph]
        following = next_block(paragraph)
        while following is not None and following in vanishing:
            chain.append(following)
            following = next_block(following)
        seen.update(chain)
        yield chain, following


def _merge(chain: list[Element], following: Element | None, cuttings: Cuttings, *, came: bool) -> None:
    if following is not None and following.tag == P:
        survivor, absorbed = following, chain
    else:
        survivor, absorbed = chain[-1], chain[:-1]
    prepend(survivor, [child for paragraph in absorbed for child in contents(paragraph)])
    for paragraph in absorbed:
        cuttings.cut(paragraph)
    if survivor is not following and is_empty(survivor) and _is_dispensable(survivor, following, came=came):
        cuttings.cut(survivor)


def _is_dispensable(paragraph: Element, following: Element | None, *, came: bool) -> bool:
    """Whether an empty paragraph that lost its mark may go.

    It must stay between two tables, and where its container would not end in a paragraph; but a body that ended in a
    table before the paragraph `came` does so again.
    """
    before = previous_block(paragraph)
    if following is not None and following.tag == TBL:
        return before is None or before.tag != TBL
    ends_section = paragraph.find(f"{w('pPr')}/{w('sectPr')}") is not None
    parent = paragraph.getparent()
    if came and before is not None and before.tag == TBL and parent is not None and parent.tag == w("body"):
        return not ends_section
    return before is not None and before.tag == P and not ends_section
