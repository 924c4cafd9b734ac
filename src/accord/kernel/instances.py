"""From the rows of a prepared query to what Django makes of them, with the way there found once and not for each row.

Django looks up anew, for each query, what turns a column into its value, and builds each model through signals that
nobody here listens to; that costs three times what the database needs to answer. What comes out is the same.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

from django.db.models import Model
from django.db.models.base import ModelState
from django.db.models.query import FlatValuesListIterable, ModelIterable, ValuesIterable, ValuesListIterable
from django.db.models.signals import post_init, pre_init

Convert = Callable[[Any], Any]
Row = list[Any]


class Reading:
    """What makes of the rows of one prepared query what Django makes of them; found once, from its queryset."""

    def __init__(self, rows: Any, compiler: Any) -> None:
        fields = [each[0] for each in compiler.select[: compiler.col_count]]
        self._database: str = rows.db
        self._make = None if compiler.has_composite_fields(fields) or _hangs_more_on(rows) else _maker(rows, compiler)
        found = compiler.get_converters(fields) if self._make else {}
        self._columns = [(at, _one(each, compiler.connection)) for at, each in found.items()]

    @property
    def is_known(self) -> bool:
        """Whether it can be read here; else only Django's own way is known to be right."""
        return self._make is not None

    def of(self, found: Iterable[Sequence[Any]]) -> list[Any]:
        """Return what these rows are: models, tuples, single values, dicts."""
        make, database = self._make, self._database
        if make is None:
            raise TypeError("These rows are left to Django.")
        rows = [row if type(row) is list else list(row) for row in found]
        for at, convert in self._columns:
            for row in rows:
                row[at] = convert(row[at])
        return [make(row, database) for row in rows]


def _hangs_more_on(rows: Any) -> bool:
    """Whether Django hangs on the models what the rows do not hold."""
    return bool(rows._known_related_objects or rows._prefetch_related_lookups)  # noqa: SLF001 -- part of no interface


def _maker(rows: Any, compiler: Any) -> Callable[[Row, str], Any] | None:
    """Return what makes one row, None where that is left to Django."""
    kind = rows._iterable_class  # noqa: SLF001 -- part of no interface
    if kind is ValuesListIterable:
        return lambda row, _database: tuple(row)
    if kind is FlatValuesListIterable:
        return lambda row, _database: row[0]
    if kind is ValuesIterable:
        query = rows.query
        names = tuple(query.selected or (*query.extra_select, *query.values_select, *query.annotation_select))
        return lambda row, _database: dict(zip(names, row, strict=True))
    made = _made(compiler.klass_info, compiler.select) if kind is ModelIterable else None
    if made is None:
        return None
    return _with_annotations(made, tuple((compiler.annotation_col_map or {}).items()))


def _with_annotations(made: "_Made", annotations: Sequence[tuple[str, int]]) -> Callable[[Row, str], Model]:
    if not annotations:
        return made.of

    def make(row: Row, database: str) -> Model:
        found = made.of(row, database)
        for name, at in annotations:
            setattr(found, name, row[at])
        return found

    return make


def _one(converters: tuple[Sequence[Any], Any], connection: Any) -> Convert:
    """Return one function of one value for Django's converters of a column."""
    functions, expression = converters
    if [each.__name__ for each in functions] == ["convert_datetimefield_value"]:
        return partial(_instant, functions[0], expression, connection)
    if len(functions) == 1:
        only = functions[0]
        return lambda value: only(value, expression, connection)

    def all_of(value: Any) -> Any:
        for each in functions:
            value = each(value, expression, connection)
        return value

    return all_of


def _instant(django: Any, expression: Any, connection: Any, value: Any) -> Any:
    """Read an instant as SQLite holds it (`2026-11-22 07:40:00.5`, UTC); what is written otherwise, as Django does."""
    if type(value) is str and connection.timezone is UTC:
        try:
            return datetime.fromisoformat(value).replace(tzinfo=UTC)
        except ValueError:
            pass
    return django(value, expression, connection)


@dataclass(frozen=True, slots=True)
class _Made:
    """How one model of a row is made: where its columns stand, their names, and what hangs on it."""

    model: type[Model]
    start: int
    end: int
    key: int
    names: tuple[str, ...]
    related: tuple["_Related", ...]

    def of(self, row: Row, database: str) -> Model:
        made = self.model.__new__(self.model)
        made._state = state = ModelState()  # noqa: SLF001 -- as Django's own constructor
        state.adding, state.db = False, database
        made.__dict__.update(zip(self.names, row[self.start : self.end], strict=True))
        for each in self.related:
            other = None if row[each.made.key] is None else each.made.of(row, database)
            each.here(made, other)
            if other is not None:
                each.there(other, made)
        return made


@dataclass(frozen=True, slots=True)
class _Related:
    """One that was selected along, and how the two learn of each other."""

    made: _Made
    here: Callable[[Model, Model | None], object]
    there: Callable[[Model, Model], object]


def _made(info: Any, select: Sequence[Any]) -> _Made | None:
    model, places = info["model"], info["select_fields"]
    own_key = model._meta.pk.attname  # noqa: SLF001 -- Django's documented name
    if info.get("from_parent") or _has_its_own_way(model) or places != list(range(places[0], places[-1] + 1)):
        return None
    names = tuple(select[at][0].target.attname for at in places)
    if own_key not in names:
        return None
    related = []
    for each in info.get("related_klass_infos", []):
        other = _made(each, select)
        if other is None:
            return None
        related.append(_Related(other, each["local_setter"], each["remote_setter"]))
    key = places[0] + names.index(own_key)
    return _Made(model, places[0], places[-1] + 1, key, names, tuple(related))


def _has_its_own_way(model: type[Model]) -> bool:
    """Return whether a model makes its instances itself, or somebody is told of each."""
    own = model.__init__ is not Model.__init__ or model.from_db.__func__ is not Model.from_db.__func__  # type: ignore[attr-defined] # a classmethod
    return own or pre_init.has_listeners(model) or post_init.has_listeners(model)
