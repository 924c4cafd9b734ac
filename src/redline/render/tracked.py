"""A base and everybody's edits as one Word file with tracked changes, each under its delegations' names."""

from collections.abc import Mapping
from typing import Final

from redline.changes.gather import Place
from redline.opc import Package
from redline.oxml.names import w
from redline.render.fragments import Import
from redline.render.marks import Marks
from redline.render.paragraph import write_paragraph
from redline.render.tables import write_table
from redline.text.document import body_of
from redline.text.flat import Container, FlatParagraph

_BOOKMARK: Final = w("bookmarkStart")


def write_tracked(
    package: Package, base: Container, places: Mapping[str, Place], names: Mapping[str, str], bring: Import
) -> Marks:
    """Write the edits gathered in `places` into the package whose body is `base`, in place.

    `names` maps a party's code to the name written as w:author. Returns the marks made, with their sponsors.
    """
    package.edit(package.main)
    first_id = 1 + max(map(int, filter(str.isdecimal, _bookmark_ids(package))), default=0)
    marks = Marks(names, first_id)
    _write(base, places, marks, bring)
    return marks


def _bookmark_ids(package: Package) -> list[str]:
    return [each.get(w("id"), "") for each in body_of(package).iter(_BOOKMARK)]


def _write(container: Container, places: Mapping[str, Place], marks: Marks, bring: Import) -> None:
    for node in container:
        place = places.get(node.address)
        if isinstance(node, FlatParagraph):
            if place is not None:
                write_paragraph(node.element, len(node.text), place, marks, bring)
            continue
        for row in node.rows:
            for cell in row:
                _write(cell, places, marks, bring)
        if place is not None:
            write_table(node, place, marks, bring)
