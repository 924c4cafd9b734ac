"""What a table keeps, tried on one of its rows, by every route that leads to the database."""

from collections.abc import Callable, Collection
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Model
from django.db.utils import IntegrityError


def stands(row: Model, may: Collection[str] = ()) -> None:
    """Demand that no field but those that `may` is altered, and that the row is neither taken out nor replaced."""
    held = type(row)._base_manager.filter(pk=row.pk)
    before = held.values().get()
    for field in row._meta.concrete_fields:
        if field.name not in {"id", *may}:
            refused(row, **{field.attname: other(before[field.attname])})
    with pytest.raises(IntegrityError), transaction.atomic():
        held._raw_delete(held.db)
    table = row._meta.db_table
    if connection.vendor == "sqlite":
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")  # noqa: S608 -- our own table
    assert held.values().get() == before


def refused(row: Model, **values: Any) -> None:
    """Demand that the database takes none of these values for the row."""
    with pytest.raises(IntegrityError), transaction.atomic():
        type(row)._base_manager.filter(pk=row.pk).update(**values)


def other(value: Any) -> Any:
    """Return another value of the same kind."""
    for kind, changed in _OTHERS.items():
        if isinstance(value, kind):
            return changed(value)
    return 1


# A bool is an int, and an instant a date: the narrower first.
_OTHERS: dict[type, Callable[[Any], Any]] = {
    bool: lambda value: not value,
    str: lambda value: f"{value}x"[-10:],
    list: lambda value: [*value, 1],
    dict: lambda value: {**value, "xx": "x"},
    datetime: lambda value: value + timedelta(seconds=1),
    date: lambda value: value + timedelta(days=1),
    int: lambda value: value + 1,
}
