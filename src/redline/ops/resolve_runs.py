"""Accepting and rejecting inserted, deleted and moved runs, math objects and the wrappers of custom XML."""

from collections.abc import Iterator, Mapping
from typing import Final

from lxml.etree import _Element as Element

from redline.ops.resolve_cut import Cuttings, unwrap
from redline.oxml.names import local, m, w
from redline.oxml.paragraphs import SDT_CONTENT, WRAPPER_PROPERTIES
from redline.oxml.revisions import RANGE_ENDS, WRAPPER_STARTS, Revision
from redline.oxml.runs import make_live

_WRAPPERS: Final = (w("sdt"), w("customXml"), w("smartTag"))
_MATH_RUN: Final = m("r")
_MATH_ROW: Final = m("mr")


def resolve_run(revision: Revision, cuttings: Cuttings, *, accepted: bool) -> list[Element]:
    """Unwrap the runs or cut them; returns the runs whose deletion was undone."""
    element = revision.element
    parent = element.getparent()
    gone = revision.vanishes(accepted=accepted)
    marked = _marked_run(element, parent)
    if marked is not None:
        return _resolve_marked_run(marked, element, cuttings, gone=gone)
    if gone:
        cuttings.cut(element)
        return []
    return unwrap(element)


def restore_text(runs: list[Element]) -> None:
    """Turn deleted text into text in the runs that no deletion covers any more."""
    for run in runs:
        make_live(run)


def resolve_math(revision: Revision, cuttings: Cuttings, *, accepted: bool) -> None:
    """Keep a fraction, radical … or take it away and leave its arguments (ins/del in m:ctrlPr, §17.13.5.13, .16)."""
    control = revision.element.getparent()
    if control is not None and control.tag == w("rPr"):
        control = control.getparent()
    unwrap(revision.element)
    holder = control.getparent() if control is not None else None
    if holder is None or not revision.vanishes(accepted=accepted) or not local(holder).endswith("Pr"):
        return
    target = holder.getparent()
    if target is not None and target.getparent() is not None:
        for argument in _arguments(target):
            target.addprevious(argument)
        cuttings.cut(target)


def resolve_wrappers(root: Element, decided: Mapping[Element, tuple[Revision, bool]]) -> None:
    """Keep or unwrap the content controls and custom XML that were inserted, deleted or moved without their content.

    A range covers a wrapper when the wrapper's start tag lies between the range's start and end (§17.13.5.4-.11).
    The markers of what was decided go; those of the rest stay.
    """
    opened: dict[str, bool] = {}
    unwanted: list[Element] = []
    markers: list[Element] = []
    for element in list(root.iter(*WRAPPER_STARTS, *RANGE_ENDS, *_WRAPPERS)):
        identity = element.get(w("id"), "")
        if element in decided:
            revision, accepted = decided[element]
            opened[identity] = revision.vanishes(accepted=accepted)
            markers.append(element)
        elif element.tag in RANGE_ENDS and identity in opened and local(element).startswith("customXml"):
            del opened[identity]
            markers.append(element)
        elif element.tag in _WRAPPERS and any(opened.values()):
            unwanted.append(element)
    for each in (*markers, *unwanted):
        _take_off(each)


def remove_move_ranges(root: Element, decided: Mapping[Element, tuple[Revision, bool]]) -> None:
    """Delete the markers of moves that were decided, and their ends, which are known by id alone."""
    ends = {name: root.iter(w(f"{name}RangeEnd")) for name in ("moveFrom", "moveTo")}
    gone = {(revision.kind, revision.id) for revision, _ in decided.values()}
    found = [end for name, each in ends.items() for end in each if (name, end.get(w("id"), "")) in gone]
    for marker in (*decided, *found):
        _take_off(marker)


def _take_off(element: Element) -> None:
    """Put what the wrapper held in its place; a marker just goes."""
    content = element.find(SDT_CONTENT)
    if content is not None:
        unwrap(content)
    for each in [child for child in element if child.tag in WRAPPER_PROPERTIES]:
        element.remove(each)
    unwrap(element)


def _marked_run(element: Element, parent: Element | None) -> Element | None:
    """Return the run that w:ins or w:del stands in, when it marks it from inside instead of standing around it."""
    if parent is not None and parent.tag == w("rPr"):
        return parent.getparent()
    return parent if parent is not None and parent.tag == _MATH_RUN and element.find(m("t")) is None else None


def _resolve_marked_run(run: Element, mark: Element, cuttings: Cuttings, *, gone: bool) -> list[Element]:
    unwrap(mark)
    if gone:
        cuttings.cut(run)
        return []
    return [run]


def _arguments(target: Element) -> Iterator[Element]:
    """Yield what stands in the arguments of a math object, in order."""
    for argument in list(target):
        if argument.tag == _MATH_ROW:
            yield from _arguments(argument)
        elif not local(argument).endswith("Pr"):
            yield from [child for child in argument if not local(child).endswith("Pr")]
