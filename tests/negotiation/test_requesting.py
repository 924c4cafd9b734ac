"""A delegation asks the Chair to open an agreed paragraph again; it is opened or not, and everybody reads why."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accord.kernel import clocks
from accord.kernel.action import NotAllowed, Refused
from accord.kernel.models import Entry
from accord.mailings.models import Letter
from accord.negotiation import actions, queries
from accord.negotiation.models import ReopeningRequest
from tests.factories.negotiation import ENGLISH, SPANISH, Negotiation, negotiation
from tests.factories.people import account
from tests.factories.standing import record, standing
from tests.redline.generator import Delete

pytestmark = [pytest.mark.django_db, pytest.mark.clause("O19", "O2")]
PAGE = "/g/plan/rounds/1/text/en/p/p1/"


@pytest.fixture
def agreed(open_round: Negotiation) -> Negotiation:
    """Return a round whose first paragraph is agreed ad referendum, as it reads."""
    record(open_round, "p1", "ad_referendum", taken=())
    return open_round


def asks(held: Negotiation, who: str = "BR focal point", **other: Any) -> ReopeningRequest:
    given = {"actor": held.world.everybody[who], "now": clocks.now(), "base": held.base(), "place": "p1"}
    return actions.ask_reopening(**given | {"reason": "Our law changed."} | other)


def declines(held: Negotiation, row: ReopeningRequest, who: str = "chair", words: str = "In two rounds.") -> None:
    actions.decline_reopening(actor=held.world.everybody[who], now=clocks.now(), request=row, words=words)


def client_of(held: Negotiation, who: str) -> Client:
    client = Client()
    client.force_login(account(held.world.everybody[who]))
    return client


def words_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_the_chair_is_told_and_the_paragraph_stands_until_she_answers(agreed: Negotiation) -> None:
    row = asks(agreed)
    assert asks(agreed, reason="Said again.").pk == row.pk
    assert standing(agreed, "p1") == "ad_referendum"
    letter = Letter.objects.get(kind="reopening_asked")
    assert letter.to_id == agreed.world.chair.id
    assert "Our law" not in letter.text
    assert PAGE in letter.text
    entry = Entry.objects.get(kind="reopening.asked")
    assert (entry.scope, entry.data["place"], entry.data["delegation"]) == (
        f"group:{agreed.world.group.pk}",
        "p1",
        "BR",
    )


def test_opening_it_answers_all_who_asked(agreed: Negotiation) -> None:
    asks(agreed)
    asks(agreed, "CL focal point")
    party = agreed.world.delegations["BR"]
    given = {"actor": agreed.world.chair, "now": clocks.now(), "base": agreed.base(), "place": "p1"}
    actions.reopen_paragraph(**given, party=party, reason="Our law changed.")
    assert standing(agreed, "p1") == "open"
    assert set(ReopeningRequest.objects.values_list("answer", flat=True)) == {"reopened"}
    record(agreed, "p1", "informal", taken=())
    assert asks(agreed).answer == ""


def test_new_words_that_open_it_answer_the_request_too(agreed: Negotiation) -> None:
    asks(agreed)
    agreed.propose("CL", Delete((0,), 0, 4))
    assert ReopeningRequest.objects.get().answer == "reopened"


def test_declined_with_words_and_told_to_who_asked_alone(agreed: Negotiation) -> None:
    row = asks(agreed)
    declines(agreed, row)
    assert standing(agreed, "p1") == "ad_referendum"
    letter = Letter.objects.get(kind="reopening_declined")
    assert letter.to_id == agreed.world.focal_points["BR"].id
    assert "two rounds" not in letter.text
    assert Entry.objects.get(kind="reopening.declined").data["delegation"] == "BR"
    with pytest.raises(Refused) as refused:
        declines(agreed, row)
    assert refused.value.code == "answered"
    assert asks(agreed).pk != row.pk


@pytest.mark.parametrize(
    ("other", "code"),
    [({"reason": " "}, "no_reason"), ({"place": "p2"}, "not_agreed"), ({"place": "p99"}, "no_place")],
)
def test_what_is_no_request_is_refused(agreed: Negotiation, other: dict[str, str], code: str) -> None:
    with pytest.raises(Refused) as refused:
        asks(agreed, **other)
    assert refused.value.code == code


def test_no_is_said_with_words(agreed: Negotiation) -> None:
    row = asks(agreed)
    with pytest.raises(Refused) as refused:
        declines(agreed, row, words=" ")
    assert refused.value.code == "no_words"


@pytest.mark.parametrize("who", ["chair", "secretariat", "AG expert", "stranger"])
def test_only_who_speaks_for_a_delegation_asks(agreed: Negotiation, who: str) -> None:
    with pytest.raises(NotAllowed):
        asks(agreed, who)


@pytest.mark.parametrize("who", ["BR focal point", "AG focal point", "AG expert", "stranger"])
def test_only_the_chair_and_the_secretariat_answer(agreed: Negotiation, who: str) -> None:
    row = asks(agreed)
    with pytest.raises(NotAllowed):
        declines(agreed, row, who)
    with pytest.raises(NotAllowed):
        queries.find_request(agreed.world.everybody[who], agreed.base(), row.pk)


def test_a_request_in_one_language_is_answered_by_opening_in_another() -> None:
    held = negotiation(texts={"en": ENGLISH, "es": SPANISH})
    record(held, "p1", "informal", taken=())
    asks(held)
    given = {"actor": held.world.chair, "now": clocks.now(), "base": held.base("es"), "place": "p1"}
    actions.reopen_paragraph(**given, party=held.world.delegations["AG"], reason="Its law changed.")
    assert ReopeningRequest.objects.get().answer == "reopened"


def test_asked_and_opened_on_the_page(agreed: Negotiation) -> None:
    owner, chair = client_of(agreed, "BR focal point"), client_of(agreed, "chair")
    assert "Ask for it to be opened again" in words_of(owner.get(PAGE))
    assert owner.post(f"{PAGE}request/", {"why": ""}).status_code == 422
    assert owner.post(f"{PAGE}request/", {"why": "Our law changed."}).status_code == 303
    mine = words_of(owner.get(PAGE))
    assert "Your delegation asked for this paragraph to be opened again" in mine
    assert "Ask for it to be opened again" not in mine
    for page in ("/", "/g/plan/"):
        task = chair.get(page).content.decode()
        assert "1 request to open a paragraph again waits for you." in task
        assert f"{PAGE}#requests" in task
        assert "to open a paragraph again" not in client_of(agreed, "BR focal point").get(page).content.decode()
    shown = chair.get(PAGE).content.decode()
    assert '<input type="hidden" name="party" value="BR">' in shown
    assert ">Our law changed.</textarea>" in shown
    reopen = reverse("reopen", kwargs={"group": "plan", "number": 1, "language": "en", "anchor": "p1"})
    assert chair.post(reopen, {"party": "BR", "reason": "Our law changed."}).status_code == 303
    assert "It was opened again." in words_of(owner.get(PAGE))
    assert "Reopened for Brazil: Our law changed." in words_of(owner.get(PAGE))
    assert "to open a paragraph again" not in words_of(chair.get("/"))


def test_declined_on_the_page_and_read_by_all(agreed: Negotiation) -> None:
    row, chair = asks(agreed), client_of(agreed, "chair")
    reopen = f"{PAGE}reopen/"
    assert chair.post(reopen, {"decline": row.pk, "words": ""}).status_code == 422
    assert chair.post(reopen, {"decline": row.pk, "words": "In two rounds."}).status_code == 303
    for who in ("AG focal point", "BR focal point", "vice_chair"):
        assert "The Chair leaves it as agreed: In two rounds." in words_of(client_of(agreed, who).get(PAGE))
    assert client_of(agreed, "stranger").get(PAGE).status_code == 404
    assert chair.post(reopen, {"decline": "999", "words": "No."}).status_code == 404
