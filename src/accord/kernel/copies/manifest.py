"""The list of what a copy holds: each file with its size and SHA-256, the state of the tables, the record's checkpoint.

Pure: needs neither Django nor a database, so that a copy can be checked before anything is opened.
"""

import hashlib
import json
import os
import shutil
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final

BACKUP: Final = "accord-backup/1"
EXPORT: Final = "accord-export/1"
NAME: Final = "manifest.json"
DATABASE: Final = "accord.sqlite3"
TABLES: Final = "tables"
FILES: Final = "files"


class BadCopy(Exception):  # noqa: N818 -- says what the copy is
    """The copy is not what its manifest says; the message tells a person in which point."""


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a copy: how many bytes it has and their SHA-256."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a copy holds, by paths relative to its folder.

    `migrations` is the state of the tables (``kernel.0001_initial``); `checkpoint` the signed head of the record as it
    stands in this copy, empty for an empty record; `key` the record's public key; `rows` how many rows each table has,
    when the tables are lines of JSON.
    """

    format: str
    made_at: str
    migrations: list[str]
    checkpoint: str
    key: str
    parts: dict[str, Part]
    rows: dict[str, int] = field(default_factory=dict)

    @property
    def tabled(self) -> bool:
        """Whether the tables are lines of JSON, not a database's own file."""
        return DATABASE not in self.parts

    def write(self, folder: Path) -> None:
        """Write the manifest, last of all and durably: a folder without one is no copy."""
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        beside = folder / f".{NAME}"
        beside.write_text(text, encoding="utf-8")
        flush([beside])
        beside.replace(folder / NAME)
        flush([folder])


def read(folder: Path) -> Manifest:
    """Return the manifest of the copy in this folder."""
    try:
        told = json.loads((folder / NAME).read_text(encoding="utf-8"))
        if told["format"] not in {BACKUP, EXPORT}:
            raise BadCopy(f"{folder} was made in another format ({told['format']}).")
        parts = {path: Part(**part) for path, part in told.pop("parts").items()}
        return Manifest(**told, parts=parts)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadCopy(f"{folder} holds no backup and no export: its {NAME} cannot be read.") from error


def check(folder: Path, manifest: Manifest) -> None:
    """Hash every file of the copy and compare; raise `BadCopy` for the first that is missing, altered or unsafe."""
    for path, part in sorted(manifest.parts.items()):
        if Path(path).is_absolute() or ".." in Path(path).parts:
            raise BadCopy(f"The manifest names a file outside the copy: {path}.")
        try:
            found = measure(folder / path)
        except OSError as error:
            raise BadCopy(f"{path} is missing from the copy, or cannot be read: {error.strerror}.") from error
        if found != part:
            raise BadCopy(f"{path} is not what was copied: its bytes were altered or lost.")


def place(folder: Path, manifest: Manifest, home: Path) -> None:
    """Put into the empty home what lies beside tables and kept files: the database's own file and the keys."""
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    placed = []
    for path in manifest.parts:
        if Path(path).parts[0] in {TABLES, FILES}:
            continue
        target = home / path
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.copyfile(folder / path, target)
        target.chmod(0o600)
        placed.append(target)
    flush(placed)


def measure(path: Path) -> Part:
    """Return size and SHA-256 of a file."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
        return Part(file.tell(), digest.hexdigest())


def flush(paths: list[Path]) -> None:
    """Wait until these files and folders are on the disk."""
    for path in paths:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
