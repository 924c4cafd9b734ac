"""The notes that a base refers to: which of its objects are footnotes and endnotes, their numbers, their words."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml.etree import _Element as Element

from redline.ops.resources import NOTES, note, note_text
from redline.oxml.names import w
from redline.text.document import read
from redline.text.flat import FlatParagraph, paragraphs_of
from redline.text.runs import child_text
from redline.text.signs import OBJECT


@dataclass(frozen=True, slots=True)
class Note:
    """A reference to a note: `kind` "footnotes" or "endnotes", `number` its place among its kind, from 1."""

    kind: str
    number: int
    text: str


def notes(data: bytes) -> dict[str, tuple[Note | None, ...]]:
    """Return, by address, what each object (U+FFFC) of a base's paragraph is: a note's reference, or None for another.

    Only paragraphs that refer to a note are named (ECMA-376 Part 1 §17.11.7, §17.11.14). BadFile when the bytes are
    not a readable Word document.
    """
    document = read(data)
    counted = dict.fromkeys(NOTES.values(), 0)
    found: dict[str, tuple[Note | None, ...]] = {}
    for paragraph in paragraphs_of(document.body):
        here: list[Note | None] = []
        for element in _objects(paragraph):
            kind = NOTES.get(str(element.tag))
            if kind is None:
                here.append(None)
                continue
            counted[kind] += 1
            words = note_text(note(document.package, kind, element.get(w("id"), "")))
            here.append(Note(kind, counted[kind], words.strip()))
        if any(here):
            found[paragraph.address] = tuple(here)
    return found


def _objects(paragraph: FlatParagraph) -> Iterator[Element]:
    """Yield the element behind each object of the flat text, in its order."""
    for piece in paragraph.pieces:
        if piece.source is None or OBJECT not in piece.text:
            continue
        if piece.source.tag != w("r"):
            yield piece.source
            continue
        for child in piece.source:
            yield from [child] * child_text(child).count(OBJECT)
