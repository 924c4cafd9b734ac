"""Formatting that was changed without tracking: words that stay and look otherwise, paragraphs set otherwise.

Programs write properties anew whenever they save, so the looks are compared, not the properties: a look is what the
words' own properties, their styles and the document's defaults give together. What a table's style says is left out,
since LibreOffice writes it to the words.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from redline.changes.amendment import Amendment
from redline.changes.edit import Edit, Part
from redline.opc import Package
from redline.ops.acts import Act
from redline.ops.describe import described
from redline.ops.originals import OriginalContainer, OriginalParagraph, OriginalTable
from redline.oxml.names import W, is_on, val, w
from redline.oxml.tables import number
from redline.text.flat import Container, FlatParagraph, FlatTable
from redline.text.looks import Look, Looks, before
from redline.text.reading import Piece, State
from redline.text.signs import FIELD, MARK, OBJECT

_RPR: Final = w("rPr")
_PPR: Final = w("pPr")
_R: Final = w("r")
_TRPR: Final = w("trPr")
_SECTION: Final = w("sectPr")
_HEADER: Final = "header row"
# Programs round to millimetres.
_ROUNDED: Final = 60
_STYLE: Final = w("pStyle")
_SIGNS: Final = str.maketrans("", "", OBJECT + FIELD)
# How links look is written anew by each program, to the words or to a style; those in a table of contents are links.
_OF_LINKS: Final = frozenset({"u", "color"})
_Stretch = tuple[int, int, Element]


class Formatting:
    """Gathers what of a proposal's formatting differs from the base's and is not tracked."""

    def __init__(self, base: Package, proposal: Package) -> None:
        self._before, self._after = Looks(base), Looks(proposal)
        self._acts: list[Act] = []

    @property
    def found(self) -> tuple[Amendment, ...]:
        """What was found so far, of kind `format` and not tracked."""
        return tuple(act.amendment(ordinal) for ordinal, act in enumerate(self._acts, 1))

    def compare(self, base: Container, aligned: OriginalContainer, silent: frozenset[str] = frozenset()) -> None:
        """Compare a container of the base with what stands for it in the file, node for node.

        `silent` are the properties that the style of a table around it says.
        """
        joined = False
        for node, other in zip(base, aligned.nodes, strict=False):
            if isinstance(node, FlatParagraph) and isinstance(other, OriginalParagraph):
                # Whose look two paragraphs that become one have, LibreOffice and Word do not agree.
                stands = other.mark is State.KEPT and not any(each.text == MARK for each in other.pieces)
                if stands and not joined and other.element is not None and node.text:
                    self._acts += self._paragraph(node, other, other.element, silent)
                joined = other.mark is State.DELETED
            elif isinstance(node, FlatTable) and isinstance(other, OriginalTable):
                self._table(node, other)

    def sections(self, base: Container, story: Element, other: Element) -> None:
        """Compare the pages of a base's sections with those of the file, where it has as many."""
        old, new = (list(each.iter(_SECTION)) for each in (story, other))
        ends = [node.address for node in base if isinstance(node, FlatParagraph) and node.ends_section]
        places = [*ends, f"s{len(ends) + 1}"]
        if not len(old) == len(new) == len(places):
            return
        for place, was, now in zip(places, map(_page, old), map(_page, map(before, new)), strict=True):
            known = all((*was, *now))
            if known and any(abs(one - two) > _ROUNDED for one, two in zip(was, now, strict=True)):
                width, height = now
                xml = f'<w:sectPr xmlns:w="{W}"><w:pgSz w:w="{width}" w:h="{height}"/></w:sectPr>'
                self._acts.append(_act(place, Part("properties", "page size", xml)))

    def _table(self, node: FlatTable, other: OriginalTable) -> None:
        silent = self._before.touched_by_table(node.element) | self._after.touched_by_table(other.element)
        for index, (row, cells) in enumerate(zip(node.rows, other.rows, strict=False)):
            for cell, original in zip(row, cells.cells, strict=False):
                self.compare(cell, original, silent)
            was, now = (_heads(each) for each in (node.row_elements[index], cells.block.element))
            if was != now and cells.tracked:
                words, inner = (_HEADER, "<w:tblHeader/>") if now else (f"not {_HEADER}", "")
                part = Part("properties", words, f'<w:trPr xmlns:w="{W}">{inner}</w:trPr>')
                self._acts.append(_act(f"{node.address}.r{index + 1}", part))

    def _paragraph(
        self, node: FlatParagraph, other: OriginalParagraph, element: Element, silent: frozenset[str]
    ) -> Iterator[Act]:
        if FIELD in node.text or any(each.wrapper is not None for each in (*node.pieces, *other.pieces)):
            silent |= _OF_LINKS
        old, new = node.element.find(_PPR), before(element.find(_PPR))
        was = _without(self._before.of_paragraph(old), silent)
        now = _without(self._after.of_paragraph(new), silent)
        if was != now:
            part = Part("properties", _words("pPr", now, was), _markup("pPr", now))
            yield _act(node.address, part)
        yield from self._runs(node, other, (_style(old), _style(new)), silent)

    def _runs(
        self, node: FlatParagraph, other: OriginalParagraph, styles: tuple[str, str], silent: frozenset[str]
    ) -> Iterator[Act]:
        found: list[tuple[int, int, Look, Look]] = []
        for start, end, was, now in _shared(_stretches(node.pieces), _stretches(other.pieces)):
            if not _says(node.text[start:end]):
                continue
            old = _without(self._before.of_words(was.find(_RPR), styles[0]), silent)
            new = _without(self._after.of_words(before(now.find(_RPR)), styles[1]), silent)
            if old == new:
                continue
            if found and found[-1][2:] == (old, new) and not _says(node.text[found[-1][1] : start]):
                found[-1] = (found[-1][0], end, old, new)
            else:
                found.append((start, end, old, new))
        for start, end, old, new in found:
            content = (Part("words", node.text[start:end], _markup("rPr", new)),)
            what = _words("rPr", new, old)
            edit = Edit("format", node.address, start, end, content, tracked=False, what=what)
            yield Act("", [edit], what=what)


