"""What `accord check` looks for in a database with all its tables: the record, the worker, what failed for good."""

import gettext
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Final

from django.conf import settings

from accord.cli.finding import Finding
from accord.kernel import actor, clocks, health, queue
from accord.kernel.copies import backup as backups
from accord.kernel.copies import manifest
from accord.kernel.copies.manifest import BadCopy
from accord.kernel.demo import made_by_demo
from accord.kernel.record import glancing, keys, ledger, queries
from accord.mailings import queries as mailings

_ = gettext.gettext
OPERATOR: Final = actor.system("command-line")
# What two machines that keep their clocks may differ by.
SLACK: Final = timedelta(minutes=1)


def findings() -> Iterator[Finding]:
    """Yield what is wrong with what is kept."""
    for look in (_demo, _key, _clock, _record, _worker, _failures):
        yield from look()


def _demo() -> Iterator[Finding]:
    if settings.ACCORD_DEMO and not made_by_demo():
        wrong = _("ACCORD_DEMO is set, but this database was not made by the demo: anybody could enter as anybody.")
        yield Finding("demo_not_made_here", wrong, _("Unset ACCORD_DEMO at once."))


def _key() -> Iterator[Finding]:
    if ledger.size() and not keys.path().exists():
        wrong = _("The record's signing key {path} is missing.").format(path=keys.path())
        yield Finding("key_missing", wrong, _("Put it back from the backup."))


def _clock() -> Iterator[Finding]:
    last = queries.entry(ledger.size() - 1) if ledger.size() else None
    if last is not None and last.at > clocks.now() + SLACK:
        wrong = _("This machine's clock is behind: the record's last entry is of {at:%Y-%m-%d %H:%M:%S} UTC.").format(
            at=last.at
        )
        yield Finding("clock_behind", wrong, _("Keep the clock by NTP; deadlines close by it."))


def _record() -> Iterator[Finding]:
    if not ledger.size() or not keys.path().exists():
        return
    for problem in glancing.problems(_kept_in_backup()):
        how = _("Run `accord record verify` with a checkpoint kept elsewhere, and do not serve the pages until then.")
        yield Finding("record", problem, how)


def _kept_in_backup() -> list[str]:
    """Return the checkpoint in the newest backup: whoever rewrites the database does not change it."""
    last = backups.newest(Path(settings.ACCORD_BACKUP)) if settings.ACCORD_BACKUP else None
    try:
        note = manifest.read(last).checkpoint if last else ""
    except BadCopy:
        note = ""
    return [note] if note else []


def _worker() -> Iterator[Finding]:
    if "worker" in health.faults():
        wrong = _("The worker does nothing: no letter leaves, nothing is compiled, no backup is made.")
        yield Finding("worker", wrong, _("Start the server (`accord serve`), or `accord worker`, and read its log."))


def _failures() -> Iterator[Finding]:
    for name, error in queue.dead():
        wrong = _("The job {name} has failed for good: {error}.").format(name=name, error=error.rstrip("."))
        yield Finding("job_dead", wrong, _("Put right what it says; then ask for the same again on its page."))
    failed = mailings.failed(OPERATOR)
    if failed:
        wrong = _("{count} letters could not be delivered; the last answer was: {answer}.").format(
            count=len(failed), answer=failed[0].error.rstrip(".")
        )
        yield Finding("letters_failed", wrong, _("See whether the addresses are right, and whether the line is."))
