"""The mission's note as a file: what it may be, told by its first bytes and not by its name."""

import io
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.utils.translation import gettext_lazy as _

from accord.kernel.action import Refused

LIMIT = 10 * 1024 * 1024
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "png": "image/png",
    "jpg": "image/jpeg",
}


@dataclass(frozen=True, slots=True)
class Note:
    """The note by which a mission appoints: the name under which it was sent, and its bytes."""

    name: str
    data: bytes

    def checked(self) -> "Note":
        """Return the note under a plain name with the extension of what it is; Refused when it cannot be kept."""
        if not self.data:
            raise Refused(_("The file of the note is empty. Send it again."), code="note_empty")
        if len(self.data) > LIMIT:
            raise Refused(_("The note is larger than 10 MB. Send a smaller scan."), code="note_too_large")
        kind = kind_of(self.data)
        if kind is None:
            raise Refused(_("The note must be a PDF, a Word file (.docx) or a picture (PNG, JPEG)."), code="note_kind")
        stem = PurePosixPath(self.name.replace("\\", "/")).stem
        plain = "".join(c for c in stem if c.isprintable() and c not in '<>:"/\\|?*').strip(" .")[:120]
        return Note(f"{plain or 'Note'}.{kind}", self.data)


def kind_of(data: bytes) -> str | None:
    """Return "pdf", "docx", "png" or "jpg" by the file's first bytes, or None for anything else."""
    if data.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpg"
    return "docx" if data.startswith(b"PK\x03\x04") and _is_word(data) else None


def _is_word(data: bytes) -> bool:
    """Look only at the table of contents; nothing is unpacked here."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = set(package.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, RuntimeError):
        return False
    return {"[Content_Types].xml", "word/document.xml"} <= names and "word/vbaProject.bin" not in names
