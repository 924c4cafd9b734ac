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
