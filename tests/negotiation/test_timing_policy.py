"""Who knows of a round's own matters: the rules held against what is said of them in plain words."""

import pytest
from django.db.models import Model

from accord.kernel.policy import Rule
from accord.negotiation.policy import DEADLINE_VISIBLE, LODGING_VISIBLE, TRANSLATION_VISIBLE
from tests.factories.negotiation import Negotiation
from tests.factories.timing import one_of_timing
from tests.redline.generator import Insert

pytestmark = [pytest.mark.django_db, pytest.mark.clause("O5", "O9", "O12")]
LEVEL = {"chair", "vice_chair", "secretariat", "AG focal point", "BR focal point", "CL focal point"}
# The proposal that was lodged and translated is AG's; the deadline is BR's.
KNOWS: dict[str, tuple[Rule[Model], set[str]]] = {
    "internaldeadline": (DEADLINE_VISIBLE, {"BR focal point", "BR expert"}),
    "lodging": (LODGING_VISIBLE, {"chair", "vice_chair", "secretariat", "AG focal point"}),
    "translation": (TRANSLATION_VISIBLE, LEVEL),
}


@pytest.mark.parametrize("table", sorted(KNOWS))
def test_who_knows_of_it(open_round: Negotiation, table: str) -> None:
    sent = open_round.propose("AG", Insert((0,), 3, " Member"))
    row = one_of_timing(sent, open_round.world.delegations["BR"])[table]
    rule, expected = KNOWS[table]
    everybody = open_round.world.everybody
    assert {who for who, actor in everybody.items() if rule.allows(actor, row)} == expected
    listed = type(row)._default_manager
    assert {who for who, actor in everybody.items() if rule.filter(actor, listed.all()).exists()} == expected


@pytest.mark.clause("O2")
def test_of_a_sealed_proposal_a_translation_is_its_own_delegation_s(sealed_round: Negotiation) -> None:
    sent = sealed_round.propose("AG", Insert((0,), 3, " Member"))
    row = one_of_timing(sent, sealed_round.world.delegations["BR"])["translation"]
    everybody = sealed_round.world.everybody
    assert {who for who, actor in everybody.items() if TRANSLATION_VISIBLE.allows(actor, row)} == {"AG focal point"}
