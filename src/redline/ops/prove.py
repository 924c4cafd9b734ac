"""Proof of inclusion: that every word a party put in or took out stands in the compiled file, under its name.

Everything is read from the bytes of the two files; nothing of how they were compiled is used or known.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from typing import Final

from lxml.etree import _Element as Element

from redline.opc import read_package
from redline.ops.project import ownership
from redline.ops.resolve_tree import resolve
from redline.ops.results import masked, results
from redline.oxml.names import m, mc, w, w14
from redline.oxml.revisions import members, revisions
from redline.text.normal import normalise
from redline.text.reading import read_paragraph
from redline.text.runs import letters
from redline.text.signs import OBJECT
from redline.text.stories import find_stories
from redline.text.views import paragraphs, words_of_paragraph

_MATH_TEXT: Final = m("t")
_TEXTS: Final = frozenset({w("t"), w("delText"), _MATH_TEXT})
_BLANKS: Final = frozenset({w("tab"), w("br"), w("cr")})
_INSERTING: Final = frozenset({w("ins"), w("moveTo"), w("cellIns"), w14("conflictIns")})
_DELETING: Final = frozenset({w("del"), w("moveFrom"), w("cellDel"), w14("conflictDel")})
_REVISIONS: Final = (*_INSERTING, *_DELETING)
_HOLDERS: Final = {w("tr"): w("trPr"), w("tc"): w("tcPr")}
_FALLBACK: Final = mc("Fallback")
_FIELDS: Final = (w("fldChar"), w("fldSimple"))
_OBJECTS: Final = str.maketrans("", "", OBJECT)
_P: Final = w("p")
_MARKS: Final = f"{w('pPr')}/{w('rPr')}"
_AUTHOR: Final = w("author")
_Change = tuple[bool, str]
_Stretch = tuple[str, tuple[_Change, ...]]
_Mine = Callable[[str], bool]
# The lines of the body, and how often each other story (kind and lines) is there.
_Text = tuple[list[str], "Counter[tuple[str, tuple[str, ...]]]"]
# The text as it shows, and with what fields show, where programs work it out anew, replaced by the fields' names.
_Texts = tuple[_Text, _Text]
_MARGINS: Final = frozenset({"header", "footer"})
_SIGNS: Final = ".,;:!?()[]{}'\"-/"


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

    >>> from redline import compile_files
    >>> from redline.render.example import BASE, FILES
    >>> [(each.party, each.whole) for each in prove(BASE, FILES, compile_files(BASE, FILES).docx)]
    [('AG', True), ('BR', True), ('CL', True)]
    """
    proof = _Proof(compiled, base)
    return tuple(proof.of(party, files[party], (names or {}).get(party, party)) for party in sorted(files))


class _File:
    """A file read once: its stretches of text with their changes, and its stories as some of these would leave them."""

    def __init__(self, data: bytes) -> None:
        self.package = read_package(data)
        found = find_stories(self.package)
        self._parts = {each.part: self.package.tree(each.part) for each in found}
        self._changed = [name for name, root in self._parts.items() if revisions(root)]
        holders = [each.element for each in found if each.kind != "box"]
        self.stretches = [stretch for holder in holders for stretch in _stretches(holder)]

    def texts(self, mine: _Mine, *, last: bool = False) -> _Texts:
        """Return body and other stories with the changes that are `mine` accepted and all others rejected.

        The `last` call may change the file itself, which saves a copy.
        """
        roots = dict(self._parts)
        for name in self._changed:
            roots[name] = roots[name] if last else deepcopy(roots[name])
            resolve(roots[name], lambda revision: "accept" if mine(revision.author) else "reject")
        found = find_stories(self.package, lambda name: roots.get(name, self.package.tree(name)))
        stories = [(each.kind, [_line(paragraph) for paragraph in paragraphs(each.element)]) for each in found]
        shown, named = (_text([(kind, [line[way] for line in lines]) for kind, lines in stories]) for way in (0, 1))
        return shown, named


class _Proof:
    """A compiled file, read once, to be held against one party's file after the other."""

    def __init__(self, compiled: bytes, base: bytes) -> None:
        self._compiled = _File(compiled)
        self._base = _File(base).texts(lambda _: False, last=True)
        rejected = self._compiled.texts(lambda _: False)
        self._unchanged = any(one == other for one, other in zip(rejected, self._base, strict=True))

    def of(self, party: str, data: bytes, name: str) -> Inclusion:
        """Return the proof for one party, whose changes go by its code or by this name."""
        owner = ownership(self._compiled.package, party, name)

        def mine(author: str) -> bool:
            return owner(author, members(author))

        file = _File(data)
        added, removed = _words(file.stretches, lambda _: True)
        found_added, found_removed = _words(self._compiled.stretches, cache(mine))
        lost_added, lost_removed = _lost(added, found_added), _lost(removed, found_removed)
        missing = [f"+{word}" for word in sorted(lost_added.elements())]
        missing += [f"-{word}" for word in sorted(lost_removed.elements())]
        texts = zip(self._compiled.texts(mine), file.texts(lambda _: True, last=True), self._base, strict=True)
        same = any(_is_same(*each) for each in texts)
        return Inclusion(
            party=party,
            words_added=added.total(),
            words_added_found=added.total() - lost_added.total(),
            words_removed=removed.total(),
            words_removed_found=removed.total() - lost_removed.total(),
            missing=tuple(missing),
            whole=self._unchanged and same and not missing,
        )


