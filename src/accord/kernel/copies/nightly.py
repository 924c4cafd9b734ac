"""Every night a backup and a drill; what went wrong is recorded, and the record's reaction writes the letters."""

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import Error

from accord.kernel import actor as actors
from accord.kernel.action import SYSTEM_ONLY, Fact, action
from accord.kernel.actor import Actor
from accord.kernel.copies import backup, drill
from accord.kernel.copies.manifest import BadCopy
from accord.kernel.queue import Effect
from accord.kernel.record import queries
from accord.kernel.record.keys import KeyMissing
from accord.kernel.storage import Damaged

HOUR: Final = 2
FAILED: Final = "backup.failed"
SUBJECT: Final = "installation"
# Whoever did not act on the first letter is not helped by one every quarter of an hour.
SILENCE: Final = timedelta(hours=20)
WORKER: Final = actors.system("worker")


def turn(now: datetime) -> Effect | None:
    """Make the night's backup if it is due and drill it; return the effect that tells of a failure, or None."""
    target = Path(settings.ACCORD_BACKUP)
    try:
        if not due(target, now):
            return None
        drill.clear(target)
        drilled = drill.drill(backup.make(target, now))
        if drilled.sound:
            backup.prune(target, settings.ACCORD_BACKUP_KEEP)
            return None
        said = drilled.said
    except (OSError, Error, sqlite3.Error, BadCopy, Damaged, KeyMissing) as error:
        said = f"{type(error).__name__}: {error}"
    if _told_lately(now):
        return None
    return lambda: tell(actor=WORKER, now=now, said=said)


def due(target: Path, now: datetime) -> bool:
    """Return whether no backup was made since the last night's hour (02:00 UTC)."""
    night = now.astimezone(UTC).replace(hour=HOUR, minute=0, second=0, microsecond=0)
    if night > now:
        night -= timedelta(days=1)
    last = backup.newest(target)
    return last is None or backup.made_at(last) < night


def _failed(_result: None, *, said: str, **_arguments: Any) -> Fact:
    return Fact(FAILED, SUBJECT, SUBJECT, {}, said)


@action(allow=SYSTEM_ONLY, record=_failed)
def tell(*, actor: Actor, now: datetime, said: str) -> None:
    """Have it recorded that the night's backup or its drill failed, and what was said."""


def _told_lately(now: datetime) -> bool:
    last = queries.entry_about(SUBJECT, FAILED)
    return last is not None and last.at > now - SILENCE
