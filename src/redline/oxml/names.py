"""Namespaces and qualified names of WordprocessingML and its neighbours."""

from functools import cache
from typing import Final

from lxml.etree import _Element as Element

W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
M: Final = "http://schemas.openxmlformats.org/officeDocument/2006/math"
R: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MC: Final = "http://schemas.openxmlformats.org/markup-compatibility/2006"
WP: Final = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
A: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
W14: Final = "http://schemas.microsoft.com/office/word/2010/wordml"
W15: Final = "http://schemas.microsoft.com/office/word/2012/wordml"
W16DU: Final = "http://schemas.microsoft.com/office/word/2023/wordml/word16du"
XML: Final = "http://www.w3.org/XML/1998/namespace"
XML_SPACE: Final = f"{{{XML}}}space"


@cache
def w(local: str) -> str:
    """Return the qualified name of a WordprocessingML element or attribute: `ins` for the tag of an insertion."""
    return f"{{{W}}}{local}"


@cache
def m(local: str) -> str:
    """Return the qualified name of an Office Math element or attribute."""
    return f"{{{M}}}{local}"


@cache
def mc(local: str) -> str:
    """Return the qualified name of a markup compatibility element or attribute."""
    return f"{{{MC}}}{local}"


@cache
def w14(local: str) -> str:
    """Return the qualified name of an element or attribute of Word 2010."""
    return f"{{{W14}}}{local}"


@cache
def r(local: str) -> str:
    """Return the qualified name of a relationship attribute such as `id`."""
    return f"{{{R}}}{local}"


def local(element: Element) -> str:
    """Return the element's name without its namespace; "" for an entity reference."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def val(element: Element | None, default: str = "") -> str:
    """Return the w:val attribute of an element that may be missing."""
    return default if element is None else element.get(w("val"), default)


def is_on(element: Element | None) -> bool:
    """Whether an on/off property is there and not switched off (ECMA-376 Part 1 §22.9.2.7)."""
    return element is not None and element.get(w("val"), "true") not in {"false", "0", "off"}
