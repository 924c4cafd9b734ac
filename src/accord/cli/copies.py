"""`accord backup`, `accord export`, `accord import`: copies of everything, made while the server runs."""

import argparse
import gettext
import sqlite3
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from django.conf import settings
from django.core.management import call_command
from django.db import Error, connection

from accord.cli.finding import Finding
from accord.cli.platform import demand_database
from accord.cli.words import Wrong
from accord.kernel import clocks
from accord.kernel.copies import backup as backups
from accord.kernel.copies import drill, loading, manifest, placing, snapshot
from accord.kernel.copies.explaining import README
from accord.kernel.copies.manifest import BadCopy
from accord.kernel.record.keys import KeyMissing
from accord.kernel.storage import Damaged

_ = gettext.gettext
T = TypeVar("T")
KEEP_IT = _("It holds the key that signs the record, and everybody's words: keep it as you would keep the server.")
OLD = timedelta(hours=30)


def backup(options: argparse.Namespace) -> int:
    """Make a backup below the folder; with --drill restore and verify it too. Exit code 1 when the drill fails."""
    if not (options.to or settings.ACCORD_BACKUP):
        raise Wrong(_("Say where the backup goes: --to FOLDER, or ACCORD_BACKUP."))
    target = Path(options.to or settings.ACCORD_BACKUP).absolute()
    # A database of the version before is backed up too: that is what one does before an upgrade.
    if connection.vendor != "sqlite" or not snapshot.migrations():
        demand_database()
    folder = told(lambda: backups.make(target, clocks.now()))
    print(_("The backup is in {folder}. {keep_it}").format(folder=folder, keep_it=KEEP_IT))
    if options.drill:
        drilled = told(lambda: drill.drill(folder))
        print(drilled.said)
        if not drilled.sound:
            print(_("The drill FAILED: this backup cannot be relied upon."))
            return 1
        print(_("The drill succeeded; what it restored is removed again."))
    if options.keep:
        print(_("{count} old backups were removed.").format(count=backups.prune(target, options.keep)))
    return 0


def export(options: argparse.Namespace) -> int:
    """Write everything in the open format into an empty folder."""
    demand_database()
    folder = empty(Path(options.folder).absolute())
    done = told(lambda: backups.export(folder, clocks.now()))
    (folder / "README.md").write_text(README, encoding="utf-8")
    print(
        _("{rows} rows of {tables} tables are in {folder}. {keep_it}").format(
            rows=sum(done.rows.values()), tables=len(done.rows), folder=folder, keep_it=KEEP_IT
        )
    )
    return 0


def bring(options: argparse.Namespace) -> int:
    """Read an export into this installation, which must be empty; compare table by table, verify the record."""
    folder, home = Path(options.folder).absolute(), Path(settings.ACCORD_HOME)
    done = told(lambda: manifest.read(folder))
    if not done.tabled:
        raise Wrong(_("{folder} is a backup of SQLite: use `accord restore`.").format(folder=folder))
    told(lambda: manifest.check(folder, done))
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    call_command("migrate", verbosity=0, interactive=False)
    told(lambda: loading.demand_fit(done))
    told(lambda: manifest.place(folder, done, home))
    return report(told(lambda: placing.finish(folder, done, [], None)), home)


def report(restored: placing.Restored, home: Path) -> int:
    """Say what was restored and whether it is sound; exit code 1 when it is not."""
    for problem in restored.report.problems:
        print(f"! {problem}")
    if not restored.report.sound:
        print(_("What stands in {home} is NOT what it was: do not serve it.").format(home=home))
        return 1
    print(
        _(
            "Restored into {home}: {files} files; record of {size} entries sound; {checkpoints} checkpoints hold."
        ).format(
            home=home,
            size=restored.report.size,
            files=restored.files,
            checkpoints=restored.report.checkpoints,
        )
    )
    if restored.rows:
        print(_("{rows} rows were compared, table by table.").format(rows=restored.rows))
    print(_("Everybody signs in again. Letters that were waiting may be sent a second time."))
    return 0


def empty(folder: Path) -> Path:
    """Return the folder when nothing is in it yet."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Wrong(_("{folder} is not empty: nothing was written.").format(folder=folder))
    return folder


def told(work: Callable[[], T]) -> T:
    """Do the work; what goes wrong is one sentence for the operator."""
    try:
        return work()
    except (BadCopy, Damaged, KeyMissing, loading.NotEmpty) as error:
        raise Wrong(str(error), code=1) from error
    except (OSError, sqlite3.Error, Error) as error:
        raise Wrong(_("It could not be done: {error}").format(error=error), code=1) from error


def findings() -> Iterator[Finding]:
    """Yield what `accord check` says of the backups."""
    if settings.ACCORD_DEMO:
        return
    if not settings.ACCORD_BACKUP:
        yield Finding("backup_not_set", _("No backup is made."), _("Set ACCORD_BACKUP to a folder on another disk."))
        return
    target = Path(settings.ACCORD_BACKUP)
    last = backups.newest(target)
    if last is None:
        wrong = _("There is no backup in {target} yet.").format(target=target)
        yield Finding("backup_none", wrong, _("Run `accord backup --drill`."))
        return
    made = backups.made_at(last)
    if made < clocks.now() - OLD:
        wrong = _("The newest backup in {target} is of {made:%Y-%m-%d %H:%M} UTC.").format(target=target, made=made)
        yield Finding("backup_old", wrong, _("See that the worker runs and that it may write there."))
    if drill.was_sound(last) is False:
        wrong = _("The drill of the backup {folder} failed.").format(folder=last)
        yield Finding("backup_drill_failed", wrong, _("Read {result} in it.").format(result=drill.RESULT))
