"""Documents for tests: small Word files and PDFs of our own, and documents published in a world."""

import zipfile
from collections.abc import Mapping
from datetime import date
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from accord.kernel import clocks
from accord.kernel.actor import Actor
from accord.library import actions
from accord.library.actions import Classification
from accord.library.models import Document, HeldFile, LanguageVersion, Version
from tests.factories.people import World

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
SYMBOL = "GT/PLAN/doc.4/26"


def paragraph(text: str) -> str:
    """Return one paragraph of WordprocessingML."""
    return f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def inserted(text: str, author: str = "BR") -> str:
    """Return a paragraph with a tracked insertion."""
    run = f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
    return f'<w:p><w:ins w:id="1" w:author="{author}" w:date="2026-11-01T00:00:00Z">{run}</w:ins></w:p>'


def relationships(*each: tuple[str, str, str, bool]) -> str:
    """Return a relationships part of (id, last word of the type, target, external)."""
    rows = "".join(
        f'<Relationship Id="{name}" Type="{R}/{kind}" Target="{escape(target)}"'
        f"{' TargetMode=' + chr(34) + 'External' + chr(34) if external else ''}/>"
        for name, kind, target, external in each
    )
    return f'<Relationships xmlns="{RELS}">{rows}</Relationships>'


def word_parts(*blocks: str, types: str = "", main: str = MAIN) -> dict[str, str | bytes]:
    """Return the parts of a small Word file, by name; `types` adds to its content types."""
    ct = "http://schemas.openxmlformats.org/package/2006/content-types"
    return {
        "[Content_Types].xml": f'<?xml version="1.0" encoding="UTF-8"?><Types xmlns="{ct}">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/>{types}</Types>',
        "_rels/.rels": relationships(("rId1", "officeDocument", "word/document.xml", False)),
        "word/document.xml": f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>'
        f"{''.join(blocks)}<w:sectPr/></w:body></w:document>",
    }


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """Return the parts as a zip package."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            # A fixed instant, so that the same parts are the same bytes.
            package.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def word_file(*texts: str) -> bytes:
    """Return a small clean Word file with these paragraphs."""
    return packed(word_parts(*(paragraph(text) for text in texts or ("1. The States shall cooperate.",))))


def tracked_file() -> bytes:
    """Return a small Word file that still holds a tracked insertion."""
    return packed(word_parts(paragraph("1. The States shall cooperate."), inserted("2. In good time.")))


def pdf_file(*, catalog: str = "", extra: str = "", head: bytes = b"") -> bytes:
    """Return a one-page PDF; `catalog` adds entries to its catalog, `extra` objects numbered from 4."""
    objects = [
        f"1 0 obj\n<< /Type /Catalog /Pages 2 0 R {catalog} >>\nendobj\n",
        "2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n",
        "3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>\nendobj\n",
        extra,
    ]
    body = head + b"%PDF-1.7\n" + "".join(objects).encode("latin-1")
    return body + b"trailer\n<< /Root 1 0 R /Size 20 >>\nstartxref\n0\n%%EOF\n"


def held(actor: Actor, world: World, data: bytes | None = None, filename: str = "Matriz.docx") -> HeldFile:
    """Send a file as the actor; a small clean Word file unless told otherwise."""
    data = word_file() if data is None else data
    return actions.receive_file(actor=actor, now=clocks.now(), group=world.group, data=data, filename=filename)


def classification(**said: Any) -> Classification:
    """Return the classification of a base document, but for what is said."""
    values = {
        "folder": "base",
        "symbol": SYMBOL,
        "title": "Draft Inter-American Plan",
        "distribution": "limited",
        "original_language": "es",
        "date": date(2026, 11, 3),
        **said,
    }
    return Classification(**values)


def publish(world: World, *, data: bytes | None = None, language: str = "es", **said: Any) -> Document:
    """Publish a document as the Chair; the base document GT/PLAN/doc.4/26 unless told otherwise."""
    file = held(world.chair, world, data)
    return actions.publish_document(
        actor=world.chair,
        now=clocks.now(),
        group=world.group,
        classification=classification(**said),
        language=language,
        held=file,
    )


def version_of(document: Document) -> Version:
    """Return the latest version of a document."""
    return document.versions.order_by("-ordinal")[0]


def file_of(document: Document) -> LanguageVersion:
    """Return the first file of the latest version of a document."""
    return version_of(document).languages.order_by("pk")[0]
