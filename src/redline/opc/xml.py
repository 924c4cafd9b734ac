"""XML parts parsed without document types, entities or network, and written back."""

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from redline.opc.errors import BadFile
from redline.opc.limits import Limits

_DECLARATION: Final = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_STRICT: Final = b"http://purl.oclc.org/ooxml/"
_TRANSITIONAL: Final = b"http://schemas.openxmlformats.org/"
_UTF16_DECLARED: Final = re.compile(r"(?<=encoding=[\"'])utf-16(?=[\"'])", re.IGNORECASE)
# ISO/IEC 29500-1 annex A against 29500-4: only these differ by more than the "2006" in the middle.
_STRICT_NAMES: Final = tuple(
    (_STRICT + strict, _TRANSITIONAL + transitional)
    for strict, transitional in (
        (b"officeDocument/extendedProperties", b"officeDocument/2006/extended-properties"),
        (b"officeDocument/customProperties", b"officeDocument/2006/custom-properties"),
        (b"officeDocument/relationships/extendedProperties", b"officeDocument/2006/relationships/extended-properties"),
        (b"officeDocument/relationships/customProperties", b"officeDocument/2006/relationships/custom-properties"),
        (b"officeDocument/", b"officeDocument/2006/"),
        (b"wordprocessingml/", b"wordprocessingml/2006/"),
        (b"spreadsheetml/", b"spreadsheetml/2006/"),
        (b"presentationml/", b"presentationml/2006/"),
        (b"drawingml/", b"drawingml/2006/"),
        (b"schemaLibrary/", b"schemaLibrary/2006/"),
    )
)


def parse(data: bytes, name: str, limits: Limits) -> Element:
    """Return the root of an XML part; BadFile when it is not well formed, has a document type, or nests too deep.

    Comments and processing instructions are left out: they carry no meaning in a Word document and would stand between
    the letters. libxml2's own bounds (depth 256, 10 MB of text in one node) stay on.
    """
    if len(data) > limits.xml_part:
        raise BadFile("too_large", name)
    if b"<!DOCTYPE" in data[:8192]:
        raise BadFile("unsafe", f"{name} has a document type")
    try:
        root = etree.fromstring(data, _parser())
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise BadFile("broken", f"{name}: {error}") from error
    if root is None:
        raise BadFile("broken", f"{name} is empty")
    if root.getroottree().docinfo.internalDTD is not None:
        raise BadFile("unsafe", f"{name} has a document type")
    return root


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        no_network=True,
        huge_tree=False,
        recover=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )


def serialise(root: Element) -> bytes:
    """Return the part's bytes as Word writes them: UTF-8, declaration, standalone."""
    return _DECLARATION + etree.tostring(root, encoding="UTF-8")


def transitional(data: bytes) -> bytes:
    """Return the part with names of ISO/IEC 29500 Strict replaced by the Transitional ones.

    A part in UTF-16 (ECMA-376 Part 2 §8.1.1) is searched, and then written, as UTF-8.
    """
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        narrow = _UTF16_DECLARED.sub("UTF-8", data.decode("utf-16", "replace"), count=1).encode()
        return transitional(narrow) if _STRICT in narrow else data
    if _STRICT not in data:
        return data
    for strict, plain in _STRICT_NAMES:
        data = data.replace(strict, plain)
    return data.replace(b' w:conformance="strict"', b"")
