"""Writing a copy: the tables as lines of JSON, the kept files, and what lies in the home beside them."""

import ctypes
import hashlib
import os
import shutil
from pathlib import Path
from typing import Final

from django.conf import settings

from accord.kernel import storage
from accord.kernel.copies import tables
from accord.kernel.copies.manifest import DATABASE, FILES, TABLES, Part, measure
from accord.kernel.models import StoredFile

# What is made anew, or has its own place in a copy.
NOT_COPIED: Final = {FILES, "static", "backups"}


def write_tables(folder: Path, using: str) -> tuple[dict[str, Part], dict[str, int]]:
    """Write every table as ``tables/<app>.<model>.jsonl`` and return the parts, and how many rows each table has."""
    parts: dict[str, Part] = {}
    rows: dict[str, int] = {}
    (folder / TABLES).mkdir()
    for model in tables.models():
        path = f"{TABLES}/{tables.name(model)}.jsonl"
        digest, size, count = hashlib.sha256(), 0, 0
        with (folder / path).open("wb") as file:
            for line in tables.lines(model, using):
                file.write(line)
                digest.update(line)
                size, count = size + len(line), count + 1
        parts[path] = Part(size, digest.hexdigest())
        rows[tables.name(model)] = count
    return parts, rows


def write_files(folder: Path, using: str, before: Path | None = None) -> dict[str, Part]:
    """Copy every kept file, checking its bytes; one that the copy `before` has already is linked, not copied again."""
    parts: dict[str, Part] = {}
    for stored in StoredFile.objects.using(using).order_by("sha256").iterator():
        path = f"{FILES}/{stored.sha256[:2]}/{stored.sha256}"
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if not (before and _linked(before / path, target, stored.sha256)):
            target.write_bytes(storage.read(stored))
        parts[path] = Part(stored.size, stored.sha256)
    return parts


def write_home(folder: Path) -> dict[str, Part]:
    """Copy what else lies in the home: the record's key, the sessions' key, what a later version may put there."""
    parts: dict[str, Part] = {}
    for path in home_files():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.copyfile(Path(settings.ACCORD_HOME) / path, target)
        target.chmod(0o600)
        parts[path] = measure(target)
    return parts


def home_files() -> list[str]:
    """Return the files of the home, by relative path, but for the database, the kept files and what is made anew."""
    home = Path(settings.ACCORD_HOME)
    found = []
    for top in sorted(home.iterdir() if home.exists() else []):
        if top.name in NOT_COPIED or top.name.startswith((".", DATABASE)) or top.is_symlink():
            continue
        inside = [top] if top.is_file() else sorted(path for path in top.rglob("*") if path.is_file())
        found += [str(path.relative_to(home)) for path in inside if not path.name.startswith(".")]
    return found


def settle(folder: Path) -> None:
    """Wait until everything written to the folder's disk lies there: one call instead of one for each of many files."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        sync_one = getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None)
        if sync_one is None:
            os.sync()
        elif sync_one(handle):
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number), str(folder))
    finally:
        os.close(handle)


def _linked(source: Path, target: Path, sha256: str) -> bool:
    try:
        if measure(source).sha256 != sha256:  # damage in one copy does not pass to the next
            return False
        os.link(source, target)
    except OSError:  # not there, or the disk knows no links
        return False
    return True
