"""What a Word file points at: every relationship of every part, judged (ECMA-376-2 §9.3; ECMA-376-1 §15.2)."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from accord.library.providers.guard import markup
from accord.library.providers.guard.finding import RefusedFileError

_SCHEME = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]*):")
# A link is followed only by a reader's own hand; these go to a browser, a mail program or a file viewer.
_LINK_SCHEMES = {"http", "https", "mailto", "ftp", "tel", "file", "news"}
_REFUSED_TYPES = {
    "oleObject": "embedded_file",
    "aFChunk": "embedded_file",
    "vbaProject": "macros",
    "wordVbaData": "macros",
    "control": "active_content",
    "activeXControlBinary": "active_content",
    "extensibility": "active_content",
    "webextensiontaskpanes": "active_content",
    "webextension": "active_content",
}
_ELEMENTS = frozenset({"Relationship"})


class Relation(NamedTuple):
    """One relationship: `source` is the part it starts from ("" is the package), `kind` the last word of its type.

    A named tuple: the child would pay 15 ms for importing dataclasses.
    """

    rels: str
    source: str
    id: str
    kind: str
    target: str
    external: bool


def of(parts: dict[str, bytes]) -> Iterator[Relation]:
    """Return every relationship of the package."""
    for name, data in parts.items():
        if name.endswith(".rels") and name.rpartition("/")[0].endswith("_rels"):
            for _, attributes in markup.read(name, data, _ELEMENTS):
                yield _relation(name, attributes)


def _relation(rels: str, attributes: dict[str, str]) -> Relation:
    folder, _, file = rels.rpartition("/")
    source = (folder.removesuffix("_rels") + file.removesuffix(".rels")) if file != ".rels" else ""
    target = attributes.get("Target", "")
    # A target with a scheme or on another machine is outside whatever its mode says.
    outside = bool(_SCHEME.match(target)) or target.startswith(("\\\\", "//"))
    external = attributes.get("TargetMode", "Internal") != "Internal" or outside
    kind = attributes.get("Type", "").rstrip("/").rpartition("/")[2]
    return Relation(rels, source, attributes.get("Id", ""), kind, target, external)


def judge(relation: Relation) -> str:
    """Return "" for a relationship that may stay, or the code under which it is taken out (a key of SENTENCES).

    Raises RefusedFileError for one that the text cannot be freed from.
    """
    where = f"{relation.kind} in {relation.rels}"
    if relation.kind in _REFUSED_TYPES:
        raise RefusedFileError(_REFUSED_TYPES[relation.kind], where)
    if not relation.external:
        return ""
    if relation.kind == "hyperlink":
        scheme = _SCHEME.match(relation.target)
        if scheme and scheme.group(1).lower() not in _LINK_SCHEMES and len(scheme.group(1)) > 1:
            raise RefusedFileError("external_content", f"{scheme.group(1)} link in {relation.rels}")
        return ""
    if relation.kind == "attachedTemplate":
        return "template_removed"
    if relation.kind == "image":
        return "picture_link_removed"
    raise RefusedFileError("external_content", where)
