"""Proof of inclusion: that every word a party put in or took out stands in the compiled file, under its name.

Everything is read from the bytes of the two files; nothing of how they were compiled is used or known.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from typing import Final

from lxml.etree import _Element as Element

from redline.opc import read_package
from redline.ops.project import ownership
from redline.ops.resolve_text import text
from redline.ops.resolve_tree import resolve
from redline.oxml.names import w
from redline.oxml.revisions import members
from redline.text.document import body_of
from redline.text.normal import normalise
from redline.text.views import paragraph_texts

_TEXTS: Final = frozenset({w("t"), w("delText")})
_BLANKS: Final = frozenset({w("tab"), w("br"), w("cr")})
_INSERTING: Final = frozenset({w("ins"), w("moveTo")})
_DELETING: Final = frozenset({w("del"), w("moveFrom")})
_REVISIONS: Final = (*_INSERTING, *_DELETING)
_TRPR: Final = w("trPr")
_P: Final = w("p")
_MARKS: Final = f"{w('pPr')}/{w('rPr')}"
_AUTHOR: Final = w("author")
_Change = tuple[bool, str]
_Stretch = tuple[str, tuple[_Change, ...]]
_Mine = Callable[[str], bool]


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
    proof = _Proof(compiled, base)
    return tuple(proof.of(party, files[party], (names or {}).get(party, party)) for party in sorted(files))


class _Proof:
    """A compiled file, read once, to be held against one party's file after the other."""

    def __init__(self, compiled: bytes, base: bytes) -> None:
        self._package = read_package(compiled)
        self._root = self._package.tree(self._package.main)
        self._stretches = list(_stretches(body_of(self._package)))
        self._unchanged = self._text(lambda _: False) == _comparable(text(base, "original"))

    def of(self, party: str, file: bytes, name: str) -> Inclusion:
        """Return the proof for one party, whose changes go by its code or by this name."""
        owner = ownership(self._package, party, name)

        def mine(author: str) -> bool:
            return owner(author, members(author))

        added, removed = _words(_stretches(body_of(read_package(file))), lambda _: True)
        found_added, found_removed = _words(self._stretches, cache(mine))
        lost_added, lost_removed = _lost(added, found_added), _lost(removed, found_removed)
        missing = [f"+{word}" for word in sorted(lost_added.elements())]
        missing += [f"-{word}" for word in sorted(lost_removed.elements())]
        same = self._text(mine) == _comparable(text(file, "final"))
        return Inclusion(
            party=party,
            words_added=added.total(),
            words_added_found=added.total() - lost_added.total(),
            words_removed=removed.total(),
            words_removed_found=removed.total() - lost_removed.total(),
            missing=tuple(missing),
            whole=self._unchanged and same and not missing,
        )

    def _text(self, mine: _Mine) -> list[str]:
        """Return the compiled text with the changes that are `mine` accepted and all others rejected."""
        root = deepcopy(self._root)
        resolve(root, lambda revision: "accept" if mine(revision.author) else "reject")
        body = root.find(w("body"))
        return [] if body is None else _comparable(paragraph_texts(body))


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


def _comparable(lines: Iterable[str]) -> list[str]:
    return [normalise(each) for each in lines]


def _words(stretches: Iterable[_Stretch], mine: _Mine) -> tuple[Counter[str], Counter[str]]:
    """Return the words put in and the words taken out by the changes that are `mine`; others' are as if not made."""
    added, removed = [" "], [" "]
    for word, changes in stretches:
        state = _state(changes, mine) if changes else "kept"
        # A stretch ends at text that stays; what goes does not part what comes, nor the other way round.
        if state in ("added", "kept"):
            added.append(word if state == "added" else " ")
        if state in ("removed", "kept"):
            removed.append(word if state == "removed" else " ")
    return Counter("".join(added).split()), Counter("".join(removed).split())


def _state(changes: tuple[_Change, ...], mine: _Mine) -> str:
    """Return "kept", "added" or "removed", and "" for what is in neither the base nor the party's text."""
    state = "kept"
    for inserting, author in changes:
        if mine(author):
            says = "added" if inserting else "removed"
            state = says if state in ("kept", says) else ""
        elif inserting:
            return ""
    return state


def _stretches(body: Element) -> Iterator[_Stretch]:
    """Yield each piece of text, and each end of a paragraph as a space, with the changes that cover it."""
    before: Element | None = None
    rows = _changed_rows(body)
    for element in body.iter(*_TEXTS, *_BLANKS, _P):
        if element.tag == _P:
            marks = None if before is None else before.find(_MARKS)
            yield " ", _changes(() if marks is None else marks.iterchildren(*_REVISIONS))
            before = element
        else:
            words = normalise(element.text or "") if element.tag in _TEXTS else " "
            yield words, _changes(_around(element, rows))


def _changes(found: Iterable[Element]) -> tuple[_Change, ...]:
    return tuple((change.tag in _INSERTING, change.get(_AUTHOR, "")) for change in found)


def _around(element: Element, rows: dict[Element, Element]) -> Iterator[Element]:
    if rows:
        yield from (rows[row] for row in element.iterancestors(w("tr")) if row in rows)
    yield from element.iterancestors(*_REVISIONS)


def _changed_rows(body: Element) -> dict[Element, Element]:
    """Return the change of each row that was put in or taken out as a whole."""
    rows = {}
    for row in body.iter(w("tr")):
        properties = row.find(_TRPR)
        for change in () if properties is None else properties.iterchildren(*_REVISIONS):
            rows[row] = change
    return rows
