"""Accepting and rejecting changed properties: of runs, paragraphs, sections, tables, rows and cells; numbering."""

from typing import Final

from lxml.etree import _Element as Element

from redline.oxml.names import w
from redline.oxml.revisions import ALL, CELL, CONTENT, Revision

# What a record of former properties does not cover, and so stays when the record is restored (§17.13.5.29-.37).
_UNCOVERED: Final = {
    w("rPrChange"): frozenset(CONTENT),
    w("pPrChange"): frozenset({w("rPr"), w("sectPr")}),
    w("sectPrChange"): frozenset({w("headerReference"), w("footerReference")}),
    w("trPrChange"): frozenset({w("ins"), w("del")}),
    w("tcPrChange"): frozenset(CELL),
}
_LEADING: Final = frozenset({w("rPrChange"), w("sectPrChange")})
_DISPENSABLE: Final = frozenset({w("rPr"), w("pPr"), w("trPr"), w("tcPr"), w("numPr"), w("tblPrEx")})
_NUMBERING_CHANGE: Final = w("numberingChange")


def resolve_properties(revision: Revision, *, accepted: bool) -> None:
    """Drop the record of former properties, or put them back."""
    change = revision.element
    holder = change.getparent()
    if holder is None:
        return
    if not accepted and change.tag != _NUMBERING_CHANGE:
        _restore(holder, change)
    holder.remove(change)
    drop_if_empty(holder)


def resolve_numbering(revision: Revision, *, accepted: bool) -> None:
    """Keep the numbering a paragraph was given, or take it away (w:ins in w:numPr, §17.13.5.19)."""
    numbering = revision.element.getparent()
    if numbering is None:
        return
    numbering.remove(revision.element)
    parent = numbering.getparent()
    if not accepted and parent is not None:
        parent.remove(numbering)
        drop_if_empty(parent)


def drop_if_empty(holder: Element) -> None:
    """Take out a property element that says nothing any more, where the schema lets it be missing."""
    parent = holder.getparent()
    if parent is not None and len(holder) == 0 and holder.tag in _DISPENSABLE:
        parent.remove(holder)
        drop_if_empty(parent)


def _restore(holder: Element, change: Element) -> None:
    uncovered = _UNCOVERED.get(change.tag, frozenset())
    kept = [child for child in holder if child.tag in uncovered and child is not change]
    former = [child for child in _former(change) if child.tag not in uncovered]
    for child in list(holder):
        if child is not change:
            holder.remove(child)
    restored = [*kept, *former] if change.tag in _LEADING else [*former, *kept]
    for child in restored:
        change.addprevious(child)


def _former(change: Element) -> list[Element]:
    """Return the former properties, without changes that were pending in them at the time."""
    record = next(iter(change), None)
    if record is None:
        return []
    for pending in list(record.iter(*ALL)):
        parent = pending.getparent()
        if parent is not None:
            parent.remove(pending)
    return list(record)
