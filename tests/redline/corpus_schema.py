"""Validation against the ISO/IEC 29500-4 schema, where it lies beside the checkout."""

from functools import cache
from pathlib import Path

from lxml import etree
from lxml.etree import _Element as Element

from redline.opc import read_package

_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_MC_SCHEMA = (
    '<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema" '
    f'targetNamespace="{_MC}"><xsd:attribute name="Ignorable" type="xsd:string"/></xsd:schema>'
)


class _Compatibility(etree.Resolver):
    """The schema of markup compatibility, which the standard's own refers to and does not hold."""

    def resolve(self, system_url: str, public_id: str, context: object) -> object:  # noqa: ARG002 - lxml's signature
        return self.resolve_string(_MC_SCHEMA, context) if system_url.endswith("mc.xsd") else None


@cache
def _schema(folder: Path) -> etree.XMLSchema:
    parser = etree.XMLParser()
    parser.resolvers.add(_Compatibility())
    return etree.XMLSchema(etree.parse(str(folder / "wml.xsd"), parser))


def schema_errors(data: bytes, corpus: Path) -> list[str]:
    """Return what the schema objects to in the main part of a Word file."""
    package = read_package(data)
    root = _plain(package.part(package.main))
    schema = _schema(corpus / "schema")
    schema.validate(root)
    return [str(each.message) for each in schema.error_log]


def _plain(part: bytes) -> Element:
    """Return the part as a reader sees it that knows no extension: ignorable names dropped, fallbacks taken."""
    root = etree.fromstring(part)
    ignorable = set()
    for element in root.iter("*"):
        prefixes = element.attrib.pop(f"{{{_MC}}}Ignorable", "")
        ignorable |= {element.nsmap[prefix] for prefix in str(prefixes).split() if prefix in element.nsmap}
    for element in list(root.iter("*")):
        _drop_ignorable(element, ignorable)
    for element in list(root.iter(f"{{{_MC}}}AlternateContent")):
        parent = element.getparent()
        if parent is not None:
            fallback = element.find(f"{{{_MC}}}Fallback")
            place = parent.index(element)
            parent[place : place + 1] = list(element[0] if fallback is None else fallback)
    return root


def _drop_ignorable(element: Element, namespaces: set[str]) -> None:
    parent = element.getparent()
    if parent is not None and etree.QName(element).namespace in namespaces:
        parent.remove(element)
        return
    for name in list(element.attrib):
        if etree.QName(name).namespace in namespaces:
            del element.attrib[name]
