"""What a change of formatting is, and what stands outside the text: the engine's words in the reader's language."""

import re
from collections.abc import Iterable
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from redline.ops.describe import keys

_WORDS: Final[dict[str, Promise]] = {
    "b": _("bold"),
    "b.off": _("not bold"),
    "i": _("italic"),
    "i.off": _("not italic"),
    "u": _("underlined"),
    "u.off": _("not underlined"),
    "caps": _("in capitals"),
    "caps.off": _("not in capitals"),
    "smallCaps": _("in small capitals"),
    "smallCaps.off": _("not in small capitals"),
    "strike": _("struck through"),
    "strike.off": _("not struck through"),
    "vanish": _("hidden"),
    "vanish.off": _("not hidden"),
    "vertAlign.superscript": _("superscript"),
    "vertAlign.subscript": _("subscript"),
    "vertAlign.off": _("on the line"),
    "highlight.off": _("not highlighted"),
    "jc.left": _("aligned left"),
    "jc.right": _("aligned right"),
    "jc.center": _("centred"),
    "jc.both": _("justified"),
    "jc.usual": _("usual alignment"),
    "jc": _("alignment"),
    "ind": _("indentation"),
    "ind.usual": _("usual indentation"),
    "spacing": _("spacing"),
    "spacing.usual": _("usual spacing"),
    "numPr": _("numbered"),
    "numPr.off": _("not numbered"),
    "pageBreakBefore": _("on a new page"),
    "keepNext": _("kept with the next paragraph"),
    "keepLines": _("lines kept together"),
    "rFonts": _("another font"),
    "rFonts.usual": _("usual font"),
    "sz.usual": _("usual size"),
    "color.usual": _("usual colour"),
    "style.usual": _("usual style"),
    "pBdr": _("border"),
    "tblBorders": _("borders"),
    "shd": _("shading"),
    "tabs": _("tab stops"),
    "lang": _("marked as another language"),
    "tblHeader": _("header row, repeated on each page"),
    "tblHeader.off": _("no longer a header row"),
    "cantSplit": _("row kept on one page"),
    "trHeight": _("row height"),
    "tblW": _("table width"),
    "tcW": _("cell width"),
    "gridCol": _("column widths"),
    "vMerge": _("cells joined"),
    "vAlign": _("vertical alignment"),
    "pgSz": _("page size"),
    "pgMar": _("page margins"),
    "pgNumType": _("page numbers"),
    "cols": _("columns"),
    "titlePg": _("a different first page"),
    "bidi": _("right to left"),
}
_HEADING: Final = re.compile(r"Heading\s?(\d)")
_SENTENCES: Final[dict[str, Promise]] = {
    "sz": _("size %(value)s"),
    "style": _("style “%(value)s”"),
    "numPr.level": _("list level %(value)s"),
    "color": _("in another colour"),
    "highlight": _("highlighted"),
}
_OTHER: Final = _("other formatting")


_OUTSIDE: Final[dict[str, Promise]] = {
    "a header the base does not have": _("a header that the official text does not have"),
    "a footer the base does not have": _("a footer that the official text does not have"),
    "styles": _("the definition of a style"),
    "list definitions": _("the definition of a list"),
    "building blocks": _("building blocks of Word"),
    "a file put in whole (altChunk)": _("another file put in whole"),
    "a subdocument": _("a subdocument"),
    # What files sent before the engine read everything were said to hold.
    "headers": _("headers"),
    "footers": _("footers"),
    "footnotes": _("footnotes"),
    "endnotes": _("endnotes"),
    "text boxes": _("text boxes"),
    "formulas": _("formulas"),
    "sections": _("the layout of the page"),
    "numbering": _("numbering"),
    "table cells": _("cells of tables"),
    "table formatting": _("formatting of tables"),
    "paragraph formatting": _("formatting of paragraphs"),
}


def outside_in_words(names: Iterable[str]) -> list[str]:
    """Return what a file holds that is not among its amendments, in the reader's language."""
    return [str(_OUTSIDE.get(each, each)) for each in names]


def in_words(what: str) -> str:
    """Return "bold; list level 2", as the engine says it, in the reader's language; what it has no word for is told so.

    It goes by the engine's codes, not by its English. Nothing is said twice: two properties without a word of their own
    are "other formatting" once.
    """
    return ", ".join(dict.fromkeys(_told(code, value) for code, value in keys(what)))


def _told(code: str, value: str) -> str:
    if code in _WORDS:
        return str(_WORDS[code])
    if code == "style" and (found := _HEADING.fullmatch(value)):
        return str(_("Heading %(level)s")) % {"level": found[1]}
    if code in _SENTENCES:
        said: dict[str, Any] = {"value": value}
        return str(_SENTENCES[code]) % said
    return str(_OTHER)
