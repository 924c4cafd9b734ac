"""Triggers in either database's tongue: what a row may not become is said once and refused by both.

Landed migrations call this module: what it makes of a given guard is never altered, only added to.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db.migrations import RunPython

ALWAYS: Final = "1"


@dataclass(frozen=True, slots=True)
class Guard:
    """Refuse an event on a table (its full name) while the condition over NEW and OLD holds, giving the reason.

    The condition is SQL as both databases read it, but for `IS NOT`, which also compares with NULL (SQLite's way).
    """

    table: str
    event: str
    condition: str
    reason: str

    @property
    def name(self) -> str:
        """Return the trigger's name."""
        return f"{self.table}_{self.event.lower()}"


def kept(table: str, reason: str, *keys: str, altered: str = ALWAYS) -> list[Guard]:
    """Return the guards of a table (full name) whose rows never go, and never change as `altered` says: not at all.

    `keys` tell of a row `NEW` that would take the place of an `other`: `same`, `current`. `INSERT OR REPLACE` passes
    by update and delete triggers, hence the guard before insert.
    """
    there = " OR ".join(("other.id = NEW.id", *keys))
    found = f"EXISTS (SELECT 1 FROM {table} AS other WHERE {there})"  # nosec B608 # noqa: S608 -- our own words of SQL
    events = {"INSERT": found, "UPDATE": altered, "DELETE": ALWAYS}
    return [Guard(table, event, condition, reason) for event, condition in events.items()]


def ending(*columns: str, ended: str = "ended_at") -> str:
    """Return the condition that a row changes otherwise than by its end, once; `columns` are all others but the id."""
    return f"OLD.{ended} IS NOT NULL OR {changed('id', *columns)}"


def changed(*columns: str) -> str:
    """Return the condition that one of these columns is not what it was."""
    return " OR ".join(f'NEW."{column}" IS NOT OLD."{column}"' for column in columns)


def same(*columns: str) -> str:
    """Return the condition that another row has the same values here."""
    return "(" + " AND ".join(f"other.{column} = NEW.{column}" for column in columns) + ")"


def current(*columns: str, ended: str = "ended_at") -> str:
    """Return the condition that neither row has ended and both have the same values here."""
    return f"(NEW.{ended} IS NULL AND other.{ended} IS NULL AND {same(*columns)})"


def operation(*guards: Guard) -> RunPython:
    """Return the step of a migration that creates the guards; on PostgreSQL also against TRUNCATE."""

    def create(_apps: Any, editor: Any) -> None:
        _execute(editor, statements(editor.connection.vendor, guards))

    def drop(_apps: Any, editor: Any) -> None:
        _execute(editor, _dropped(editor.connection.vendor, guards))

    return RunPython(create, drop)


def statements(vendor: str, guards: Iterable[Guard]) -> list[str]:
    """Return the SQL that creates the guards on SQLite or PostgreSQL."""
    if vendor != "postgresql":
        return [
            f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table} WHEN {guard.condition} "
            f"BEGIN SELECT RAISE(ABORT, '{guard.reason}'); END"
            for guard in guards
        ]
    reasons = {guard.table: guard.reason for guard in guards}
    emptied = [_function(f"{table}_truncate", "TRUE", "NULL", reason) for table, reason in reasons.items()]
    return [
        *(_function(each.name, _in_postgresql(each.condition), _row(each), each.reason) for each in guards),
        *(_trigger(guard.name, f"{guard.event} ON {guard.table} FOR EACH ROW") for guard in guards),
        *emptied,
        *(_trigger(f"{table}_truncate", f"TRUNCATE ON {table} FOR EACH STATEMENT") for table in reasons),
    ]


def _execute(editor: Any, written: Iterable[str]) -> None:
    for statement in written:
        editor.execute(statement, params=None)


def _row(guard: Guard) -> str:
    return "OLD" if guard.event == "DELETE" else "NEW"


def _function(name: str, condition: str, row: str, reason: str) -> str:
    return (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {condition} THEN "
        f"RAISE EXCEPTION '{reason}' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {row}; END $$"
    )


def _trigger(name: str, when: str) -> str:
    return f"CREATE TRIGGER {name} BEFORE {when} EXECUTE FUNCTION {name}()"


def _in_postgresql(condition: str) -> str:
    if condition == ALWAYS:
        return "TRUE"
    return re.sub(r"\bIS NOT (?!NULL\b)", "IS DISTINCT FROM ", condition)


def _dropped(vendor: str, guards: Iterable[Guard]) -> list[str]:
    named = {guard.name: guard.table for guard in guards}
    if vendor != "postgresql":
        return [f"DROP TRIGGER {name}" for name in named]
    named |= {f"{table}_truncate": table for table in named.values()}
    return [
        *(f"DROP TRIGGER {name} ON {table}" for name, table in named.items()),
        *(f"DROP FUNCTION {name}()" for name in named),
    ]
