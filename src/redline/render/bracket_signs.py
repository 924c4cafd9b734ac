"""The signs of a bracketed text: what they look like, and the character styles by which they are known again."""

import re
from dataclasses import dataclass
from typing import Final, Literal

from lxml import etree
from lxml.etree import _Element as Element

from redline.changes.merged import Parties
from redline.opc import Package
from redline.oxml.names import W, w
from redline.text.runs import words

BracketStyle = Literal["suffix", "prefix", "footnote", "unattributed"]
MarkUp = Literal["brackets", "bold", "symbols"]

OPEN_BASE: Final = "RedlineOpenBase"
OPEN_NEW: Final = "RedlineOpenNew"
CLOSE: Final = "RedlineClose"
CLOSE_PARAGRAPH: Final = "RedlineCloseParagraph"
MARK_SIGN: Final = "RedlineParagraphMark"
LABEL: Final = "RedlineLabel"
STANCE: Final = "RedlineStance"
NOTE: Final = "RedlineNote"
LEGEND: Final = "RedlineLegend"
_BOLD: Final = '<w:rPr><w:b/><w:i w:val="0"/><w:strike w:val="0"/></w:rPr>'
_CHARACTER_STYLES: Final = {
    OPEN_BASE: _BOLD,
    OPEN_NEW: _BOLD,
    CLOSE: _BOLD,
    CLOSE_PARAGRAPH: _BOLD,
    MARK_SIGN: "<w:rPr/>",
    LABEL: _BOLD,
    STANCE: '<w:rPr><w:b/><w:vertAlign w:val="superscript"/></w:rPr>',
    NOTE: "<w:rPr/>",
}
_STYLES_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"
_LINK: Final = w("hyperlink")
_DELETE: Final = " delete"
# What in a code would be taken for one of the signs, and what is printed for it.
_PRINTED: Final = {"[": "［", "]": "］", ":": "：", ",": "，"}
_TO_PRINT: Final = str.maketrans(_PRINTED)
_TO_READ: Final = str.maketrans({printed: plain for plain, printed in _PRINTED.items()})
_NO_BREAK: Final = "\u00a0delete"
_UNWRITABLE: Final = re.compile(rf"[{''.join(_PRINTED.values())}]|{_NO_BREAK}$")


@dataclass(frozen=True, slots=True)
class Stance:
    """Who asks for what is in a bracket; `deletes` when they want it out."""

    parties: Parties
    deletes: bool = False

    def __str__(self) -> str:
        return ", ".join(map(printed, self.parties)) + (_DELETE if self.deletes else "")

    @classmethod
    def read(cls, written: str) -> "Stance | None":
        """Return the stance that was written, None for nothing."""
        said = written.strip()
        deletes = said.endswith(_DELETE)
        parties = tuple(_read(each) for each in said.removesuffix(_DELETE).split(", ") if each)
        return cls(parties, deletes) if parties else None


def check_code(code: str) -> None:
    """Raise ValueError for a party's code that could not be read back: none, or one with what stands for a sign."""
    if not code.strip() or _UNWRITABLE.search(code):
        raise ValueError(f"{code!r} cannot stand in a bracket: a code holds no full-width bracket, colon or comma")


def printed(code: str) -> str:
    """Return a party's code as it stands in a bracket: what would be taken for a sign is its full-width twin.

    >>> printed("G77: China")
    'G77： China'
    """
    told = code.translate(_TO_PRINT)
    return f"{told.removesuffix(_DELETE)}{_NO_BREAK}" if told.endswith(_DELETE) else told


def _read(code: str) -> str:
    """Return the code that is printed so."""
    told = code.translate(_TO_READ)
    return f"{told.removesuffix(_NO_BREAK)}{_DELETE}" if told.endswith(_NO_BREAK) else told


def sign(style: str, text: str) -> Element:
    """Return a run with the words of a sign."""
    run = etree.Element(w("r"))
    properties = etree.SubElement(run, w("rPr"))
    etree.SubElement(properties, w("rStyle"), {w("val"): style})
    run.append(words(w("t"), text))
    return run


def put_before(element: Element, sign: Element) -> None:
    """Put a sign before an element, outside any link, whose own style would take the sign's place."""
    _out_of_links(element, split_after=False).addprevious(sign)


def put_after(element: Element, sign: Element) -> None:
    """Put a sign after an element, outside any link."""
    _out_of_links(element, split_after=True).addnext(sign)


def _out_of_links(element: Element, *, split_after: bool) -> Element:
    """Return what stands for the element outside the links around it, which are cut in two where need be."""
    current = element
    while (link := current.getparent()) is not None and link.tag == _LINK:
        rest = [*current.itersiblings()] if split_after else [current, *current.itersiblings()]
        if len(rest) == len(link):
            current = link
            continue
        if rest:
            half = etree.Element(link.tag, {str(name): str(value) for name, value in link.attrib.items()})
            half.extend(rest)
            link.addnext(half)
            current = link if split_after else half
        else:
            current = link
    return current


def mark_sign() -> Element:
    """Return the sign for a paragraph's end inside a bracket; what follows stands on a new line."""
    run = sign(MARK_SIGN, "¶")
    etree.SubElement(run, w("br"))
    return run


def add_styles(package: Package) -> None:
    """Define the styles of the signs and of the legend in the package."""
    found = package.related(package.main, "styles")
    if not found:
        name = package.add_part("word/styles.xml", f'<w:styles xmlns:w="{W}"/>'.encode(), _STYLES_TYPE)
        package.add_relationship(package.main, "styles", name)
        found = (name,)
    root = package.edit(found[0])
    known = {each.get(w("styleId")) for each in root.iterchildren(w("style"))}
    for name, properties in _CHARACTER_STYLES.items():
        if name not in known:
            root.append(_style("character", name, properties))
    if LEGEND not in known:
        root.append(_style("paragraph", LEGEND, '<w:pPr><w:spacing w:after="60"/></w:pPr>'))


def _style(kind: str, name: str, properties: str) -> Element:
    return etree.fromstring(  # nosemgrep: xml-read-with-open-doors -- our own words
        f'<w:style xmlns:w="{W}" w:type="{kind}" w:customStyle="1" w:styleId="{name}">'
        f'<w:name w:val="{name}"/>{properties}</w:style>'
    )
