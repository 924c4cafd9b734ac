"""The stories of a file: body, headers, footers, notes and text boxes, each a container with addresses of its own."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from lxml.etree import _Element as Element

from redline.opc import Package
from redline.oxml.names import mc, r, w

StoryKind = Literal["body", "header", "footer", "footnote", "endnote", "box"]
Tree = Callable[[str], Element]

_PREFIXES: Final[dict[StoryKind, str]] = {
    "body": "",
    "header": "h",
    "footer": "f",
    "footnote": "fn",
    "endnote": "en",
    "box": "x",
}
_MARGINS: Final[dict[str, StoryKind]] = {w("headerReference"): "header", w("footerReference"): "footer"}
_NOTES: Final[dict[str, StoryKind]] = {w("footnoteReference"): "footnote", w("endnoteReference"): "endnote"}
NOTE_REFERENCES: Final = tuple(_NOTES)
_BOX: Final = w("txbxContent")
_NEW: Final = (w("ins"), w("moveTo"))
_ALTERNATES: Final = mc("AlternateContent")
_FALLBACK: Final = mc("Fallback")
_ID: Final = w("id")


@dataclass(frozen=True, slots=True, eq=False)
class Story:
    """One story: `prefix` begins the addresses in it ("h1/", "fn3/", "" for the body), `element` holds its blocks.

    `part` is the part it stands in; `holder` the reference to a note, in the body; `mirror` the second branch of
    alternate content, in which the same text box is written again for programs that do not know the first.
    """

    kind: StoryKind
    prefix: str
    part: str
    element: Element
    holder: Element | None = None
    mirror: Element | None = None


def find_stories(package: Package, tree: Tree | None = None, *, original: bool = False) -> list[Story]:
    """Return the stories of a package: the body, headers and footers, notes in the order of their references, boxes.

    Headers go by the order of the sections that use them; those that no section uses come last. `original` leaves out
    what a pending insertion brings along. `tree` gives the root of a part where it is not the package's own.
    """
    roots = package.tree if tree is None else tree
    root = roots(package.main)
    found = [Story("body", "", package.main, body) for body in root.iterchildren(w("body"))]
    margins: list[Story] = []
    notes: list[Story] = []
    references = list(root.iter(*_MARGINS, *_NOTES))
    if any(each.tag in _NOTES for each in references):
        notes += _notes(package, roots, references, original=original)
    margins += _margins(package, roots, references)
    boxes = [
        box
        for name in dict.fromkeys([package.main, *(each.part for each in margins)])
        for box in _boxes(name, roots(name), original=original)
    ]
    return [*found, *_numbered([*margins, *notes, *boxes])]


def _numbered(stories: list[Story]) -> Iterator[Story]:
    counted = dict.fromkeys(_PREFIXES, 0)
    for each in stories:
        counted[each.kind] += 1
        prefix = f"{_PREFIXES[each.kind]}{counted[each.kind]}/"
        yield Story(each.kind, prefix, each.part, each.element, each.holder, each.mirror)


def _margins(package: Package, roots: Tree, references: list[Element]) -> Iterator[Story]:
    kinds: dict[str, StoryKind] = dict.fromkeys(package.related(package.main, "header"), "header")
    kinds |= dict.fromkeys(package.related(package.main, "footer"), "footer")
    targets = {each.id: each.target for each in package.relationships(package.main)}
    used = [targets.get(each.get(r("id"), ""), "") for each in references if each.tag in _MARGINS]
    for name in dict.fromkeys([*(each for each in used if each in kinds), *kinds]):
        found = kinds[name]
        yield Story(found, "", name, roots(name))


def _notes(package: Package, roots: Tree, references: list[Element], *, original: bool) -> Iterator[Story]:
    for tag, kind in _NOTES.items():
        parts = package.related(package.main, f"{kind}s")
        known = {each.get(_ID, ""): each for each in roots(parts[0])} if parts else {}
        for reference in references:
            if reference.tag != tag or (original and is_new(reference)):
                continue
            element = known.pop(reference.get(_ID, ""), None)
            if element is not None:
                yield Story(kind, "", parts[0], element, reference)


def _boxes(part: str, root: Element, *, original: bool) -> Iterator[Story]:
    seen: set[Element] = set()
    for box in list(root.iter(_BOX)):
        alternates = next(box.iterancestors(_ALTERNATES), None)
        if original and is_new(box):
            continue
        if alternates is None:
            yield Story("box", "", part, box, next(box.iterancestors(w("r")), None))
        elif alternates not in seen:
            seen.add(alternates)
            yield from _alternate_boxes(part, alternates)


def _alternate_boxes(part: str, alternates: Element) -> Iterator[Story]:
    """Yield the boxes of the first branch that has any, each with the box that stands for it in the fallback."""
    branches = [list(branch.iter(_BOX)) for branch in alternates if branch.tag != _FALLBACK]
    fallbacks = [box for branch in alternates.iterchildren(_FALLBACK) for box in branch.iter(_BOX)]
    first = next((boxes for boxes in branches if boxes), [])
    if not first:
        first, fallbacks = fallbacks, []
    for index, box in enumerate(first):
        mirror = fallbacks[index] if index < len(fallbacks) else None
        yield Story("box", "", part, box, next(box.iterancestors(w("r")), None), mirror)


def is_new(element: Element) -> bool:
    """Whether a pending insertion brings the element along."""
    return next(element.iterancestors(*_NEW), None) is not None
