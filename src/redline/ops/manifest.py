"""Who stands behind each author of a compiled file: a custom XML part, because w:author is only for reading.

Word cuts authors at 255 characters and names may hold commas (pitfalls 7 and 15); programs that renumber changes keep
the authors as they are. The part is a custom XML data part with properties of its own (ISO/IEC 29500-1 §15.2.5-.6):
LibreOffice keeps such parts when it saves a file again, and drops any other.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from redline.changes.gather import Outdone
from redline.changes.merged import Parties
from redline.opc import BadFile, Package

NAMESPACE: Final = "urn:redline:sponsors"
_KIND: Final = "application/xml"
_PROPERTIES_KIND: Final = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
# The item's id only tells it from other items of one file.
_PROPERTIES: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="no"?>'
    '<ds:datastoreItem xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml" '
    'ds:itemID="{5C8B2C2E-8E0B-4B6B-9E35-7B1B0A7C2D11}"><ds:schemaRefs>'
    f'<ds:schemaRef ds:uri="{NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
)


@dataclass(frozen=True, slots=True)
class Unwritten:
    """A formatting there was no place for: of the words [start, end) at `address`, or (0, 0) of what is there.

    `what` says it in words, `xml` is the markup of the properties.
    """

    address: str
    what: str
    xml: str
    parties: Parties
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a compiled file says of itself.

    The parties behind each w:author; the sponsors of each amendment by its id; and the formattings there was no place
    for.
    """

    authors: dict[str, Parties] = field(default_factory=dict)
    amendments: dict[str, Parties] = field(default_factory=dict)
    formats: tuple[Unwritten, ...] = ()


def write_manifest(
    package: Package,
    authors: Mapping[Parties, str],
    ids: Mapping[int, Parties],
    unwritten: Iterable[Outdone] = (),
    amendments: Mapping[str, Parties] | None = None,
) -> None:
    """Put the list of authors (by their parties) and of the ids of their changes (parties by id) into the package.

    `unwritten` are formattings for which there was no place beside another one: only the list holds them whole.
    `amendments` are the sponsors of each by its id. A list that the package held before goes.
    """
    remove_manifest(package)
    of_author: dict[Parties, list[str]] = {}
    for number, parties in sorted(ids.items()):
        of_author.setdefault(parties, []).append(str(number))
    unwritten = tuple(unwritten)
    for each in unwritten:
        of_author.setdefault(each.wanted.sponsors.parties, [])
    root = etree.Element(f"{{{NAMESPACE}}}sponsors", nsmap={"s": NAMESPACE})
    for parties in sorted(of_author):
        author = etree.SubElement(root, f"{{{NAMESPACE}}}author", name=authors[parties])
        author.set("changes", " ".join(of_author[parties]))
        for party in parties:
            etree.SubElement(author, f"{{{NAMESPACE}}}party", code=party)
    for each in unwritten:
        record = etree.SubElement(root, f"{{{NAMESPACE}}}format", at=each.address, what=each.wanted.what)
        record.text = each.wanted.content[0].xml
        if each.end:
            record.set("from", str(each.start))
            record.set("to", str(each.end))
        for party in each.wanted.sponsors.parties:
            etree.SubElement(record, f"{{{NAMESPACE}}}party", code=party)
    for identity, parties in sorted((amendments or {}).items()):
        record = etree.SubElement(root, f"{{{NAMESPACE}}}amendment", id=identity)
        for party in parties:
            etree.SubElement(record, f"{{{NAMESPACE}}}party", code=party)
    data = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
    name = package.add_part("customXml/item1.xml", data, _KIND)
    package.add_relationship(package.main, "customXml", name)
    beside = package.add_part("customXml/itemProps1.xml", _PROPERTIES.encode(), _PROPERTIES_KIND)
    package.add_relationship(name, "customXmlProps", beside)


def remove_manifest(package: Package) -> None:
    """Take the list out of the package, if it holds one."""
    found = _find(package)
    if found is None:
        return
    name = found[0]
    for each in package.related(name, "customXmlProps"):
        package.remove_part(each)
    for related in package.relationships(package.main):
        if not related.external and related.target.lower() == name.lower():
            package.remove_relationship(package.main, related.id)
    package.remove_part(name)


def read_manifest(package: Package) -> dict[str, Parties]:
    """Return the parties behind each w:author of a compiled file; empty when the file holds no list."""
    return manifest_of(package).authors


def manifest_of(package: Package) -> Manifest:
    """Return all that the list of a compiled file says; empty when the file holds none."""
    found = _find(package)
    if found is None:
        return Manifest()
    root = found[1]
    return Manifest(
        {each.get("name", ""): _codes(each) for each in root.iterchildren(f"{{{NAMESPACE}}}author")},
        {each.get("id", ""): _codes(each) for each in root.iterchildren(f"{{{NAMESPACE}}}amendment")},
        tuple(map(_unwritten, root.iterchildren(f"{{{NAMESPACE}}}format"))),
    )


def _unwritten(record: Element) -> Unwritten:
    start, end = (int(found) if (found := record.get(name, "")).isdecimal() else 0 for name in ("from", "to"))
    return Unwritten(
        record.get("at", ""), record.get("what", ""), record.text or "", _codes(record.iterchildren()), start, end
    )


def _find(package: Package) -> tuple[str, Element] | None:
    for name in package.related(package.main, "customXml"):
        try:
            root = package.tree(name)
        except BadFile:
            continue
        if root.tag == f"{{{NAMESPACE}}}sponsors":
            return name, root
    return None


def _codes(author: Iterable[Element]) -> tuple[str, ...]:
    return tuple(party.get("code", "") for party in author)
