"""A query that is written once is also planned once, for each connection, and not each time it is asked.

To plan a permission takes PostgreSQL twice as long as to answer it. Its plan is kept under the text of the query
(PREPARE); the values go beside it. SQLite keeps plans by itself, under the text in its own signs: these are written
once. What is not written once is asked as Django asks it.
"""

import itertools
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final

KEPT: Final = 400
"""So many plans are kept for a connection: all our prepared queries in all their shapes, a few times over."""


def planning(connection: Any) -> Any:
    """Return what asks on this connection with kept plans."""
    return {"postgresql": Planned, "sqlite": Rewritten}[connection.vendor](connection)


class _Of:
    """A connection of Django's with cursors of our own; everything else is the connection's."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


class Rewritten(_Of):
    """A connection to SQLite whose cursors write `?` for Django's `%s` once for each query."""

    def cursor(self) -> Any:
        """Return a cursor as the connection makes it."""
        made = self._connection.cursor()
        made.cursor.convert_query = _once(made.cursor.convert_query.__func__)
        return made


@lru_cache(1)
def _once(convert: Callable[..., str]) -> Callable[..., str]:
    return lru_cache(KEPT)(lambda query, param_names=None: convert(None, query, param_names=param_names))


class Planned(_Of):
    """A connection to PostgreSQL whose cursors keep plans."""

    def cursor(self) -> Any:
        """Return a cursor as the connection makes it (it counts, and translates errors) that plans a query once."""
        self._connection.ensure_connection()
        raw = self._connection.connection
        # Django turns this off for the sake of poolers that give each transaction another connection; LISTEN, which
        # wakes our worker, cannot live behind those either.
        raw.prepare_threshold, raw.prepared_max = 1, KEPT
        return self._connection._prepare_cursor(_Once(_raw()(raw)))  # noqa: SLF001 -- what its own `cursor` ends with


@lru_cache(1)
def _raw() -> type[Any]:
    """Return Django's cursor of PostgreSQL as it would be without signs of its own."""
    from django.db.backends.postgresql.base import CursorMixin  # noqa: PLC0415 -- needs the driver
    from psycopg import RawCursor  # noqa: PLC0415 -- the driver

    return type("Raw", (CursorMixin, RawCursor), {})


class _Once:
    """A cursor whose every query is prepared."""

    def __init__(self, cursor: Any) -> None:
        self._cursor = cursor

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cursor, name)

    def execute(self, query: Any, params: Any = None) -> Any:
        """Ask, and have the plan kept, under the text in PostgreSQL's own signs."""
        return self._cursor.execute(_numbered(query), params, prepare=True)


@lru_cache(KEPT)
def _numbered(query: str) -> str:
    """Write `$1`, `$2` … for `%s`."""
    count = itertools.count(1)
    return re.sub("%[s%]", lambda sign: "%" if sign[0] == "%%" else f"${next(count)}", query)
