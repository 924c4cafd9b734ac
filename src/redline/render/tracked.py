"""A base and everybody's edits as one Word file with tracked changes, each under its delegations' names."""

from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Final

from lxml.etree import _Element as Element

from redline.changes.gather import Place
from redline.changes.moved import certain_moves
from redline.opc import Package
from redline.oxml.names import w
from redline.render.bring import Bringer
from redline.render.fragments import Import
from redline.render.marks import Marks
from redline.render.paragraph import write_paragraph
from redline.render.properties import write_properties
from redline.render.tables import write_cells, write_table
from redline.text.document import Told
from redline.text.flat import Container, FlatParagraph, FlatTable, flatten, paragraphs_of

_BOOKMARK: Final = w("bookmarkStart")


def write_tracked(
    package: Package, stories: Iterable[Told], places: Mapping[str, Place], names: Mapping[str, str], bring: Bringer
) -> Marks:
    """Write the edits gathered in `places` into the package, whose stories these are, in place.

    `names` maps a party's code to the name written as w:author. Returns the marks made, with their sponsors.
    """
    told_of = list(stories)
    first_id = 1 + max((_last_bookmark(package.tree(part)) for part in {story.part for story, _ in told_of}), default=0)
    touched = [told for told in told_of if _is_touched(told[0].prefix, places)]
    marks = bring.marks = Marks(names, first_id, certain_moves(places))
    # Text boxes come first: what is written around them copies them as they then are.
    for story, container in sorted(touched, key=lambda told: told[0].kind != "box"):
        package.edit(story.part)
        writer = _Writer(places, marks, bring.into(story.part))
        writer.container(container)
        writer.section(container, story.element, story.prefix)
        if story.mirror is not None:
            _write_again(writer, container, story.element, story.mirror, story.prefix)
    return marks


def _is_touched(prefix: str, places: Mapping[str, Place]) -> bool:
    return any((address.rpartition("/")[0] + "/" if "/" in address else "") == prefix for address in places)


def _last_bookmark(root: Element) -> int:
    return max((int(found) for each in root.iter(_BOOKMARK) if (found := each.get(w("id"), "")).isdecimal()), default=0)


class _Writer:
    def __init__(self, places: Mapping[str, Place], marks: Marks, bring: Import) -> None:
        self._places = places
        self.marks = marks
        self._bring = bring

    def container(self, nodes: Container) -> None:
        """Write what is asked for in the paragraphs and tables of a container."""
        for node in nodes:
            place = self._places.get(node.address)
            if isinstance(node, FlatTable):
                self._table(node, place)
            elif place is not None:
                write_paragraph(node.element, len(node.text), place, self.marks, self._bring)
                write_properties(node.element, place, self.marks, self._bring)

    def section(self, nodes: Container, story: Element, prefix: str) -> None:
        """Write what is asked for the last section of a body."""
        if not any(address.startswith(f"{prefix}s") for address in self._places):
            return
        number = 1 + sum(isinstance(node, FlatParagraph) and node.ends_section for node in nodes)
        place = self._places.get(f"{prefix}s{number}")
        if place is not None:
            write_properties(story, place, self.marks, self._bring)

    def _table(self, node: FlatTable, place: Place | None) -> None:
        for number, row in enumerate(node.rows, 1):
            for cell in row:
                self.container(cell)
            self._row(f"{node.address}.r{number}", node.row_elements[number - 1], node.cell_elements[number - 1])
        if place is not None:
            write_properties(node.element, place, self.marks, self._bring)
            write_table(node, place, self.marks, self._bring)

    def _row(self, address: str, row: Element, cells: list[Element]) -> None:
        for column, cell in enumerate(cells, 1):
            place = self._places.get(f"{address}.c{column}")
            if place is not None:
                write_properties(cell, place, self.marks, self._bring)
        place = self._places.get(address)
        if place is not None:
            write_properties(row, place, self.marks, self._bring)
            write_cells(row, cells, place, self.marks, self._bring)


def _write_again(writer: _Writer, first: Container, written: Element, mirror: Element, prefix: str) -> None:
    """Write the same changes into the second branch of alternate content; one that differs becomes a copy."""
    second = flatten(mirror, prefix)
    if [_like(each) for each in paragraphs_of(first)] == [_like(each) for each in paragraphs_of(second)]:
        writer.container(second)
        return
    for child in list(mirror):
        mirror.remove(child)
    mirror.extend(writer.marks.renumbered(deepcopy(child)) for child in written)


def _like(paragraph: FlatParagraph) -> tuple[str, str]:
    return paragraph.address, paragraph.text
