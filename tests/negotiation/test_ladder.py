"""The ladder of a paragraph: upward by the Chair, approved by a meeting alone, open again when the words change."""

from datetime import timedelta

import pytest
import time_machine
from django.db import transaction

from accord.kernel import clocks
from accord.kernel.action import NotAllowed, Refused
from accord.kernel.models import Entry
from accord.mailings.models import Letter
from accord.negotiation import actions
from accord.negotiation.actions import Recorded
from accord.negotiation.models import Place, Step
from tests.factories.negotiation import ENGLISH, SPANISH, Negotiation, negotiation
from tests.factories.standing import answers, record, standing, wording_of
from tests.redline.generator import Delete, Insert

pytestmark = [pytest.mark.django_db, pytest.mark.clause("O19")]
EDIT = Insert((0,), 3, " Member")


@pytest.fixture
def proposed(open_round: Negotiation) -> Negotiation:
    """Return a round in which AG proposes one wording at the first paragraph."""
    open_round.propose("AG", EDIT)
    return open_round


def place_of(held: Negotiation) -> str:
    return wording_of(held, "AG").place


def code_of(held: Negotiation, place: str, state: str, **recorded: object) -> str:
    with pytest.raises(Refused) as error, transaction.atomic():
        record(held, place, state, **recorded)
    return error.value.code


def test_agreed_names_its_words(proposed: Negotiation) -> None:
    place = place_of(proposed)
    assert code_of(proposed, place, "informal") == "no_words"
    step = record(proposed, place, "informal", taken=(wording_of(proposed, "AG").ask,))
    assert step.agreed == "The Member States shall cooperate in good time."
    again = record(proposed, place, "ad_referendum")
    assert (again.agreed, again.taken) == (step.agreed, step.taken)
    assert Place.objects.get(base=proposed.base(), address=place).state == "ad_referendum"


def test_agreed_as_the_base_reads(proposed: Negotiation) -> None:
    step = record(proposed, place_of(proposed), "informal", taken=())
    assert step.agreed == "The States shall cooperate in good time."


def test_two_wordings_that_exclude_another_are_not_both_agreed(proposed: Negotiation) -> None:
    proposed.propose("BR", Insert((0,), 3, " sovereign"))
    both = (wording_of(proposed, "AG").ask, wording_of(proposed, "BR").ask)
    assert code_of(proposed, place_of(proposed), "informal", taken=both) == "conflict"


def test_the_way_down_is_reopening_for_whom_and_why(proposed: Negotiation) -> None:
    place, people = place_of(proposed), proposed.world
    record(proposed, place, "informal", taken=())
    assert code_of(proposed, place, "bracketed") == "backwards"
    given = {"actor": people.chair, "now": clocks.now(), "base": proposed.base(), "place": place}
    for party, reason, code in [(None, "Why", "no_party"), (people.delegations["BR"], " ", "no_reason")]:
        with pytest.raises(Refused) as error:
            actions.reopen_paragraph(**given, party=party, reason=reason)
        assert error.value.code == code
    step = actions.reopen_paragraph(**given, party=people.delegations["BR"], reason="New instructions.")
    assert (step.state, step.cause, step.party) == ("open", "reopened", people.delegations["BR"])


@pytest.mark.clause("O26")
def test_only_a_formal_meeting_that_has_begun_approves(proposed: Negotiation) -> None:
    place, meeting = place_of(proposed), proposed.world.meeting
    record(proposed, place, "informal", taken=())
    assert code_of(proposed, place, "approved") == "no_meeting"
    assert code_of(proposed, place, "approved", meeting=meeting) == "meeting_ahead"
    with time_machine.travel(clocks.now() + timedelta(days=15), tick=False):
        step = record(proposed, place, "approved", meeting=meeting)
    assert (step.state, step.meeting) == ("approved", meeting)


def test_what_is_only_open_is_not_approved(proposed: Negotiation) -> None:
    record(proposed, place_of(proposed), "open")
    with time_machine.travel(clocks.now() + timedelta(days=15), tick=False):
        assert code_of(proposed, place_of(proposed), "approved", meeting=proposed.world.meeting) == "not_agreed"


def test_new_words_open_an_agreed_paragraph_and_tell_everybody_once(proposed: Negotiation) -> None:
    place = place_of(proposed)
    record(proposed, place, "informal", taken=())
    before = Letter.objects.count()
    proposed.propose("BR", Delete((0,), 0, 4))
    assert standing(proposed, place) == "open"
    step = Step.objects.get(place=place, ended_at__isnull=True)
    assert (step.cause, step.party) == ("text_changed", proposed.world.delegations["BR"])
    told = Letter.objects.filter(kind="paragraph_reopened")
    assert told.count() == len(set(told.values_list("to", flat=True))) >= 4
    assert Letter.objects.count() > before
    assert "Delete" not in told.first().text


def test_the_same_words_sent_again_open_nothing(proposed: Negotiation) -> None:
    place = place_of(proposed)
    record(proposed, place, "informal", taken=())
    proposed.propose("AG", EDIT, Insert((2,), 4, "whole "))
    assert standing(proposed, place) == "informal"


