"""Whether this server can do its work: which of its parts are well, asked often and cheaply, naming nobody."""

import os
import shutil
import time
from collections.abc import Callable
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import Error
from django.db.models import Q

from accord.kernel import bucket, clocks
from accord.kernel.bucket import Bucket, StoreDown
from accord.kernel.models import Job

# The sweep comes every 30 seconds: a worker that ended nothing for three minutes and holds no lease is not there.
ALIVE: Final = timedelta(minutes=3)
# `accord check` warns far earlier; here soon nothing can be written any more.
ROOM: Final = 100 * 1024**2
# Seconds for which a store of files (S3) is believed to be as it was found.
STORE_AGAIN: Final = 30
PARTS: Final = ("database", "worker", "files", "disk")


def faults() -> list[str]:
    """Return the names of the parts that are not well: database, worker, files, disk; one query.

    What cannot be known because the database does not answer is not named beside it.
    """
    try:
        worker = _worker_lives()
    except Error:
        return ["database", *_unwell(ON_DISK)]
    return [*([] if worker else ["worker"]), *_unwell(ON_DISK)]


def free() -> int:
    """Return how many bytes are free where ACCORD_HOME lies."""
    home = Path(settings.ACCORD_HOME)
    return shutil.disk_usage(home if home.exists() else home.parent).free


def _worker_lives() -> bool:
    now = clocks.now()
    ended = Q(state="done", due_at__gt=now - ALIVE)
    working = Q(state="running", lease_until__gt=now)
    return Job.objects.filter(ended | working).exists()


def _files_can_be_kept() -> bool:
    store = bucket.configured()
    if store is not None:
        return _answers(store, int(time.monotonic() // STORE_AGAIN))
    home = Path(settings.ACCORD_HOME)
    files = home / "files"
    return os.access(files if files.exists() else home, os.R_OK | os.W_OK | os.X_OK)


@lru_cache(maxsize=1)
def _answers(store: Bucket, _turn: int) -> bool:
    """Ask the store of files for what is not there; once per turn, because it is far away."""
    try:
        store.get("health")
    except StoreDown:
        return False
    return True


def _disk_has_room() -> bool:
    return free() >= ROOM


ON_DISK: Final[dict[str, Callable[[], bool]]] = {"files": _files_can_be_kept, "disk": _disk_has_room}


def _unwell(parts: dict[str, Callable[[], bool]]) -> list[str]:
    return [name for name, well in parts.items() if not _told(well)]


def _told(well: Callable[[], bool]) -> bool:
    try:
        return well()
    except OSError:
        return False
