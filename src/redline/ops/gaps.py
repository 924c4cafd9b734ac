"""Whole paragraphs that one delegation puts in behind a paragraph of the base, told apart line by line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from redline.changes.edit import Content, Edit, Part, content_text
from redline.ops.reworded import shown
from redline.text.signs import MARK, TABLE

Held = tuple[int, Edit]


def is_ahead(edit: Edit) -> bool:
    """Whether an edit puts whole paragraphs or tables in before a paragraph."""
    return edit.kind == "insert" and edit.start == 0 and content_text(edit.content).endswith((MARK, TABLE))


def is_behind(edit: Edit, length: int) -> bool:
    """Whether an edit puts whole paragraphs in at the end of a paragraph of `length` characters."""
    return edit.kind == "insert" and edit.start == length and not is_ahead(edit) and _breaks(edit.content)


def _breaks(content: Content) -> bool:
    return any(part.kind == "mark" for part in content)


def lines_of(content: Content) -> list[Content]:
    """Return content cut at its marks, which are left out: always one line more than there are marks."""
    lines: list[list[Part]] = [[]]
    for part in content:
        if part.kind == "mark":
            lines.append([])
        else:
            lines[-1].append(part)
    return [tuple(line) for line in lines]


def without_first_line(edit: Edit) -> tuple[Edit | None, Edit]:
    """Return what an edit puts in within the paragraph, None for nothing, and what it puts in behind it."""
    first = lines_of(edit.content)[0]
    rest = replace(edit, content=edit.content[len(first) :])
    return (replace(edit, content=first, move="") if first else None), rest


@dataclass(slots=True)
class Gap:
    """What stands behind one paragraph: `tails` are put in at its end, `heads` before the next one.

    `units` names each paragraph by the edit that holds it and the line there; tables are none.
    """

    tails: Sequence[Held]
    heads: Sequence[Held]
    units: list[tuple[Held, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Tell the paragraphs apart, in the order in which they stand."""
        self.units = [*self._of(self.tails, 1, 0), *self._of(self.heads, 0, 1)]

    @staticmethod
    def _of(held: Sequence[Held], first: int, left: int) -> Iterator[tuple[Held, int]]:
        for each in held:
            lines = lines_of(each[1].content)
            if TABLE not in content_text(each[1].content):
                yield from ((each, number) for number in range(first, len(lines) - left))

    def words(self) -> list[str]:
        """Return the words of each paragraph, as a person edits them."""
        return [shown(content_text(lines_of(held[1].content)[line])) for held, line in self.units]

    def replaced(self, ordinal: int, lines: Sequence[Content], mark: Part) -> tuple[int, Edit, Edit | None]:
        """Return the edit that holds a paragraph (from 1), and what becomes of it with other lines in its place."""
        (index, edit), line = self.units[ordinal - 1]
        marks = [part for part in edit.content if part.kind == "mark"]
        behind = (index, edit) in self.tails
        old = lines_of(edit.content)
        pairs = list(zip(marks, old[1:] if behind else old, strict=False))
        place = line - behind
        pairs[place : place + 1] = [(mark, each) for each in lines]
        first = old[0] if behind else ()
        ordered = [(end, *words) if behind else (*words, end) for end, words in pairs]
        content = (*first, *(part for each in ordered for part in each))
        return index, edit, replace(edit, content=content, move="") if content else None
