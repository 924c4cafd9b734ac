"""Headers and footers that a file has and the base lacks: empty ones are put into the base, so that words find a place.

A reference to a header is never tracked: the record of former section properties has no room for one (CT_SectPrBase in
`wml.xsd`; ECMA-376 Part 1 §17.13.5.32). Word tracks the words in the new header and leaves an empty one when they are
rejected; so do we.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from redline.opc import Package
from redline.ops.stories import is_blank, words_of
from redline.oxml.names import W, r, w
from redline.text.document import body_of
from redline.text.stories import find_stories

_KINDS: Final = {w("headerReference"): "header", w("footerReference"): "footer"}
_ROOTS: Final = {"header": "hdr", "footer": "ftr"}
_SECTION: Final = w("sectPr")
_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml."


@dataclass(frozen=True, slots=True, order=True)
class Margin:
    """A header or footer by its section (from 0), kind and type ("default", "first", "even")."""

    section: int
    kind: str
    type: str


def with_margins(base: Package, files: Iterable[Package]) -> bool:
    """Put every header and footer that the files have and the base lacks into the base, empty; whether there were any.

    What a word processor makes by itself is none: an empty one, one that says what another of the base says.
    """
    known = {words_of(each.element) for each in find_stories(base) if each.kind in _ROOTS}
    had = _inherited(base)
    sections = _sections(base)
    wanted = {
        Margin(min(place.section, max(len(sections) - 1, 0)), place.kind, place.type)
        for package in files
        for place, part in _margins(package)
        if part not in known
    }
    missing = sorted(each for each in wanted if each not in had)
    for each in missing:
        _add(base, each, sections)
    return bool(missing)


def _sections(package: Package) -> list[Element]:
    """Return the section properties of a body, without records of former ones."""
    return [each for each in body_of(package).iter(_SECTION) if not str(_parent(each).tag).endswith("Change")]


def _parent(element: Element) -> Element:
    found = element.getparent()
    return element if found is None else found


def _margins(package: Package) -> Iterator[tuple[Margin, str]]:
    """Yield the headers and footers that say anything, each with its words."""
    stories = {each.part: each for each in find_stories(package) if each.kind in _ROOTS}
    targets = {each.id: each.target for each in package.relationships(package.main)}
    for index, section in enumerate(_sections(package)):
        for reference in section.iterchildren(*_KINDS):
            story = stories.get(targets.get(reference.get(r("id"), ""), ""))
            if story is not None and not is_blank(story):
                kind, name = _KINDS[reference.tag], reference.get(w("type"), "default")
                yield Margin(index, kind, name), words_of(story.element)


def _inherited(base: Package) -> set[Margin]:
    """Return what the sections of the base have, of their own or from the section before."""
    found: set[Margin] = set()
    current: set[tuple[str, str]] = set()
    for index, section in enumerate(_sections(base)):
        current |= {(_KINDS[each.tag], each.get(w("type"), "default")) for each in section.iterchildren(*_KINDS)}
        found |= {Margin(index, kind, name) for kind, name in current}
    return found


def _add(base: Package, margin: Margin, sections: list[Element]) -> None:
    root = _ROOTS[margin.kind]
    data = f'<w:{root} xmlns:w="{W}"><w:p/></w:{root}>'.encode()
    name = base.add_part(f"word/{margin.kind}.xml", data, f"{_TYPE}{margin.kind}+xml")
    identity = base.add_relationship(base.main, margin.kind, name)
    base.edit(base.main)
    if not sections:
        sections.append(etree.SubElement(body_of(base), _SECTION))
    section = sections[margin.section]
    reference = etree.Element(w(f"{margin.kind}Reference"), nsmap={"r": r("")[1:-1]})
    reference.set(w("type"), margin.type)
    reference.set(r("id"), identity)
    section.insert(sum(1 for _ in section.iterchildren(*_KINDS)), reference)
