"""A further round goes on where the earlier one ended: states, what is kept in brackets, positions; each says so."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from accord.kernel import clocks, queue
from accord.kernel.action import NotAllowed, Refused
from accord.kernel.models import Entry
from accord.library.models import Version
from accord.negotiation import actions, queries
from accord.negotiation.models import (
    Compilation,
    Output,
    Place,
    Position,
    Proposal,
    Sponsorship,
    Step,
    Upholding,
    Wording,
)
from accord.negotiation.queries.differences import asked_by, sponsored
from accord.negotiation.queries.evidence import discrepancies
from accord.negotiation.queries.folded import folded
from accord.negotiation.queries.values import CardView
from tests.factories.negotiation import Negotiation, negotiation
from tests.factories.people import account
from tests.factories.revised import begin, decide, next_round, publish, write
from tests.factories.standing import record, says, standing, wording_of
from tests.redline.generator import Delete, Insert, InsertParagraph

pytestmark = pytest.mark.django_db
SHOULD = [Delete((0,), 11, 16), Insert((0,), 16, "should")]


@pytest.fixture
def first(open_round: Negotiation) -> Iterator[Negotiation]:
    """Give round 1, closed: p1 agreed in AG's and BR's words, CL's words at p2 wanted by AG, p3 agreed as it is."""
    open_round.propose("AG", *SHOULD)
    open_round.propose("BR", *SHOULD, InsertParagraph((3,), "Each State decides how."))
    open_round.propose("CL", Insert((1,), 4, " Member"))
    kept = wording_of(open_round, "CL")
    says(open_round, "AG", "support", kept, "Our law says so.")
    says(open_round, "BR", "object", kept)
    record(open_round, "p1", "ad_referendum", taken=(wording_of(open_round, "AG").ask,))
    record(open_round, "p2", "bracketed")
    record(open_round, "p3", "informal", taken=())
    with open_round.after_close():
        yield open_round


def revised(held: Negotiation) -> Version:
    """Publish Rev.1: what was agreed is in, CL's words are kept in brackets, BR's paragraph is left."""
    row = begin(held)
    actions.take_agreed(actor=held.world.chair, now=clocks.now(), revision=row)
    decide(held, row, {wording_of(held, "CL").ask: "keep"})
    decide(held, row, {wording_of(held, "BR", "p4").ask: "leave"})
    version = publish(held, row).version
    assert version is not None
    return version


def kept(held: Negotiation) -> Wording:
    """Return the wording that stands in the text in brackets."""
    return Wording.objects.get(base=held.base(), carried_from__isnull=False)


def whole(held: Negotiation, language: str = "en") -> bool:
    """Return whether what is stored of the places is the history folded anew."""
    stored = {each.address: each.value for each in Place.objects.filter(base=held.base(language))}
    return stored == {each.address: each.value for each in folded(held.base(language)).values()}


@pytest.mark.clause("R13", "O1", "O19")
def test_a_second_round_goes_on_where_the_first_one_ended(first: Negotiation) -> None:
    second = next_round(first, revised(first))
    steps = {each.place: each for each in Step.objects.filter(base=second.base())}
    assert {place: (each.state, each.cause) for place, each in steps.items()} == {
        "p1": ("ad_referendum", "carried"),
        "p2": ("bracketed", "carried"),
        "p3": ("informal", "carried"),
    }
    assert steps["p1"].agreed == "The States should cooperate in good time."
    assert steps["p3"].certainty == 1.0
    assert all(each.carried_from is not None for each in steps.values())
    wording = kept(second)
    assert (wording.place, wording.added) == ("p2", " Member")
    assert [each.proposal.delegation.code for each in Sponsorship.objects.filter(wording=wording) if each.proposal] == [
        "CL"
    ]
    said = {each.delegation.code: (each.stance, each.reason) for each in Position.objects.filter(wording=wording)}
    assert said == {"AG": ("support", "Our law says so."), "BR": ("object", "")}
    assert whole(second)
    folded_at = Place.objects.get(base=second.base(), address="p2").value["w"][wording.ask]
    assert folded_at["carried"] == {"round": 1, "asked": ["AG", "BR", "CL"], "words": ["", " Member"]}
    assert Entry.objects.filter(kind="round.carried").count() == 1


@pytest.mark.clause("O2")
def test_nothing_of_the_first_round_is_touched(first: Negotiation) -> None:
    before = {
        model: list(model.objects.filter(base=first.base()).order_by("pk").values())  # type: ignore[attr-defined]
        for model in (Proposal, Wording, Position, Step)
    }
    version = revised(first)
    next_round(first, version)
    for model, rows in before.items():
        assert list(model.objects.filter(base=first.base()).order_by("pk").values()) == rows  # type: ignore[attr-defined]
    assert all(discrepancies(each) == () for each in Proposal.objects.filter(base=first.base()))


