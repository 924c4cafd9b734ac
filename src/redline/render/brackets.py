"""A compiled text with everybody's proposals in square brackets, as negotiating texts are printed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from lxml import etree
from lxml.etree import _Element as Element

from redline.changes.labels import added_label, alternative_label, alternatives
from redline.changes.merged import Parties
from redline.changes.nesting import Span, nested
from redline.opc import Package, read_package
from redline.ops.manifest import read_manifest, remove_manifest
from redline.ops.resolve import resolve_package
from redline.ops.resolve_tree import Decision
from redline.oxml.names import w
from redline.oxml.order import first_child, ppr_insert, rpr_insert
from redline.oxml.revisions import Revision, members
from redline.render.bracket_formats import format_notes, write_format_notes
from redline.render.bracket_legend import Legend, write_legend
from redline.render.bracket_lines import Line, Piece, lines_of
from redline.render.bracket_notes import Notes
from redline.render.bracket_signs import (
    CLOSE,
    CLOSE_PARAGRAPH,
    LABEL,
    MARK_SIGN,
    OPEN_BASE,
    OPEN_NEW,
    BracketStyle,
    MarkUp,
    Stance,
    add_styles,
    check_code,
    put_after,
    put_before,
    sign,
)
from redline.text.numbering import labels
from redline.text.stories import find_stories

__all__ = ["BracketStyle", "MarkUp", "bracketed"]


def bracketed(
    compiled: bytes,
    *,
    style: BracketStyle = "suffix",
    mark_up: MarkUp = "brackets",
    names: Mapping[str, str] | None = None,
    legend: bool = True,
    phrases: Mapping[str, str] | None = None,
) -> bytes:
    """Return a compiled file as a bracketed text: `[shall][should: AG, BR]`; it holds no tracked change any more.

    `style` says where the parties stand: after the words (`suffix`), before them (`prefix`), in a `footnote`, or
    nowhere (`unattributed`: then nothing in the file says who asks for what). `mark_up` adds, inside the brackets,
    bold and strike-through ("bold"), or before each paragraph ADD, MOD, SUP or NOC ("symbols"). `names` by code are
    printed in the `legend`, which stands before the text, in English or in the words that `phrases` gives by the keys
    of `redline.render.phrases.PHRASES`. Nothing is renumbered: what is put in is "6 bis" or "6 alt".
    Formatting that is proposed is a note behind its paragraph: `[bold “shall”: AG]`. A bracket, colon or comma in a
    code is printed as its full-width twin. BadFile when the bytes are no Word document.

    >>> from redline import compile_files, text
    >>> from redline.render.example import BASE, FILES
    >>> for line in text(bracketed(compile_files(BASE, FILES).docx, legend=False), "final"):
    ...     print(line)
    States [shall][should: AG, BR] act in time.
    [Each State decides how.: CL]
    They report each year.
    """
    package = read_package(compiled)
    authors = read_manifest(package)
    page = _Page(package, style, mark_up, authors)
    formats = format_notes(package, page.owners)
    resolve_package(package, _only_words)
    page.numbers = labels(package)
    for story in find_stories(package):
        package.edit(story.part)
        page.write(list(lines_of(story.element, page.owners)), is_body=story.kind == "body")
    write_format_notes(formats, named=style != "unattributed")
    if page.notes is not None:
        page.notes.settle(package.tree(package.main))
    add_styles(package)
    if style == "unattributed":
        _remove_names(package)
    if legend:
        write_legend(package, Legend(style, mark_up, tuple(sorted(page.parties)), names or {}, phrases))
    return package.to_bytes()


def _only_words(revision: Revision) -> Decision:
    """Leave what a bracket can hold; of the rest the base's own stays."""
    if revision.scope == "range":
        return "accept"
    return "keep" if revision.scope in {"run", "mark", "row"} or revision.kind in {"cellIns", "cellDel"} else "reject"


