"""What a delegation says for its words stands beside them, under its name, and so does whose words it bridges."""

import re

import pytest
from django.test import Client

from accord.kernel import queue
from accord.negotiation.models import Bridge, Draft, Proposal
from tests.factories.negotiation import Negotiation, negotiation
from tests.factories.standing import wording_of
from tests.redline.generator import Insert
from tests.web.test_amend import DRAFT, FIRST, HERE, area, of, typed

pytestmark = [pytest.mark.django_db, pytest.mark.clause("O9")]
TEXT = "/g/plan/text/"
OTHER = FIRST.replace("shall", "should")


@pytest.fixture
def plan() -> Negotiation:
    return negotiation()


def send(client: Client, **given: object) -> None:
    client.post(HERE, typed(**given))
    assert client.post(f"{DRAFT}send/", {"seen": 1}).status_code == 303
    queue.drain()


def cards(plan: Negotiation, who: str = "CL focal point") -> list[str]:
    """Return the cards of the text page, in their order."""
    page = of(plan, who).get(TEXT).content.decode()
    return re.findall(r'<div class="card d\d".*?</div>', page, re.DOTALL)


def test_a_reason_is_read_by_everybody_at_the_level(plan: Negotiation) -> None:
    send(of(plan), reason="Our law says so.\n<b>Twice.</b>")
    for who in ("CL focal point", "chair", "secretariat", "AG focal point"):
        (card,) = cards(plan, who)
        assert '<p class="reason"><b>Reason:</b> Our law says so.\n&lt;b&gt;Twice.&lt;/b&gt;</p>' in card


def test_of_two_with_the_same_words_each_gives_its_own_reason(plan: Negotiation) -> None:
    send(of(plan), reason="Our law says so.")
    send(of(plan, "BR focal point"), reason="Ours too.")
    (card,) = cards(plan)
    assert re.findall(r"<b>(\w\w):</b> ([^<]*)", card) == [("AG", "Our law says so."), ("BR", "Ours too.")]


def test_a_reason_sent_is_offered_again_and_may_be_changed_or_taken_out(plan: Negotiation) -> None:
    client = of(plan)
    send(client, reason="Our law says so.")
    for given, sent in (("Our law says so.", OTHER), ("Another.", OTHER), ("", OTHER)):
        assert area(client.get(HERE).content.decode(), "reason") in {"Our law says so.", "Another."}
        send(client, reason=given, words=sent)
        (card,) = cards(plan)
        assert re.findall(r'<p class="reason"><b>Reason:</b> ([^<]*)</p>', card) == ([given] if given else [])
    assert Proposal.objects.filter(state="superseded").count() == 3


def test_what_stands_saved_again_begins_nothing(plan: Negotiation) -> None:
    client = of(plan)
    send(client, reason="Our law says so.")
    client.post(HERE, typed(reason="Our law says so."))
    assert not Draft.objects.filter(ended_at=None).exists()


def test_a_bridge_names_those_whose_words_it_bridges_while_these_stand(plan: Negotiation) -> None:
    send(of(plan))
    theirs = wording_of(plan, "AG")
    of(plan, "BR focal point").get(f"{HERE}?from={theirs.pk}&bridge=1")
    send(of(plan, "BR focal point"), words=OTHER, bridges=theirs.pk)
    assert Bridge.objects.get().of == theirs
    said = [each for each in cards(plan) if "Offered as a bridge to the words of AG." in each]
    assert len(said) == 1
    assert 'data-by="BR"' in said[0]
    plan.propose("AG", Insert((1,), 4, " twice"))
    queue.drain()
    assert not [each for each in cards(plan) if "Offered as a bridge" in each]
