"""The notes that a base refers to: which of its objects are footnotes and endnotes, their numbers, their words."""

from dataclasses import dataclass

from redline.ops.resources import NOTES, note, note_text
from redline.oxml.names import w
from redline.text.document import read
from redline.text.flat import paragraphs_of, signs_of
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
        for _, element in signs_of(paragraph, OBJECT):
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