def _remove_names(package: Package) -> None:
    """Take out what would say who asks for what: the list of sponsors, and the comments with their authors."""
    remove_manifest(package)
    tags = [w(name) for name in ("commentRangeStart", "commentRangeEnd", "commentReference")]
    for marker in list(package.edit(package.main).iter(*tags)):
        parent = marker.getparent()
        if parent is not None:
            parent.remove(marker)
    for each in package.relationships(package.main):
        known = not each.external and package.has(each.target)
        if known and ("/comments" in each.type or each.type.endswith("/people")):
            package.remove_relationship(package.main, each.id)
            package.remove_part(each.target)


@dataclass(slots=True)
class _Page:
    package: Package
    style: BracketStyle
    mark_up: MarkUp
    authors: Mapping[str, Parties]
    numbers: Mapping[Element, str] = field(default_factory=dict)
    parties: set[str] = field(default_factory=set)
    notes: Notes | None = None

    def owners(self, author: str) -> Parties:
        """Return the parties behind a w:author."""
        found = self.authors.get(author) or members(author) or (author,)
        for code in set(found) - self.parties:
            check_code(code)
        self.parties.update(found)
        return tuple(sorted(found))

    def write(self, lines: list[Line], *, is_body: bool) -> None:
        """Put the lines of one story into brackets."""
        style = self.style if is_body or self.style != "footnote" else "suffix"
        if style == "footnote" and self.notes is None:
            self.notes = Notes(self.package)
        writer = _Writer(style, self.notes)
        given = dict(_given_labels(lines, self.numbers)) if is_body else {}
        for line in lines:
            spans = nested([None if each.by else each.gone for each in line.pieces])
            writer.line(line, spans)
            if line.by:
                _unnumber(line.paragraph)
            if self.mark_up == "bold":
                _embolden(line.pieces)
            label = given.get(id(line.paragraph), "")
            if self.mark_up == "symbols" and is_body and not line.in_table:
                label = " ".join(each for each in (_symbol(line, spans), label) if each)
            if label:
                _put_label(line, f"{label} ")


class _Writer:
    def __init__(self, style: BracketStyle, notes: Notes | None) -> None:
        self._style = style
        self._notes = notes

    def line(self, line: Line, spans: tuple[Span, ...]) -> None:
        """Write the brackets of one line."""
        whole = _is_whole(line, spans)
        for index, group in _groups(line):
            self._around(OPEN_NEW, CLOSE_PARAGRAPH if line.by else CLOSE, Stance(line.pieces[index].by), group)
        if line.by and not line.pieces:
            self._at_end(line, OPEN_NEW, CLOSE_PARAGRAPH, Stance(line.by), "")
        following = _following(line)
        for place, span in enumerate(spans):
            outermost = not any(each.last == span.last for each in spans[:place])
            implied = outermost and following.get(span.last) == frozenset(span.parties)
            stance = None if implied else Stance(span.parties, deletes=True)
            pieces = line.pieces[span.first : span.last + 1]
            self._around(OPEN_BASE, CLOSE_PARAGRAPH if whole else CLOSE, stance, pieces)
        if line.gone and not whole and not line.by:
            self._at_end(line, OPEN_BASE, CLOSE, Stance(line.gone, deletes=True), "¶")

    def _around(self, opening: str, closing: str, stance: Stance | None, pieces: list[Piece]) -> None:
        """Put a bracket around pieces; outer brackets come first, so that each goes next to the words."""
        first, last = pieces[0].element, pieces[-1].element
        signs = self._signs(opening, closing, stance)
        put_before(first, signs[0])
        for each in reversed(signs[1:]):
            put_after(last, each)

    def _at_end(self, line: Line, opening: str, closing: str, stance: Stance, words: str) -> None:
        signs = self._signs(opening, closing, stance)
        line.paragraph.append(signs[0])
        if words:
            line.paragraph.append(sign(MARK_SIGN, words))
        line.paragraph.extend(signs[1:])

    def _signs(self, opening: str, closing: str, stance: Stance | None) -> list[Element]:
        """Return the opening sign and what closes the bracket."""
        said = str(stance) if stance is not None else ""
        if not said or self._style == "unattributed":
            return [sign(opening, "["), sign(closing, "]")]
        if self._style == "prefix":
            return [sign(opening, f"[{said}: "), sign(closing, "]")]
        if self._style == "footnote" and self._notes is not None:
            return [sign(opening, "["), sign(closing, "]"), self._notes.reference(said)]
        return [sign(opening, "["), sign(closing, f": {said}]")]


