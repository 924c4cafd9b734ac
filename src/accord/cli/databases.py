"""What `accord check` looks for in the database itself, on SQLite and on PostgreSQL."""

import gettext
import sqlite3
from collections.abc import Iterator

from django.db import connection

from accord.cli import roles

_ = gettext.gettext
OLDEST = 150000


def findings() -> Iterator[str]:
    """Say what is wrong with a database that has all its tables."""
    yield from {"sqlite": _sqlite, "postgresql": _postgresql}[connection.vendor]()


def _sqlite() -> Iterator[str]:
    if sqlite3.sqlite_version_info < (3, 35):
        yield _("SQLite {version} is too old: 3.35 or newer is needed.").format(version=sqlite3.sqlite_version)
    mode, synchronous, damage = (_ask(f"PRAGMA {name}") for name in ("journal_mode", "synchronous", "quick_check(1)"))
    if mode != "wal":
        yield _("The database keeps no write-ahead log ({mode}): is ACCORD_HOME on a network drive?").format(mode=mode)
    if int(synchronous) < 2:
        yield _("The database does not wait for the disk: a power cut could lose what was acknowledged.")
    if damage != "ok":
        yield _("The database is damaged: {damage}. Stop the server and restore the backup.").format(damage=damage)


def _postgresql() -> Iterator[str]:
    if int(_ask("SHOW server_version_num")) < OLDEST:
        yield _("PostgreSQL {version} is too old: 15 or newer is needed.").format(version=_ask("SHOW server_version"))
    if _ask("SHOW server_encoding") != "UTF8":
        yield _("The database is not in UTF-8: make a new one with ENCODING 'UTF8' and move into it.")
    careless = [name for name in ("fsync", "full_page_writes", "synchronous_commit") if _ask(f"SHOW {name}") == "off"]
    if careless:
        yield _(
            "PostgreSQL does not wait for the disk ({settings} off): a power cut could lose what was acknowledged."
        ).format(settings=", ".join(careless))
    if roles.too_mighty():
        yield _(
            "The server's role may alter the record. Set ACCORD_APP_ROLE, run `accord migrate` as the owner, and put "
            "that role into DATABASE_URL (docs/operations/postgresql.md)."
        )


def _ask(question: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return str(cursor.fetchone()[0])
