"""One unmoving state of the database, read over a connection of its own while everybody goes on writing."""

import copy
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from accord.kernel.models import Entry, Node
from accord.kernel.record import keys, merkle


@contextmanager
def steady() -> Iterator[str]:
    """Yield the alias of a connection that sees the database as it stands now, until the end; it holds up nobody."""
    changed: dict[str, Any] = {"transaction_mode": "DEFERRED"}
    if connections[DEFAULT_DB_ALIAS].vendor == "postgresql":
        from django.db.backends.postgresql.psycopg_any import IsolationLevel  # noqa: PLC0415 -- needs its driver

        changed = {"isolation_level": IsolationLevel.REPEATABLE_READ}
    options = {**connections.settings[DEFAULT_DB_ALIAS].get("OPTIONS", {}), **changed}
    with _opened("steady", OPTIONS=options) as alias, transaction.atomic(using=alias):
        Entry.objects.using(alias).first()  # the first look fixes the state
        yield alias


@contextmanager
def copied(path: Path) -> Iterator[str]:
    """Yield the alias of a connection that reads a copy of an SQLite database."""
    with _opened("copied", NAME=path, OPTIONS={"init_command": "PRAGMA query_only=ON;"}) as alias:
        yield alias


def vacuum_into(path: Path) -> None:
    """Copy the SQLite database, as it stands now, into one new file; writers go on meanwhile."""
    source = str(connections[DEFAULT_DB_ALIAS].settings_dict["NAME"])
    with closing(sqlite3.connect(source, timeout=20, isolation_level=None, uri=source.startswith("file:"))) as database:
        database.execute("VACUUM INTO ?", (str(path),))


def checkpoint(using: str) -> str:
    """Return the signed checkpoint of the record as it stands there; nothing for an empty record."""
    last = Entry.objects.using(using).order_by("-index").values_list("index", flat=True).first()
    if last is None:
        return ""

    def node(level: int, position: int) -> bytes:
        return bytes(Node.objects.using(using).values_list("hash", flat=True).get(level=level, position=position))

    return keys.load().checkpoint(last + 1, merkle.root(node, last + 1))


def migrations(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Return the migrations that made the tables there, sorted."""
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connections[using]).applied_migrations())


def known() -> list[str]:
    """Return every migration that this version has, done or not."""
    loader = MigrationLoader(connections[DEFAULT_DB_ALIAS])
    return sorted(f"{app}.{name}" for app, name in loader.disk_migrations)


@contextmanager
def _opened(alias: str, **changes: Any) -> Iterator[str]:
    """Open a further connection like the default one but for these settings."""
    connections.settings[alias] = {**copy.deepcopy(connections.settings[DEFAULT_DB_ALIAS]), **changes}
    try:
        yield alias
    finally:
        connections[alias].close()
        del connections[alias]
        del connections.settings[alias]