def _is_whole(line: Line, spans: tuple[Span, ...]) -> bool:
    """Whether the same parties take out all words of the paragraph and its end, and nobody puts in a word."""
    if not line.gone or line.by or len(spans) != 1 or any(each.by for each in line.pieces):
        return False
    return (spans[0].first, spans[0].last, spans[0].parties) == (0, len(line.pieces) - 1, line.gone)


def _groups(line: Line) -> Iterator[tuple[int, list[Piece]]]:
    """Yield the stretches that the same parties put in, with the number of the first piece."""
    index = 0
    for by, group in groupby(line.pieces, key=lambda each: each.by):
        pieces = list(group)
        if by:
            yield index, pieces
        index += len(pieces)


def _following(line: Line) -> dict[int, frozenset[str]]:
    """Return, by the number of a base piece, who puts something in just behind it."""
    found: dict[int, frozenset[str]] = {}
    last = -1
    for index, piece in enumerate(line.pieces):
        if not piece.by:
            last = index
        elif last >= 0:
            found[last] = found.get(last, frozenset()) | frozenset(piece.by)
    return found


def _given_labels(lines: list[Line], numbers: Mapping[Element, str]) -> Iterator[tuple[int, str]]:
    """Yield the label of each paragraph that is put in, by the identity of its w:p."""
    before: Line | None = None
    for by, group in groupby(lines, key=lambda each: bool(each.by) and not each.in_table):
        run = list(group)
        if not by:
            before = run[-1]
            continue
        label = numbers.get(before.paragraph, "") if before is not None else ""
        gone = [frozenset(each.gone) for each in before.pieces if not each.by] if before is not None else []
        instead = [each for each in run if alternatives(gone, frozenset(each.by))]
        added = [each for each in run if each not in instead]
        for ordinal, each in enumerate(instead, 1):
            yield id(each.paragraph), alternative_label(label, ordinal, len(instead))
        for ordinal, each in enumerate(added, 1):
            yield id(each.paragraph), added_label(label, ordinal)


def _put_label(line: Line, label: str) -> None:
    """Put a label before the words; that of a paragraph put in stands in its bracket."""
    first = next((child for child in line.paragraph if child.tag != w("pPr")), None)
    made = sign(LABEL, label)
    if first is None:
        line.paragraph.append(made)
    elif line.by:
        first.addnext(made)
    else:
        first.addprevious(made)


def _unnumber(paragraph: Element) -> None:
    """Take the automatic number off a paragraph that is put in: it would move all numbers after it."""
    properties = first_child(paragraph, "pPr")
    for numbering in properties.findall(w("numPr")):
        properties.remove(numbering)
    numbering = ppr_insert(properties, etree.Element(w("numPr")))
    etree.SubElement(numbering, w("numId"), {w("val"): "0"})


def _embolden(pieces: list[Piece]) -> None:
    for piece in pieces:
        if piece.element.tag != w("r") or not (piece.by or piece.gone):
            continue
        properties = first_child(piece.element, "rPr")
        wanted = {"b": {}, "u": {w("val"): "single"}} if piece.by else {"strike": {}}
        for name, attributes in wanted.items():
            for former in properties.findall(w(name)):
                properties.remove(former)
            rpr_insert(properties, etree.Element(w(name), attributes))


def _symbol(line: Line, spans: tuple[Span, ...]) -> str:
    """Return ADD, MOD, SUP or NOC (no change), as the ITU prints them; "" for a paragraph without words."""
    if line.by:
        return "ADD"
    if _is_whole(line, spans):
        return "SUP"
    if spans or line.gone or any(each.by for each in line.pieces):
        return "MOD"
    return "NOC" if line.pieces else ""
