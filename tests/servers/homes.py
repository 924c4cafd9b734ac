"""A database of its own for tests that start processes, of whichever kind the run has chosen."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from tests.servers import postgres


@contextmanager
def own_database(server: str = "") -> Iterator[dict[str, str]]:
    """Give what the environment of such processes says more; on SQLite nothing: the database lies in ACCORD_HOME."""
    beside = server or os.environ.get("DATABASE_URL", "")
    if not beside:
        yield {}
        return
    with postgres.database(beside) as address:
        yield {"DATABASE_URL": address}


def ask(home: Path, more: dict[str, str], sql: str) -> list[tuple[object, ...]]:
    """Ask the database itself, beside Django."""
    if address := more.get("DATABASE_URL"):
        return postgres.ask(address, sql)
    with closing(sqlite3.connect(home / "accord.sqlite3", timeout=20)) as database:
        return database.execute(sql).fetchall()
