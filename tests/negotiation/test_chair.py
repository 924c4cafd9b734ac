"""The Chair's own words: always the Chair's, beside the delegations' and never instead of them; order of discussion."""

import pytest

from accord.kernel import clocks
from accord.kernel.action import NotAllowed, Refused
from accord.negotiation import actions, queries
from accord.negotiation.models import Agenda, ChairWording, Place, Proposal, Sponsorship
from tests.factories.negotiation import Negotiation
from tests.factories.standing import record, says, standing, wording_of
from tests.redline.edits import Insert

pytestmark = [pytest.mark.django_db, pytest.mark.clause("O2", "R14")]
WORDS = "The Member States should cooperate in good time."


@pytest.fixture
def proposed(open_round: Negotiation) -> Negotiation:
    """Return a round in which AG proposes one wording at the first paragraph."""
    open_round.propose("AG", Insert((0,), 3, " Member"))
    return open_round


def words(held: Negotiation, text: str = WORDS, place: str = "p1") -> ChairWording:
    given = {"actor": held.world.chair, "now": clocks.now(), "base": held.base()}
    return actions.write_chair_wording(**given, place=place, words=text, note="To bridge.")


def test_they_stand_beside_the_delegations_words(proposed: Negotiation) -> None:
    row = words(proposed)
    place = Place.objects.get(base=proposed.base(), address="p1")
    assert place.chair_id == row.pk
    own = place.value["w"][wording_of(proposed, "AG").ask]
    assert own["by"] == ["AG"]
    assert any(each["chair"] for each in place.value["w"].values())
    assert queries.verify_amendments(proposed.world.chair, Proposal.objects.get()) == ()
    text = queries.round_text(proposed.world.chair, proposed.world.group, proposed.round.number)
    assert text.proposing == 1


def test_they_are_the_words_written_and_open_to_positions(proposed: Negotiation) -> None:
    row = words(proposed)
    asks = [each.wording for each in Sponsorship.objects.filter(chair=row).select_related("wording")]
    assert asks
    says(proposed, "BR", "object", asks[0])
    step = record(proposed, "p1", "informal", taken=tuple(each.ask for each in asks))
    assert step.agreed == WORDS


def test_new_words_of_the_chair_open_what_was_agreed_and_lifting_them_too(proposed: Negotiation) -> None:
    record(proposed, "p1", "informal", taken=())
    words(proposed)
    assert standing(proposed, "p1") == "open"
    record(proposed, "p1", "informal", taken=())
    given = {"actor": proposed.world.chair, "now": clocks.now(), "base": proposed.base(), "place": "p1"}
    assert actions.lift_chair_wording(**given).ended_at is not None
    assert standing(proposed, "p1") == "open"
    with pytest.raises(Refused) as error:
        actions.lift_chair_wording(**given)
    assert error.value.code == "no_wording"


def test_later_words_end_the_former_and_keep_them(proposed: Negotiation) -> None:
    first = words(proposed)
    words(proposed, "All States should cooperate.")
    first.refresh_from_db()
    assert first.ended_at is not None
    assert first.words == WORDS


@pytest.mark.parametrize(
    ("text", "place", "code"),
    [("The States shall cooperate in good time.", "p1", "no_change"), ("Words.", "p99", "no_place")],
)
def test_what_is_refused(proposed: Negotiation, text: str, place: str, code: str) -> None:
    with pytest.raises(Refused) as error:
        words(proposed, text, place)
    assert error.value.code == code


@pytest.mark.parametrize("act", ["write_chair_wording", "lift_chair_wording", "set_agenda"])
def test_no_delegation_speaks_as_the_chair(proposed: Negotiation, act: str) -> None:
    more = {"write_chair_wording": {"place": "p1", "words": WORDS}, "lift_chair_wording": {"place": "p1"}}
    given = {"actor": proposed.world.focal_points["AG"], "now": clocks.now(), "base": proposed.base()}
    with pytest.raises(NotAllowed):
        getattr(actions, act)(**given, **more.get(act, {"places": ["p1"]}))


def test_the_order_of_discussion_is_set_once_and_kept(proposed: Negotiation) -> None:
    given = {"actor": proposed.world.secretariat, "now": clocks.now(), "base": proposed.base()}
    one = actions.set_agenda(**given, places=["p3", "p1"])
    assert actions.set_agenda(**given, places=["p3", "p1", "p3"]) == one
    two = actions.set_agenda(**given, places=["p1"])
    assert Agenda.objects.filter(ended_at__isnull=True).get() == two
    assert Agenda.objects.count() == 2
