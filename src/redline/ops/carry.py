"""Where a paragraph of one version stands in the next: addresses carried over, each with how sure that is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from redline.ops.pairing import pair
from redline.ops.recut import similarity
from redline.text.document import Told, read
from redline.text.flat import Container, FlatParagraph, FlatTable, Node, paragraphs_of
from redline.text.normal import normalise

_LEAST_ALIKE = 0.6
_ROUNDED = 0.005


@dataclass(frozen=True, slots=True)
class Carried:
    """Where a paragraph went: its `address` in the next version, "" when it is gone.

    `certainty` is 1 for the same words, else the share of words they have in common (0 to 1). `moved` says that it
    stands elsewhere among its neighbours.
    """

    address: str
    certainty: float
    moved: bool = False


def carry(old: bytes, new: bytes) -> dict[str, Carried]:
    """Return, for every address of the paragraphs of `old`, where it is in `new`.

    Blocks are matched as when files are compared; what is left over is looked for elsewhere by its words. No two
    addresses are carried to the same one. BadFile when either is not a readable Word document.
    """
    before, after = read(old), read(new)
    found: dict[str, Carried] = {}
    for container, other in _stories(before.stories, after.stories):
        found.update(_containers(container, other))
    ours = [each for _, container in before.stories for each in paragraphs_of(container)]
    theirs = [each for _, container in after.stories for each in paragraphs_of(container)]
    taken = {each.address for each in found.values()}
    found.update(_elsewhere([each for each in ours if each.address not in found], theirs, taken))
    return {each.address: found.get(each.address, Carried("", 0.0)) for each in ours}


def _stories(ours: Sequence[Told], theirs: Sequence[Told]) -> Iterator[tuple[Container, Container]]:
    """Yield the stories that stand for each other: of one kind, in their order."""
    for kind in dict.fromkeys(story.kind for story, _ in ours):
        one = [container for story, container in ours if story.kind == kind]
        other = [container for story, container in theirs if story.kind == kind]
        yield from zip(one, other, strict=False)


def _containers(old: Container, new: Container) -> Iterator[tuple[str, Carried]]:
    for one, other in pair(old, new, _keys(old), _keys(new)):
        if isinstance(one, FlatParagraph) and isinstance(other, FlatParagraph):
            yield one.address, Carried(other.address, _certainty(one, other))
        elif isinstance(one, FlatTable) and isinstance(other, FlatTable):
            yield from _tables(one, other)


def _tables(old: FlatTable, new: FlatTable) -> Iterator[tuple[str, Carried]]:
    keys = [_row_key(row) for row in old.rows], [_row_key(row) for row in new.rows]
    for one, other in pair(old.rows, new.rows, *keys):
        for cell, other_cell in zip(one or (), other or (), strict=False):
            yield from _containers(cell, other_cell)


def _keys(nodes: Sequence[Node]) -> list[str]:
    """Return what each block is recognised by; tables are like none but their equals, and go by their number."""
    keys: list[str] = []
    tables = 0
    for each in nodes:
        tables += isinstance(each, FlatTable)
        keys.append(normalise(each.text) if isinstance(each, FlatParagraph) else f"\0{tables}")
    return keys


def _row_key(row: Sequence[Container]) -> str:
    return "\t".join("\n".join(normalise(each.text) for each in paragraphs_of(cell)) for cell in row)


def _certainty(one: FlatParagraph, other: FlatParagraph) -> float:
    left, right = normalise(one.text), normalise(other.text)
    return 1.0 if left == right else round(min(similarity(left, right), 0.99), 2)


def _elsewhere(
    left: Sequence[FlatParagraph], right: Sequence[FlatParagraph], taken: set[str]
) -> Iterator[tuple[str, Carried]]:
    """Yield the paragraphs that moved: the likest first, each place once."""
    free = [(each, _letters(each)) for each in right if each.address not in taken and each.text.strip()]
    lost = [(index, each, _letters(each)) for index, each in enumerate(left) if each.text.strip()]
    found = sorted(
        (
            (_certainty(one, other), index, one, other)
            for index, one, ours in lost
            for other, theirs in free
            # Where one is so much longer, not even all of the other's words would make them alike.
            if 2 * min(ours, theirs) >= (_LEAST_ALIKE - _ROUNDED) * (ours + theirs)
        ),
        key=lambda each: (-each[0], each[1]),
    )
    gone: set[str] = set()
    for certainty, _, one, other in found:
        if certainty < _LEAST_ALIKE or one.address in gone or other.address in taken:
            continue
        gone.add(one.address)
        taken.add(other.address)
        yield one.address, Carried(other.address, certainty, moved=True)


def _letters(each: FlatParagraph) -> int:
    """Return how many letters the words of a paragraph have."""
    return sum(map(len, normalise(each.text).split()))
