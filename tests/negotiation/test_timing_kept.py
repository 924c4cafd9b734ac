"""What held in a round, what was sent of it and what was lodged is ended or answered once, never altered."""

import pytest
from django.db.models import Model

from accord.kernel import clocks
from tests.factories.negotiation import Negotiation
from tests.factories.timing import one_of_timing
from tests.negotiation.keeping import refused, stands
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
    stands(rows[table], MAY[table])


@pytest.mark.parametrize("table", ["roundrule", "internaldeadline"])
def test_what_ended_ended(rows: dict[str, Model], table: str) -> None:
    row = rows[table]
    assert type(row)._base_manager.filter(pk=row.pk).update(ended_at=clocks.now()) == 1
    refused(row, ended_at=None)
    refused(row, ended_at=clocks.now())


@pytest.mark.parametrize("answer", ["confirmed_at", "declined_at"])
def test_a_lodging_is_answered_once(rows: dict[str, Model], answer: str) -> None:
    row = rows["lodging"]
    type(row)._base_manager.filter(pk=row.pk).update(**{answer: clocks.now()})
    refused(row, **{answer: None})
    refused(row, reason="Another.")
