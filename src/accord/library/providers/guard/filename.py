"""A file name that is safe on every desk: one path segment, printable, of bounded length, with the true ending."""

import re
import unicodedata
from pathlib import PurePosixPath

LONGEST = 120
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
# Endings that a person means as an ending; anything else after a dot belongs to the name ("Rev.1").
_ENDINGS = {".docx", ".docm", ".dotx", ".doc", ".odt", ".rtf", ".pdf"}
_RESERVED = {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10))}


def safe(filename: str, kind: str) -> str:
    """Return the name under which the file is kept and served, such as "Matriz.docx".

    Folders, control and direction-changing characters, and what Windows forbids are dropped; the ending is that of the
    kind found in the bytes, never the one claimed. A name of which nothing is left becomes "document".
    """
    name = unicodedata.normalize("NFC", filename.replace("\\", "/")).rsplit("/", 1)[-1]
    name = "".join(c for c in name if unicodedata.category(c)[0] != "C")
    name = re.sub(r"\s+", " ", _FORBIDDEN.sub("_", name)).strip(" .")
    stem = PurePosixPath(name).stem if PurePosixPath(name).suffix.lower() in _ENDINGS else name
    stem = _shortened(stem.strip(" .")) or "document"
    return f"{'_' if stem.lower() in _RESERVED else ''}{stem}.{kind}"


def _shortened(stem: str) -> str:
    while len(stem.encode()) > LONGEST:
        stem = stem[:-1]
    return stem.rstrip(" .")
