"""The legend of a bracketed text: how to read it, and whose the codes are; always printed with the text."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from redline.changes.merged import Parties
from redline.opc import Package
from redline.oxml.names import w
from redline.oxml.paragraphs import P
from redline.render.bracket_signs import LEGEND, BracketStyle, MarkUp, printed
from redline.render.phrases import phrase
from redline.text.document import body_of
from redline.text.runs import plain_run

_BRACKETS: Final[dict[BracketStyle, tuple[str, ...]]] = {
    "suffix": ("suffix_proposed", "suffix_deleted", "suffix_instead"),
    "prefix": ("prefix_proposed", "prefix_deleted", "prefix_instead"),
    "footnote": ("footnote_proposed", "footnote_instead"),
    "unattributed": ("unattributed_open", "unattributed_instead"),
}


@dataclass(frozen=True, slots=True)
class Legend:
    """What a legend is about: how the text is printed, whose codes stand in it, and in which words it is told."""

    style: BracketStyle
    mark_up: MarkUp
    parties: Parties
    names: Mapping[str, str]
    phrases: Mapping[str, str] | None = None

    def lines(self) -> Iterator[str]:
        """Yield its lines."""
        keys = ["how_to_read", *_BRACKETS[self.style], *([self.mark_up] if self.mark_up != "brackets" else []), "signs"]
        yield from (phrase(key, self.phrases) for key in keys)
        if self.style != "unattributed" and self.parties:
            yield f"{'; '.join(map(self._named, self.parties))}."

    def _named(self, code: str) -> str:
        return f"{printed(code)} – {self.names[code]}" if self.names.get(code) else printed(code)


def write_legend(package: Package, legend: Legend) -> None:
    """Put the legend before the text."""
    body = body_of(package)
    lines = [_paragraph(each) for each in legend.lines()]
    body[0:0] = lines
    after = lines[-1].getnext()
    if after is not None and after.tag != P:
        lines[-1].addnext(_paragraph(""))


def _paragraph(text: str) -> Element:
    made = etree.Element(P)
    properties = etree.SubElement(made, w("pPr"))
    etree.SubElement(properties, w("pStyle"), {w("val"): LEGEND})
    if text:
        made.append(plain_run(text))
    return made
