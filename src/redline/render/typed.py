"""Automatic numbers typed out as text, for translators: no program renumbers what they translate."""

from copy import deepcopy
from typing import Final

from lxml.etree import _Element as Element

from redline.opc import Package, read_package
from redline.oxml.names import val, w
from redline.oxml.order import first_child, ppr_insert
from redline.text.document import body_of
from redline.text.numbering import Numbering, Place, story_labels
from redline.text.runs import plain_run
from redline.text.stories import find_stories

_BEHIND: Final = {"space": " ", "nothing": ""}
_KEPT: Final = ("tabs", "ind")


def typed_numbers(data: bytes) -> bytes:
    """Return a Word file whose automatic numbers ("6.", "(a)") are typed before the words, where Word printed them.

    Indents and tabs of the lists stay with their paragraphs; bullets stay as they are. BadFile when the bytes are not
    a readable Word document.

    >>> from redline import text
    >>> from redline.render.example import BASE
    >>> text(typed_numbers(BASE), "final") == text(BASE, "final")  # it has no automatic numbers
    True
    """
    package = read_package(data)
    lists = _Lists(package)
    for story in find_stories(package):
        container = body_of(package) if story.kind == "body" else story.element
        found = story_labels(package, container)
        if found:
            package.edit(story.part)
        for paragraph, label in found.items():
            lists.type_out(paragraph, label)
    return package.to_bytes()


class _Lists:
    def __init__(self, package: Package) -> None:
        self._numbering = Numbering(package)
        parts = package.related(package.main, "numbering")
        root = package.tree(parts[0]) if parts else None
        self._abstract = _by_id(root, "abstractNum", "abstractNumId")
        self._lists = _by_id(root, "num", "numId")

    def type_out(self, paragraph: Element, label: str) -> None:
        """Type the label before the words of a paragraph and take it out of its list."""
        place = self._numbering.place(paragraph)
        level = self._level(place) if place is not None else None
        properties = first_child(paragraph, "pPr")
        if level is not None:
            _keep_layout(properties, level)
        for each in properties.findall(w("numPr")):
            properties.remove(each)
        numbering = ppr_insert(properties, properties.makeelement(w("numPr")))
        numbering.append(numbering.makeelement(w("numId"), {w("val"): "0"}))
        behind = val(level.find(w("suff")), "tab") if level is not None else "tab"
        properties.addnext(plain_run(label + _BEHIND.get(behind, "\t")))

    def _level(self, place: Place) -> Element | None:
        """Return the definition that holds for a place: the list's own, else that of what it is a list of (§17.9.6)."""
        number = str(place.level)
        own = self._lists.get(place.list_id)
        for override in () if own is None else own.iterchildren(w("lvlOverride")):
            if override.get(w("ilvl")) == number and (found := override.find(w("lvl"))) is not None:
                return found
        abstract = self._abstract.get(place.group)
        levels = () if abstract is None else abstract.iterchildren(w("lvl"))
        return next((each for each in levels if each.get(w("ilvl")) == number), None)


def _by_id(root: Element | None, name: str, key: str) -> dict[str, Element]:
    return {} if root is None else {each.get(w(key), ""): each for each in root.iterchildren(w(name))}


def _keep_layout(properties: Element, level: Element) -> None:
    """Give a paragraph the indent and tabs that its list gave it, where it has none of its own."""
    layout = level.find(w("pPr"))
    for name in _KEPT if layout is not None else ():
        given = layout.find(w(name)) if layout is not None else None
        if given is not None and properties.find(w(name)) is None:
            ppr_insert(properties, deepcopy(given))
