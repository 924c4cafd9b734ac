"""Every table of the installation as lines of JSON, and back again: the open format of exports and of backups."""

import base64
import json
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import BinaryField, Field, JSONField, Model, QuerySet
from django.utils.duration import duration_iso_string

if TYPE_CHECKING:
    from django.db.models.options import Options

# What is left behind on purpose, and why.
LEFT_OUT: Final = {
    "sessions.session": "A session that was ended must not come back to life: everybody signs in again.",
}
CHUNK: Final = 500


def models() -> list[type[Model]]:
    """Return every model that has a table, the joining tables too, but for those left out; sorted by name."""
    found = [
        model
        for model in apps.get_models(include_auto_created=True)
        if meta(model).managed and not meta(model).proxy and name(model) not in LEFT_OUT
    ]
    return sorted(found, key=name)


def name(model: type[Model]) -> str:
    """Return the name under which a model's rows are kept, such as ``kernel.entry``."""
    return meta(model).label_lower


def table(model: type[Model]) -> str:
    """Return the name of the model's table in the database."""
    return meta(model).db_table


def meta(model: type[Model]) -> "Options[Model]":
    """Return what Django knows about the model."""
    return model._meta  # noqa: SLF001 -- Django's own name


def lines(model: type[Model], using: str = DEFAULT_DB_ALIAS) -> Iterator[bytes]:
    """Yield the rows of a table in the order of their keys, each one line of JSON with its columns sorted by name."""
    fields = columns(model)
    names = [field.attname for field in fields]
    for row in QuerySet(model, using=using).order_by("pk").values_list(*names).iterator(CHUNK):
        told = dict(zip(names, map(_plain, row), strict=True))
        yield json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def insert(model: type[Model], read: list[bytes], using: str = DEFAULT_DB_ALIAS) -> None:
    """Put lines back as rows, exactly as they were: no default, no signal, no ``auto_now`` has a say in it."""
    connection = connections[using]
    quote = connection.ops.quote_name
    fields = columns(model)
    into = ", ".join(quote(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    statement = f"INSERT INTO {quote(table(model))} ({into}) VALUES ({places})"  # nosec B608 # noqa: S608 -- our own names
    rows = [_row(fields, json.loads(line), connection) for line in read]
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows)


def columns(model: type[Model]) -> list["Field[Any, Any]"]:
    """Return the fields that a row is made of; what the database works out itself is not among them."""
    return [field for field in meta(model).concrete_fields if not getattr(field, "generated", False)]


def _row(fields: list["Field[Any, Any]"], told: dict[str, Any], connection: Any) -> list[Any]:
    return [field.get_db_prep_save(_value(field, told[field.attname]), connection) for field in fields]


def _value(field: "Field[Any, Any]", told: Any) -> Any:
    """Return a value as Python holds it; the opposite of `_plain`."""
    if told is None or isinstance(field, JSONField):
        return told
    if isinstance(field, BinaryField):
        return base64.b64decode(told, validate=True)
    return field.to_python(told)


def _plain(value: Any) -> Any:
    """Return a value as JSON can hold it without loss: an instant to the microsecond in UTC, bytes in base64."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    if isinstance(value, timedelta):
        return duration_iso_string(value)
    if isinstance(value, Decimal | uuid.UUID):
        return str(value)
    return value
