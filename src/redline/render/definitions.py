"""Styles and lists that inserted paragraphs use and the base does not have, brought from the delegation's file."""

from copy import copy
from typing import Final

from lxml.etree import _Element as Element

from redline.opc import Package
from redline.oxml.names import val, w

_VAL: Final = w("val")
_STYLED: Final = (w("pStyle"), w("rStyle"), w("tblStyle"))
_STYLE: Final = w("style")
_STYLE_ID: Final = w("styleId")
_NUM: Final = w("num")
_NUM_ID: Final = w("numId")
_ABSTRACT: Final = w("abstractNum")
_ABSTRACT_ID: Final = w("abstractNumId")
_LEADS_TO: Final = (w("basedOn"), w("next"), w("link"))


class Definitions:
    """The definitions of one delegation's file against those of the base."""

    def __init__(self, base: Package, source: Package) -> None:
        self._base = base
        self._source = source
        self._lists: dict[str, str] = {}

    def adjust(self, element: Element) -> None:
        """Make every style and list the element names one that the base defines."""
        for each in list(element.iter(*_STYLED)):
            if not self._has_style(val(each)):
                _remove(each)
        for each in list(element.iter(_NUM_ID)):
            number = self._list(val(each))
            if number:
                each.set(_VAL, number)
            else:
                _remove(each.getparent())

    def _has_style(self, identity: str) -> bool:
        base = self._base.related(self._base.main, "styles")
        if not base:
            return False
        if _by(self._base.tree(base[0]), _STYLE, _STYLE_ID, identity) is not None:
            return True
        source = self._source.related(self._source.main, "styles")
        style = _by(self._source.tree(source[0]), _STYLE, _STYLE_ID, identity) if source else None
        if style is None:
            return False
        copied = copy(style)
        self._base.edit(base[0]).append(copied)
        for leading in list(copied.iterchildren(*_LEADS_TO)):
            if not self._has_style(val(leading)):
                copied.remove(leading)
        for listed in list(copied.iter(_NUM_ID)):
            listed.set(_VAL, self._list(val(listed)) or "0")
        return True

    def _list(self, number: str) -> str:
        """Return the list of the base that stands for this list of the source, "" when there can be none."""
        if number in ("", "0"):
            return number
        if number not in self._lists:
            self._lists[number] = self._brought(number)
        return self._lists[number]

    def _brought(self, number: str) -> str:
        base = self._base.related(self._base.main, "numbering")
        if not base:
            return ""
        root = self._base.tree(base[0])
        if _by(root, _NUM, _NUM_ID, number) is not None:
            return number
        source = self._source.related(self._source.main, "numbering")
        found = _by(self._source.tree(source[0]), _NUM, _NUM_ID, number) if source else None
        abstract = found.find(_ABSTRACT_ID) if found is not None else None
        definition = _by(self._source.tree(source[0]), _ABSTRACT, _ABSTRACT_ID, val(abstract)) if source else None
        if found is None or definition is None:
            return ""
        return _add_list(self._base.edit(base[0]), copy(definition), copy(found))


def _add_list(root: Element, definition: Element, number: Element) -> str:
    """Append a list and its definition to numbering.xml under free ids: definitions come before lists."""
    abstract_id = _free(root, _ABSTRACT, _ABSTRACT_ID)
    definition.set(_ABSTRACT_ID, abstract_id)
    number.set(_NUM_ID, _free(root, _NUM, _NUM_ID))
    lists = root.findall(_NUM)
    if lists:
        lists[0].addprevious(definition)
        lists[-1].addnext(number)
    else:
        root.append(definition)
        definition.addnext(number)
    for each in number.iterchildren(_ABSTRACT_ID):
        each.set(_VAL, abstract_id)
    return number.get(_NUM_ID, "")


def _free(root: Element, tag: str, attribute: str) -> str:
    taken = [int(each.get(attribute, "0")) for each in root.iterchildren(tag) if each.get(attribute, "").isdecimal()]
    return str(max(taken, default=0) + 1)


def _by(root: Element, tag: str, attribute: str, value: str) -> Element | None:
    return next((each for each in root.iterchildren(tag) if each.get(attribute) == value), None)


def _remove(element: Element | None) -> None:
    parent = element.getparent() if element is not None else None
    if element is not None and parent is not None:
        parent.remove(element)
