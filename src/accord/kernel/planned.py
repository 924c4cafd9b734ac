"""Has PostgreSQL plan a query once for each connection, and not each time it is asked.

To plan a permission takes PostgreSQL longer than to answer it. Its plan is kept under a name (PREPARE); the values go
beside it. This speaks to libpq, as the driver hands it on (`psycopg.pq`): the driver's cursors cost as much again.
"""

import itertools
import re
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from psycopg import Connection, DataError, OperationalError, RawCursor, errors
from psycopg.adapt import Transformer
from psycopg.pq import ExecStatus, TransactionStatus
from psycopg.pq.abc import PGresult
from psycopg.types.string import TextLoader

from accord.kernel.asked import KEPT

Given = Callable[[Any], tuple[int, bytes | None]]

BOOL, INT8, INT4, UNKNOWN, TIMESTAMPTZ = 16, 20, 23, 0, 1184
"""The database's numbers of its types (pg_type.oid). Of UNKNOWN it finds the type by what stands beside it."""


def takes(connection: "Connection[Any]", params: Sequence[Any]) -> bool:
    """Whether `ask` may be asked: not at the start of a transaction, which the driver begins with its first query."""
    started = connection.autocommit or connection.pgconn.transaction_status != TransactionStatus.IDLE
    return started and all(_how(type(each)) for each in params)


def ask(connection: "Connection[Any]", sql: str, params: Sequence[Any]) -> list[list[Any]]:
    """Return the rows of a query in Django's signs; raises the driver's errors."""
    given = [how(each) for each in params if (how := _how(type(each)))]
    types = tuple(each[0] for each in given)
    plans: dict[Any, _Plan] = connection.__dict__.setdefault("accord_plans", {})
    plan = plans.get((sql, types))
    if plan is None:
        plan = _Plan(connection, sql, types, b"" if len(plans) >= KEPT else b"accord_%d" % len(plans))
        if plan.name:
            plans[sql, types] = plan
    return plan.ask(connection, [each[1] for each in given])


class _Plan:
    """A query under its name on one connection, and what reads its rows."""

    def __init__(self, connection: "Connection[Any]", sql: str, types: Sequence[int], name: bytes) -> None:
        done = connection.pgconn.prepare(name, _numbered(sql), types)
        if done.status != ExecStatus.COMMAND_OK:
            raise _error(connection, done)
        self.name = name
        # Instants are read below, faster than the driver reads them.
        cursor = RawCursor(connection)
        cursor.adapters.register_loader("timestamptz", TextLoader)
        self._reading = Transformer(cursor)
        self._instants: tuple[int, ...] | None = None

    def ask(self, connection: "Connection[Any]", values: Sequence[bytes | None]) -> list[list[Any]]:
        found = connection.pgconn.exec_prepared(self.name, values)  # type: ignore[arg-type] # None is NULL
        if found.status != ExecStatus.TUPLES_OK:
            raise _error(connection, found)
        self._reading.set_pgresult(found, set_loaders=self._instants is None)
        if self._instants is None:
            self._instants = tuple(at for at in range(found.nfields) if found.ftype(at) == TIMESTAMPTZ)
        rows: list[list[Any]] = self._reading.load_rows(0, found.ntuples, list)
        for row in rows:
            for at in self._instants:
                if row[at] is not None:
                    row[at] = datetime.fromisoformat(row[at])
        return rows


def _error(connection: "Connection[Any]", found: PGresult) -> Exception:
    """Return the error that a result tells; a connection lost meanwhile has no code, and is the driver's own error."""
    told = errors.error_from_result(found)
    return OperationalError(str(told)) if connection.closed else told


def _text(value: str) -> tuple[int, bytes]:
    if "\0" in value:
        # libpq would read up to it, and no further.
        raise DataError("PostgreSQL text fields cannot contain NUL (0x00) bytes")
    return UNKNOWN, value.encode()


def _number(value: int) -> tuple[int, bytes]:
    return INT4 if -(1 << 31) <= value < 1 << 31 else INT8, b"%d" % value


_GIVEN: Final[dict[type, Given | None]] = {
    bool: lambda value: (BOOL, b"t" if value else b"f"),
    int: _number,
    str: _text,
    datetime: lambda value: (TIMESTAMPTZ, value.isoformat().encode()),
    type(None): lambda _value: (UNKNOWN, None),
}
"""Of each type that a query may be given: its number, and the value as libpq takes it."""


def _how(kind: type) -> Given | None:
    """Return how a value of this type is given, or of the type that it is a kind of (Django's `Int4`, a choice)."""
    if kind not in _GIVEN:
        _GIVEN[kind] = next((how for each, how in list(_GIVEN.items()) if issubclass(kind, each)), None)
    return _GIVEN[kind]


@lru_cache(KEPT)
def _numbered(sql: str) -> bytes:
    """Write `$1`, `$2` … for `%s`, and `%` for `%%`."""
    count = itertools.count(1)
    return re.sub("%[s%]", lambda sign: "%" if sign[0] == "%%" else f"${next(count)}", sql).encode()
