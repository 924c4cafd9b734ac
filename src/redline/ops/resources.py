"""What inserted markup points at outside itself: pictures, links, notes; told apart by what is there, not by ids."""

from collections.abc import Iterator
from copy import deepcopy
from hashlib import sha256
from typing import Final

from lxml.etree import _Element as Element

from redline.opc import Package, Relationship
from redline.ops.resolve_tree import resolve
from redline.oxml.names import R, w
from redline.text.flat import flatten, paragraphs_of

NOTES: Final = {w("footnoteReference"): "footnotes", w("endnoteReference"): "endnotes"}
_RELATED: Final = f"{{{R}}}"
_ID: Final = w("id")


def references(element: Element) -> Iterator[tuple[Element, str, str]]:
    """Yield (element, attribute, relationship id) for every relationship that the markup uses."""
    for each in element.iter():
        for name, value in each.attrib.items():
            if str(name).startswith(_RELATED):
                yield each, str(name), str(value)


class Digests:
    """Names what the markup of one part of a package points at."""

    def __init__(self, package: Package, part: str = "") -> None:
        self._package = package
        self._part = part or package.main
        self._found: dict[str, Relationship] | None = None

    def __call__(self, element: Element) -> tuple[tuple[str, str], ...]:
        """Return (id in the markup, digest of what is there) for everything the element points at."""
        found = {value: self._of_relationship(value) for _, _, value in references(element)}
        for tag, kind in NOTES.items():
            for reference in element.iter(tag):
                identity = reference.get(_ID, "")
                found[f"{kind}:{identity}"] = note_text(note(self._package, kind, identity))
        return tuple(sorted(found.items()))

    def _of_relationship(self, identity: str) -> str:
        if self._found is None:
            self._found = {each.id: each for each in self._package.relationships(self._part)}
        return target_digest(self._package, self._found.get(identity))


def target_digest(package: Package, related: Relationship | None) -> str:
    """Return what tells one target of a relationship from another: its bytes, or its address outside the package."""
    if related is None:
        return ""
    if related.external or not package.has(related.target):
        return related.target
    return sha256(package.part(related.target)).hexdigest()


def note(package: Package, kind: str, identity: str) -> Element | None:
    """Return the footnote or endnote of this id, None when the package has none."""
    for name in package.related(package.main, kind):
        for each in package.tree(name):
            if each.get(_ID) == identity:
                return each
    return None


def note_text(found: Element | None) -> str:
    """Return the words of a note as they are meant to be: with the changes that are pending in it accepted.

    The note that comes with a new reference is itself tracked; by its words two delegations' new notes are told apart.
    """
    if found is None:
        return ""
    meant = deepcopy(found)
    resolve(meant, lambda _: "accept")
    return "\n".join(each.text for each in paragraphs_of(flatten(meant)))