def test_what_a_meeting_approved_a_proposal_does_not_undo(proposed: Negotiation) -> None:
    place = place_of(proposed)
    record(proposed, place, "informal", taken=())
    with time_machine.travel(proposed.round.opens_at + timedelta(days=15), tick=False):
        record(proposed, place, "approved", meeting=proposed.world.meeting)
        # The clock of a round is its own; what is asked here is the ladder's rule, not the round's.
    type(proposed.round).objects.filter(pk=proposed.round.pk).update(
        closes_at=proposed.round.opens_at + timedelta(days=30)
    )
    with time_machine.travel(proposed.round.opens_at + timedelta(days=16), tick=False):
        proposed.propose("BR", Delete((0,), 0, 4))
        assert standing(proposed, place) == "approved"
        assert Place.objects.get(base=proposed.base(), address=place).value["after_approval"] == ["BR"]


def test_a_pending_paragraph_rises_by_itself_when_the_last_has_confirmed(proposed: Negotiation) -> None:
    people, place = proposed.world, place_of(proposed)
    assert code_of(proposed, place, "pending") == "nobody_named"
    parties = (people.delegations["BR"], people.delegations["CL"])
    step = record(proposed, place, "pending", parties=parties, taken=(wording_of(proposed, "AG").ask,))
    assert _told("step_waits") == {people.focal_points[code].id for code in ("BR", "CL")}
    answers(proposed, "BR", step, agrees=True)
    assert standing(proposed, place) == "pending"
    answers(proposed, "CL", step, agrees=True)
    risen = Step.objects.get(place=place, ended_at__isnull=True)
    assert (risen.state, risen.cause, risen.agreed) == ("informal", "confirmed", step.agreed)


def test_an_objection_opens_a_pending_paragraph(proposed: Negotiation) -> None:
    people, place = proposed.world, place_of(proposed)
    step = record(proposed, place, "pending", parties=(people.delegations["BR"],), taken=())
    answers(proposed, "BR", step, agrees=False, words="Not in these words.")
    assert standing(proposed, place) == "open"
    with pytest.raises(Refused) as error:
        answers(proposed, "BR", step, agrees=True)
    assert error.value.code == "ended"


def test_brackets_ask_those_who_hold_them(proposed: Negotiation) -> None:
    step = record(proposed, place_of(proposed), "bracketed")
    assert [each.delegation.code for each in step.parties.all()] == ["AG"]
    answers(proposed, "AG", step, agrees=False, words="We keep them.")
    assert standing(proposed, place_of(proposed)) == "bracketed"
    with pytest.raises(NotAllowed):
        answers(proposed, "BR", step, agrees=True)


def test_a_decision_on_other_words_is_stale(proposed: Negotiation) -> None:
    place = place_of(proposed)
    seen = {place: Place.objects.get(base=proposed.base(), address=place).stands_on}
    proposed.propose("BR", Delete((0,), 0, 4))
    assert code_of(proposed, place, "bracketed", seen=seen) == "stale"


def test_a_step_is_about_a_paragraph_in_every_language(db: None) -> None:
    held = negotiation(texts={"en": ENGLISH, "es": SPANISH})
    held.propose("AG", EDIT)
    record(held, place_of(held), "informal", taken=())
    other = Step.objects.get(base=held.base("es"))
    assert (other.state, other.agreed, other.carried_from is None) == ("informal", "", False)
    held.propose("BR", Insert((0,), 3, " sí"), language="es")
    assert standing(held, place_of(held)) == standing(held, place_of(held), "es") == "open"


@pytest.mark.parametrize("who", ["secretariat", "BR", "stranger", "expert"])
def test_who_records(proposed: Negotiation, who: str) -> None:
    people = proposed.world
    actor = {"BR": people.focal_points["BR"], "expert": people.experts["AG"]}.get(who) or getattr(people, who)
    given = {"actor": actor, "now": clocks.now(), "base": proposed.base(), "places": [place_of(proposed)]}
    if who == "secretariat":
        assert actions.record_state(**given, recorded=Recorded("open"))
        return
    before = Entry.objects.count()
    with pytest.raises(NotAllowed):
        actions.record_state(**given, recorded=Recorded("open"))
    assert Entry.objects.count() == before


def test_every_step_is_in_the_record(proposed: Negotiation) -> None:
    recorded = Entry.objects.filter(kind="paragraph.recorded")
    record(proposed, place_of(proposed), "bracketed")
    assert recorded.count() == 1
    assert record_again(proposed) is None
    assert recorded.count() == 1


def record_again(held: Negotiation) -> Step | None:
    made = actions.record_state(
        actor=held.world.chair,
        now=clocks.now(),
        base=held.base(),
        places=[place_of(held)],
        recorded=Recorded("bracketed"),
    )
    return made[0] if made else None


def _told(kind: str) -> set[int]:
    return set(Letter.objects.filter(kind=kind).values_list("to", flat=True))
