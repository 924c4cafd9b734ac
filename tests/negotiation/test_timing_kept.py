"""What held in a round, what was sent of it and what was lodged is ended or answered once, never altered."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Model
from django.db.utils import IntegrityError

from accord.kernel import clocks
from tests.factories.negotiation import Negotiation
from tests.factories.timing import one_of_timing
from tests.redline.generator import Insert

pytestmark = [pytest.mark.django_db, pytest.mark.clause("O2", "O16")]
MAY: dict[str, set[str]] = {
    "roundrule": {"ended_at"},
    "movedclose": set(),
    "internaldeadline": {"ended_at"},
    "reminder": set(),
    "lodging": {"confirmed_at", "declined_at", "answered_by", "reason"},
    "translation": set(),
}
"""What may still be written of an open row; all else never."""


@pytest.fixture
def rows(open_round: Negotiation) -> dict[str, Model]:
    sent = open_round.propose("AG", Insert((0,), 3, " Member"))
    return one_of_timing(sent, open_round.world.delegations["BR"])


def test_every_table_is_tried(rows: dict[str, Model]) -> None:
    assert sorted(rows) == sorted(MAY)


@pytest.mark.parametrize("table", sorted(MAY))
def test_no_row_is_altered_or_lost(rows: dict[str, Model], table: str) -> None:
    row = rows[table]
    held = type(row)._base_manager.filter(pk=row.pk)
    before = held.values().get()
    for field in row._meta.concrete_fields:
        if field.name not in MAY[table] | {"id"}:
            _refused(row, **{field.attname: _other(before[field.attname])})
    with pytest.raises(IntegrityError), transaction.atomic():
        held._raw_delete(held.db)
    if connection.vendor == "sqlite":
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"INSERT OR REPLACE INTO negotiation_{table} SELECT * FROM negotiation_{table}")  # noqa: S608
    assert held.values().get() == before


@pytest.mark.parametrize("table", ["roundrule", "internaldeadline"])
def test_what_ended_ended(rows: dict[str, Model], table: str) -> None:
    row = rows[table]
    assert type(row)._base_manager.filter(pk=row.pk).update(ended_at=clocks.now()) == 1
    _refused(row, ended_at=None)
    _refused(row, ended_at=clocks.now())


@pytest.mark.parametrize("answer", ["confirmed_at", "declined_at"])
def test_a_lodging_is_answered_once(rows: dict[str, Model], answer: str) -> None:
    row = rows["lodging"]
    type(row)._base_manager.filter(pk=row.pk).update(**{answer: clocks.now()})
    _refused(row, **{answer: None})
    _refused(row, reason="Another.")


def _refused(row: Model, **values: Any) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        type(row)._base_manager.filter(pk=row.pk).update(**values)


def _other(value: object) -> object:
    if isinstance(value, str):
        return f"{value}x"[-10:]
    if isinstance(value, list):
        return [*value, 1]
    if isinstance(value, datetime):
        return value + timedelta(seconds=1)
    if isinstance(value, date):
        return value + timedelta(days=1)
    return value + 1 if isinstance(value, int) else 1
