"""Revision marks as Word writes them: ids, joint authors, dates (ECMA-376 Part 1 §17.13.5)."""

from collections.abc import Collection, Iterable, Mapping
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from redline.changes.gather import Sponsors
from redline.changes.merged import Parties
from redline.changes.moved import Span
from redline.oxml.names import w
from redline.oxml.order import first_child, rpr_insert, tcpr_insert, trpr_insert
from redline.oxml.paragraphs import ensure_mark_properties
from redline.oxml.tables import row_properties

# Word cuts w:author at 255 characters (pitfall 7).
_LONGEST_AUTHOR: Final = 255
_ID: Final = w("id")
_AUTHOR: Final = w("author")
_INS: Final = w("ins")
_DEL: Final = w("del")
_MOVE_TO: Final = w("moveTo")
_MOVE_FROM: Final = w("moveFrom")


class Marks:
    """Makes revision marks with ids that are unique in the file, and remembers whose each is."""

    def __init__(self, names: Mapping[str, str], first_id: int = 1, moves: Mapping[str, Span] | None = None) -> None:
        self._names = names
        self._moves = moves or {}
        self._next = first_id
        self._authors: dict[Parties, str] = {}
        self._taken: set[str] = set()
        self.sponsors: dict[int, Parties] = {}
        # Ends of ranges that are open, by move: words may move away over several paragraphs.
        self.ends: dict[str, Element] = {}

    def inserted(self, sponsors: Sponsors, children: Iterable[Element] = ()) -> Element:
        """Return a w:ins (for a certain move: a w:moveTo) around these runs."""
        return self._mark(_MOVE_TO if sponsors.move in self._moves else _INS, sponsors, children)

    def deleted(self, sponsors: Sponsors, children: Iterable[Element] = ()) -> Element:
        """Return a w:del around these runs, whose text must be deleted text already; or a w:moveFrom, if `moves`."""
        return self._mark(_MOVE_FROM if self.moves(sponsors) else _DEL, sponsors, children)

    def moves(self, sponsors: Sponsors) -> Span | None:
        """Return where the words of a certain move stood, None when this is no half of one."""
        return self._moves.get(sponsors.move)

    def move_range(self, name: str, sponsors: Sponsors) -> tuple[Element, Element]:
        """Return the start and end of a range ("moveFrom", "moveTo") around one half of a certain move."""
        start = self._mark(w(f"{name}RangeStart"), sponsors, ())
        start.set(w("name"), f"move{self._moves[sponsors.move].number}")
        return start, etree.Element(w(f"{name}RangeEnd"), {_ID: start.get(_ID, "")})

    def format_changed(self, sponsors: Sponsors, former: Element | None) -> Element:
        """Return a w:rPrChange that remembers the former run properties."""
        children = () if former is None else list(former)
        change = self._mark(w("rPrChange"), sponsors, ())
        etree.SubElement(change, w("rPr")).extend(children)
        return change

    def properties_changed(self, tag: str, sponsors: Sponsors, former: Element) -> Element:
        """Return the record `tag` (w:pPrChange, w:tblGridChange …) of former properties."""
        change = self._mark(tag, sponsors, [former])
        if tag == w("tblGridChange"):  # CT_TblGridChange has an id and no more
            for name in [name for name in change.attrib if name != _ID]:
                del change.attrib[name]
        return change

    def bare(self, tag: str, sponsors: Sponsors) -> Element:
        """Return a mark without content: w:cellIns, w:cellMerge, w:ins in numbering."""
        return self._mark(tag, sponsors, ())

    def renumbered(self, element: Element) -> Element:
        """Give the marks in a copy of what is written already ids of their own; returns it."""
        for mark in element.iter():
            known = self.sponsors.get(int(mark.get(_ID, "x"))) if mark.get(_ID, "x").isdecimal() else None
            if known is not None and mark.get(_AUTHOR) is not None:
                mark.set(_ID, str(self._next))
                self.sponsors[self._next] = known
                self._next += 1
        return element

    def cell_inserted(self, cell: Element, sponsors: Sponsors) -> None:
        """Say that the cell was put in."""
        tcpr_insert(first_child(cell, "tcPr"), self.bare(w("cellIns"), sponsors))

    def cell_deleted(self, cell: Element, sponsors: Sponsors) -> None:
        """Say that the cell goes."""
        tcpr_insert(first_child(cell, "tcPr"), self.bare(w("cellDel"), sponsors))

    def mark_inserted(self, paragraph: Element, sponsors: Sponsors) -> None:
        """Say that the mark at the end of the paragraph was put in."""
        rpr_insert(ensure_mark_properties(paragraph), self.inserted(sponsors))

    def mark_deleted(self, paragraph: Element, sponsors: Sponsors) -> None:
        """Say that the mark at the end of the paragraph goes."""
        rpr_insert(ensure_mark_properties(paragraph), self.deleted(sponsors))

    def row_inserted(self, row: Element, sponsors: Sponsors) -> None:
        """Say that the table row was put in."""
        trpr_insert(row_properties(row), self.bare(_INS, sponsors))

    def row_deleted(self, row: Element, sponsors: Sponsors) -> None:
        """Say that the table row goes."""
        trpr_insert(row_properties(row), self.bare(_DEL, sponsors))

    def author(self, parties: Parties) -> str:
        """Return w:author for these parties: their names joined, or their number where Word would cut the names."""
        if parties not in self._authors:
            self._authors[parties] = free_author(joined_author(parties, self._names), self._taken)
            self._taken.add(self._authors[parties])
        return self._authors[parties]

    @property
    def authors(self) -> dict[Parties, str]:
        """Every w:author that was written, by its parties."""
        return self._authors

    def _mark(self, tag: str, sponsors: Sponsors, children: Iterable[Element]) -> Element:
        attributes = {w("id"): str(self._next), w("author"): self.author(sponsors.parties)}
        if sponsors.date:
            attributes[w("date")] = sponsors.date
        mark = etree.Element(tag, attributes)
        mark.extend(children)
        self.sponsors[self._next] = sponsors.parties
        self._next += 1
        return mark


def joined_author(parties: Parties, names: Mapping[str, str]) -> str:
    """Return the names of the parties joined, or their number where Word would cut the names."""
    joined = ", ".join(names.get(party, party) for party in parties)
    return joined if len(joined) <= _LONGEST_AUTHOR else f"{len(parties)} delegations"


def free_author(author: str, taken: Collection[str]) -> str:
    """Return the author with a number behind it where another author goes by the same words."""
    number, free = 1, author
    while free in taken:
        number += 1
        free = f"{author} ({number})"
    return free
