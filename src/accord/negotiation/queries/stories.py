"""What stands outside the body: headers, footers, notes and text boxes; where it is read, and how it is called."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from accord.texts.providers import word
from accord.texts.providers.word import Paragraph

Notes = Mapping[str, Sequence[word.Note | None]]
_KIND = re.compile(r"[a-z]+")
_NUMBER = re.compile(r"\d+")
_TABLE = re.compile(r"(?:\w+/)?t(\d+)")
_PREFIXES = {"footnotes": "fn", "endnotes": "en"}
# Which stories share a section of the contents, in the order in which they stand behind the body.
_SECTIONS = {"h": 0, "f": 0, "fn": 1, "en": 1, "x": 2}


@dataclass(frozen=True, slots=True)
class Beyond:
    """What of a base does not stand in its body: the paragraphs of its other stories, and which notes it refers to."""

    paragraphs: tuple[Paragraph, ...]
    notes: dict[str, tuple[word.Note | None, ...]]


def anchor(address: str) -> str:
    """Return an address as the id of an element: letters, digits and hyphens only."""
    return address.replace(".", "-").replace("+", "-add-").replace("/", "-")


def anchor_of(address: str) -> str:
    """Return a place as a part of an address: "p8" and "p8-bis-1"."""
    base, _tilde, ordinal = address.partition("~")
    return f"{anchor(base)}-bis-{ordinal}" if ordinal else anchor(base)


def beyond(base: bytes, body: Sequence[Paragraph]) -> Beyond:
    """Read what stands outside the body; its tables are counted on from those of the body, so that each has a number.

    It is read from the base's file, which never changes, and not from what was stored when the base was read: texts
    read before the engine knew of other stories have them too.
    """
    last = max((each.table or 0 for each in body), default=0)
    numbers: dict[str, int] = {}
    found = []
    for each in word.beyond(base):
        kind = "paragraph" if each.kind == "heading" else each.kind
        table = each.table
        if table is not None:
            table = numbers.setdefault(each.address.split(".")[0], last + len(numbers) + 1)
        found.append(replace(each, kind=kind, level=0 if each.kind == "heading" else each.level, table=table))
    return Beyond(tuple(found), word.notes(base))


def story_of(address: str) -> str:
    """Return the story in which an address stands: "fn3", "h1", "" for the body."""
    return address.partition("/")[0] if "/" in address else ""


def story_kind(address: str) -> str:
    """Return what kind of story an address stands in: "fn", "en", "h", "f", "x", "" for the body."""
    return _kind(address) if "/" in address else ""


def is_note(address: str) -> bool:
    """Whether the address stands in a footnote or endnote."""
    return "/" in address and address.startswith(("fn", "en"))


def in_reading_order(body: Sequence[Paragraph], beyond_: Beyond) -> tuple[Paragraph, ...]:
    """Return all paragraphs as a reader wants them: a note right after the paragraph (or the table) that refers to it.

    What no paragraph of the body refers to stands behind it: headers and footers, notes left over, text boxes.
    """
    stories: dict[str, list[Paragraph]] = {}
    for each in beyond_.paragraphs:
        stories.setdefault(story_of(each.address), []).append(each)
    found: list[Paragraph] = []
    waiting: list[Paragraph] = []
    for each, following in zip(body, [*body[1:], None], strict=True):
        found.append(each)
        for note in referred(beyond_.notes.get(each.address, ())):
            waiting += stories.pop(note, [])
        if each.table is None or following is None or following.table != each.table:
            found += waiting
            waiting = []
    for story in sorted(stories, key=lambda name: _SECTIONS[_kind(name)]):
        found += stories[story]
    return tuple(found)


def referred(notes: Iterable[word.Note | None]) -> Iterator[str]:
    """Yield the stories of these notes: "fn3"."""
    for each in notes:
        if each is not None:
            yield f"{_PREFIXES[each.kind]}{each.number}"


def section_of(story: str) -> int:
    """Return which of the sections behind the body a story belongs to, from 0."""
    return _SECTIONS[_kind(story)]


def section_titles() -> tuple[str, ...]:
    """Return what the sections behind the body are called."""
    return _("Headers and footers"), _("Notes"), _("Text boxes")


def says_something(paragraph: Paragraph) -> bool:
    """Whether there is anything to read in a paragraph; the number of a page alone is nothing."""
    return any(letter.isalpha() for letter in paragraph.text)


def names(paragraphs: Iterable[Paragraph]) -> dict[str, str]:
    """Return what each story is called: "footnote 3", "header", where there are several "header 2"."""
    stories = list(dict.fromkeys(story for each in paragraphs if (story := story_of(each.address))))
    kinds = [_kind(each) for each in stories]
    return {story: _name(story, alone=kinds.count(kind) == 1) for story, kind in zip(stories, kinds, strict=True)}


def _name(story: str, *, alone: bool) -> str:
    number, kind = {"number": _number(story)}, _kind(story)
    if kind == "fn":
        return _("footnote %(number)s") % number
    if kind == "en":
        return _("endnote %(number)s") % number
    if alone:
        return {"h": _("header"), "f": _("footer")}.get(kind, _("text box"))
    said = {"h": _("header %(number)s"), "f": _("footer %(number)s")}.get(kind, _("text box %(number)s"))
    return said % number


def table_in(address: str, table: int | None) -> int | None:
    """Return the number of a table in its own story, by which it is cited."""
    found = _TABLE.match(address)
    return int(found[1]) if found and "/" in address else table


def note_number(address: str) -> str:
    """Return the number that is printed before a note, at its first paragraph; "" for anything else."""
    return _number(address) if is_note(address) and address.endswith("/p1") else ""


def _kind(story: str) -> str:
    found = _KIND.match(story)
    return found[0] if found else ""


def _number(story: str) -> str:
    found = _NUMBER.search(story)
    return found[0] if found else ""
