"""One base paragraph written with everything that is asked for in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from redline.changes.edit import Part
from redline.changes.gather import Insertion, Place, Sponsors
from redline.changes.moved import Span
from redline.oxml.names import w
from redline.oxml.order import first_child, rpr_insert
from redline.render.fragments import Import, mark_content, paragraph_with, parsed, properties, words
from redline.render.inline import Chain, Item, Nest, common, cut, items_of
from redline.render.marks import Marks
from redline.render.moved import edited

_PPR: Final = w("pPr")
_DELETED: Final = {w("t"): w("delText"), w("instrText"): w("delInstrText")}
_LINKS: Final = frozenset({w("hyperlink"), w("fldSimple")})


def write_paragraph(element: Element, length: int, place: Place, marks: Marks, bring: Import) -> None:
    """Write the changes into a w:p of the base, whose flat text has `length` characters.

    What ends paragraphs puts new ones before it, so that the base's own mark, properties and section stay last.
    """
    writer = _Writer(element, place, marks, bring)
    writer.write(length)
    mark = place.mark_deleted()
    if mark:
        marks.mark_deleted(element, mark)
    if writer.after is not None:
        element.addnext(writer.after)


@dataclass(slots=True)
class _Pending:
    """Deleted runs side by side that share one w:del."""

    chain: Chain
    sponsors: Sponsors
    mark: Element


class _Writer:
    def __init__(self, element: Element, place: Place, marks: Marks, bring: Import) -> None:
        self._element = element
        self._place = place
        self._marks = marks
        self._bring = bring
        self._nest = Nest(etree.Element(element.tag))
        self._deletion: _Pending | None = None
        self.after: Element | None = None

    def write(self, length: int) -> None:
        cuts = self._place.cuts(length)
        items = list(cut(items_of(self._element), cuts))
        base_properties = self._element.find(_PPR)
        gaps = [offset for offset in cuts if self._place.gaps.get(offset)]
        for index, item in enumerate(items):
            # At the beginning even markers come after what is put in; elsewhere they stay with the text before them.
            while gaps and (item.start > gaps[0] or (item.start == gaps[0] and (item.end > item.start or not gaps[0]))):
                self._insert(gaps.pop(0), _neighbours(items, index), base_properties)
            self._keep_or_delete(item)
        for offset in gaps:
            self._insert(offset, (), base_properties)
        self._finish(base_properties)

    def _finish(self, base_properties: Element | None) -> None:
        """Put what is left after the last break into the base's own w:p."""
        for child in list(self._element):
            self._element.remove(child)
        if base_properties is not None:
            self._element.append(base_properties)
        self._element.extend(list(self._nest.paragraph))

    def _keep_or_delete(self, item: Item) -> None:
        deleting = self._place.deleting(item.start, item.end) if item.end > item.start else None
        self._format(item)
        if not deleting:
            self._deletion = None
            self._nest.add(item.chain, item.element)
            return
        span = self._marks.moves(deleting)
        for child in item.element if item.is_run and span is None else ():
            child.tag = _DELETED.get(child.tag, child.tag)
        if span is not None and (span.first[0], span.first[1]) == (self._place.address, item.start):
            start, self._marks.ends[deleting.move] = self._marks.move_range("moveFrom", deleting)
            self._nest.add(item.chain, start)
        open_deletion = self._deletion
        if open_deletion is None or open_deletion.chain != item.chain or open_deletion.sponsors != deleting:
            open_deletion = _Pending(item.chain, deleting, self._marks.deleted(deleting))
            self._nest.add(item.chain, open_deletion.mark)
            self._deletion = open_deletion
        open_deletion.mark.append(item.element)
        if span is not None and span.last == (self._place.address, item.end):
            self._end_of_move(span, deleting, item.chain)

    def _end_of_move(self, span: Span, sponsors: Sponsors, chain: Chain) -> None:
        """End the range around words that moved away: behind the paragraph when its mark moved too."""
        end = self._marks.ends.pop(sponsors.move)
        self._deletion = None
        if span.takes_mark:
            self.after = end
        else:
            self._nest.add(chain, end)

    def _format(self, item: Item) -> None:
        """Write the formatting most delegations ask for; one run can carry only one."""
        wanted = self._place.formatting(item.start, item.end) if item.is_run and self._place.formats else ()
        if not wanted or item.end == item.start:
            return
        run, insertion = item.element, wanted[0]
        former = first_child(run, "rPr")
        made = parsed(insertion.content[0])[0]
        run.replace(former, made)
        rpr_insert(made, self._marks.format_changed(insertion.sponsors, former))

    def _insert(self, offset: int, chain: Chain, base_properties: Element | None) -> None:
        self._deletion = None
        for move, group in groupby(self._place.inserting(offset), lambda each: each.sponsors.move):
            insertions = list(group)
            certain = self._marks.moves(insertions[0].sponsors) if move else None
            bounds = self._marks.move_range("moveTo", insertions[0].sponsors) if certain else None
            if bounds is not None:
                self._nest.add(chain, bounds[0])
            for insertion in insertions:
                self._insert_one(insertion, chain, base_properties)
            if bounds is not None:
                self._nest.add((), bounds[1])

    def _insert_one(self, insertion: Insertion, chain: Chain, base_properties: Element | None) -> None:
        sponsors = insertion.sponsors
        for part in insertion.content:
            if part.kind == "words":
                linked = any(wrapper.tag in _LINKS for wrapper in chain)
                span = self._marks.moves(sponsors)
                make = partial(edited, span.words) if span is not None and span.words else partial(words, linked=linked)
                for element in make(part, sponsors, self._marks, self._bring):
                    self._nest.add(chain, element)
            elif part.kind == "mark":
                ppr = properties(part, base_properties)
                self._bring(ppr, part, sponsors)
                self._break(ppr, sponsors)
            else:
                if not self._nest.is_empty:
                    self._break(properties(Part("mark"), base_properties), sponsors)
                for table in self._tables(insertion, part):
                    self._element.addprevious(table)

    def _tables(self, insertion: Insertion, part: Part) -> Iterator[Element]:
        for table in parsed(part):
            self._bring(table, part, insertion.sponsors)
            mark_content(table, insertion.sponsors, self._marks)
            yield table

    def _break(self, ppr: Element, sponsors: Sponsors) -> None:
        """End a new paragraph here: what was written so far goes before the base's own."""
        made = paragraph_with(ppr, list(self._nest.paragraph))
        self._marks.mark_inserted(made, sponsors)
        self._element.addprevious(made)
        self._nest = self._nest.another(etree.Element(self._element.tag))


def _neighbours(items: list[Item], index: int) -> Chain:
    """Return the wrappers of the gap before items[index]."""
    before = items[index - 1].chain if index else None
    return common(before, items[index].chain)
