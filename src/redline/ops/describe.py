"""What a change of formatting is, in words a person would use: "bold", "centred", "list level 2"."""

import re
from collections.abc import Iterator
from typing import Final

from lxml.etree import _Element as Element

from redline.oxml.names import is_on, local, val, w
from redline.oxml.tables import number

# On and off properties of runs and paragraphs (ECMA-376 Part 1 §17.3.1, §17.3.2).
_SWITCHES: Final = {
    "b": "bold",
    "i": "italic",
    "caps": "capitals",
    "smallCaps": "small capitals",
    "strike": "struck through",
    "dstrike": "struck through twice",
    "vanish": "hidden",
    "outline": "outlined",
    "shadow": "with a shadow",
    "emboss": "embossed",
    "imprint": "engraved",
    "keepNext": "kept with the next paragraph",
    "keepLines": "lines kept together",
    "pageBreakBefore": "on a new page",
    "widowControl": "widow control",
    "contextualSpacing": "no space between paragraphs of one style",
    "cantSplit": "row kept on one page",
    "tblHeader": "header row",
    "noWrap": "no line breaks in the cell",
    "titlePg": "a different first page",
}
_ALIGNMENTS: Final = {
    "left": "aligned left",
    "start": "aligned left",
    "center": "centred",
    "right": "aligned right",
    "end": "aligned right",
    "both": "justified",
    "distribute": "distributed",
}
# Properties of which only the name is told.
_NAMED: Final = {
    "ind": "indentation",
    "spacing": "spacing",
    "pBdr": "border",
    "bdr": "border",
    "tblBorders": "borders",
    "tcBorders": "borders",
    "shd": "shading",
    "tabs": "tab stops",
    "rFonts": "font",
    "u": "underlined",
    "lang": "language",
    "tblW": "table width",
    "tcW": "cell width",
    "tblInd": "table indentation",
    "tblLayout": "table layout",
    "tblCellMar": "cell margins",
    "tcMar": "cell margins",
    "trHeight": "row height",
    "gridSpan": "cell width",
    "vMerge": "cells joined",
    "gridCol": "column widths",
    "vAlign": "vertical alignment",
    "pgSz": "page size",
    "pgMar": "page margins",
    "cols": "columns",
    "type": "kind of section break",
    "pgNumType": "page numbers",
    "framePr": "frame",
    "textDirection": "direction of the text",
    "bidi": "right to left",
    "rtl": "right to left",
}
# Twins for other scripts and what a word processor notes for itself.
_SILENT: Final = frozenset({"bCs", "iCs", "szCs", "cnfStyle", "rsid", "divId", "outlineLvl", "tblLook", "kern", "w"})


def described(new: Element, former: Element | None) -> str:
    """Return what the properties in `new` are that those in `former` were not; "" when a reader would see nothing."""
    before = {str(each.tag): each for each in (() if former is None else former)}
    after = {str(each.tag): each for each in new}
    found = [_one(each, before.get(tag)) for tag, each in after.items() if not _same(each, before.get(tag))]
    found += [_gone(each) for tag, each in before.items() if tag not in after]
    return "; ".join(dict.fromkeys(each for each in found if each)) or _same_looking(new, former)


def _same_looking(new: Element, former: Element | None) -> str:
    return "column widths" if new.tag == w("tblGrid") and former is not None else ""


def _same(one: Element, other: Element | None) -> bool:
    return other is not None and _signature(one) == _signature(other)


def _signature(element: Element) -> tuple[object, ...]:
    return (element.tag, sorted(element.attrib.items()), [_signature(child) for child in element])


