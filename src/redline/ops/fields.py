"""Fields stay whole: their machinery goes or stays all together, their result may change (pitfall 9, §17.16.18)."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from lxml.etree import _Element as Element

from redline.changes.edit import Edit
from redline.ops.acts import Act
from redline.oxml.names import w
from redline.oxml.runs import FIELD_CHARACTER
from redline.text.flat import Container, paragraphs_of, signs_of
from redline.text.signs import FIELD

_TYPE: Final = w("fldCharType")
_Position = tuple[str, int]
_Field = list[tuple[_Position, Element]]


def with_whole_fields(acts: list[Act], base: Container) -> list[Act]:
    """Return the acts without deletions of a part of a field's machinery; what the field shows may go."""
    if not any(FIELD in edit.removed for act in acts for edit in (*act.edits, *act.nested)):
        return acts
    edits = [edit for act in acts for edit in (*act.edits, *act.nested) if edit.kind == "delete"]
    kept = set[_Position]()
    for field in _fields(base):
        frame = [position for position, element in field if element.tag == FIELD_CHARACTER]
        gone = [position for position in frame if any(_covers(edit, position) for edit in edits)]
        if gone and len(gone) < len(frame):
            kept.update(position for position, _ in field)
    for act in acts if kept else ():
        act.edits = [part for edit in act.edits for part in _around(edit, kept)]
        act.nested = [part for edit in act.nested for part in _around(edit, kept)]
    return [act for act in acts if act.edits]


def _fields(base: Container) -> Iterator[_Field]:
    """Yield the machinery of each field, in order; fields may stand in one another and run over paragraphs."""
    opened: list[_Field] = []
    for paragraph in paragraphs_of(base):
        for offset, element in signs_of(paragraph, FIELD) if FIELD in paragraph.text else ():
            kind = element.get(_TYPE, "") if element.tag == FIELD_CHARACTER else ""
            if kind == "begin":
                opened.append([])
            if opened:
                opened[-1].append(((paragraph.address, offset), element))
            if kind == "end" and opened:
                yield opened.pop()


def _covers(edit: Edit, position: _Position) -> bool:
    return edit.address == position[0] and edit.start <= position[1] < edit.end


def _around(edit: Edit, kept: set[_Position]) -> Iterator[Edit]:
    """Yield the parts of a deletion between the positions that stay."""
    stays = [at for at in range(edit.start, edit.end) if (edit.address, at) in kept] if edit.kind == "delete" else []
    if not stays:
        yield edit
        return
    start = edit.start
    for end in (*stays, edit.end):
        if end > start:
            yield replace(edit, start=start, end=end, removed=edit.removed[start - edit.start : end - edit.start])
        start = end + 1
