"""What went out officially and what was said in a silence procedure stands as it was: the database refuses the rest."""

import pytest
from django.db.models import Model

from accord.kernel import clocks
from tests.factories.channels import one_of_channels
from tests.factories.negotiation import Negotiation
from tests.negotiation.keeping import refused, stands

pytestmark = [pytest.mark.django_db, pytest.mark.clause("O2", "O18")]
TABLES = ["dispatch", "dispatchletter", "silence", "silencenotice", "silenceanswer"]


@pytest.fixture
def rows(open_round: Negotiation) -> dict[str, Model]:
    return one_of_channels(open_round.base(), open_round.world.delegations["BR"])


def test_every_table_is_tried(rows: dict[str, Model]) -> None:
    assert sorted(rows) == sorted(TABLES)


@pytest.mark.parametrize("table", TABLES)
def test_no_row_is_altered_or_lost(rows: dict[str, Model], table: str) -> None:
    stands(rows[table], ("ended_at", "outcome", "reason") if table == "silence" else ())


def test_a_silence_procedure_ends_once(rows: dict[str, Model]) -> None:
    row = rows["silence"]
    refused(row, ended_at=clocks.now())
    assert type(row)._base_manager.filter(pk=row.pk).update(ended_at=clocks.now(), outcome="no_objection") == 1
    refused(row, ended_at=None, outcome="")
    refused(row, outcome="broken")
