"""The legend of a bracketed text: how to read it, and whose the codes are; always printed with the text."""

from collections.abc import Iterator, Mapping
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from redline.changes.merged import Parties
from redline.opc import Package
from redline.oxml.names import w
from redline.oxml.paragraphs import P
from redline.render.bracket_signs import LEGEND, BracketStyle, MarkUp, printed
from redline.text.document import body_of
from redline.text.runs import plain_run

_BRACKETS: Final[dict[BracketStyle, tuple[str, ...]]] = {
    "suffix": (
        "[words: AG, BR] – AG and BR propose these words.",
        "[words: AG delete] – AG proposes to delete these words, which stand in the base.",
        "[words][other words: AG] – AG proposes the other words instead of those of the base.",
    ),
    "prefix": (
        "[AG, BR: words] – AG and BR propose these words.",
        "[AG delete: words] – AG proposes to delete these words, which stand in the base.",
        "[words][AG: other words] – AG proposes the other words instead of those of the base.",
    ),
    "footnote": (
        "[words] – a footnote says who proposes these words, or to delete them.",
        "[words][other words] – the first are those of the base; the footnote to the others says who proposes them.",
    ),
    "unattributed": (
        "[words] – these words are not agreed.",
        "[words][other words] – two wordings of the same place; that of the base comes first.",
    ),
}
_MARK_UP: Final[dict[MarkUp, str]] = {
    "brackets": "",
    "bold": "Words proposed are bold and underlined; words proposed for deletion are struck through.",
    "symbols": "ADD – a new paragraph; MOD – a changed one; SUP – one proposed for deletion; NOC – no change.",
}
_ALWAYS: Final = (
    "¶ in a bracket is the end of a paragraph. "
    "Numbers do not move: 6 bis is put in after 6, 6 alt stands instead of it."
)


def write_legend(
    package: Package, style: BracketStyle, mark_up: MarkUp, parties: Parties, names: Mapping[str, str]
) -> None:
    """Put the legend before the text."""
    body = body_of(package)
    lines = [_paragraph(each) for each in legend_lines(style, mark_up, parties, names)]
    body[0:0] = lines
    after = lines[-1].getnext()
    if after is not None and after.tag != P:
        lines[-1].addnext(_paragraph(""))


def legend_lines(style: BracketStyle, mark_up: MarkUp, parties: Parties, names: Mapping[str, str]) -> Iterator[str]:
    """Yield the lines of the legend."""
    yield "How to read this text"
    yield from _BRACKETS[style]
    if _MARK_UP[mark_up]:
        yield _MARK_UP[mark_up]
    yield _ALWAYS
    if style != "unattributed" and parties:
        told = (f"{printed(each)} – {names[each]}" if names.get(each) else printed(each) for each in parties)
        yield f"{'; '.join(told)}."


def _paragraph(text: str) -> Element:
    made = etree.Element(P)
    properties = etree.SubElement(made, w("pPr"))
    etree.SubElement(properties, w("pStyle"), {w("val"): LEGEND})
    if text:
        made.append(plain_run(text))
    return made