def _act(address: str, part: Part) -> Act:
    return Act(address, [Edit("properties", address, 0, 0, (part,), tracked=False)], what=part.text)


def _heads(row: Element) -> bool:
    """Whether a row is repeated at the top of every page, whatever was tracked since."""
    properties = before(row.find(_TRPR))
    return properties is not None and is_on(properties.find(w("tblHeader")))


def _page(section: Element | None) -> tuple[int, int]:
    """Return the width and height of a section's pages in twentieths of a point, 0 where it does not say."""
    size = None if section is None else section.find(w("pgSz"))
    return (0, 0) if size is None else (number(size.get(w("w"), ""), 0), number(size.get(w("h"), ""), 0))


def _says(text: str) -> bool:
    """Whether there are letters: a picture, a field's machinery and a space have no look of their own."""
    return bool(text.translate(_SIGNS).strip())


def _style(properties: Element | None) -> str:
    return "" if properties is None else val(properties.find(_STYLE))


def _without(look: Look, silent: frozenset[str]) -> Look:
    return look if not silent else {name: value for name, value in look.items() if name not in silent}


def _stretches(pieces: Iterable[Piece]) -> list[_Stretch]:
    """Return [start, end) and the run, for words that stay."""
    found: list[_Stretch] = []
    offset = 0
    for each in pieces:
        if each.state in (State.KEPT, State.DELETED):
            end = offset + len(each.text)
            if each.state is State.KEPT and each.source is not None and each.source.tag == _R and end > offset:
                found.append((offset, end, each.source))
            offset = end
    return found


def _shared(old: Sequence[_Stretch], new: Sequence[_Stretch]) -> Iterator[tuple[int, int, Element, Element]]:
    one = other = 0
    while one < len(old) and other < len(new):
        (start, end, was), (new_start, new_end, now) = old[one], new[other]
        if max(start, new_start) < min(end, new_end):
            yield max(start, new_start), min(end, new_end), was, now
        one += end <= new_end
        other += new_end <= end


def _element(name: str, look: Look) -> Element:
    made = etree.Element(w(name), nsmap={"w": w("")[1:-1]})
    for each, value in look.items():
        if value:
            child = etree.SubElement(made, w(each))
            if value != "on":
                child.set(w("val"), value)
    return made


def _words(name: str, new: Look, old: Look) -> str:
    return described(_element(name, new), _element(name, old))


def _markup(name: str, look: Look) -> str:
    return etree.tostring(_element(name, look), encoding="unicode")
