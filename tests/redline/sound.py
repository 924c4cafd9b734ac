"""The known reasons for which Word says "unreadable content", looked for in a file: what the schema cannot see too.

It shares no code with the engine. Each reason has a name; docs/analysis/word-and-others.md says what is behind it.
"""

import io
import posixpath
import zipfile
from collections import Counter
from collections.abc import Iterator

from lxml import etree
from lxml.etree import _Element as Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_CHANGES = [W + name for name in ("ins", "del", "moveFrom", "moveTo")]
_DATED = [*_CHANGES, *(W + name for name in ("rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tcPrChange"))]
_RANGES = ("commentRange", "moveFromRange", "moveToRange", "bookmark")
_NOTES = {"footnote": "footnotes", "endnote": "endnotes", "comment": "comments"}


def unsound(data: bytes) -> list[str]:
    """Return the names of the reasons found in a file, sorted; none when Word has nothing to complain of."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        parts = {name: archive.read(name) for name in names}
    found = ["two parts of one name"] if len({name.lower() for name in names}) < len(names) else []
    roots: dict[str, Element] = {}
    for name, content in parts.items():
        if name.endswith((".xml", ".rels")):
            try:
                roots[name] = etree.fromstring(content)
            except etree.XMLSyntaxError:
                found.append("a part that is no XML")
    found += _package(roots, set(parts))
    found += _ids(roots)
    found += _references(roots)
    for root in roots.values():
        found += [*_text(root), *_blocks(root), *_ranges(root)]
    return sorted(set(found))


def _package(roots: dict[str, Element], names: set[str]) -> Iterator[str]:
    types = roots.get("[Content_Types].xml")
    known = [] if types is None else [str(value).lower() for each in types for value in each.attrib.values()]
    for name in names - {"[Content_Types].xml"}:
        if f"/{name}".lower() not in known and name.rpartition(".")[2].lower() not in known:
            yield "a part without a content type"
    for name in names:
        if not name.endswith(".rels"):
            continue
        folder = posixpath.dirname(posixpath.dirname(name))
        for each in roots.get(name, ()):
            target = posixpath.normpath(posixpath.join("/", folder, each.get("Target", ""))).lstrip("/")
            if each.get("TargetMode") != "External" and target not in names:
                yield "a relationship to a part that is not there"


def _related(roots: dict[str, Element], name: str) -> set[str]:
    folder, file = posixpath.split(name)
    found = roots.get(posixpath.join(folder, "_rels", f"{file}.rels"))
    return set() if found is None else {each.get("Id", "") for each in found}


def _ids(roots: dict[str, Element]) -> Iterator[str]:
    changes = Counter(
        each.get(W + "id")
        for root in roots.values()
        for each in root.iter(*_DATED)
        if each.get(W + "author") is not None
    )
    if any(count > 1 for count in changes.values()):
        yield "two changes of one id"
    drawings = Counter(each.get("id") for root in roots.values() for each in _outside_fallback(root))
    if any(count > 1 for count in drawings.values()):
        yield "two drawings of one id"
    styles = Counter(each.get(W + "styleId") for root in roots.values() for each in root.iterchildren(W + "style"))
    if any(count > 1 for count in styles.values()):
        yield "two styles of one id"


def _outside_fallback(root: Element) -> Iterator[Element]:
    for each in root.iter(DRAWING):
        if next(each.iterancestors(f"{MC}Fallback"), None) is None:
            yield each


def _references(roots: dict[str, Element]) -> Iterator[str]:
    for name, root in roots.items():
        related = _related(roots, name)
        used = {str(value) for each in root.iter() for key, value in each.attrib.items() if str(key).startswith(R)}
        if name.startswith("word/") and not name.endswith(".rels") and used - related:
            yield "a reference to a relationship that is not there"
    for kind, plural in _NOTES.items():
        there = {each.get(W + "id") for name, root in roots.items() if name == f"word/{plural}.xml" for each in root}
        used = {each.get(W + "id", "") for root in roots.values() for each in root.iter(f"{W}{kind}Reference")}
        if used - there:
            yield f"a reference to a {kind} that is not there"


def _text(root: Element) -> Iterator[str]:
    for deletion in root.iter(W + "del"):
        if any(next(each.iterancestors(W + "txbxContent"), None) is None for each in deletion.iter(W + "t")):
            yield "plain text inside a deletion"
    for deleted in root.iter(W + "delText"):
        if next(deleted.iterancestors(W + "del"), None) is None:
            yield "deleted text outside a deletion"
    for inserted in root.iter(W + "ins"):
        if inserted.getparent() is not None and inserted.getparent().tag == W + "ins":
            yield "an insertion inside an insertion"
    for change in root.iter(*_DATED):
        if change.get(W + "author") is None or not (change.get(W + "id") or "").lstrip("-").isdecimal():
            yield "a change without author or id"


def _blocks(root: Element) -> Iterator[str]:
    for cell in root.iter(W + "tc"):
        if len(cell) == 0 or cell[-1].tag not in (W + "p", W + "bookmarkEnd", W + "sdt"):
            yield "a cell that does not end in a paragraph"
    for table in root.iter(W + "tbl"):
        if next(table.iter(W + "tr"), None) is None or any(
            row.find(f".//{W}tc") is None for row in table.iter(W + "tr")
        ):
            yield "a table or row with nothing in it"
    for body in root.iterchildren(W + "body"):
        if any(each.tag == W + "sectPr" for each in list(body)[:-1]):
            yield "section properties before the end of the body"
    for paragraph in root.iter(W + "p"):
        if any(each.tag == W + "pPr" for each in list(paragraph)[1:]):
            yield "paragraph properties that do not come first"


def _ranges(root: Element) -> Iterator[str]:
    for name in _RANGES:
        starts, ends = (
            Counter(each.get(W + "id") for each in root.iter(f"{W}{name}{side}")) for side in ("Start", "End")
        )
        if starts != ends:
            yield f"half of a {name}"
    moves = [{each.get(W + "name") for each in root.iter(f"{W}{name}RangeStart")} for name in ("moveFrom", "moveTo")]
    if moves[0] != moves[1]:
        yield "half of a move"
