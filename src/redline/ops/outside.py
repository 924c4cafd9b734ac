"""What a file holds that cannot be told as amendments of its base: named, so that nothing is lost in silence."""

from collections.abc import Iterable, Iterator
from typing import Final

from redline.opc import Package
from redline.oxml.names import w
from redline.oxml.revisions import count
from redline.text.stories import Story

_STRANGE: Final = {
    "header": "a header the base does not have",
    "footer": "a footer the base does not have",
}
_DEFINITIONS: Final = {"styles": "styles", "numbering": "list definitions", "glossaryDocument": "building blocks"}
# Text that lives in other files, and that this one takes in when it is opened (ECMA-376 Part 1 §17.17.2).
_TAKEN_IN: Final = {"altChunk": "a file put in whole (altChunk)", "subDoc": "a subdocument"}


def outside(package: Package, strange: Iterable[Story]) -> tuple[str, ...]:
    """Return, in words for a person and sorted, what is not among the amendments.

    `strange` are stories the base has none like; notes and text boxes among them belong to what was put in around them.
    """
    new = {_STRANGE[each.kind] for each in strange if each.kind in _STRANGE}
    return tuple(sorted({*new, *_elsewhere(package), *_taken_in(package)}))


def _elsewhere(package: Package) -> Iterator[str]:
    for kind, name in _DEFINITIONS.items():
        for part in package.related(package.main, kind):
            if b"Change " in package.part(part) and count(package.tree(part)):
                yield name


def _taken_in(package: Package) -> Iterator[str]:
    root = package.tree(package.main)
    for name, words in _TAKEN_IN.items():
        if next(root.iter(w(name)), None) is not None:
            yield words
