"""A bracketed text read back: the base, each party's text, and every proposal, from the printed signs alone.

The signs are known by their character styles, so that a bracket of the base itself is never taken for one of ours.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from lxml.etree import _Element as Element

from redline.changes.merged import Parties
from redline.opc import Package, read_package
from redline.oxml.names import val, w
from redline.oxml.paragraphs import P, blocks
from redline.oxml.tables import cells, rows
from redline.render.bracket_signs import (
    CLOSE,
    CLOSE_PARAGRAPH,
    LABEL,
    LEGEND,
    MARK_SIGN,
    NOTE,
    OPEN_BASE,
    OPEN_NEW,
    Stance,
)
from redline.text.document import body_of
from redline.text.runs import run_text
from redline.text.signs import FIELD, MARK, OBJECT

_STYLE: Final = f"{w('rPr')}/{w('rStyle')}"
_OPENINGS: Final = re.compile(r"\[(?:([^\[\]]+): )?")
_CLOSINGS: Final = re.compile(r"(?:: ([^\[\]]+))?\]")
_SIGNS: Final = str.maketrans("", "", FIELD + OBJECT)
_NOTE: Final = w("footnoteReference")


@dataclass(slots=True)
class Bracket:
    """One bracket: words of the base, or put in; `parties` ask for their deletion, or for them."""

    is_base: bool
    items: "list[str | Bracket]" = field(default_factory=list)
    parties: Parties = ()
    is_paragraph: bool = False
    stated: bool = False

    @property
    def words(self) -> str:
        """All words in it, those of brackets inside too; a paragraph's end is a line feed."""
        words = (each if isinstance(each, str) else each.words for each in self.items)
        return "".join(words).replace(MARK, "\n")


@dataclass(frozen=True, slots=True)
class BracketedText:
    """A bracketed text as values: `lines` are its paragraphs, each of words and brackets."""

    lines: tuple[Bracket, ...]

    @property
    def brackets(self) -> tuple[Bracket, ...]:
        """Every bracket, outer ones before those in them."""
        return tuple(found for line in self.lines for found in _all(line))

    @property
    def parties(self) -> Parties:
        """Everybody who asks for anything, sorted."""
        return tuple(sorted({party for each in self.brackets for party in each.parties}))

    def base(self) -> tuple[str, ...]:
        """Return the paragraphs of the base."""
        return self.text("")

    def text(self, party: str) -> tuple[str, ...]:
        """Return the paragraphs as this party wants them."""
        told = "".join(_told(line, party) for line in self.lines)
        return tuple(told.split(MARK)[:-1])


def read_brackets(data: bytes) -> BracketedText:
    """Return a bracketed text as values; BadFile when the bytes are not a readable Word document."""
    package = read_package(data)
    notes = _notes(package)
    lines = [_line(each, notes) for each in _paragraphs(body_of(package))]
    return BracketedText(tuple(lines))


def _all(bracket: Bracket) -> Iterator[Bracket]:
    for each in bracket.items:
        if isinstance(each, Bracket):
            yield each
            yield from _all(each)


def _told(line: Bracket, party: str) -> str:
    """Return the line with its end, as the party wants both; nothing where it wants no such paragraph."""
    only = line.items[0] if len(line.items) == 1 else None
    if isinstance(only, Bracket) and only.is_paragraph and (party in only.parties) is only.is_base:
        return ""
    words = _words(line.items, party)
    gone = line.items[-1] if line.items else None
    merges = isinstance(gone, Bracket) and gone.is_base and gone.items == ["¶"] and party in gone.parties
    return words if merges else f"{words}{MARK}"


def _words(items: "Sequence[str | Bracket]", party: str, *, gone: bool = False) -> str:
    found = []
    for each in items:
        if isinstance(each, str):
            found.append("" if gone else each)
        elif each.is_base:
            hidden = gone or party in each.parties
            found.append("" if each.items == ["¶"] else _words(each.items, party, gone=hidden))
        elif party in each.parties:
            found.append(_words(each.items, party))
    return "".join(found)


def _paragraphs(container: Element) -> Iterator[Element]:
    for block in blocks(container):
        if block.tag == P:
            if val(block.find(f"{w('pPr')}/{w('pStyle')}")) != LEGEND:
                yield block
            continue
        for row in rows(block):
            for cell in cells(row):
                yield from _paragraphs(cell)


def _line(paragraph: Element, notes: dict[str, str]) -> Bracket:
    line = Bracket(is_base=True)
    opened = [line]
    for run in paragraph.iter(w("r")):
        if next(run.iterancestors(w("txbxContent"), w("r")), None) is not None:
            continue
        style = val(run.find(_STYLE))
        _take(run, style, opened, notes)
    _imply(line)
    return line


def _take(run: Element, style: str, opened: list[Bracket], notes: dict[str, str]) -> None:
    if style in (OPEN_BASE, OPEN_NEW):
        for found in _OPENINGS.finditer(run_text(run)):
            bracket = Bracket(style == OPEN_BASE)
            _state(bracket, found[1])
            opened[-1].items.append(bracket)
            opened.append(bracket)
    elif style in (CLOSE, CLOSE_PARAGRAPH):
        for found in _CLOSINGS.finditer(run_text(run)):
            bracket = opened.pop() if len(opened) > 1 else Bracket(is_base=True)
            bracket.is_paragraph = style == CLOSE_PARAGRAPH
            _state(bracket, found[1])
    elif (reference := run.find(_NOTE)) is not None and reference.get(w("id"), "") in notes:
        last = _last(opened[-1])
        if last is not None:
            _state(last, notes[reference.get(w("id"), "")])
    elif style == MARK_SIGN:
        if "¶" in run_text(run):
            opened[-1].items.append("¶" if opened[-1].is_base else MARK)
    elif style != LABEL:
        _say(opened[-1], run_text(run).translate(_SIGNS))


def _say(bracket: Bracket, words: str) -> None:
    if not words:
        return
    if bracket.items and isinstance(bracket.items[-1], str) and bracket.items[-1] != "¶":
        bracket.items[-1] += words
    else:
        bracket.items.append(words)


def _last(bracket: Bracket) -> Bracket | None:
    return next((each for each in reversed(bracket.items) if isinstance(each, Bracket)), None)


def _state(bracket: Bracket, said: str | None) -> None:
    stance = Stance.read(said or "")
    if stance is not None:
        bracket.parties, bracket.stated = stance.parties, True


def _imply(bracket: Bracket) -> None:
    """Give a bracket of base words without a stance the parties of the wordings that stand instead of it."""
    for index, each in enumerate(bracket.items):
        if not isinstance(each, Bracket):
            continue
        _imply(each)
        if each.is_base and not each.stated:
            each.parties = tuple(sorted({party for one in _instead(bracket, index) for party in one.parties}))


def _instead(bracket: Bracket, index: int) -> Iterator[Bracket]:
    for each in bracket.items[index + 1 :]:
        if not isinstance(each, Bracket) or each.is_base:
            return
        yield each


def _notes(package: Package) -> dict[str, str]:
    """Return the words of our own footnotes by id; others have no run of that style."""
    found: dict[str, str] = {}
    for name in package.related(package.main, "footnotes"):
        for note in package.tree(name).iterchildren(w("footnote")):
            runs = [run for run in note.iter(w("r")) if val(run.find(_STYLE)) == NOTE]
            if runs:
                found[note.get(w("id"), "")] = "".join(map(run_text, runs)).strip()
    return found
