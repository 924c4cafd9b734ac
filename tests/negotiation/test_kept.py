"""What was said of wordings and paragraphs is ended, never altered: the database refuses it on every route."""

from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction
from django.db.models import Model
from django.db.utils import IntegrityError

from accord.kernel import clocks
from tests.factories.negotiation import Negotiation
from tests.factories.places import one_of_each
from tests.redline.generator import Insert

pytestmark = [pytest.mark.django_db, pytest.mark.clause("O2", "O19")]
TABLES = [
    *("wording", "chairwording", "sponsorship", "bridge", "caucus", "caucusmember", "onbehalf", "position", "step"),
    *("stepparty", "agenda"),
]
ENDS = {"chairwording": "ended_at", "caucusmember": "until", "position": "ended_at", "step": "ended_at"}
ENDS |= {"agenda": "ended_at", "stepparty": "confirmed_at"}


@pytest.fixture
def rows(open_round: Negotiation) -> dict[str, Model]:
    sent = open_round.propose("AG", Insert((0,), 3, " Member"))
    return one_of_each(sent, open_round.world.delegations["BR"])


def test_every_table_is_tried(rows: dict[str, Model]) -> None:
    assert sorted(rows) == sorted(TABLES)


@pytest.mark.parametrize("table", TABLES)
def test_no_row_is_altered_or_lost(rows: dict[str, Model], table: str) -> None:
    row = rows[table]
    model = type(row)._base_manager
    before = model.filter(pk=row.pk).values().get()
    for field in row._meta.concrete_fields:
        if field.name in {"id", ENDS.get(table, ""), "objected_at", "words" if table == "stepparty" else ""}:
            continue
        with pytest.raises(IntegrityError), transaction.atomic():
            model.filter(pk=row.pk).update(**{field.attname: _other(before[field.attname])})
    with pytest.raises(IntegrityError), transaction.atomic():
        model.filter(pk=row.pk)._raw_delete(model.db)
    _demand_not_replaced(table)
    assert model.filter(pk=row.pk).values().get() == before


@pytest.mark.parametrize("table", sorted(ENDS))
def test_what_ends_ends_once(rows: dict[str, Model], table: str) -> None:
    row, ended = rows[table], ENDS[table]
    model = type(row)._base_manager.filter(pk=row.pk)
    assert model.update(**{ended: clocks.now()}) == 1
    for again in (None, clocks.now()):
        with pytest.raises(IntegrityError), transaction.atomic():
            model.update(**{ended: again})


def _other(value: object) -> object:
    if isinstance(value, str):
        return f"{value}x"[-10:]
    if isinstance(value, list):
        return [*value, "x"]
    if isinstance(value, datetime):
        return value + timedelta(seconds=1)
    return value + 1 if isinstance(value, int) else 1


def _demand_not_replaced(table: str) -> None:
    if connection.vendor != "sqlite":
        return
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"INSERT OR REPLACE INTO negotiation_{table} SELECT * FROM negotiation_{table}")  # noqa: S608
