"""Queries whose SQL is written once: a permission is a long condition, and to write it anew costs more than to ask it.

A function that builds a queryset from plain values is called with stand-ins for them, its SQL is kept, and from then on
only the values are put in their places. What the function asks and what it answers stay the same.
"""

import copy
import re
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import update_wrapper
from typing import Any, Generic, ParamSpec, TypeVar, cast

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import QuerySet

from accord.kernel import clocks
from accord.kernel.actor import Actor
from accord.kernel.asked import ask
from accord.kernel.instances import Reading

P = ParamSpec("P")
R = TypeVar("R")

# Two sets of stand-ins, far apart: a place in the SQL is a value's when it follows the value from one to the other.
# The numbers fit the smallest column there is.
_SETS = (
    (20011, datetime(2011, 3, 5, 7, 9, 11, 131071, tzinfo=UTC)),
    (30977, datetime(2031, 5, 7, 9, 11, 13, 524287, tzinfo=UTC)),
)

# What the database's own signs may stand between quotation marks without a second meaning: no backslash, no NUL.
_PLAIN = re.compile(r"[ -\[\]-~]*")
_SIGN = re.compile("%[s%]")


class NotPreparedError(TypeError):
    """The function does something with a value besides giving it to the database."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """A query as written: queryset, compiler, SQL, each parameter's place or value, and what reads its rows."""

    rows: QuerySet[Any]
    compiler: Any
    sql: str
    parameters: tuple[tuple[int | None, Any], ...]
    reading: Reading

    def ask(self, values: Sequence[Any]) -> list[Any]:
        """Return the rows for these values, asked on this thread's connection."""
        params = tuple(value if place is None else values[place] for place, value in self.parameters)
        return self.reading.of(ask(self.sql, params)) if self.reading.is_known else self._as_django(params)

    def _as_django(self, params: Sequence[Any]) -> list[Any]:
        """Have Django ask and make the rows; only the query need not be written anew."""
        compiler = copy.copy(self.compiler)
        compiler.connection = connections[DEFAULT_DB_ALIAS]
        compiler.as_sql = lambda *_args, **_options: (self.sql, params)
        rows = self.rows.all()
        rows.query.get_compiler = lambda *_args, **_options: compiler  # type: ignore[method-assign] # of this copy alone
        return list(rows)


class Prepared(Generic[P, R]):
    """A function that builds a queryset, called for its rows; see `prepared`."""

    def __init__(self, build: Callable[P, QuerySet[Any, R]]) -> None:
        self._build: Callable[..., QuerySet[Any, R]] = build
        self._kept: dict[Hashable, _Kept | None] = {}
        update_wrapper(self, build)

    def __call__(self, *values: P.args, **more: P.kwargs) -> list[R]:
        """Return the rows as a list."""
        if more:
            raise TypeError("A prepared query takes its values in order.")
        given = _padded(values)
        key = (connection.vendor, tuple(_shape(value) for value in given))
        if key not in self._kept:
            self._kept[key] = _written(self._build, given)
        kept = self._kept[key]
        return [] if kept is None else kept.ask([_adapted(each) for each in _flat(given, clocks.now())])


def prepared(build: Callable[P, QuerySet[Any, R]]) -> Prepared[P, R]:
    """Decorate a function that builds a queryset from values that it gives to the database and does not look at.

    A value may be an Actor, an int, a str, an instant, or a tuple of these (each length is written once, rounded up);
    booleans, None and classes may be looked at: each is written apart. `clocks.now()` may be read. A function that
    reads a value itself (`if number > 3`) is refused where the SQL shows it, with NotPreparedError.
    """
    return Prepared(build)


