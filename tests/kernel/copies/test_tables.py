"""The open format: every model is in it, and every value comes back as it was."""

import json
import uuid
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from hypothesis import given
from hypothesis import strategies as st

from accord.kernel.copies import tables
from accord.kernel.models import Entry, StoredFile


def test_every_model_with_a_table_is_copied_or_left_out_for_a_reason() -> None:
    """A model that a copy forgets fails here: each table of the database has its file."""
    all_tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True) if not model._meta.proxy}
    left = {apps.get_model(name)._meta.db_table for name in tables.LEFT_OUT}
    assert {tables.table(model) for model in tables.models()} == all_tables - left
    assert sorted(tables.LEFT_OUT) == ["sessions.session"]


@pytest.mark.django_db
def test_every_table_of_the_database_is_copied() -> None:
    from django.db import connection

    found = {name for name in connection.introspection.table_names() if not name.startswith("sqlite_")}
    known = {tables.table(model) for model in tables.models()} | {"django_session", "django_migrations"}
    assert found - known == set()


def test_every_kind_of_column_has_its_way() -> None:
    """A field of a kind that the format does not know yet fails here, not at the first import."""
    known = (
        models.BooleanField, models.CharField, models.TextField, models.IntegerField, models.DateTimeField,
        models.DateField, models.TimeField, models.BinaryField, models.JSONField, models.DecimalField,
        models.UUIDField, models.DurationField, models.FloatField, models.ForeignKey, models.GenericIPAddressField,
    )  # fmt: skip
    strange = [
        f"{tables.name(model)}.{field.name}: {type(field).__name__}"
        for model in tables.models()
        for field in tables.columns(model)
        if not isinstance(field, known)
    ]
    assert strange == []


VALUES: list[tuple[Any, st.SearchStrategy[Any]]] = [
    (models.TextField(), st.text()),
    (models.BinaryField(), st.binary()),
    (models.BooleanField(), st.booleans()),
    (models.BigIntegerField(), st.integers(-(2**63), 2**63 - 1)),
    (models.DateTimeField(), st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=-4))]))),
    (models.DateField(), st.dates()),
    (models.TimeField(), st.times()),
    (models.DurationField(), st.timedeltas(timedelta(days=-400), timedelta(days=400))),
    (models.DecimalField(max_digits=12, decimal_places=2), st.decimals(-9999, 9999, places=2)),
    (models.UUIDField(), st.uuids()),
    (
        models.JSONField(),
        st.recursive(
            st.integers() | st.text() | st.booleans(),
            lambda s: st.lists(s) | st.dictionaries(st.text(), s),
            max_leaves=5,
        ),
    ),
]


@pytest.mark.parametrize(("field", "values"), VALUES, ids=lambda value: type(value).__name__)
def test_a_value_comes_back_as_it_was(field: Any, values: Any) -> None:
    @given(st.none() | values)
    def check(value: Any) -> None:
        back = tables._value(field, json.loads(json.dumps(tables._plain(value))))
        assert back == value
        assert type(back) is type(value)

    check()


def test_an_instant_keeps_its_microseconds() -> None:
    assert tables._plain(datetime(2026, 11, 21, 22, 4, 0, 123456, tzinfo=UTC)) == "2026-11-21T22:04:00.123456+00:00"
    assert [tables._plain(value) for value in (date(2026, 1, 2), time(3, 4), Decimal("1.50"), uuid.UUID(int=1))] == [
        "2026-01-02", "03:04:00", "1.50", "00000000-0000-0000-0000-000000000001",
    ]  # fmt: skip


@pytest.mark.django_db
def test_rows_go_out_and_in_again() -> None:
    at = datetime(2026, 11, 21, 22, 4, 0, 7, tzinfo=UTC)
    StoredFile.objects.create(sha256="ab" * 32, size=3, kept_at=at)
    lines = list(tables.lines(StoredFile))
    assert lines == [f'{{"kept_at":"2026-11-21T22:04:00.000007+00:00","sha256":"{"ab" * 32}","size":3}}\n'.encode()]
    StoredFile.objects.all().delete()
    tables.insert(StoredFile, lines)
    assert list(tables.lines(StoredFile)) == lines
    assert list(tables.lines(Entry)) == []
