"""Positions: support, object, reserve, dissociate, withdraw; on whose words, with which instant and record."""

import pytest

from accord.kernel import clocks
from accord.kernel.action import NotAllowed, Refused
from accord.kernel.models import Entry
from accord.negotiation import actions
from accord.negotiation.models import Caucus, CaucusMember, Place, Position
from tests.factories.negotiation import Negotiation
from tests.factories.standing import says, wording_of
from tests.redline.generator import Insert

pytestmark = [pytest.mark.django_db, pytest.mark.clause("O2", "O9")]
EDIT = Insert((0,), 3, " Member")


@pytest.fixture
def proposed(open_round: Negotiation) -> Negotiation:
    """Return a round in which AG proposes one wording at the first paragraph."""
    open_round.propose("AG", EDIT)
    return open_round


def refused(held: Negotiation, code: str, stance: str = "support") -> str:
    with pytest.raises(Refused) as error:
        says(held, code, stance, wording_of(held, "AG"))
    return error.value.code


@pytest.mark.parametrize("stance", ["support", "object", "reserve", "dissociate"])
def test_each_stance_is_kept_with_its_instant_and_in_the_record(proposed: Negotiation, stance: str) -> None:
    before = Entry.objects.count()
    row = says(proposed, "BR", stance, wording_of(proposed, "AG"), "Our law says otherwise.")
    assert (row.stance, row.reason, row.ended_at) == (stance, "Our law says otherwise.", None)
    assert Entry.objects.count() == before + 1
    place = Place.objects.get(base=proposed.base(), address=row.wording.place)
    (folded,) = place.value["w"].values()
    short = {"support": "s", "object": "o", "reserve": "r", "dissociate": "d"}
    assert {name: folded[name] for name in "sord"} == {name: ["BR"] if name == short[stance] else [] for name in "sord"}
    assert folded["by"] == ["AG"]


def test_a_later_position_ends_the_former_and_keeps_it(proposed: Negotiation) -> None:
    first = says(proposed, "BR", "object", wording_of(proposed, "AG"))
    second = says(proposed, "BR", "support", wording_of(proposed, "AG"))
    first.refresh_from_db()
    assert first.ended_at is not None
    assert second.ended_at is None
    assert Position.objects.count() == 2


def test_said_twice_is_said_once(proposed: Negotiation) -> None:
    one = says(proposed, "BR", "support", wording_of(proposed, "AG"))
    assert says(proposed, "BR", "support", wording_of(proposed, "AG")) == one


def test_withdrawn_is_said_and_is_not_no_record(proposed: Negotiation) -> None:
    wording = wording_of(proposed, "AG")
    says(proposed, "BR", "support", wording)
    row = actions.withdraw_position(actor=proposed.world.focal_points["BR"], now=clocks.now(), wording=wording)
    assert row.stance == "withdrawn"
    assert not Position.objects.filter(delegation=proposed.world.delegations["CL"]).exists()
    with pytest.raises(Refused) as error:
        actions.withdraw_position(actor=proposed.world.focal_points["CL"], now=clocks.now(), wording=wording)
    assert error.value.code == "no_position"


def test_nobody_supports_her_own_words_or_words_that_nobody_proposes(proposed: Negotiation) -> None:
    assert refused(proposed, "AG") == "own_wording"
    wording = wording_of(proposed, "AG")
    proposal = actions.withdraw_proposal(
        actor=proposed.world.focal_points["AG"], now=clocks.now(), proposal=_standing(proposed, "AG")
    )
    assert proposal.state == "withdrawn"
    with pytest.raises(Refused) as error:
        says(proposed, "BR", "support", wording)
    assert error.value.code == "not_standing"


def test_the_same_words_sent_again_keep_every_position(proposed: Negotiation) -> None:
    row = says(proposed, "BR", "support", wording_of(proposed, "AG"))
    proposed.propose("AG", EDIT, Insert((2,), 4, "whole "))
    place = Place.objects.get(base=proposed.base(), address=row.wording.place)
    assert place.value["w"][row.wording.ask]["s"] == ["BR"]


@pytest.mark.parametrize("who", ["chair", "secretariat", "stranger", "expert"])
def test_only_who_speaks_for_a_delegation_takes_a_position(proposed: Negotiation, who: str) -> None:
    people = proposed.world
    actor = people.experts["BR"] if who == "expert" else getattr(people, who)
    with pytest.raises(NotAllowed):
        actions.take_position(actor=actor, now=clocks.now(), wording=wording_of(proposed, "AG"), stance="support")


@pytest.mark.clause("O13")
def test_of_sealed_words_nobody_says_anything(sealed_round: Negotiation) -> None:
    sealed_round.propose("AG", EDIT)
    with pytest.raises(NotAllowed):
        says(sealed_round, "BR", "support", wording_of(sealed_round, "AG"))
    assert refused(sealed_round, "AG") == "sealed"
    with sealed_round.after_close():
        says(sealed_round, "BR", "support", wording_of(sealed_round, "AG"))
        assert Place.objects.count() == 1


def test_on_behalf_of_a_caucus_by_its_member_alone(proposed: Negotiation) -> None:
    people = proposed.world
    caucus = Caucus.objects.create(group=people.group, code="EU", name="European Union", since=clocks.now())
    CaucusMember.objects.create(caucus=caucus, delegation=people.delegations["BR"], since=clocks.now())
    said = {"wording": wording_of(proposed, "AG"), "stance": "support", "caucus": caucus}
    with pytest.raises(Refused) as error:
        actions.take_position(actor=people.focal_points["CL"], now=clocks.now(), **said)
    assert error.value.code == "not_member"
    row = actions.take_position(actor=people.focal_points["BR"], now=clocks.now(), **said)
    place = Place.objects.get(base=proposed.base(), address=row.wording.place)
    assert place.value["w"][row.wording.ask]["of"] == {"BR": "EU"}


def _standing(held: Negotiation, code: str) -> object:
    from accord.negotiation.models import Proposal

    return Proposal.objects.get(delegation=held.world.delegations[code], state="standing")
