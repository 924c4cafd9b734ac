"""What a change of formatting is, and what stands outside the text: the engine's words in the reader's language."""

import re
from collections.abc import Iterable
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_WORDS: Final[dict[str, Promise]] = {
    "bold": _("bold"),
    "not bold": _("not bold"),
    "italic": _("italic"),
    "not italic": _("not italic"),
    "underlined": _("underlined"),
    "not underlined": _("not underlined"),
    "capitals": _("in capitals"),
    "not capitals": _("not in capitals"),
    "small capitals": _("in small capitals"),
    "not small capitals": _("not in small capitals"),
    "struck through": _("struck through"),
    "not struck through": _("not struck through"),
    "hidden": _("hidden"),
    "not hidden": _("not hidden"),
    "superscript": _("superscript"),
    "subscript": _("subscript"),
    "on the line": _("on the line"),
    "not highlighted": _("not highlighted"),
    "aligned left": _("aligned left"),
    "aligned right": _("aligned right"),
    "centred": _("centred"),
    "justified": _("justified"),
    "usual alignment": _("usual alignment"),
    "alignment": _("alignment"),
    "indentation": _("indentation"),
    "usual indentation": _("usual indentation"),
    "spacing": _("spacing"),
    "usual spacing": _("usual spacing"),
    "numbered": _("numbered"),
    "not numbered": _("not numbered"),
    "on a new page": _("on a new page"),
    "kept with the next paragraph": _("kept with the next paragraph"),
    "lines kept together": _("lines kept together"),
    "font": _("another font"),
    "usual font": _("usual font"),
    "usual size": _("usual size"),
    "usual colour": _("usual colour"),
    "usual style": _("usual style"),
    "border": _("border"),
    "borders": _("borders"),
    "shading": _("shading"),
    "tab stops": _("tab stops"),
    "language": _("marked as another language"),
    "header row": _("header row, repeated on each page"),
    "not header row": _("no longer a header row"),
    "row kept on one page": _("row kept on one page"),
    "row height": _("row height"),
    "table width": _("table width"),
    "cell width": _("cell width"),
    "column widths": _("column widths"),
    "cells joined": _("cells joined"),
    "vertical alignment": _("vertical alignment"),
    "page size": _("page size"),
    "page margins": _("page margins"),
    "page numbers": _("page numbers"),
    "columns": _("columns"),
    "a different first page": _("a different first page"),
    "right to left": _("right to left"),
}
_HEADING: Final = re.compile(r"style Heading\s?(\d)")
_VALUED: Final = re.compile(r"(size|style|list level|colour|highlighted) (.+)")
_SENTENCES: Final[dict[str, Promise]] = {
    "size": _("size %(value)s"),
    "style": _("style “%(value)s”"),
    "list level": _("list level %(value)s"),
    "colour": _("in another colour"),
    "highlighted": _("highlighted"),
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

    Nothing is said twice: two properties without a word of their own are "other formatting" once.
    """
    return ", ".join(dict.fromkeys(_told(each) for each in what.split("; ") if each))


def _told(what: str) -> str:
    if what in _WORDS:
        return str(_WORDS[what])
    if found := _HEADING.fullmatch(what):
        return str(_("Heading %(level)s")) % {"level": found[1]}
    if found := _VALUED.fullmatch(what):
        said: dict[str, Any] = {"value": found[2]}
        return str(_SENTENCES[found[1]]) % said
    return str(_OTHER)
