"""What went out officially and what was said in a silence procedure stands as it was: the database refuses the rest."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Model
from django.db.utils import IntegrityError

from accord.kernel import clocks
from tests.factories.channels import one_of_channels
from tests.factories.negotiation import Negotiation

pytestmark = [pytest.mark.django_db, pytest.mark.clause("O2", "O18")]
TABLES = ["dispatch", "dispatchletter", "silence", "silencenotice", "silenceanswer"]


@pytest.fixture
def rows(open_round: Negotiation) -> dict[str, Model]:
    return one_of_channels(open_round.base(), open_round.world.delegations["BR"])


def test_every_table_is_tried(rows: dict[str, Model]) -> None:
    assert sorted(rows) == sorted(TABLES)


@pytest.mark.parametrize("table", TABLES)
def test_no_row_is_altered_or_lost(rows: dict[str, Model], table: str) -> None:
    row = rows[table]
    held = type(row)._base_manager.filter(pk=row.pk)
    before = held.values().get()
    for field in row._meta.concrete_fields:
        if field.name not in {"id", *(("ended_at", "outcome", "reason") if table == "silence" else ())}:
            _refused(row, **{field.attname: _other(before[field.attname])})
    with pytest.raises(IntegrityError), transaction.atomic():
        held._raw_delete(held.db)
    if connection.vendor == "sqlite":
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"INSERT OR REPLACE INTO negotiation_{table} SELECT * FROM negotiation_{table}")  # noqa: S608
    assert held.values().get() == before


def test_a_silence_procedure_ends_once(rows: dict[str, Model]) -> None:
    row = rows["silence"]
    _refused(row, ended_at=clocks.now())
    assert type(row)._base_manager.filter(pk=row.pk).update(ended_at=clocks.now(), outcome="no_objection") == 1
    _refused(row, ended_at=None, outcome="")
    _refused(row, outcome="broken")


def _refused(row: Model, **values: Any) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        type(row)._base_manager.filter(pk=row.pk).update(**values)


def _other(value: object) -> object:
    if isinstance(value, str):
        return f"{value}x"[-10:]
    if isinstance(value, dict):
        return {**value, "xx": "x"}
    if isinstance(value, datetime):
        return value + timedelta(seconds=1)
    return value + 1 if isinstance(value, int) else 1
