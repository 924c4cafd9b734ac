"""Who stands behind each author of a compiled file: a custom XML part, because w:author is only for reading.

Word cuts authors at 255 characters and names may hold commas (pitfalls 7 and 15); programs that renumber changes keep
the authors as they are.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from redline.changes.gather import Insertion
from redline.changes.merged import Parties
from redline.opc import BadFile, Package

NAMESPACE: Final = "urn:redline:sponsors"
_KIND: Final = "application/xml"


def write_manifest(
    package: Package,
    authors: Mapping[Parties, str],
    ids: Mapping[int, Parties],
    unwritten: Mapping[str, Sequence[Insertion]] | None = None,
) -> None:
    """Add the list of authors (by their parties) and of the ids of their changes (parties by id) to the package.

    `unwritten` are formattings by address for which there was no place beside another one: they stand in the list only.
    """
    of_author: dict[Parties, list[str]] = {}
    for number, parties in sorted(ids.items()):
        of_author.setdefault(parties, []).append(str(number))
    root = etree.Element(f"{{{NAMESPACE}}}sponsors", nsmap={"s": NAMESPACE})
    for parties in sorted(of_author):
        author = etree.SubElement(root, f"{{{NAMESPACE}}}author", name=authors[parties])
        author.set("changes", " ".join(of_author[parties]))
        for party in parties:
            etree.SubElement(author, f"{{{NAMESPACE}}}party", code=party)
    for address, formats in sorted((unwritten or {}).items()):
        for wanted in formats:
            record = etree.SubElement(root, f"{{{NAMESPACE}}}format", at=address, what=wanted.content[0].text)
            record.text = wanted.content[0].xml
            for party in wanted.sponsors.parties:
                etree.SubElement(record, f"{{{NAMESPACE}}}party", code=party)
    data = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
    name = package.add_part("customXml/sponsors.xml", data, _KIND)
    package.add_relationship(package.main, "customXml", name)


def read_manifest(package: Package) -> dict[str, Parties]:
    """Return the parties behind each w:author of a compiled file; empty when the file holds no list."""
    for name in package.related(package.main, "customXml"):
        try:
            root = package.tree(name)
        except BadFile:
            continue
        if root.tag == f"{{{NAMESPACE}}}sponsors":
            authors = root.iterchildren(f"{{{NAMESPACE}}}author")
            return {each.get("name", ""): _codes(each) for each in authors}
    return {}


def _codes(author: Iterable[Element]) -> tuple[str, ...]:
    return tuple(party.get("code", "") for party in author)