def test_it_is_carried_once_and_over_nothing_that_was_said_meanwhile(first: Negotiation) -> None:
    second = next_round(first, revised(first), carried=False)
    record(second, "p1", "open")
    queue.drain()
    assert standing(second, "p1") == "open"
    assert standing(second, "p3") == "informal"
    count = Step.objects.count(), Wording.objects.count(), Position.objects.count()
    queue.enqueue("negotiation.carry", base=second.base().pk)
    queue.drain()
    assert (Step.objects.count(), Wording.objects.count(), Position.objects.count()) == count


@pytest.mark.clause("O9")
@pytest.mark.parametrize("code", ["AG", "BR"])
def test_a_carried_position_is_confirmed_or_ended_by_its_delegation(first: Negotiation, code: str) -> None:
    second = next_round(first, revised(first))
    wording, actor = kept(second), second.world.focal_points[code]
    upheld = code == "AG"
    actions.answer_carried(actor=actor, now=clocks.now(), wording=wording, upheld=upheld)
    now = Position.objects.get(wording=wording, delegation=second.world.delegations[code], ended_at=None)
    assert (now.stance, now.carried_from) == (("support", None) if upheld else ("withdrawn", None))
    assert now.taken_by == actor.label
    value = Place.objects.get(base=second.base(), address="p2").value["w"][wording.ask]
    assert code not in value["carried"]["asked"]
    assert whole(second)
    with pytest.raises(Refused) as found:
        actions.answer_carried(actor=actor, now=clocks.now(), wording=wording, upheld=True)
    assert found.value.code == "not_carried"


@pytest.mark.clause("O9")
def test_its_sponsor_says_whether_the_words_are_still_hers(first: Negotiation) -> None:
    second = next_round(first, revised(first))
    wording, actor = kept(second), second.world.focal_points["CL"]
    actions.answer_carried(actor=actor, now=clocks.now(), wording=wording, upheld=True)
    assert Place.objects.get(base=second.base(), address="p2").value["w"][wording.ask]["by"] == ["CL"]
    actions.answer_carried(actor=actor, now=clocks.now(), wording=wording, upheld=True)
    assert Upholding.objects.count() == 1
    actions.answer_carried(actor=actor, now=clocks.now(), wording=wording, upheld=False)
    place = Place.objects.get(base=second.base(), address="p2")
    assert (place.value["w"], place.state) == ({}, "bracketed")
    assert whole(second)
    history = Upholding.objects.order_by("pk").values_list("upheld", "ended_at")
    assert [(upheld, ended is None) for upheld, ended in history] == [(True, False), (False, True)]
    assert Entry.objects.filter(kind="carried.answered").count() == 2


@pytest.mark.parametrize("who", ["chair", "secretariat", "expert", "stranger"])
def test_nobody_else_answers_for_a_delegation(first: Negotiation, who: str) -> None:
    second = next_round(first, revised(first))
    people = second.world
    actor = people.experts["CL"] if who == "expert" else getattr(people, who)
    with pytest.raises(NotAllowed):
        actions.answer_carried(actor=actor, now=clocks.now(), wording=kept(second), upheld=False)


@pytest.mark.clause("O19", "O26")
def test_new_words_open_what_was_carried_as_agreed(first: Negotiation) -> None:
    second = next_round(first, revised(first))
    write(second, "CL", "p1", "The States may cooperate in good time.")
    assert standing(second, "p1") == "open"
    assert standing(second, "p3") == "informal"


@pytest.mark.clause("O19")
def test_what_a_meeting_approved_stays_approved_and_other_words_open(open_round: Negotiation) -> None:
    open_round.propose("AG", *SHOULD)
    open_round.propose("BR", Insert((1,), 4, " Member"))
    taken = wording_of(open_round, "AG").ask
    record(open_round, "p1", "informal", taken=(taken,))
    record(open_round, "p2", "informal", taken=())
    meeting = open_round.world.meeting
    begins = meeting.opens_on + timedelta(days=1)
    with time_machine.travel(clocks.now().replace(year=begins.year, month=begins.month, day=begins.day), tick=False):
        record(open_round, "p1", "approved", meeting=meeting)
        row = begin(open_round)
        decide(open_round, row, {taken: "take", wording_of(open_round, "BR").ask: "take"})
        made = publish(open_round, row)
        assert made.version is not None
        later = type(meeting).objects.create(
            group=meeting.group,
            number=meeting.number + 1,
            title="Second meeting",
            opens_on=begins + timedelta(days=30),
            closes_on=begins + timedelta(days=31),
            zone=meeting.zone,
        )
        now = clocks.now()
        actions.schedule_round(
            actor=open_round.world.chair,
            now=now,
            group=open_round.world.group,
            version=made.version,
            meeting=later,
            opens_at=now,
            closes_at=now + timedelta(days=2),
            zone="America/New_York",
            sees="at_once",
        )
        queue.drain()
        steps = {each.place: each for each in Step.objects.filter(cause="carried")}
        assert (steps["p1"].state, steps["p1"].meeting) == ("approved", meeting)
        # Agreed as it was, and changed all the same: nobody agreed to what stands there now.
        assert (steps["p2"].state, steps["p2"].agreed) == ("open", "")


