"""Files kept by the hash of their bytes: kept twice is kept once, and what is kept survives a power cut."""

import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings

from accord.kernel import clocks
from accord.kernel.models import StoredFile

__all__ = ["Damaged", "StoredFile", "keep", "path_of", "read"]


class Damaged(Exception):  # noqa: N818 -- says what the file is
    """The stored bytes are gone or are not those that were kept."""


def keep(data: bytes) -> StoredFile:
    """Keep the bytes under their SHA-256 and return the stored file; the same bytes again return the same file."""
    sha256 = hashlib.sha256(data).hexdigest()
    path = path_of(sha256)
    if not path.exists() or path.stat().st_size != len(data):
        _write_durably(path, data)
    stored, _ = StoredFile.objects.get_or_create(sha256=sha256, defaults={"size": len(data), "kept_at": clocks.now()})
    return stored


def read(file: StoredFile) -> bytes:
    """Return the bytes as they were kept; raise `Damaged` rather than hand out others."""
    try:
        data = path_of(file.sha256).read_bytes()
    except FileNotFoundError as error:
        raise Damaged(f"The stored file {file.sha256} is missing from {settings.ACCORD_HOME / 'files'}.") from error
    if hashlib.sha256(data).hexdigest() != file.sha256:
        raise Damaged(f"The stored file {file.sha256} was altered on disk.")
    return data


def path_of(sha256: str) -> Path:
    """Return where the file with this hash lies (or would lie)."""
    return Path(settings.ACCORD_HOME) / "files" / sha256[:2] / sha256


def _write_durably(path: Path, data: bytes) -> None:
    """Write beside, flush to the disk, rename into place: a reader sees the whole file or none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=".keeping-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
