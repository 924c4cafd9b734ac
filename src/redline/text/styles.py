"""What a paragraph is by its style: a heading of some level, or not; and how the style is called."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

from lxml.etree import _Element as Element

from redline.opc import Package
from redline.oxml.names import val, w

_DEEPEST_HEADING: Final = 8
_STYLE: Final = w("style")
_PPR: Final = w("pPr")


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style: its name, outline level (0 is the highest, None is body text) and list level."""

    name: str
    outline: int | None
    list_level: int | None


class Styles:
    """The paragraph styles of a package, with what they inherit."""

    def __init__(self, package: Package) -> None:
        found = package.related(package.main, "styles")
        self._elements: dict[str, Element] = {}
        self._default = ""
        for each in package.tree(found[0]).iterchildren(_STYLE) if found else ():
            if each.get(w("type"), "paragraph") == "paragraph":
                identity = each.get(w("styleId"), "")
                self._elements[identity] = each
                if each.get(w("default")) in {"1", "true", "on"}:
                    self._default = identity
        self._known: dict[str, Style] = {}

    @cached_property
    def ids(self) -> frozenset[str]:
        """The ids of all paragraph styles."""
        return frozenset(self._elements)

    def of(self, properties: Element | None) -> Style:
        """Return the style of a paragraph with these properties, its own outline and list level first."""
        named = val(properties.find(w("pStyle")), self._default) if properties is not None else self._default
        style = self._style(named)
        if properties is None:
            return style
        outline, level = _levels(properties)
        if outline is None and level is None:
            return style
        return Style(
            style.name,
            style.outline if outline is None else outline,
            style.list_level if level is None else level,
        )

    def _style(self, identity: str) -> Style:
        if identity not in self._known:
            self._known[identity] = self._read(identity)
        return self._known[identity]

    def _read(self, identity: str) -> Style:
        name, outline, level = "", None, None
        seen: set[str] = set()
        while identity in self._elements and identity not in seen:
            seen.add(identity)
            element = self._elements[identity]
            name = name or val(element.find(w("name")), identity)
            properties = element.find(_PPR)
            if properties is not None:
                own_outline, own_level = _levels(properties)
                outline = own_outline if outline is None else outline
                level = own_level if level is None else level
            identity = val(element.find(w("basedOn")))
        return Style(name, outline, level)


def _levels(properties: Element) -> tuple[int | None, int | None]:
    outline = _number(properties.find(w("outlineLvl")))
    numbering = properties.find(w("numPr"))
    if numbering is None:
        return outline, None
    return outline, _number(numbering.find(w("ilvl"))) or 0


def _number(element: Element | None) -> int | None:
    written = val(element)
    return int(written) if written.isdecimal() else None


def is_heading(style: Style) -> bool:
    """Whether a paragraph of this style is a heading: an outline level, or the name of a built-in heading or title."""
    named = style.name.lower().startswith(("heading ", "title"))
    return named or (style.outline is not None and style.outline <= _DEEPEST_HEADING)


def level_of(style: Style) -> int:
    """Return the level 1-9 of a heading or of a numbered paragraph, 0 of any other."""
    if is_heading(style):
        return (style.outline or 0) + 1
    return 0 if style.list_level is None else style.list_level + 1
