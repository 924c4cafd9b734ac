"""Which story of a file is which of the base: headers by section, notes by reference, text boxes in order."""

from collections.abc import Iterator, Sequence
from typing import Final

from lxml.etree import _Element as Element

from redline.opc import Package
from redline.ops.pairing import pair
from redline.oxml.names import w
from redline.text.document import Document, Told
from redline.text.flat import paragraphs_of
from redline.text.normal import normalise
from redline.text.reading import ParagraphBlock, TableBlock, read_blocks
from redline.text.stories import Story, StoryKind, find_stories

_WORDS: Final = (w("t"), w("delText"))
MARGINS: Final[dict[StoryKind, str]] = {"header": "h", "footer": "f"}
_KINDS: Final[tuple[StoryKind, ...]] = ("header", "footer", "footnote", "endnote", "box")


def matched(base: Document, proposal: Package) -> Iterator[tuple[Told | None, Story | None]]:
    """Yield (story of the base, story of the file), the body first; None on the side that has no such story.

    What a pending insertion brings along belongs to that insertion, and is not here. Stories of one kind go by their
    order where both files have as many, else by what stands in them.
    """
    theirs = find_stories(proposal, original=True)
    yield base.stories[0], theirs[0]
    for kind in _KINDS:
        ours = [each for each in base.stories if each[0].kind == kind]
        other = [each for each in theirs if each.kind == kind]
        empty = kind in MARGINS and any(is_blank(story) for story, _ in ours)
        if len(ours) == len(other) and not empty:
            yield from zip(ours, other, strict=True)
        else:
            yield from _paired(ours, other)


def _paired(ours: Sequence[Told], other: Sequence[Story]) -> Iterator[tuple[Told | None, Story | None]]:
    """Yield stories by what stands in them; an empty one of the base stands for what is left over."""
    found = list(pair(ours, other, [_base_key(each) for each in ours], _keys(other)))
    free = [told for told, story in found if told is not None and story is None and is_blank(told[0])]
    for told, story in found:
        if told is None and story is not None and free:
            yield free.pop(0), story
        elif story is not None or told not in free:
            yield told, story


def _base_key(told: Told) -> str:
    return "\n".join(normalise(each.text) for each in paragraphs_of(told[1]))


def _keys(stories: Sequence[Story]) -> list[str]:
    return ["\n".join(_lines(read_blocks(each.element))) for each in stories]


def _lines(blocks: Sequence[ParagraphBlock | TableBlock]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, ParagraphBlock):
            yield normalise(block.text)
        else:
            for row in block.rows:
                for cell in row.cells:
                    yield from _lines(cell.blocks)


def words_of(element: Element) -> str:
    """Return the words in a story as they are to be recognised by."""
    return " ".join(normalise("".join(each.text or "" for each in element.iter(w("t")))).split())


def is_blank(story: Story) -> bool:
    """Whether nothing can be read in a story, before or after its changes."""
    return not any((each.text or "").strip() for each in story.element.iter(*_WORDS))
