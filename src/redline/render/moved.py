"""Words that moved and were edited on the way: where they arrive, what is new and what is gone stands inside the move.

So Word writes it: the range of a move may hold insertions beside `w:moveTo`, and deletions inside it (CT_RunTrackChange
holds EG_ContentRunContent, ECMA-376 Part 1 §17.13.5.25). Rejected, all of it goes, and the words stand where they were.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from lxml.etree import _Element as Element

from redline.changes.edit import Part
from redline.changes.gather import Sponsors
from redline.ops.wordwise import stretches
from redline.oxml.names import w
from redline.render.fragments import Import, parsed
from redline.render.marks import Marks
from redline.text.runs import RUN_PROPERTIES, plain_run, run_text, slice_run


def edited(former: str, part: Part, sponsors: Sponsors, marks: Marks, bring: Import) -> Iterator[Element]:
    """Yield the elements of words that arrive, against the `former` ones that left."""
    runs = parsed(part)
    for run in runs:
        bring(run, part, sponsors)
    changed = replace(sponsors, move="")
    look = next((run.find(RUN_PROPERTIES) for run in runs), None)
    for each in stretches(former, part.text):
        gone = "" if each.same else former[each.start : each.end]
        if gone:
            yield marks.inserted(sponsors, [marks.deleted(changed, [_deleted(gone, look)])])
        put_in = list(_sliced(runs, each.new_start, each.new_end))
        if put_in:
            yield marks.inserted(sponsors if each.same else changed, put_in)


def _deleted(words: str, look: Element | None) -> Element:
    run = plain_run(words, look)
    for child in run.iterchildren(w("t")):
        child.tag = w("delText")
    return run


def _sliced(runs: Sequence[Element], start: int, end: int) -> Iterator[Element]:
    """Yield the characters [start, end) of these runs."""
    offset = 0
    for run in runs:
        length = len(run_text(run))
        first, last = max(start - offset, 0), min(end - offset, length)
        if first < last:
            yield slice_run(run, first, last)
        offset += length
