"""The copy without what was taken out: the same members in the same order, the text untouched to the byte."""

import re
import zipfile
from io import BytesIO

from accord.library.providers.guard import markup
from accord.library.providers.guard.finding import RefusedFileError
from accord.library.providers.guard.relations import Relation

_NEVER = (1980, 1, 1, 0, 0, 0)
_RELATIONSHIP = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*?(?:/>|>\s*</(?:\w+:)?Relationship\s*>)")
_TEMPLATE = re.compile(rb"<(?:\w+:)?attachedTemplate\b[^>]*?(?:/>|>\s*</(?:\w+:)?attachedTemplate\s*>)")


def without(parts: dict[str, bytes], removed: list[Relation]) -> bytes:
    """Return the package without these relationships and without what refers to them in the parts they start from."""
    parts = dict(parts)
    for relation in removed:
        name = f'"{relation.id}"'.encode()
        parts[relation.rels] = _without_relationship(parts[relation.rels], relation)
        if relation.source not in parts:
            continue
        if relation.kind == "attachedTemplate":
            parts[relation.source] = _TEMPLATE.sub(b"", parts[relation.source])
        else:
            refers = re.compile(rb"\s[\w.-]+:(?:link|href|id|pict)\s*=\s*" + re.escape(name))
            parts[relation.source] = refers.sub(b"", parts[relation.source])
        if name in parts[relation.source]:
            raise RefusedFileError("external_content", relation.rels)
        markup.read(relation.source, parts[relation.source])
    return _packed(parts)


def _without_relationship(data: bytes, relation: Relation) -> bytes:
    own = re.compile(rb"\sId\s*=\s*[\"']" + re.escape(relation.id.encode()) + rb"[\"']")
    cleaned = _RELATIONSHIP.sub(lambda found: b"" if own.search(found.group()) else found.group(), data)
    if cleaned == data:
        raise RefusedFileError("external_content", relation.rels)
    left = markup.read(relation.rels, cleaned, frozenset({"Relationship"}))
    if any(attributes.get("Id") == relation.id for _, attributes in left):
        raise RefusedFileError("external_content", relation.rels)
    return cleaned


def _packed(parts: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            if not name.endswith("/"):
                package.writestr(zipfile.ZipInfo(name, _NEVER), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
