"""Paragraphs that went here and came there with the same words have moved (ECMA-376 Part 1 §17.13.5.22, .25)."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final

from redline.changes.amendment import Amendment
from redline.text.normal import normalise

# Fewer words than this are a coincidence: "[Deleted]", "Article 5".
_LEAST_WORDS: Final = 4


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
    return tuple(moved.get(each.ordinal, each) for each in waiting if each.ordinal not in gone)


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