def _is_same(compiled: _Text, file: _Text, base: _Text) -> bool:
    """Whether the compiled text, with one party's changes, is that party's.

    Besides the body, every story that the file has otherwise than the base must be there; a note or text box that it
    has no more must be gone. Headers that a word processor adds or drops by itself are no changes.
    """
    came = file[1] - base[1] - compiled[1]
    left = (base[1] - file[1]) & (compiled[1] - file[1])
    return compiled[0] == file[0] and not came and not any(kind not in _MARGINS for kind, _ in left)


def _lost(words: Counter[str], found: Counter[str]) -> Counter[str]:
    """Return the words that are not found: neither as such, nor inside a longer one, nor in one piece after the other.

    Letters changed without tracking stand in the compiled text beside those of a tracked word, and lengthen it. Where a
    program does not preserve a space that it tracks, the words around it are one in its file.
    """
    lost, left = words - found, found - words
    for word in list(lost.elements()):
        around = next((each for each in left if word in each), None)
        pieces = [around] if around is not None else _pieces(word, left)
        if pieces:
            lost, left = lost - Counter([word]), left - Counter(pieces)
    return lost


def _pieces(word: str, found: Counter[str]) -> list[str]:
    """Return words that make up this one, none of them more often than it was found; none where there are none.

    Signs may stand before the first and behind the last of them.
    """
    for each in found:
        letters = each.strip(_SIGNS)
        if letters and word == letters:
            return [each]
        if letters and word.startswith(letters) and (rest := _pieces(word[len(letters) :], found - Counter([each]))):
            return [each, *rest]
    return []


def _text(stories: Sequence[tuple[str, list[str]]]) -> _Text:
    others = ((kind, tuple(lines)) for kind, lines in stories[1:] if any(lines))
    return stories[0][1], Counter(others)


def _line(paragraph: Element) -> tuple[str, str]:
    """Return a paragraph's words as they show, and with the names of fields for what programs work out anew."""
    shown = normalise(words_of_paragraph(paragraph))
    if next(paragraph.iter(*_FIELDS), None) is not None:
        pieces = read_paragraph(paragraph).pieces
        if found := results(pieces):
            named = masked("".join(each.text for each in pieces), found)
            return shown, normalise(named.translate(_OBJECTS))
    return shown, shown


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


def _stretches(story: Element) -> Iterator[_Stretch]:
    """Yield each piece of text, and each end of a paragraph as a space, with the changes that cover it.

    The second branch of alternate content says the same again, and is passed over.
    """
    before: Element | None = None
    holders = _changed_holders(story)
    twice = next(story.iter(_FALLBACK), None) is not None
    for element in story.iter(*_TEXTS, *_BLANKS, _P):
        if twice and next(element.iterancestors(_FALLBACK), None) is not None:
            continue
        if element.tag == _P:
            marks = None if before is None else before.find(_MARKS)
            yield " ", _changes(() if marks is None else marks.iterchildren(*_REVISIONS))
            before = element
        else:
            words = normalise(_letters(element)) if element.tag in _TEXTS else " "
            yield words, _changes(_around(element, holders))


def _letters(element: Element) -> str:
    return (element.text or "") if element.tag == _MATH_TEXT else letters(element)


def _changes(found: Iterable[Element]) -> tuple[_Change, ...]:
    return tuple((change.tag in _INSERTING, change.get(_AUTHOR, "")) for change in found)


def _around(element: Element, holders: dict[Element, Element]) -> Iterator[Element]:
    if holders:
        yield from (holders[each] for each in element.iterancestors(*_HOLDERS) if each in holders)
    yield from element.iterancestors(*_REVISIONS)
    run = element.getparent() if element.tag == _MATH_TEXT else None
    if run is not None:  # a run of a formula may be marked from inside
        yield from run.iterchildren(*_REVISIONS)
        for properties in run.iterchildren(w("rPr")):
            yield from properties.iterchildren(*_REVISIONS)


def _changed_holders(story: Element) -> dict[Element, Element]:
    """Return the change of each row and cell that was put in or taken out as a whole."""
    found = {}
    for holder in story.iter(*_HOLDERS):
        properties = holder.find(_HOLDERS[holder.tag])
        for change in () if properties is None else properties.iterchildren(*_REVISIONS):
            found[holder] = change
    return found
