"""What inserted markup needs from the delegation's package, brought into the base's: never a reference into nothing."""

from collections.abc import Mapping
from copy import copy
from hashlib import sha256
from typing import Final

from lxml.etree import _Element as Element

from redline.changes.edit import Part
from redline.opc import Package, Relationship
from redline.ops.content import settled
from redline.ops.resources import NOTES, note, note_text, references
from redline.oxml.names import w
from redline.render.definitions import Definitions
from redline.text.runs import plain_run

_ID: Final = w("id")
_RUN: Final = w("r")
_DRAWING_ID: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_DEEPEST: Final = 4


class Bringer:
    """Makes the markup of one party after the other point into the base's package.

    What cannot be brought becomes a visible sign or the words themselves; `replaced` counts such places.
    """

    def __init__(self, base: Package, sources: Mapping[str, Package]) -> None:
        self._base = base
        self._sources = sources
        self._definitions = {party: Definitions(base, source) for party, source in sources.items()}
        self._brought: dict[tuple[str, str], str] = {}
        self._drawings = 10_000
        self.replaced = 0

    def __call__(self, element: Element, part: Part, party: str) -> None:
        """Adjust one element of an insertion by `party`, in place."""
        # Words written elsewhere than in a Word file have no package behind them, and so nothing to bring.
        source = self._sources.get(party)
        if source is not None:
            self._definitions[party].adjust(element)
        if not part.resources:
            return
        for holder, attribute, identity in list(references(element)):
            new = self._relationship(source, identity)
            if new:
                holder.set(attribute, new)
            else:
                self._give_up(holder, attribute)
        for tag, kind in NOTES.items():
            for reference in list(element.iter(tag)):
                self._note(source, kind, reference)
        for drawing in element.iter(_DRAWING_ID):
            self._drawings += 1
            drawing.set("id", str(self._drawings))

    def _relationship(self, source: Package | None, identity: str) -> str:
        """Return the id in the base of what a relationship of the source's main part points at, "" for nothing."""
        listed = () if source is None else source.relationships(source.main)
        related = next((each for each in listed if each.id == identity), None)
        if source is None or related is None or not (related.external or source.has(related.target)):
            return ""
        key = (related.type, related.target if related.external else self._copied(source, related.target, 0))
        if key not in self._brought:
            known = self._known(related.external, *key)
            self._brought[key] = known or self._base.add_relationship(self._base.main, *key, external=related.external)
        return self._brought[key]

    def _known(self, external: bool, kind: str, target: str) -> str:  # noqa: FBT001 - a part of the key
        found = (
            each.id
            for each in self._base.relationships(self._base.main)
            if (each.external, each.type, each.target) == (external, kind, target)
        )
        return next(found, "")

    def _copied(self, source: Package, name: str, depth: int) -> str:
        """Return the name in the base of a part of the same bytes, copied there with what it points at if need be."""
        data = source.part(name)
        if self._base.has(name) and self._base.part(name) == data:
            return name
        key = ("part", f"{source.content_type(name)}{sha256(data).hexdigest()}")
        if key not in self._brought:
            added = self._base.add_part(name, data, source.content_type(name))
            self._brought[key] = added
            for related in source.relationships(name) if depth < _DEEPEST else ():
                self._copy_relationship(source, added, related, depth)
        return self._brought[key]

    def _copy_relationship(self, source: Package, holder: str, related: Relationship, depth: int) -> None:
        if not related.external and not source.has(related.target):
            return
        target = related.target if related.external else self._copied(source, related.target, depth + 1)
        self._base.add_relationship(holder, related.type, target, external=related.external)

    def _note(self, source: Package | None, kind: str, reference: Element) -> None:
        found = None if source is None else note(source, kind, reference.get(_ID, ""))
        parts = self._base.related(self._base.main, kind)
        if found is None or not parts:
            self._speak(reference, note_text(found))
            return
        root = self._base.edit(parts[0])
        taken = [int(each.get(_ID, "0")) for each in root if each.get(_ID, "0").lstrip("-").isdecimal()]
        copied = plain_note(found)
        copied.set(_ID, str(max(taken, default=0) + 1))
        root.append(copied)
        reference.set(_ID, copied.get(_ID, ""))

    def _speak(self, reference: Element, words: str) -> None:
        """Put the words of a note in the place of its reference, in brackets."""
        run = reference.getparent()
        self.replaced += 1
        if run is None:
            return
        for child in reversed(list(plain_run(f" [{words or '▢'}]"))):
            reference.addnext(child)
        run.remove(reference)

    def _give_up(self, holder: Element, attribute: str) -> None:
        """Take out a reference into nothing: a link becomes its words, an object a visible sign."""
        self.replaced += 1
        del holder.attrib[attribute]
        run = next(holder.iterancestors(_RUN), None)
        if run is None:
            return
        thing = next(each for each in (holder, *holder.iterancestors()) if each.getparent() is run)
        thing.addnext(next(iter(plain_run("▢"))))
        run.remove(thing)


def plain_note(found: Element) -> Element:
    """Return a copy of a note or comment with every change accepted and nothing in it that points elsewhere."""
    clean = settled(found)
    for holder, attribute, _ in list(references(clean)):
        thing = next((each for each in (holder, *holder.iterancestors()) if _is_in_run(each)), None)
        parent = None if thing is None else thing.getparent()
        if thing is not None and parent is not None:
            parent.remove(thing)
        else:
            del holder.attrib[attribute]
    return copy(clean)


def _is_in_run(element: Element) -> bool:
    parent = element.getparent()
    return parent is not None and bool(parent.tag == _RUN)
