"""What is stored of a place is its history folded; sealed rounds are folded at their close; where cards stand."""

import pytest

from accord.kernel import clocks, queue
from accord.negotiation import queries, tasks
from accord.negotiation.actions import wordings
from accord.negotiation.models import AddedLabel, Place, Sponsorship
from accord.negotiation.queries.folded import folded, words_hash
from tests.factories.negotiation import Negotiation, negotiation
from tests.factories.standing import record, says, wording_of
from tests.redline.edits import Delete, Insert, InsertParagraph
from tests.redline.generator import make_base

pytestmark = pytest.mark.django_db


def stored(held: Negotiation) -> dict[str, tuple[object, ...]]:
    rows = Place.objects.filter(base=held.base())
    return {each.address: (each.state, each.stands_on, each.chair_id, each.value) for each in rows}


def anew(held: Negotiation) -> dict[str, tuple[object, ...]]:
    return {a: (each.state, each.stands_on, each.chair, each.value) for a, each in folded(held.base()).items()}


def test_every_act_leaves_the_history_folded(open_round: Negotiation) -> None:
    open_round.propose("AG", Insert((0,), 3, " Member"), InsertParagraph((2,), "Each State decides how."))
    assert stored(open_round) == anew(open_round)
    open_round.propose("BR", Delete((0,), 0, 4), Delete((2,), 0, 3))
    says(open_round, "CL", "object", wording_of(open_round, "AG", "p1"))
    record(open_round, "p1", "bracketed")
    assert stored(open_round) == anew(open_round)
    open_round.propose("BR", Delete((2,), 0, 3))
    assert stored(open_round) == anew(open_round)
    assert stored(open_round)["p1"][0] == "open"


def test_words_are_named_whoever_asks_for_them(open_round: Negotiation) -> None:
    open_round.propose("AG", Insert((0,), 3, " Member"))
    one = stored(open_round)["p1"]
    open_round.propose("BR", Insert((0,), 3, " Member"))
    two = stored(open_round)["p1"]
    assert one[1] == two[1] == words_hash([wording_of(open_round, "AG").ask])
    assert next(iter(two[3]["w"].values()))["by"] == ["AG", "BR"]


def test_an_added_paragraph_is_a_place_of_its_own(open_round: Negotiation) -> None:
    open_round.propose("AG", InsertParagraph((2,), "Each State decides how."), Insert((2,), 4, "whole "))
    wordings = {address: len(value[3]["w"]) for address, value in stored(open_round).items()}
    assert sum(wordings.values()) == 2
    assert [address for address in wordings if "~1" in address]


@pytest.mark.clause("O13")
def test_a_sealed_round_is_folded_at_its_close_once(sealed_round: Negotiation) -> None:
    sealed_round.propose("AG", InsertParagraph((2,), "Each State decides how."))
    assert (Place.objects.count(), AddedLabel.objects.count()) == (0, 0)
    with sealed_round.after_close():
        queue.plan_recurring(clocks.now())
        queue.drain()
        assert AddedLabel.objects.count() == 1
        first = stored(sealed_round)
        assert first == anew(sealed_round)
        assert first
        queue.drain()
        assert stored(sealed_round) == first


def test_what_is_added_behind_the_last_paragraph_has_its_card_there(db: None) -> None:
    held = negotiation(texts={"en": make_base("The States cooperate.", "They report each year.")})
    held.propose("AG", InsertParagraph((1,), "Each State decides how."))
    people = held.world
    text = queries.round_text(people.focal_points["BR"], people.group, held.round.number)
    (added,) = [each for each in text.paragraphs if each.added]
    behind = text.paragraphs[text.paragraphs.index(added) - 1]
    assert [(each.base, len(each.cards)) for each in text.paragraphs if each.cards] == [("They report each year.", 1)]
    assert behind.base == "They report each year."
    assert wording_of(held, "AG").place == AddedLabel.objects.get().after == behind.address


def test_what_was_proposed_before_wordings_were_kept_gets_them(
    open_round: Negotiation, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as before:
        before.setattr(wordings, "proposal_changed", lambda **_given: ())
        sent = open_round.propose("AG", Insert((0,), 3, " Member"))
    assert not Sponsorship.objects.exists()
    queue.plan_recurring(clocks.now())
    queue.drain()
    assert wording_of(open_round, "AG").first_at == sent.submitted_at
    assert stored(open_round) == anew(open_round) != {}
    rows = Sponsorship.objects.count()
    tasks.open_what_was_sealed()
    assert Sponsorship.objects.count() == rows
