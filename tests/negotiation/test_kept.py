"""What was said of wordings and paragraphs is ended, never altered: the database refuses it on every route."""

import pytest
from django.db.models import Model

from accord.kernel import clocks
from tests.factories.negotiation import Negotiation
from tests.factories.places import one_of_each
from tests.negotiation.keeping import refused, stands
from tests.redline.generator import Insert

pytestmark = [pytest.mark.django_db, pytest.mark.clause("O2", "O19")]
TABLES = [
    *("wording", "chairwording", "sponsorship", "bridge", "caucus", "caucusmember", "onbehalf", "position", "step"),
    *("stepparty", "agenda", "reopeningrequest"),
]
ENDS = {"chairwording": "ended_at", "caucusmember": "until", "position": "ended_at", "step": "ended_at"}
ENDS |= {"agenda": "ended_at", "stepparty": "confirmed_at"}

ANSWERS = {
    "stepparty": ("objected_at", "words"),
    "reopeningrequest": ("answer", "words", "answered_at", "answered_by"),
}


@pytest.fixture
def rows(open_round: Negotiation) -> dict[str, Model]:
    sent = open_round.propose("AG", Insert((0,), 3, " Member"))
    return one_of_each(sent, open_round.world.delegations["BR"])


def test_every_table_is_tried(rows: dict[str, Model]) -> None:
    assert sorted(rows) == sorted(TABLES)


@pytest.mark.parametrize("table", TABLES)
def test_no_row_is_altered_or_lost(rows: dict[str, Model], table: str) -> None:
    stands(rows[table], {ENDS.get(table, ""), *ANSWERS.get(table, ())})


def test_a_request_is_answered_once(rows: dict[str, Model]) -> None:
    row = rows["reopeningrequest"]
    model = type(row)._base_manager.filter(pk=row.pk)
    refused(row, answer="declined", answered_at=clocks.now())
    assert model.update(answer="declined", words="No.", answered_at=clocks.now()) == 1
    for again in ({"answer": "", "words": "", "answered_at": None}, {"words": "Yes."}, {"answer": "reopened"}):
        refused(row, **again)


@pytest.mark.parametrize("table", sorted(ENDS))
def test_what_ends_ends_once(rows: dict[str, Model], table: str) -> None:
    row, ended = rows[table], ENDS[table]
    model = type(row)._base_manager.filter(pk=row.pk)
    assert model.update(**{ended: clocks.now()}) == 1
    for again in (None, clocks.now()):
        refused(row, **{ended: again})
