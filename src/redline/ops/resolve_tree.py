"""Accepting and rejecting the tracked changes of one story, each as decided."""

from collections.abc import Callable
from typing import Literal

from lxml.etree import _Element as Element

from redline.ops.resolve_cut import Cuttings
from redline.ops.resolve_fields import repair_fields
from redline.ops.resolve_marks import resolve_marks
from redline.ops.resolve_properties import resolve_numbering, resolve_properties
from redline.ops.resolve_runs import remove_move_ranges, resolve_math, resolve_run, resolve_wrappers, restore_text
from redline.ops.resolve_tables import resolve_cells, resolve_row
from redline.oxml.revisions import Revision, Scope, revisions

Decision = Literal["accept", "reject", "keep"]
Decide = Callable[[Revision], Decision]
_Decided = list[tuple[Revision, bool]]


def resolve(root: Element, decide: Decide, found: list[Revision] | None = None) -> Cuttings:
    """Accept, reject or keep every tracked change under `root`, in place.

    `decide` is asked once for each, in document order. The order of work matters: properties before the marks whose
    paragraphs they belong to; runs, rows and emptied tables before marks, which must know what is left to merge with.
    """
    by_scope: dict[Scope, _Decided] = {}
    for revision in revisions(root) if found is None else found:
        decision = decide(revision)
        if decision != "keep":
            by_scope.setdefault(revision.scope, []).append((revision, decision == "accept"))
    cuttings = Cuttings()
    _resolve_properties(by_scope)
    _resolve_ranges(root, by_scope)
    _resolve_content(by_scope, cuttings)
    _resolve_tables(by_scope, cuttings)
    cuttings.sweep()
    resolve_marks(by_scope.get("mark", []), cuttings)
    if cuttings.fields:
        repair_fields(root, cuttings)
    cuttings.sweep()
    return cuttings


def _resolve_properties(by_scope: dict[Scope, _Decided]) -> None:
    for revision, accepted in by_scope.get("properties", []):
        resolve_properties(revision, accepted=accepted)
    for revision, accepted in by_scope.get("numbering", []):
        resolve_numbering(revision, accepted=accepted)


def _resolve_ranges(root: Element, by_scope: dict[Scope, _Decided]) -> None:
    wrappers = {revision.element: (revision, accepted) for revision, accepted in by_scope.get("wrapper", [])}
    if wrappers:
        resolve_wrappers(root, wrappers)
    moves = {revision.element: (revision, accepted) for revision, accepted in by_scope.get("range", [])}
    if moves:
        remove_move_ranges(root, moves)


def _resolve_content(by_scope: dict[Scope, _Decided], cuttings: Cuttings) -> None:
    for revision, accepted in by_scope.get("math", []):
        resolve_math(revision, cuttings, accepted=accepted)
    undeleted: list[Element] = []
    for revision, accepted in by_scope.get("run", []):
        undeleted += resolve_run(revision, cuttings, accepted=accepted)
    restore_text(undeleted)


def _resolve_tables(by_scope: dict[Scope, _Decided], cuttings: Cuttings) -> None:
    resolve_cells(by_scope.get("cell", []), cuttings)
    for revision, accepted in by_scope.get("row", []):
        resolve_row(revision, cuttings, accepted=accepted)
