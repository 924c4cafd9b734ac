"""One at a time, whatever the database: acts take turns, so that what one has checked still holds when it writes."""

from typing import Final

from django.db import connection

# PostgreSQL knows a turn by its number, within one database.
ACT: Final = 4101
PLAN: Final = 4102


def take(turn: int) -> None:
    """Wait for the turn and keep it to the end of the open transaction; taking it again costs nothing.

    On SQLite the transaction itself is the turn: each begins IMMEDIATE, and there is one writer at a time.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A turn is kept by a transaction: open one first.")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [turn])
