"""A Word file, looked through part by part: what it is made of, what it points at, what it would run."""

import re

from accord.library.providers.guard import archive, markup, pictures, relations, rewrite
from accord.library.providers.guard.finding import RefusedFileError

_MAIN = "wordprocessingml.document.main+xml"
_MACRO_WORDS = ("macroenabled", "vbaproject", "vbadata")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"{\\rtf", b"%PDF-")
_XML_ENDINGS = (".xml", ".rels", ".vml", ".svg")
# UTF-16 too: a declaration hides there from whoever reads bytes only.
_XML_START = re.compile(rb"[\0\s\xef\xbb\xbf\xfe\xff]*<")
_CONTENT_TYPES = frozenset({"Default", "Override"})
_NOT_IN_WORKBOOK = ("vbaproject", "activex", "externallink", "embeddings")
_PACKAGES_FOLDER = "word/embeddings/"


def examine(data: bytes) -> tuple[str, bytes | None]:
    """Return ("ok", None), or the code of what was taken out with the rewritten file; raises RefusedFileError."""
    parts = archive.read(data)
    declared = _check_types(parts)
    related = list(relations.of(parts))
    removed = [(relation, code) for relation in related if (code := relations.judge(relation))]
    charts = _chart_workbooks(related)
    for name, content in parts.items():
        if name in declared or name.lower().endswith(_XML_ENDINGS):
            markup.read(name, content)
        else:
            _check_part(name, content, charts)
    if not removed:
        return "ok", None
    return removed[0][1], rewrite.without(parts, [relation for relation, _ in removed])


def _check_types(parts: dict[str, bytes]) -> set[str]:
    """Refuse what is no Word document or says that it carries macros; return the parts declared to be XML by name."""
    found = markup.read(archive.CONTENT_TYPES, parts[archive.CONTENT_TYPES], _CONTENT_TYPES)
    types = [attributes.get("ContentType", "").lower() for _, attributes in found]
    for kind in types:
        if any(word in kind for word in _MACRO_WORDS):
            raise RefusedFileError("macros", kind)
        if "activex" in kind:
            raise RefusedFileError("active_content", kind)
    if not any(kind.endswith(_MAIN) for kind in types):
        raise RefusedFileError("not_word", "no main document")
    overrides = [attributes for _, attributes in found if attributes.get("ContentType", "").lower().endswith("xml")]
    return {attributes.get("PartName", "").lstrip("/") for attributes in overrides} & parts.keys()


def _chart_workbooks(related: list[relations.Relation]) -> set[str]:
    """Return the names of the workbooks in which charts keep their figures: plain data that Word writes."""
    return {
        _PACKAGES_FOLDER + relation.target.rpartition("/")[2]
        for relation in related
        if relation.kind == "package" and "/charts/" in relation.source
    }


def _check_part(name: str, content: bytes, charts: set[str]) -> None:
    if _XML_START.match(content):
        _check_disguised(name, content)
    if name.lower().endswith("vbaproject.bin"):
        raise RefusedFileError("macros", name)
    if content.startswith(b"PK\x03\x04"):
        _check_workbook(name, content, charts)
    elif content.startswith((_OLE, *_PROGRAMS)):
        raise RefusedFileError("embedded_file", name)
    else:
        pictures.check(name, content)


def _check_disguised(name: str, content: bytes) -> None:
    """Read what looks like XML under another name; what is none after all (a font may begin so) is no harm as XML."""
    try:
        markup.read(name, content)
    except RefusedFileError as refusal:
        if refusal.code != "broken":
            raise


def _check_workbook(name: str, content: bytes, charts: set[str]) -> None:
    if name not in charts:
        raise RefusedFileError("embedded_file", name)
    inner = archive.read(content)
    for part, data in inner.items():
        if any(word in part.lower() for word in _NOT_IN_WORKBOOK) or data.startswith((_OLE, b"PK\x03\x04")):
            raise RefusedFileError("embedded_file", f"{name}/{part}")
    for relation in relations.of(inner):
        if relation.external:
            raise RefusedFileError("embedded_file", f"{name} points outside")