def _one(element: Element, former: Element | None) -> str:
    name = local(element)
    if name in _SILENT:
        return ""
    if name in _SWITCHES:
        return _SWITCHES[name] if is_on(element) else f"not {_SWITCHES[name]}"
    if name == "jc":
        return _ALIGNMENTS.get(val(element), "alignment")
    if name in {"sz", "position"}:
        return f"size {number(val(element), 0) / 2:g}" if name == "sz" else "raised or lowered"
    if name in {"pStyle", "rStyle", "tblStyle"}:
        return f"style {val(element)}"
    return next(_valued(element, former), _NAMED.get(name, name))


def _valued(element: Element, former: Element | None) -> Iterator[str]:
    name, value = local(element), val(element)
    if name == "color":
        yield f"colour {value}"
    elif name == "highlight":
        yield f"highlighted {value}"
    elif name == "u" and value == "none":
        yield "not underlined"
    elif name == "vertAlign":
        yield {"superscript": "superscript", "subscript": "subscript"}.get(value, "on the line")
    elif name == "numPr":
        level = number(val(element.find(w("ilvl"))), 0) + 1
        listed = val(element.find(w("numId")))
        yield "not numbered" if listed == "0" else f"list level {level}" if former is not None else "numbered"


def _gone(element: Element) -> str:
    name = local(element)
    if name in _SILENT or (name in _SWITCHES and not is_on(element)):
        return ""
    if name in _SWITCHES:
        return f"not {_SWITCHES[name]}"
    if name == "numPr":
        return "not numbered"
    words = {"jc": "usual alignment", "u": "not underlined", "vertAlign": "on the line", "highlight": "not highlighted"}
    words |= {"pStyle": "usual style", "rStyle": "usual style", "sz": "usual size", "color": "usual colour"}
    return words.get(name, f"usual {_NAMED.get(name, name)}")


def keys(what: str) -> tuple[tuple[str, str], ...]:
    """Return what `described` says as (code, value), for whoever says it in another language.

    The code is the name of the property, with ".off" when it goes, ".usual" when it is again as usual, or with what it
    becomes ("jc.center"); the value is a size, level, style or colour, "" for none. What has no code is "other", with
    the words. These codes do not change.

    >>> keys("bold; usual alignment; list level 2")
    (('b', ''), ('jc.usual', ''), ('numPr.level', '2'))
    """
    return tuple(_key(each) for each in what.split("; ") if each)


def _key(phrase: str) -> tuple[str, str]:
    if phrase in _CODES:
        return _CODES[phrase], ""
    found = _MEASURED.fullmatch(phrase)
    return (_MEASURES[found[1]], found[2]) if found else ("other", phrase)


def _codes() -> dict[str, str]:
    found = {words: name for name, words in reversed(_NAMED.items())}
    found |= {f"usual {words}": f"{name}.usual" for words, name in found.items()}
    found |= {words: f"jc.{name}" for name, words in reversed(_ALIGNMENTS.items())}
    for name, words in _SWITCHES.items():
        found |= {words: name, f"not {words}": f"{name}.off"}
    return found | _OTHER_CODES


_OTHER_CODES: Final = {
    "alignment": "jc",
    "usual alignment": "jc.usual",
    "not underlined": "u.off",
    "superscript": "vertAlign.superscript",
    "subscript": "vertAlign.subscript",
    "on the line": "vertAlign.off",
    "raised or lowered": "position",
    "not highlighted": "highlight.off",
    "numbered": "numPr",
    "not numbered": "numPr.off",
    "usual style": "style.usual",
    "usual size": "sz.usual",
    "usual colour": "color.usual",
    "joined with the cell above": "vMerge.joined",
    "no longer joined with the cell above": "vMerge.off",
    "content control put in": "sdt.in",
    "content control taken away": "sdt.out",
    "content control moved": "sdt.moved",
}
_CODES: Final = _codes()
_MEASURES: Final = {
    "size": "sz",
    "style": "style",
    "list level": "numPr.level",
    "numbered, list level": "numPr.level",
    "colour": "color",
    "highlighted": "highlight",
}
_MEASURED: Final = re.compile(rf"({'|'.join(_MEASURES)}) (.+)")
