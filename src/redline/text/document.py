"""A base document as its readers cite it: paragraphs with addresses, kinds, levels and labels."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from lxml.etree import _Element as Element

from redline.opc import Package, read_package
from redline.oxml.names import w
from redline.text.flat import Container, FlatParagraph, flatten, paragraphs_of
from redline.text.numbering import labels, story_labels
from redline.text.stories import Story, find_stories
from redline.text.styles import Styles, is_heading, level_of
from redline.text.tables import Table, tables_in

Told = tuple[Story, Container]
Kind = Literal["heading", "paragraph", "cell"]
_BODY: Final = w("body")
_PPR: Final = w("pPr")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of a base.

    `address` is stable for this file: "p12" is the 12th paragraph of the body outside tables, "t1.r2.c3.p1" the first
    one in the third cell of the second row of the first table. In other stories a prefix stands before it: "h1/p1"
    (header), "f1/" (footer), "fn3/" (third footnote), "en2/" (endnote), "x1/" (text box). `label` is the number Word
    would print ("6.", "(a)"), `level` that of the heading or of the numbering (1 is the highest, 0 none). `text` is
    flat text: tabs and line feeds, U+FFFC for an object, U+FFF9 for the machinery of a field; offsets of amendments
    count its characters. `table`, `row`, `column` count from 1 (of the outermost table).
    """

    address: str
    kind: Kind
    level: int
    label: str
    style: str
    text: str
    table: int | None = None
    row: int | None = None
    column: int | None = None


class Document:
    """A Word file, read. It is never changed: every operation gives new bytes."""

    def __init__(self, package: Package) -> None:
        self.package = package

    @cached_property
    def stories(self) -> tuple[Told, ...]:
        """Every story with its flat model, the body first."""
        return tuple((story, flatten(story.element, story.prefix)) for story in find_stories(self.package))

    @property
    def body(self) -> Container:
        """The flat model of the body."""
        return self.stories[0][1]

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """Every paragraph of the body in reading order, those in tables in their place."""
        styles = Styles(self.package)
        numbers = labels(self.package)
        return tuple(_paragraph(each, styles, numbers) for each in paragraphs_of(self.body))

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """Every table of the body, with its header rows and the reach of its cells."""
        return tables_in(self.body)

    @cached_property
    def elsewhere(self) -> tuple[Paragraph, ...]:
        """Every paragraph of headers, footers, notes and text boxes, story by story."""
        styles = Styles(self.package)
        return tuple(
            _paragraph(each, styles, numbers)
            for story, container in self.stories[1:]
            for numbers in [story_labels(self.package, story.element) if _has_list(story.element) else {}]
            for each in paragraphs_of(container)
        )


def read(data: bytes) -> Document:
    """Return the document in these bytes; BadFile when they are not a readable Word document.

    >>> from redline.render.example import BASE
    >>> [paragraph.address for paragraph in read(BASE).paragraphs]
    ['p1', 'p2']
    """
    return Document(read_package(data))


def body_of(package: Package) -> Element:
    """Return the w:body of the main part."""
    body = package.tree(package.main).find(_BODY)
    if body is None:  # read_package has looked already
        raise ValueError("a Word document without a body")
    return body


def _has_list(element: Element) -> bool:
    return next(element.iter(w("numPr")), None) is not None


def _paragraph(flat: FlatParagraph, styles: Styles, numbers: Mapping[Element, str]) -> Paragraph:
    style = styles.of(flat.element.find(_PPR))
    kind: Kind = "cell" if flat.place else "heading" if is_heading(style) else "paragraph"
    table, row, column = flat.place or (None, None, None)
    label = numbers.get(flat.element, "")
    return Paragraph(flat.address, kind, level_of(style), label, style.name, flat.text, table, row, column)
