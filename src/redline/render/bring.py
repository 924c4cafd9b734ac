"""What inserted markup needs from the delegation's package, brought into the base's: never a reference into nothing."""

from collections.abc import Mapping
from copy import copy
from dataclasses import replace
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from lxml.etree import _Element as Element

from redline.changes.edit import Part
from redline.changes.gather import Sponsors
from redline.opc import Package, Relationship
from redline.ops.content import settled
from redline.ops.resources import NOTES, note, note_text, references, target_digest
from redline.oxml.names import W, w
from redline.oxml.stories import stories
from redline.render.definitions import Definitions
from redline.render.fragments import Import, mark_content
from redline.text.runs import plain_run

if TYPE_CHECKING:
    from redline.render.marks import Marks

_ID: Final = w("id")
_RUN: Final = w("r")
_DRAWING_ID: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_DEEPEST: Final = 4
_NOTES_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"
# What Word expects in a part of notes besides the notes (ECMA-376 Part 1 §17.11.23, §17.11.1).
_SEPARATORS: Final = "".join(
    f'<w:{{note}} w:type="{name}" w:id="{number}"><w:p><w:r><w:{name}/></w:r></w:p></w:{{note}}>'
    for number, name in ((-1, "separator"), (0, "continuationSeparator"))
)
_EMPTY_NOTES: Final = f'<w:{{note}}s xmlns:w="{W}">{_SEPARATORS}</w:{{note}}s>'


class Bringer:
    """Makes the markup of one party after the other point into the base's package.

    What cannot be brought becomes a visible sign or the words themselves; `replaced` counts such places.
    """

    def __init__(self, base: Package, sources: Mapping[str, Package]) -> None:
        self._base = base
        self._sources = sources
        self._definitions = {party: Definitions(base, source) for party, source in sources.items()}
        self._brought: dict[tuple[str, str], str] = {}
        self._drawings = _last_drawing(base)
        self.marks: Marks | None = None
        self.replaced = 0

    def into(self, place: str) -> Import:
        """Return what adjusts an element that comes to stand in the part `place` of the base."""
        return partial(self._bring, place)

    def _bring(self, place: str, element: Element, part: Part, sponsors: Sponsors) -> None:
        """Adjust one element of an insertion, written by the first of its sponsors, in place."""
        party = sponsors.parties[0]
        # Words written elsewhere than in a Word file have no package behind them, and so nothing to bring.
        source = self._sources.get(party)
        if source is not None:
            self._definitions[party].adjust(element)
        for drawing in element.iter(_DRAWING_ID):
            self._drawings += 1
            drawing.set("id", str(self._drawings))
        if not part.resources:
            return
        digests = dict(part.resources)
        for holder, attribute, identity in list(references(element)):
            new = self._relationship(place, source, identity, digests.get(identity))
            if new:
                holder.set(attribute, new)
            else:
                self._give_up(holder, attribute)
        for tag, kind in NOTES.items():
            for reference in list(element.iter(tag)):
                self._note(source, kind, reference, sponsors)

    def _relationship(self, place: str, source: Package | None, identity: str, digest: str | None) -> str:
        """Return the id in the part `place` of what a relationship of the source points at, "" for nothing.

        Ids are those of one part of the source: of several that hold the id, the one whose target has the `digest`.
        """
        if source is None:
            return ""
        listed = [each for name in stories(source) for each in source.relationships(name) if each.id == identity]
        related = next((each for each in listed if digest in (None, target_digest(source, each))), None)
        if related is None or not (related.external or source.has(related.target)):
            return ""
        kind, target = related.type, related.target if related.external else self._copied(source, related.target, 0)
        for each in self._base.relationships(place):
            if (each.external, each.type, each.target) == (related.external, kind, target):
                return each.id
        return self._base.add_relationship(place, kind, target, external=related.external)

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

    def _note(self, source: Package | None, kind: str, reference: Element, sponsors: Sponsors) -> None:
        """Copy a note into the base, its words marked as put in like its reference."""
        found = None if source is None else note(source, kind, reference.get(_ID, ""))
        if source is None or found is None:
            self._speak(reference, note_text(found))
            return
        place = self._notes_part(kind)
        root = self._base.edit(place)
        taken = [int(each.get(_ID, "0")) for each in root if each.get(_ID, "0").lstrip("-").isdecimal()]
        copied = copy(settled(found))
        for holder, attribute, identity in list(references(copied)):
            new = self._relationship(place, source, identity, None)
            if new:
                holder.set(attribute, new)
            else:
                self._give_up(holder, attribute)
        self._definitions[sponsors.parties[0]].adjust(copied)
        copied.set(_ID, str(max(taken, default=0) + 1))
        root.append(copied)
        reference.set(_ID, copied.get(_ID, ""))
        if self.marks is not None:
            mark_content(copied, replace(sponsors, move=""), self.marks)
            _keep_last_mark(copied)

    def _notes_part(self, kind: str) -> str:
        """Return the part of the base's footnotes or endnotes, made when it has none."""
        parts = self._base.related(self._base.main, kind)
        if parts:
            return parts[0]
        data = _EMPTY_NOTES.format(note=kind.removesuffix("s")).encode()
        name = self._base.add_part(f"word/{kind}.xml", data, _NOTES_TYPE.format(kind=kind))
        self._base.add_relationship(self._base.main, kind, name)
        return name

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


def _keep_last_mark(note: Element) -> None:
    """Take the mark of an insertion off the end of a note: a note ends in a paragraph that is nobody's."""
    last = list(note.iterchildren(w("p")))[-1:]
    for properties in (each.find(f"{w('pPr')}/{w('rPr')}") for each in last):
        for mark in properties.findall(w("ins")) if properties is not None else ():
            if properties is not None:
                properties.remove(mark)


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


def _last_drawing(base: Package) -> int:
    """Return the highest id of a drawing in the base; what is brought gets another."""
    ids = [each.get("id", "") for name in stories(base) for each in base.tree(name).iter(_DRAWING_ID)]
    return max((int(each) for each in ids if each.isascii() and each.isdecimal() and len(each) < 10), default=0)
