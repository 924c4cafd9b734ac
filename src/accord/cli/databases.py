"""What `accord check` looks for in the database itself, on SQLite and on PostgreSQL."""

import gettext
import sqlite3
from collections.abc import Iterator

from django.db import connection

from accord.cli import roles
from accord.cli.finding import Finding

_ = gettext.gettext
OLDEST = 150000
UNSAFE = _("The database does not wait for the disk: a power cut could lose what was acknowledged.")


def findings() -> Iterator[Finding]:
    """Say what is wrong with a database that has all its tables."""
    yield from {"sqlite": _sqlite, "postgresql": _postgresql}[connection.vendor]()


def _sqlite() -> Iterator[Finding]:
    if sqlite3.sqlite_version_info < (3, 35):
        wrong = _("SQLite {version} is too old.").format(version=sqlite3.sqlite_version)
        yield Finding("database_settings", wrong, _("Install 3.35 or newer."))
    mode, synchronous, damage = (_ask(f"PRAGMA {name}") for name in ("journal_mode", "synchronous", "quick_check(1)"))
    if mode != "wal":
        wrong = _("The database keeps no write-ahead log ({mode}).").format(mode=mode)
        yield Finding("database_settings", wrong, _("Move ACCORD_HOME to a local disk: it may be on a network drive."))
    if int(synchronous) < 2:
        yield Finding("database_settings", UNSAFE, _("Use the settings that come with Accord (accord.settings)."))
    if damage != "ok":
        wrong = _("The database is damaged: {damage}.").format(damage=damage)
        yield Finding("database_damaged", wrong, _("Stop the server and restore the backup."))


def _postgresql() -> Iterator[Finding]:
    if int(_ask("SHOW server_version_num")) < OLDEST:
        wrong = _("PostgreSQL {version} is too old.").format(version=_ask("SHOW server_version"))
        yield Finding("database_settings", wrong, _("Install 15 or newer."))
    if _ask("SHOW server_encoding") != "UTF8":
        how = _("Make a new one with ENCODING 'UTF8' and move into it.")
        yield Finding("database_settings", _("The database is not in UTF-8."), how)
    careless = [name for name in ("fsync", "full_page_writes", "synchronous_commit") if _ask(f"SHOW {name}") == "off"]
    if careless:
        how = _("In PostgreSQL, turn on {settings}.").format(settings=", ".join(careless))
        yield Finding("database_settings", UNSAFE, how)
    if roles.too_mighty():
        how = _(
            "Set ACCORD_APP_ROLE, run `accord migrate` as the owner, and put that role into DATABASE_URL "
            "(docs/operations/postgresql.md)."
        )
        wrong = _("The server's role owns tables of the record, or may alter them.")
        yield Finding("database_owner", wrong, how)


def _ask(question: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return str(cursor.fetchone()[0])