def test_where_the_next_version_was_published_by_hand_the_ladder_alone_is_carried(first: Negotiation) -> None:
    version = Version.objects.get(pk=first.version.pk)
    second = next_round(first, version)
    assert not Wording.objects.filter(base=second.base()).exists()
    # The same text: what was agreed as it is stands, what was agreed in other words is open again.
    assert [standing(second, place) for place in ("p1", "p2", "p3")] == ["open", "bracketed", "informal"]


@pytest.mark.clause("O19")
def test_what_stands_in_brackets_has_a_card_beside_it_that_says_since_when_and_whose(first: Negotiation) -> None:
    second = next_round(first, revised(first))
    write(second, "BR", "p2", "Each State keeps a register.")
    people = second.world

    def cards(shown: tuple[str, ...] | None = None) -> list[CardView]:
        text = queries.round_text(people.chair, people.group, 2, "en", parties_shown=shown)
        here = next(each for each in text.paragraphs if each.address == "p2")
        return [each for each in here.cards if each.since]

    (card,) = cards()
    assert ([each.code for each in card.sponsors], card.html, card.since) == (["CL"], "<ins> Member</ins>", 1)
    assert card.positions is not None
    assert (card.positions.support, card.positions.object, card.unsaid) == (("AG",), ("BR",), ("CL",))
    assert cards(("BR",)) == cards(()) == [card], "it is part of the text, whoever's proposals are shown"
    client = Client()
    client.force_login(account(people.chair))
    page = client.get("/g/plan/text/?section=all").content.decode()
    assert "In brackets in the text since round 1." in page
    assert 'data-by="CL"' not in page, "no switch of a delegation's proposal hides it"
    assert "Not said yet whether it still is their wording: CL." in page
    assert ", 1 wording in brackets<" in page
    actions.answer_carried(actor=people.focal_points["CL"], now=clocks.now(), wording=kept(second), upheld=True)
    assert cards()[0].unsaid == ()
    assert "All who asked for it have said" in client.get("/g/plan/text/?section=all").content.decode()
    actions.answer_carried(actor=people.focal_points["CL"], now=clocks.now(), wording=kept(second), upheld=False)
    assert cards() == [], "nobody asks for it any more"


def test_what_was_asked_of_the_earlier_text_is_not_asked_of_this_one(first: Negotiation) -> None:
    second = next_round(first, revised(first))
    base = second.base()
    voices = sponsored(base)
    assert [each.wording.ask for each in voices[kept(second).ask]] == [kept(second).ask]
    assert asked_by(base, voices) == {}


def test_words_in_brackets_are_not_taken_a_second_time(first: Negotiation) -> None:
    second = next_round(first, revised(first))
    with pytest.raises(Refused) as found:
        record(second, "p2", "informal", taken=(kept(second).ask,))
    assert found.value.code == "in_brackets"


def test_a_sealed_round_shows_at_its_close_what_was_carried_and_opens_what_was_touched(first: Negotiation) -> None:
    second = next_round(first, revised(first), sees="after_close")
    assert not Place.objects.filter(base=second.base()).exists()
    write(second, "CL", "p1", "The States may cooperate in good time.")
    assert standing(second, "p1") == "ad_referendum"
    with second.after_close():
        queue.plan_recurring(clocks.now())
        queue.drain()
        assert (standing(second, "p1"), standing(second, "p3")) == ("open", "informal")
        assert whole(second)


def test_a_third_version_carries_what_still_stands_in_brackets(first: Negotiation) -> None:
    second = next_round(first, revised(first))
    with second.after_close():
        row = begin(second)
        third = next_round(second, publish(second, row).version)  # type: ignore[arg-type]  # it is published
        assert (kept(third).place, kept(third).added) == ("p2", " Member")
        assert Position.objects.filter(wording=kept(third)).count() == 2
        assert standing(third, "p1") == "ad_referendum"


def test_a_first_round_carries_nothing() -> None:
    plan = negotiation(slug="first")
    queue.enqueue("negotiation.carry", base=plan.base().pk)
    queue.drain()
    assert not Step.objects.filter(base=plan.base()).exists()
    assert not Entry.objects.filter(kind="round.carried").exists()


@pytest.mark.clause("O1", "O17")
def test_the_texts_and_pages_of_a_further_round_hold_what_was_carried(first: Negotiation) -> None:
    second = next_round(first, revised(first))
    write(second, "BR", "p4", "Early-warning systems are built with those whom they serve.")
    rows = actions.prepare_outputs(actor=second.world.chair, now=clocks.now(), base=second.base())
    second.compile()
    queue.drain()
    assert {each.state for each in Output.objects.filter(pk__in=[row.pk for row in rows])} == {"done"}
    assert Compilation.objects.get(base=second.base()).state == "done"
    for who in ("AG focal point", "chair"):
        client = Client()
        client.force_login(account(second.world.everybody[who]))
        for page in ("text/?section=all", "text/?show=BR", "rounds/2/board/en/", "rounds/2/screen/en/"):
            assert client.get(f"/g/plan/{page}").status_code == 200, page
