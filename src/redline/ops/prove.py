"""Proof of inclusion: that every word a party put in or took out stands in the compiled file, under its name.

Everything is read from the bytes of the two files; nothing of how they were compiled is used or known.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from lxml.etree import _Element as Element

from redline.opc import read_package
from redline.ops.project import ownership, project
from redline.ops.resolve_text import text
from redline.oxml.names import w
from redline.oxml.revisions import members
from redline.text.document import body_of
from redline.text.normal import normalise

_TEXTS: Final = frozenset({w("t"), w("delText")})
_BLANKS: Final = frozenset({w("tab"), w("br"), w("cr")})
_INSERTING: Final = frozenset({w("ins"), w("moveTo")})
_DELETING: Final = frozenset({w("del"), w("moveFrom")})
_CHANGES: Final = (*_INSERTING, *_DELETING)
_TRPR: Final = w("trPr")
_P: Final = w("p")
_MARKS: Final = f"{w('pPr')}/{w('rPr')}"
_AUTHOR: Final = w("author")
_Mine = Callable[[Element], bool]


@dataclass(frozen=True, slots=True)
class Inclusion:
    """What of one party's file stands in the compiled one.

    Words are counted with repetition. `missing` lists the words that are not there ("+" put in, "-" taken out).
    `whole` is True only when none is missing and the compiled text, with this party's changes alone, is its text.
    """

    party: str
    words_added: int
    words_added_found: int
    words_removed: int
    words_removed_found: int
    missing: tuple[str, ...]
    whole: bool


def prove(
    base: bytes, files: Mapping[str, bytes], compiled: bytes, names: Mapping[str, str] | None = None
) -> tuple[Inclusion, ...]:
    """Return the proof for every party of `files`, in the order of their codes.

    `names` is the mapping given when compiling. BadFile when a file is not a readable Word document.
    """
    unchanged = _comparable(compiled, "original") == _comparable(base, "original")
    return tuple(_inclusion(party, files[party], compiled, names or {}, unchanged=unchanged) for party in sorted(files))


def _inclusion(party: str, file: bytes, compiled: bytes, names: Mapping[str, str], *, unchanged: bool) -> Inclusion:
    added, removed = _words(file, lambda _: True)
    package = read_package(compiled)
    owner = ownership(package, party)
    known = {party, names.get(party, party)}

    def mine(change: Element) -> bool:
        author = change.get(_AUTHOR, "")
        return owner(author, members(author)) or author in known

    found_added, found_removed = _words(compiled, mine)
    lost_added, lost_removed = _lost(added, found_added), _lost(removed, found_removed)
    missing = (*(f"+{word}" for word in sorted(lost_added.elements())),)
    missing += tuple(f"-{word}" for word in sorted(lost_removed.elements()))
    same = _comparable(project(compiled, party), "final") == _comparable(file, "final")
    return Inclusion(
        party=party,
        words_added=added.total(),
        words_added_found=added.total() - lost_added.total(),
        words_removed=removed.total(),
        words_removed_found=removed.total() - lost_removed.total(),
        missing=missing,
        whole=unchanged and same and not missing,
    )


def _lost(words: Counter[str], found: Counter[str]) -> Counter[str]:
    """Return the words that are not found, neither as such nor inside a longer one.

    Letters changed without tracking stand in the compiled text beside those of a tracked word, and lengthen it.
    """
    lost, longer = words - found, found - words
    for word in list(lost.elements()):
        around = next((each for each in longer if word in each), None)
        if around is not None:
            lost, longer = lost - Counter([word]), longer - Counter([around])
    return lost


def _comparable(data: bytes, view: str) -> list[str]:
    return [normalise(each) for each in text(data, "final" if view == "final" else "original")]


def _words(data: bytes, mine: _Mine) -> tuple[Counter[str], Counter[str]]:
    """Return the words put in and the words taken out by the changes that are `mine`; others' are as if not made."""
    added, removed = [" "], [" "]
    for word, state in _stretches(body_of(read_package(data)), mine):
        # A stretch ends at text that stays; what goes does not part what comes, nor the other way round.
        if state != "removed":
            added.append(word if state == "added" else " ")
        if state != "added":
            removed.append(word if state == "removed" else " ")
    return Counter("".join(added).split()), Counter("".join(removed).split())


def _stretches(body: Element, mine: _Mine) -> Iterator[tuple[str, str]]:
    before: Element | None = None
    rows = _changed_rows(body)
    for element in body.iter(*_TEXTS, *_BLANKS, _P):
        if element.tag == _P:
            state = "kept" if before is None else _mark_state(before, mine)
            before = element
        else:
            state = _state(_changes_around(element, rows), mine)
        if state:
            yield normalise(element.text or "") if element.tag in _TEXTS else " ", state


def _changed_rows(body: Element) -> dict[Element, Element]:
    """Return the change of each row that was put in or taken out as a whole."""
    rows = {}
    for row in body.iter(w("tr")):
        properties = row.find(_TRPR)
        for change in () if properties is None else properties.iterchildren(*_CHANGES):
            rows[row] = change
    return rows


def _changes_around(element: Element, rows: dict[Element, Element]) -> Iterator[Element]:
    if rows:
        yield from (rows[row] for row in element.iterancestors(w("tr")) if row in rows)
    yield from element.iterancestors(*_CHANGES)


def _mark_state(paragraph: Element, mine: _Mine) -> str:
    """Return the state of a paragraph's end: one that another party put in does not part words."""
    marks = paragraph.find(_MARKS)
    return _state(() if marks is None else marks.iterchildren(*_CHANGES), mine)


def _state(changes: Iterable[Element], mine: _Mine) -> str:
    """Return "kept", "added" or "removed", and "" for what is in neither the base nor the party's text."""
    state = "kept"
    for change in changes:
        inserting = change.tag in _INSERTING
        if mine(change):
            says = "added" if inserting else "removed"
            state = says if state in ("kept", says) else ""
        elif inserting:
            return ""
    return state
