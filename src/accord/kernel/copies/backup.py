"""Making a backup while everybody goes on writing, finding the newest one, and letting the old ones go."""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from django.db import connection

from accord.kernel.copies import gathering, manifest, snapshot
from accord.kernel.copies.manifest import BACKUP, DATABASE, EXPORT, Manifest, Part
from accord.kernel.record import keys

STAMP: Final = "%Y-%m-%dT%H%M%S.%fZ"
MAKING: Final = ".making-"


def make(target: Path, now: datetime) -> Path:
    """Make a backup in a new folder below `target`, named after the instant, and return that folder.

    The database first, then the files it names: a file is kept before the row that names it, and never taken away, so
    the two agree whatever is written meanwhile. A backup is there whole, under its own name, or not at all.
    """
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    with locked(target):
        made, before = now.astimezone(UTC).strftime(STAMP), newest(target)
        making = target / f"{MAKING}{made}"
        making.mkdir(mode=0o700)
        _fill(making, now, before)
        folder = making.rename(target / made)
        manifest.flush([target])
    return folder


def export(folder: Path, now: datetime) -> Manifest:
    """Write everything in the open format into an empty folder and return the manifest."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with snapshot.steady() as alias:
        parts, rows = gathering.write_tables(folder, alias)
        return _finish(folder, alias, parts, Manifest(EXPORT, _instant(now), [], "", "", {}, rows))


def complete(target: Path) -> list[Path]:
    """Return the folders of the finished backups below `target`, oldest first."""
    return sorted(path.parent for path in target.glob(f"[!.]*/{manifest.NAME}"))


def newest(target: Path) -> Path | None:
    """Return the folder of the newest backup, or None."""
    found = complete(target)
    return found[-1] if found else None


def made_at(folder: Path) -> datetime:
    """Return when the backup in this folder was begun."""
    return datetime.fromisoformat(manifest.read(folder).made_at)


def prune(target: Path, keep: int) -> int:
    """Remove all but the newest `keep` backups and return how many went."""
    old = complete(target)[: -max(keep, 1)]
    for folder in old:
        # The manifest goes first: what is left of a folder when this is interrupted is no backup any more.
        (folder / manifest.NAME).unlink()
        shutil.rmtree(folder)
    return len(old)


@contextmanager
def locked(target: Path) -> Iterator[None]:
    """Wait until nobody else makes a backup here, and clear away what a killed one left behind."""
    with (target / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for left in target.glob(f"{MAKING}*"):
            shutil.rmtree(left)
        yield


def _fill(folder: Path, now: datetime, before: Path | None) -> None:
    begun = Manifest(BACKUP, _instant(now), [], "", "", {})
    if connection.vendor == "postgresql":
        with snapshot.steady() as alias:
            parts, rows = gathering.write_tables(folder, alias)
            begun.rows.update(rows)
            _finish(folder, alias, parts, begun, before)
        return
    database = folder / DATABASE
    snapshot.vacuum_into(database)
    database.chmod(0o600)
    with snapshot.copied(database) as alias:
        _finish(folder, alias, {DATABASE: manifest.measure(database)}, begun, before)


def _finish(folder: Path, alias: str, parts: dict[str, Part], begun: Manifest, before: Path | None = None) -> Manifest:
    parts |= gathering.write_home(folder)
    parts |= gathering.write_files(folder, alias, before)
    note = snapshot.checkpoint(alias)
    key = str(keys.load().verifier) if note else ""
    done = Manifest(begun.format, begun.made_at, snapshot.migrations(alias), note, key, parts, begun.rows)
    gathering.settle(folder)
    done.write(folder)
    return done


def _instant(now: datetime) -> str:
    return now.astimezone(UTC).isoformat(timespec="microseconds")
