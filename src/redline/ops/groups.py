"""Which blocks of a story hang together: those a decision on one tracked change can reach, and no others.

A paragraph whose mark comes or goes reaches the next block; where that is no paragraph, the one before it too (it may
go when it is left empty). A table or wrapper with changes reaches both neighbours. Ranges and fields that begin in one
block and end in another hold together what lies between.
"""

from collections.abc import Sequence
from typing import Final

from lxml.etree import _Element as Element

from redline.oxml.names import w
from redline.oxml.paragraphs import MARKERS, P
from redline.oxml.revisions import MOVE_STARTS, RANGE_ENDS, WRAPPER_STARTS, Revision

Group = tuple[int, int]

_FIELD: Final = w("fldChar")
_KIND: Final = w("fldCharType")
_OPENING: Final = frozenset({*MOVE_STARTS, *WRAPPER_STARTS})
_CLOSING: Final = frozenset(RANGE_ENDS)


def groups(blocks: Sequence[Element], changed: Sequence[Sequence[Revision]]) -> list[Group]:
    """Return the groups as [start, end) over `blocks`, the children of a container, each with its tracked changes."""
    joined = _across(blocks)
    reach = _following(blocks)
    behind = False
    for index in range(len(blocks) - 1, -1, -1):
        found = changed[index]
        if not found:
            behind = behind and blocks[index].tag in MARKERS
        elif blocks[index].tag != P:
            joined.update(range(index, reach[index]))
            behind = True
        elif any(each.scope == "mark" for each in found):
            joined.update(range(index, reach[index]))
            after = reach[index]
            behind = behind or after >= len(blocks) or blocks[after].tag != P
        else:
            behind = False
        if behind:
            joined.add(index - 1)
    return _cut(len(blocks), joined)


def _cut(length: int, joined: set[int]) -> list[Group]:
    found: list[Group] = []
    start = 0
    for index in range(length):
        if index not in joined or index == length - 1:
            found.append((start, index + 1))
            start = index + 1
    return found


def _following(blocks: Sequence[Element]) -> list[int]:
    """Return, for each block, the index of the next one that is no marker."""
    found, after = [0] * len(blocks), len(blocks)
    for index in range(len(blocks) - 1, -1, -1):
        found[index] = after
        if blocks[index].tag not in MARKERS:
            after = index
    return found


def _across(blocks: Sequence[Element]) -> set[int]:
    """Return the blocks at whose end a range or field is open."""
    ranges = fields = 0
    found: set[int] = set()
    for index, block in enumerate(blocks):
        for each in block.iter(_FIELD, *_OPENING, *_CLOSING):
            if each.tag == _FIELD:
                kind = each.get(_KIND)
                fields = max(fields + (kind == "begin") - (kind == "end"), 0)
            else:
                ranges = max(ranges + (1 if each.tag in _OPENING else -1), 0)
        if ranges or fields:
            found.add(index)
    return found