def _written(build: Callable[..., QuerySet[Any]], given: Sequence[Any]) -> _Kept | None:
    """Write the query with both sets of stand-ins and find the place of each value; None when it can find nothing."""
    (rows, compiler, sql, params), other = (_with_stand_ins(build, given, *start) for start in _SETS)
    if compiler is None or other[1] is None:
        return None
    if sql != other[2] or len(params) != len(other[3]):
        raise NotPreparedError(f"{build.__qualname__} reads a value itself: it is written in two ways.")
    first, second = ([_adapted(each) for each in _flat(*_stand_ins(given, *start))] for start in _SETS)
    numbered = {pair: number for number, pair in enumerate(zip(first, second, strict=True))}
    pairs = list(zip(params, other[3], strict=True))
    places = tuple(numbered.get(pair) for pair in pairs)
    if odd := [pair for pair, place in zip(pairs, places, strict=True) if place is None and pair[0] != pair[1]]:
        raise NotPreparedError(f"{build.__qualname__} reads a value itself and makes of it {odd[:3]}.")
    sql, left = _with_words(sql, list(zip(places, params, strict=True)))
    return _Kept(rows, compiler, sql, tuple(left), Reading(rows, compiler))


def _with_words(sql: str, parameters: Sequence[tuple[int | None, Any]]) -> tuple[str, list[tuple[int | None, Any]]]:
    """Write the words that never vary (`state = 'standing'`) into the SQL; return it with the parameters left.

    The planner then knows them. SQLite, told a word beside the query where it matters to the plan (the condition of a
    partial index, LIKE), plans the query anew each time it is asked.
    """
    given, left = iter(parameters), list[tuple[int | None, Any]]()

    def written(sign: re.Match[str]) -> str:
        if sign[0] == "%%":
            return "%%"
        place, value = next(given)
        if place is None and isinstance(value, str) and _PLAIN.fullmatch(word := str.__str__(value)):
            return "'" + word.replace("'", "''").replace("%", "%%") + "'"
        left.append((place, value))
        return "%s"

    return _SIGN.sub(written, sql), left


def _with_stand_ins(
    build: Callable[..., QuerySet[Any]], given: Sequence[Any], number: int, instant: datetime
) -> tuple[QuerySet[Any], Any, str, tuple[Any, ...]]:
    values, now = _stand_ins(given, number, instant)
    with clocks.standing_still(now):
        rows = build(*values)
        compiler = rows.query.get_compiler(connection=connection)
        try:
            sql, params = compiler.as_sql()
        except EmptyResultSet:
            return rows, None, "", ()
    return rows, compiler, sql, tuple(params)


def _stand_ins(given: Sequence[Any], number: int, instant: datetime) -> tuple[list[Any], datetime]:
    """Return a value of its own in the place of each, and of the clock."""
    count = iter(range(10**6))

    def stand_in(value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(stand_in(each) for each in value)
        if isinstance(value, Actor) and value.id is not None:
            return Actor(value.kind, number + next(count), value.label)
        if isinstance(value, datetime):
            return instant + timedelta(seconds=next(count))
        if isinstance(value, str):
            return f"stand-in-{number + next(count)}"
        return number + next(count) if _is_number(value) else value

    return [stand_in(value) for value in given], instant - timedelta(days=1)


def _flat(given: Sequence[Any], now: datetime) -> list[Any]:
    """Return all values in one row, the clock last."""
    found: list[Any] = []
    for value in given:
        if isinstance(value, tuple):
            found += _flat(value, now)[:-1]
        elif isinstance(value, Actor):
            found.append(value.id)
        else:
            found.append(value)
    return [*found, now]


def _adapted(value: Any) -> Any:
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value


def _padded(values: Sequence[Any]) -> tuple[Any, ...]:
    """Repeat the last of each tuple up to the next power of two: there are few lengths then, and the same rows."""
    return tuple(
        value + value[-1:] * ((1 << (len(value) - 1).bit_length()) - len(value))
        if isinstance(value, tuple) and value
        else value
        for value in values
    )


def _shape(value: Any) -> Hashable:
    """Return what of a value decides how the SQL is written."""
    if isinstance(value, tuple):
        return tuple(_shape(each) for each in value)
    if isinstance(value, Actor):
        return value.kind, value.id is None
    if isinstance(value, (str, datetime)) or _is_number(value):
        return type(value).__name__
    return cast("Hashable", value)


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
