"""What was sealed and opens paragraphs at the close is told to everybody, once, whoever comes first (R13, O12)."""

import itertools

import pytest

from accord.kernel import clocks, queue
from accord.kernel.action import NotAllowed
from accord.kernel.models import Entry
from accord.mailings.models import Letter
from accord.negotiation import actions, queries, tasks
from accord.negotiation.models import Place, Step
from accord.web.negotiation.views.standing import cause
from tests.factories.negotiation import ENGLISH, SPANISH, Negotiation, negotiation
from tests.factories.revised import next_round, write
from tests.factories.standing import record, says, standing
from tests.negotiation.test_carrying import first, kept, revised, whole
from tests.redline.generator import Insert

__all__ = ["first"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def touched(first: Negotiation) -> Negotiation:
    """Give a sealed second round in which CL writes at p1 and AG at p3, both agreed before."""
    second = next_round(first, revised(first), sees="after_close")
    write(second, "CL", "p1", "The States may cooperate in good time.")
    write(second, "AG", "p3", "The General Secretariat may publish a list of those capacities, and their cost.")
    return second


def reopenings() -> list[Letter]:
    """Return the letters that say that paragraphs are open again."""
    return list(Letter.objects.filter(kind="paragraph_reopened").select_related("to"))


@pytest.mark.clause("R13", "O12", "O19")
@pytest.mark.parametrize("other", ["worker", "position", "record", "late"])
def test_what_opens_at_the_close_of_a_sealed_round_is_told_to_everybody_once(touched: Negotiation, other: str) -> None:
    people = touched.world
    assert reopenings() == []
    if other == "late":
        rule = {"late": "stamp", "reminders": (), "round": touched.round}
        actions.set_round_rule(actor=people.chair, now=clocks.now(), **rule)
    with touched.after_close():
        if other == "position":
            says(touched, "BR", "support", kept(touched))
        elif other == "record":
            record(touched, "p5", "open")
        elif other == "late":
            write(touched, "BR", "p4", "Early-warning systems are built.")
        queue.plan_recurring(clocks.now())
        queue.drain()
        assert (standing(touched, "p1"), standing(touched, "p3")) == ("open", "open")
        assert whole(touched)
    told = reopenings()
    level = {each.id for each in (*people.focal_points.values(), people.chair, people.secretariat)}
    assert sorted(each.to_id for each in told) == sorted(level)
    assert all("The round is closed" in each.text and "1" in each.text and "3" in each.text for each in told)
    assert not any("may" in each.text.split() for each in told)
    opened = Entry.objects.filter(kind="paragraph.reopened")
    assert {(each.data["place"], each.actor_label) for each in opened} == {
        ("p1", "system:worker"),
        ("p3", "system:worker"),
    }


@pytest.mark.clause("R13", "O12")
def test_one_letter_tells_of_all_the_languages_of_a_sealed_round(db: None) -> None:
    held = negotiation(texts={"en": ENGLISH, "es": SPANISH}, sees="after_close")
    held.propose("AG", Insert((0,), 3, " Member"))
    held.propose("BR", Insert((1,), 4, " mismo"), language="es")
    for base, place in itertools.product((held.base(), held.base("es")), ("p1", "p2")):
        Step.objects.create(
            base=base, place=place, state="informal", cause="recorded", at=clocks.now(), by="x", stands_on="before"
        )
    with held.after_close():
        tasks.open_what_was_sealed()
        tasks.open_what_was_sealed()
        states = {standing(held, place, language) for place in ("p1", "p2") for language in ("en", "es")}
        assert states == {"open"}
        assert whole(held)
        assert whole(held, "es")
    assert len(reopenings()) == len({each.to_id for each in reopenings()}) == 5


def test_a_sealed_round_that_touches_nothing_agreed_tells_nobody(first: Negotiation) -> None:
    second = next_round(first, revised(first), sees="after_close")
    write(second, "CL", "p5", "The plan is reviewed every year.")
    with second.after_close():
        tasks.open_what_was_sealed()
        assert Place.objects.filter(base=second.base()).exists()
    assert reopenings() == []


@pytest.mark.parametrize("reader", ["AG", "BR", "stranger"])
def test_the_paragraph_says_why_it_is_open_after_the_close(touched: Negotiation, reader: str) -> None:
    people = touched.world
    actor = people.stranger if reader == "stranger" else people.focal_points[reader]
    with touched.after_close():
        tasks.open_what_was_sealed()
        asked = (people.group, touched.round.number, "en", "p1")
        if reader == "stranger":
            with pytest.raises(NotAllowed):
                queries.place(actor, *asked)
            return
        found = queries.place(actor, *asked)
    assert found.step is not None
    assert (found.step.cause, found.step.state) == ("closed", "open")
    assert "sealed until the close" in cause(found.step)
