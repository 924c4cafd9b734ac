"""Files kept by the hash of their bytes, in a folder or on S3: kept twice is kept once, and never other bytes."""

import hashlib
import os
import tempfile
import time
from pathlib import Path
from typing import Final

from django.conf import settings

from accord.kernel import bucket, clocks
from accord.kernel.bucket import Bucket, StoreDown
from accord.kernel.models import StoredFile

__all__ = ["Damaged", "StoreDown", "StoredFile", "keep", "lay", "path_of", "place", "read"]

# For how many seconds a process believes itself that it has just read an object back from S3.
JUST_NOW: Final = 60
_laid: dict[tuple[Bucket, str], float] = {}


class Damaged(Exception):  # noqa: N818 -- says what the file is
    """The stored bytes are gone or are not those that were kept."""


def keep(data: bytes) -> StoredFile:
    """Keep the bytes under their SHA-256 and return the stored file; the same bytes again return the same file.

    Raises `StoreDown` when the store of files cannot be reached; then nothing was kept.
    """
    sha256 = lay(data)
    stored, _ = StoredFile.objects.get_or_create(sha256=sha256, defaults={"size": len(data), "kept_at": clocks.now()})
    return stored


def lay(data: bytes) -> str:
    """Put the bytes where files are kept, make sure that they are there, and return their SHA-256.

    `keep` does it too. An act whose file is large does it before its transaction opens, so that nobody else's act waits
    for a store far away. Bytes that no act keeps in the end do no harm.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    if found := bucket.configured():
        _put(found, sha256, data)
    elif not _lies_there(path_of(sha256), data):
        _write_durably(path_of(sha256), data)
    return sha256


def read(file: StoredFile) -> bytes:
    """Return the bytes as they were kept; raise `Damaged` rather than hand out others, `StoreDown` when none come."""
    data = _bytes_of(file.sha256)
    if data is None:
        raise Damaged(f"The stored file {file.sha256} is missing from {place()}.")
    if hashlib.sha256(data).hexdigest() != file.sha256:
        raise Damaged(f"The stored file {file.sha256} was altered in {place()}.")
    return data


def place() -> str:
    """Return where files are kept, for a person who runs the server."""
    found = bucket.configured()
    return found.address if found else str(Path(settings.ACCORD_HOME) / "files")


def path_of(sha256: str) -> Path:
    """Return where the file with this hash lies (or would lie) when files are kept in ACCORD_HOME."""
    return Path(settings.ACCORD_HOME) / "files" / _name(sha256)


def _name(sha256: str) -> str:
    """Return a file's name below the place, the same in a folder and on S3: one can be copied into the other."""
    return f"{sha256[:2]}/{sha256}"


def _bytes_of(sha256: str) -> bytes | None:
    if found := bucket.configured():
        return found.get(_name(sha256))
    try:
        return path_of(sha256).read_bytes()
    except FileNotFoundError:
        return None


def _put(found: Bucket, sha256: str, data: bytes) -> None:
    """Write the object and read it back: whatever the store promises, what it gives again is what counts."""
    if time.monotonic() - _laid.get((found, sha256), -JUST_NOW) < JUST_NOW:
        return
    found.put(_name(sha256), data)
    if found.get(_name(sha256)) != data:
        raise StoreDown(f"The store of files {found.address} does not give back what was written to it.")
    if len(_laid) > 500:
        _laid.clear()
    _laid[found, sha256] = time.monotonic()


def _lies_there(path: Path, data: bytes) -> bool:
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except FileNotFoundError:
        return False


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
