"""Restoring: a copy is checked, put into an empty place, and what it became is verified as if it were a stranger's."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.contrib.sessions.models import Session
from django.core.management import call_command

from accord.kernel import storage
from accord.kernel.copies import loading, snapshot
from accord.kernel.copies.manifest import BadCopy, Manifest
from accord.kernel.models import StoredFile
from accord.kernel.record import checking
from accord.kernel.record.notes import Verifier


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore came to: the record's own report, and how many files and rows were compared."""

    report: checking.Report
    files: int
    rows: int


def finish(folder: Path, told: Manifest, brought: Sequence[str], key: Verifier | None) -> Restored:
    """Fill tables and files of the installation now set up, end every session, verify the record and each file."""
    if told.tabled:
        call_command("migrate", verbosity=0, interactive=False)
        loading.demand_fit(told)
        loading.load_tables(folder, told)
    else:
        _demand_known(told)
        call_command("migrate", verbosity=0, interactive=False)
        loading.keep_files(folder)
    Session.objects.all().delete()
    return verified(told, brought, key)


def verified(told: Manifest, brought: Sequence[str], key: Verifier | None) -> Restored:
    """Verify the record against the copy's own checkpoint and the `brought` ones, and read every file again."""
    notes = [*brought, *([told.checkpoint] if told.checkpoint else [])]
    report = checking.verify(notes, key)
    files = 0
    for stored in StoredFile.objects.iterator():
        try:
            storage.read(stored)
        except storage.Damaged as error:
            report.add(str(error))
        files += 1
    return Restored(report, files, sum(told.rows.values()))


def _demand_known(told: Manifest) -> None:
    """Refuse a database that a later version has changed already."""
    unknown = set(told.migrations) - set(snapshot.known())
    if unknown:
        sentence = "The backup was made by a later version of Accord ({}): restore it with that version."
        raise BadCopy(sentence.format(min(unknown)))
