"""Merged words are put to those whose words are not all there; nobody else is asked, and nobody twice."""

from collections.abc import Iterator

import pytest

from accord.kernel import clocks
from accord.kernel.action import NotAllowed, Refused
from accord.mailings.models import Letter
from accord.negotiation import actions
from accord.negotiation.actions import streamlining
from accord.negotiation.models import Decision, Question, Revision, Sponsorship
from tests.factories.negotiation import Negotiation
from tests.negotiation.test_assigning import SHOULD, assign, begun, edited, upload
from tests.redline.edits import Insert

pytestmark = [pytest.mark.django_db, pytest.mark.clause("R13", "O2")]
MEANS = Insert((0,), 39, " and within its means")


@pytest.fixture
def proposed(open_round: Negotiation) -> Iterator[Negotiation]:
    """Return a closed round: AG and BR propose at the first paragraph, CL at the second."""
    open_round.propose("AG", MEANS)
    open_round.propose("BR", *SHOULD)
    open_round.propose("CL", Insert((1,), 10, " of the Americas"))
    with open_round.after_close():
        yield open_round


def merged(held: Negotiation) -> Revision:
    """Have somebody write words of her own at the first paragraph: AG's without "within", BR's, and one more."""
    words = Insert((0,), 39, " and by its own means")
    row = upload(held, begun(held), edited(*SHOULD, words))
    assign(held, row, 1, chair=True)
    return row


def check(held: Negotiation, row: Revision) -> tuple[Question, ...]:
    return streamlining.check_streamlining(actor=held.world.chair, now=clocks.now(), revision=row)


def answer(held: Negotiation, code: str, question: Question, *, confirmed: bool = True, words: str = "") -> Question:
    actor = held.world.focal_points[code]
    return streamlining.answer_question(
        actor=actor, now=clocks.now(), question=question, confirmed=confirmed, words=words
    )


def asked(found: tuple[Question, ...]) -> dict[str, tuple[list[str], list[str], list[str]]]:
    return {each.delegation.code: (each.lost, each.back, each.added) for each in found}


def test_those_whose_words_are_lost_or_added_to_are_asked_and_no_others(proposed: Negotiation) -> None:
    found = check(proposed, merged(proposed))
    assert asked(found) == {"AG": (["within"], [], ["by", "own"]), "BR": ([], [], ["by", "own"])}
    assert {each.place for each in found} == {"p1"}
    letters = Letter.objects.filter(kind="revision_asked")
    assert letters.count() == 2
    assert not any("within" in each.text or "means" in each.text for each in letters)


def test_words_that_are_exactly_what_was_proposed_are_a_decision_and_no_merger(proposed: Negotiation) -> None:
    row = upload(proposed, begun(proposed), edited(*SHOULD))
    assert check(proposed, row) == ()
    row = upload(proposed, row, edited(*SHOULD, MEANS))
    assert check(proposed, row) == ()


def test_nobody_is_asked_twice_and_an_answer_on_the_same_words_stays(proposed: Negotiation) -> None:
    row = merged(proposed)
    first = check(proposed, row)
    assert [each.pk for each in check(proposed, row)] == [each.pk for each in first]
    answer(proposed, "AG", first[0], words="As long as it is voluntary.")
    other = upload(proposed, row, edited(*SHOULD, Insert((0,), 39, " and by its own means"), Insert((1,), 0, "Now ")))
    again = {each.delegation.code: each for each in check(proposed, other)}
    assert (again["AG"].answer, again["AG"].words) == ("confirmed", "As long as it is voluntary.")
    assert (again["BR"].answer, again["CL"].lost) == ("", ["of the Americas"])
    assert Letter.objects.filter(kind="revision_asked").count() == 4
    first[1].refresh_from_db()
    assert first[1].ended_at is not None


def test_other_words_are_a_question_put_anew(proposed: Negotiation) -> None:
    row = merged(proposed)
    check(proposed, row)
    row = upload(proposed, row, edited(*SHOULD, Insert((0,), 39, " and within its own means")))
    assert asked(check(proposed, row)) == {"AG": ([], [], ["own"]), "BR": ([], [], ["own"])}


def test_the_chairs_own_words_taken_by_decision_are_a_merger(proposed: Negotiation) -> None:
    actor, now = proposed.world.chair, clocks.now()
    words = actions.write_chair_wording(
        actor=actor,
        now=now,
        base=proposed.base(),
        place="p1",
        words="The States shall cooperate in good time by their own means.",
    )
    row = begun(proposed, "decisions")
    assert check(proposed, row) == ()
    for each in Sponsorship.objects.filter(chair=words).select_related("wording"):
        Decision.objects.create(revision=row, ask=each.wording.ask, choice="take", decided_at=now, decided_by="Chair")
    assert asked(check(proposed, row)) == {
        "AG": (["and within its"], [], ["by their own"]),
        "BR": (["should"], [], ["by their own"]),
    }


def test_she_answers_once_and_chair_and_secretariat_are_told(proposed: Negotiation) -> None:
    found = {each.delegation.code: each for each in check(proposed, merged(proposed))}
    row = answer(proposed, "BR", found["BR"], confirmed=False, words="Not by its own means.")
    assert (row.answer, row.words) == ("refused", "Not by its own means.")
    assert Letter.objects.filter(kind="question_answered").count() == 2
    with pytest.raises(Refused) as error:
        answer(proposed, "BR", found["BR"])
    assert error.value.code == "answered"


@pytest.mark.parametrize("who", ["BR", "CL"])
def test_nobody_answers_for_another(proposed: Negotiation, who: str) -> None:
    found = {each.delegation.code: each for each in check(proposed, merged(proposed))}
    with pytest.raises(NotAllowed):
        answer(proposed, who, found["AG"])
    with pytest.raises(NotAllowed):
        streamlining.answer_question(actor=proposed.world.chair, now=clocks.now(), question=found["AG"], confirmed=True)
    actor = proposed.world.focal_points[who]
    with pytest.raises(NotAllowed):
        streamlining.check_streamlining(actor=actor, now=clocks.now(), revision=found["AG"].revision)


def test_on_a_version_put_aside_nothing_is_answered(proposed: Negotiation) -> None:
    found = check(proposed, merged(proposed))
    Revision.objects.filter(pk=found[0].revision_id).update(ended_at=clocks.now())
    with pytest.raises(Refused) as error:
        answer(proposed, "AG", found[0])
    assert error.value.code == "put_aside"
