"""Asks the database a query that is written once, by the shortest way, and gives its rows as they come.

Django's own way makes a cursor, writes the query in the driver's signs and looks anew at each value every time; that
costs more than the answer. Who counts or times the queries of a connection is told all the same, a lost connection is
found lost, and errors are Django's.
"""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from typing import Any, Final

from django.db import DEFAULT_DB_ALIAS, connections

Row = Sequence[Any]
Way = Callable[..., Sequence[Row]]

KEPT: Final = 400
"""So many queries are kept as a database wants them: all our prepared queries in all their shapes, a few times over."""


def ask(sql: str, params: Sequence[Any]) -> Sequence[Row]:
    """Return the rows of a query in Django's signs (`%s`, `%%`), asked on this thread's connection.

    Instants come as the driver reads them: text from SQLite, datetimes in UTC from PostgreSQL.
    """
    here: Any = connections[DEFAULT_DB_ALIAS]
    here.close_if_health_check_failed()
    here.ensure_connection()
    way = _way(here, params)
    if way is None:
        with here.cursor() as cursor:
            cursor.execute(sql, params)
            rows: Sequence[Row] = cursor.fetchall()
            return rows
    for told in reversed(here.execute_wrappers):
        way = partial(told, way)
    return way(sql, params, False, {"connection": here, "cursor": None})


def _way(here: Any, params: Sequence[Any]) -> Way | None:
    """Return the short way on this connection; None where only Django's will do, or it writes down the queries."""
    if here.queries_logged:
        return None
    if here.vendor == "sqlite":
        return _of_sqlite
    from accord.kernel import planned  # noqa: PLC0415 -- needs PostgreSQL's driver

    return _of_postgres if planned.takes(here.connection, params) else None


def _of_sqlite(sql: str, params: Sequence[Any], _many: object, context: Any) -> Sequence[Row]:
    """Ask SQLite, which keeps plans by itself, under the text in its own signs: these are written once."""
    here = context["connection"]
    here.validate_no_broken_transaction()
    with here.wrap_database_errors:
        rows: Sequence[Row] = here.connection.execute(_marked(sql), params).fetchall()
        return rows


def _of_postgres(sql: str, params: Sequence[Any], _many: object, context: Any) -> Sequence[Row]:
    from accord.kernel import planned  # noqa: PLC0415 -- see above

    here = context["connection"]
    here.validate_no_broken_transaction()
    with here.wrap_database_errors:
        return planned.ask(here.connection, sql, params)


@lru_cache(KEPT)
def _marked(sql: str) -> str:
    """Write `?` for `%s`, and `%` for `%%`."""
    return re.sub("%[s%]", lambda sign: "%" if sign[0] == "%%" else "?", sql)
