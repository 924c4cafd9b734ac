"""Paragraphs that went here and came there with the same words have moved (ECMA-376 Part 1 §17.13.5.22, .25)."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from redline.changes.amendment import Amendment
from redline.ops.recut import similarity
from redline.text.normal import normalise

# Fewer words than this are a coincidence: "[Deleted]", "Article 5".
_LEAST_WORDS: Final = 4
# Less alike than this, a paragraph that came is another one.
_LEAST_ALIKE: Final = 0.6
# More pairs than this are those of two texts that have little to do with each other.
_MOST_PAIRS: Final = 2_500


def with_moves(found: Iterable[Amendment]) -> tuple[Amendment, ...]:
    """Return the amendments, a whole paragraph that goes and comes again elsewhere being one `move`.

    The first that goes is the first that comes. Paragraphs that only swapped places with what stayed are compared word
    by word before, so what is left here went far.
    """
    waiting = list(found)
    moved: dict[int, Amendment] = {}
    arrivals = _by_words((each for each in waiting if each.kind == "insert_paragraph"), lambda each: each.added)
    gone: set[int] = set()
    for each in waiting:
        key = _words(each.removed)
        if each.kind == "delete_paragraph" and arrivals.get(key):
            arrival = arrivals[key].pop(0)
            gone.add(arrival.ordinal)
            moved[each.ordinal] = _move(each, arrival)
    left = [each for each in waiting if each.ordinal not in gone and each.ordinal not in moved]
    for source, arrival in _edited(left):
        gone.add(arrival.ordinal)
        moved[source.ordinal] = _move(source, arrival)
    return tuple(moved.get(each.ordinal, each) for each in waiting if each.ordinal not in gone)


def _edited(amendments: Sequence[Amendment]) -> Iterator[tuple[Amendment, Amendment]]:
    """Yield what left and what arrived, where it is one paragraph that was edited on the way: the likest first."""
    sources = [each for each in amendments if each.kind == "delete_paragraph" and _is_one(each.removed)]
    arrivals = [each for each in amendments if each.kind == "insert_paragraph" and _is_one(each.added)]
    if len(sources) * len(arrivals) > _MOST_PAIRS:
        return
    pairs = [
        (similarity(source.removed, arrival.added), source.ordinal, arrival.ordinal)
        for source in sources
        for arrival in arrivals
    ]
    left = {each.ordinal: each for each in (*sources, *arrivals)}
    for alike, source, arrival in sorted(pairs, key=lambda each: (-each[0], *each[1:])):
        if alike >= _LEAST_ALIKE and source in left and arrival in left:
            yield left.pop(source), left.pop(arrival)


def _is_one(words: str) -> bool:
    """Whether it is one paragraph, and long enough to be known again."""
    return "\n" not in words and len(words.split()) >= _LEAST_WORDS


def _by_words(amendments: Iterable[Amendment], words: Callable[[Amendment], str]) -> dict[str, list[Amendment]]:
    found: dict[str, list[Amendment]] = {}
    for each in amendments:
        key = _words(words(each))
        if len(key.split()) >= _LEAST_WORDS:
            found.setdefault(key, []).append(each)
    return found


def _words(text: str) -> str:
    return normalise(text).strip()


def _move(source: Amendment, arrival: Amendment) -> Amendment:
    leaving, first = source.edits, arrival.edits[0]
    name = (
        f"{leaving[0].address}:{leaving[0].start}-{leaving[-1].address}:{leaving[-1].end}>{first.address}:{first.start}"
    )
    edits = tuple(replace(each, move=name) for each in (*leaving, *arrival.edits))
    return replace(source, kind="move", added=arrival.added, to=first.address, to_start=first.start, edits=edits)
