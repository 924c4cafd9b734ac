"""A base paragraph's content as a row of items, cut where edits begin and end, and nested again in its wrappers."""

from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from redline.oxml.names import w
from redline.text.reading import OPAQUE, TRANSPARENT
from redline.text.runs import run_text, slice_run

Chain = tuple[Element, ...]
_RUN: Final = w("r")
_SKIPPED: Final = frozenset({w("pPr"), w("proofErr")})
_SHELL: Final = frozenset({w("sdtPr"), w("sdtEndPr"), w("smartTagPr"), w("customXmlPr"), w("fldData")})


@dataclass(slots=True)
class Item:
    """A run, object or marker of a paragraph: base characters [start, end), inside the wrappers of `chain`."""

    chain: Chain
    element: Element
    start: int
    end: int

    @property
    def is_run(self) -> bool:
        """Whether it can be cut and formatted."""
        return bool(self.element.tag == _RUN)


def items_of(paragraph: Element) -> list[Item]:
    """Return the items of a paragraph in order."""
    found: list[Item] = []
    _collect(paragraph, (), found, 0)
    return found


def _collect(parent: Element, chain: Chain, found: list[Item], offset: int) -> int:
    for child in parent:
        tag = child.tag
        if tag == _RUN:
            end = offset + len(run_text(child))
        elif tag in TRANSPARENT and len(child):
            before = len(found)
            offset = _collect(child, (*chain, child), found, offset)
            if len(found) == before and tag not in _SHELL:
                found.append(Item(chain, child, offset, offset))
            continue
        elif tag in OPAQUE:
            end = offset + 1
        elif tag in _SKIPPED or tag in _SHELL:
            continue
        else:
            end = offset
        found.append(Item(chain, child, offset, end))
        offset = end
    return offset


def cut(items: Iterable[Item], cuts: Iterable[int]) -> Iterator[Item]:
    """Yield the items with every run cut at the offsets that fall inside it."""
    edges = list(cuts)
    for item in items:
        inner = [edge for edge in edges if item.start < edge < item.end]
        if not inner:
            yield item
            continue
        bounds = [item.start, *inner, item.end]
        for start, end in pairwise(bounds):
            piece = slice_run(item.element, start - item.start, end - item.start)
            yield Item(item.chain, piece, start, end)


def common(before: Chain | None, after: Chain | None) -> Chain:
    """Return the wrappers that both neighbours of a gap stand in; a gap at an edge is outside."""
    if before is None or after is None:
        return ()
    shared = 0
    while shared < min(len(before), len(after)) and before[shared] is after[shared]:
        shared += 1
    # A content control's content element without the control would be no wrapper.
    while shared and before[shared - 1].tag == w("sdt"):
        shared -= 1
    return before[:shared]


class Nest:
    """Puts elements into a paragraph one after the other, each inside the wrappers it belongs to.

    `known` are the wrappers that another paragraph holds a part of already.
    """

    def __init__(self, paragraph: Element, known: set[Element] | None = None) -> None:
        self.paragraph = paragraph
        self._open: list[tuple[Element, Element]] = []
        self._known: set[Element] = set() if known is None else known
        self.is_empty = True

    def another(self, paragraph: Element) -> "Nest":
        """Return the nest of a paragraph that goes on where this one ends."""
        return Nest(paragraph, self._known)

    def add(self, chain: Chain, element: Element) -> None:
        """Append the element inside these wrappers, which are opened anew where they were closed."""
        depth = 0
        while depth < min(len(chain), len(self._open)) and self._open[depth][0] is chain[depth]:
            depth += 1
        del self._open[depth:]
        for wrapper in chain[depth:]:
            shell = _shell(wrapper, again=wrapper in self._known)
            self._known.add(wrapper)
            self._parent().append(shell)
            self._open.append((wrapper, shell))
        self._parent().append(element)
        self.is_empty = False

    def _parent(self) -> Element:
        return self._open[-1][1] if self._open else self.paragraph


def _shell(wrapper: Element, *, again: bool) -> Element:
    """Return the wrapper without its content; `again`: a further part of one, which cannot have the same id."""
    shell = etree.Element(wrapper.tag, {str(name): str(value) for name, value in wrapper.attrib.items()})
    shell.extend(copy(child) for child in wrapper if child.tag in _SHELL)
    for properties in shell.iterchildren(w("sdtPr")) if again else ():
        for identity in properties.findall(w("id")):
            properties.remove(identity)
    return shell
