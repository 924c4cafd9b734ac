"""Relationships: how one part of the package points at another, or out of it (ECMA-376 Part 2 §9.3)."""

import posixpath
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from redline.opc.limits import Limits
from redline.opc.xml import parse, serialise

_NS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_ESCAPED: Final = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


@dataclass(frozen=True, slots=True)
class Relationship:
    """One relationship: `target` is a part name, or an address outside the package when `external`.

    `written` is the target as the file spells it, so that writing it back changes nothing.
    """

    id: str
    type: str
    target: str
    external: bool
    written: str


def part_of(source: str) -> str:
    """Return the name of the part that holds the relationships of `source` ("" stands for the package itself)."""
    folder, name = posixpath.split(source)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def resolve(source: str, written: str) -> str:
    """Return the part name that a relationship of `source` means by `written`."""
    path = _unescaped(written.replace("\\", "/"))
    joined = path if path.startswith("/") else posixpath.join("/", posixpath.dirname(source), path)
    return posixpath.normpath(joined).lstrip("/")


def _unescaped(written: str) -> str:
    """Return the address with its %20 and the like as letters; part names are kept without them in the archive."""
    return _ESCAPED.sub(lambda found: bytes.fromhex(found[0].replace("%", "")).decode("utf-8", "replace"), written)


def relative(source: str, target: str) -> str:
    """How a relationship of `source` spells the part `target`."""
    return posixpath.relpath("/" + target, "/" + posixpath.dirname(source))


def read(source: str, data: bytes, limits: Limits) -> list[Relationship]:
    """Return the relationships of `source` from the bytes of its .rels part."""
    root = parse(data, part_of(source), limits)
    return [_relationship(source, each) for each in root.iterchildren(f"{{{_NS}}}Relationship")]


def _relationship(source: str, element: Element) -> Relationship:
    written = element.get("Target", "")
    external = element.get("TargetMode") == "External"
    target = written if external else resolve(source, written)
    return Relationship(element.get("Id", ""), element.get("Type", ""), target, external, written)


def write(relationships: Iterable[Relationship]) -> bytes:
    """Return the bytes of a .rels part."""
    root = etree.fromstring(f'<Relationships xmlns="{_NS}"/>')  # nosemgrep: xml-read-with-open-doors -- our own words
    for each in relationships:
        element = etree.SubElement(root, f"{{{_NS}}}Relationship", Id=each.id, Type=each.type, Target=each.written)
        if each.external:
            element.set("TargetMode", "External")
    return serialise(root)


def free_id(relationships: Iterable[Relationship]) -> str:
    """Return the next `rId` that no relationship in the list carries."""
    taken = {each.id for each in relationships}
    number = len(taken) + 1
    while f"rId{number}" in taken:
        number += 1
    return f"rId{number}"
