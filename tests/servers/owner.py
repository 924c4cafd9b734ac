"""What the database's owner can do and nobody else: write past the guards."""

from collections.abc import Sequence

from django.db import connection


def unguarded(statements: Sequence[str], prefix: str = "") -> list[str]:
    """Return the statements between those that lift the guards (of tables so named) and put them back."""
    if connection.vendor == "postgresql":
        return ["SET session_replication_role = replica", *statements, "SET session_replication_role = DEFAULT"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s", [f"{prefix}%"])
        guards = cursor.fetchall()
    return [*(f'DROP TRIGGER "{name}"' for name, _ in guards), *statements, *(sql for _, sql in guards)]


def behind_its_back(sql: str, values: Sequence[object] | None = None, prefix: str = "") -> None:
    """Alter rows as the owner can, and leave the guards as they were."""
    with connection.cursor() as cursor:
        for statement in unguarded([sql], prefix):
            cursor.execute(statement, values if statement == sql else None)
