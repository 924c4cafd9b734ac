"""A drill: the backup is restored by the real command into a place of its own, verified, and taken away again."""

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from accord.kernel.copies import backup, manifest

# What would lead the restore to this server's own database, files or home; the settings file names them all.
NOT_PASSED_ON: Final = {"ACCORD_HOME", "ACCORD_FILES", "ACCORD_DEMO", "ACCORD_SETTINGS", "DATABASE_URL"}
RESULT: Final = "drill.txt"
SOUND: Final = "sound\n"
LIMIT: Final = 6 * 3600


@dataclass(frozen=True, slots=True)
class Drilled:
    """Whether the backup could be restored and verified, and what the command said."""

    sound: bool
    said: str


def drill(folder: Path) -> Drilled:
    """Restore this backup and verify it, also against the checkpoints in the backups before it; keep the result there.

    A tabled backup (PostgreSQL) is restored into SQLite: that needs no second server, and proves that the tables are
    all there.
    """
    earlier = [path for path in backup.complete(folder.parent) if path.name < folder.name]
    brought = [str(path / manifest.NAME) for path in earlier if manifest.read(path).checkpoint]
    with tempfile.TemporaryDirectory(prefix=".drill-", dir=folder.parent) as place:
        command = [sys.executable, "-m", "accord", "restore", str(folder), "--into", str(Path(place) / "home")]
        done = subprocess.run(  # nosec B603 # noqa: S603 -- our own program
            [*command, *(word for name in brought for word in ("--checkpoint", name))],
            env={name: value for name, value in os.environ.items() if name not in NOT_PASSED_ON},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=LIMIT,
            check=False,
        )
    drilled = Drilled(done.returncode == 0, done.stdout.strip())
    (folder / RESULT).write_text(SOUND if drilled.sound else f"failed\n{drilled.said}\n", encoding="utf-8")
    return drilled


def was_sound(folder: Path) -> bool | None:
    """Return how the drill of this backup ended, or None when there was none."""
    try:
        return (folder / RESULT).read_text(encoding="utf-8") == SOUND
    except FileNotFoundError:
        return None


def clear(target: Path) -> None:
    """Remove what killed drills left behind."""
    for left in target.glob(".drill-*"):
        shutil.rmtree(left, ignore_errors=True)
