"""A compiled file's paragraphs as lines of pieces: words that stay, come or go, and by whom; then put into brackets."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from redline.changes.merged import Parties
from redline.ops.resolve_cut import unwrap
from redline.oxml.names import w
from redline.oxml.paragraphs import P, blocks, contents, prepend
from redline.oxml.runs import make_live
from redline.oxml.tables import cells, rows
from redline.render.bracket_signs import mark_sign
from redline.text.reading import OPAQUE, TRANSPARENT
from redline.text.runs import run_text

Owners = Callable[[str], Parties]
_RUN: Final = w("r")
_COMING: Final = frozenset({w("ins"), w("moveTo")})
_GOING: Final = frozenset({w("del"), w("moveFrom")})
_CHANGES: Final = _COMING | _GOING
_MARKS: Final = f"{w('pPr')}/{w('rPr')}"
_AUTHOR: Final = w("author")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run or object of a line: who puts it in (`by`), or who takes it out (`gone`); nobody: it stays."""

    element: Element
    by: Parties = ()
    gone: Parties = ()


@dataclass(slots=True)
class Line:
    """One paragraph of the base, or one put in (`by`), with its pieces; `gone`: who takes its end out."""

    paragraph: Element
    pieces: list[Piece]
    by: Parties = ()
    gone: Parties = ()
    in_table: bool = False


def lines_of(container: Element, owners: Owners) -> Iterator[Line]:
    """Yield the lines of a body, cell or note in reading order; paragraphs that somebody splits are one line again.

    The tree is changed as it is read: afterwards it holds the words of the base and of everybody, and no tracked
    change. `owners` gives the parties behind a w:author.
    """
    yield from _lines(container, owners, (), (), in_table=False)


def _lines(container: Element, owners: Owners, row_by: Parties, row_gone: Parties, *, in_table: bool) -> Iterator[Line]:
    for block in list(blocks(container)):
        if block.tag != P:
            yield from _table(block, owners)
            continue
        pieces = list(_pieces(block, owners))
        by, gone = _mark(block, owners)
        by, gone = by or row_by, tuple(sorted({*gone, *row_gone}))
        if by and not _is_all_new(pieces, by) and _joined(block, by):
            continue
        _clean(block)
        yield Line(block, pieces, by if _is_all_new(pieces, by) else (), gone, in_table=in_table)


def _table(table: Element, owners: Owners) -> Iterator[Line]:
    for row in rows(table):
        by, gone = _change_of(row.find(w("trPr")), owners)
        for cell in cells(row):
            cell_by, cell_gone = _cell_change(cell, owners)
            yield from _lines(cell, owners, by or cell_by, gone or cell_gone, in_table=True)


def _cell_change(cell: Element, owners: Owners) -> tuple[Parties, Parties]:
    properties = cell.find(w("tcPr"))
    found: tuple[Parties, Parties] = ((), ())
    for index, name in enumerate(("cellIns", "cellDel")):
        change = properties.find(w(name)) if properties is not None else None
        if properties is not None and change is not None:
            parties = owners(change.get(_AUTHOR, ""))
            found = (parties, ()) if not index else ((), parties)
            properties.remove(change)
    return found


def _mark(paragraph: Element, owners: Owners) -> tuple[Parties, Parties]:
    return _change_of(paragraph.find(_MARKS), owners)


def _change_of(properties: Element | None, owners: Owners) -> tuple[Parties, Parties]:
    """Return who puts in and who takes out what has these properties; the marks go."""
    by: Parties = ()
    gone: Parties = ()
    for change in list(properties) if properties is not None else ():
        if properties is None or change.tag not in _CHANGES:
            continue
        parties = owners(change.get(_AUTHOR, ""))
        by, gone = (parties, gone) if change.tag in _COMING else (by, parties)
        properties.remove(change)
    return by, gone


def _pieces(parent: Element, owners: Owners, by: Parties = (), gone: Parties = ()) -> Iterator[Piece]:
    for child in list(parent):
        tag = child.tag
        if tag == _RUN:
            if run_text(child):
                yield Piece(child, by, gone)
        elif tag in _CHANGES:
            parties = owners(child.get(_AUTHOR, ""))
            coming, going = (parties, gone) if tag in _COMING else (by, parties)
            if coming and set(coming) <= set(going):  # put in and taken out again: in nobody's text
                parent.remove(child)
                continue
            yield from _pieces(child, owners, coming, going)
        elif tag in TRANSPARENT:
            yield from _pieces(child, owners, by, gone)
        elif tag in OPAQUE:
            yield Piece(child, by, gone)


def _is_all_new(pieces: list[Piece], by: Parties) -> bool:
    return bool(by) and all(piece.by == by and not piece.gone for piece in pieces)


def _joined(paragraph: Element, by: Parties) -> bool:
    """Put the paragraph's content, and a sign for its end, before that of the next one; whether there is one."""
    following = paragraph.getnext()
    while following is not None and following.tag != P and following.tag != w("tbl"):
        following = following.getnext()
    if following is None or following.tag != P:
        return False
    change = etree.Element(w("ins"), {_AUTHOR: ", ".join(by)})
    change.append(mark_sign())
    prepend(following, [*contents(paragraph), change])
    parent = paragraph.getparent()
    if parent is not None:
        parent.remove(paragraph)
    return True


def _clean(paragraph: Element) -> None:
    """Take the marks of changes off the content, which stays."""
    for change in list(paragraph.iter(*_CHANGES)):
        unwrap(change)
    make_live(paragraph)
