"""The page that sends a version officially, and what the document's page says of it afterwards."""

import re

import pytest
from django.test import Client

from accord.kernel import clocks
from accord.mailings.actions import Entered, enter_addressee
from accord.mailings.models import Letter
from accord.negotiation.models import Dispatch, DispatchLetter
from accord.negotiation.queries.dispatches import fits
from tests.factories.negotiation import Negotiation, negotiation
from tests.factories.people import account

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Negotiation:
    return negotiation()


def entered(plan: Negotiation, who: str = "chair") -> Client:
    client = Client()
    client.force_login(account(plan.world.everybody[who]))
    return client


def page_of(plan: Negotiation) -> str:
    return f"/g/plan/versions/{plan.version.pk}/dispatch/"


def document_of(plan: Negotiation) -> str:
    return f"/g/plan/documents/{plan.version.document_id}/"


def addressees(plan: Negotiation, count: int) -> list[str]:
    """Enter so many missions; return their ids as a form sends them."""
    rows = [
        enter_addressee(
            actor=plan.world.chair,
            now=clocks.now(),
            group=plan.world.group,
            entered=Entered(f"Mission {at}", f"mission.{at}@example.org", "en"),
        )
        for at in range(count)
    ]
    return [str(each.pk) for each in rows]


def words_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.mark.clause("O18")
def test_the_document_s_page_says_when_it_went_to_whom_and_what_their_servers_said(plan: Negotiation) -> None:
    chair, ids = entered(plan), addressees(plan, 4)
    answer = chair.post(page_of(plan), {"to": ids[:3], "note": "For action."})
    assert (answer.status_code, answer["Location"]) == (303, f"{document_of(plan)}#version-{plan.version.pk}")
    assert "to 3 of 4 addressees: on the way: 3." in words_of(chair, document_of(plan))
    letters = list(DispatchLetter.objects.order_by("pk").values_list("letter", flat=True))
    Letter.objects.filter(pk__in=letters[:2]).update(state="sent", sent_at=clocks.now())
    Letter.objects.filter(pk=letters[2]).update(state="failed", error="550 no such mailbox")
    said = words_of(chair, document_of(plan))
    assert "to 3 of 4 addressees: 2 accepted by their servers, refused: 1." in said
    assert "550 no such mailbox" in said
    assert "For action." in said
    focal_point = words_of(entered(plan, "AG focal point"), document_of(plan))
    assert "2 accepted by their servers" in focal_point
    assert "550 no such mailbox" not in focal_point
    assert "addressees" not in words_of(entered(plan, "AG expert"), document_of(plan))


def test_before_a_large_file_goes_out_it_says_who_does_not_receive_it(
    plan: Negotiation, monkeypatch: pytest.MonkeyPatch
) -> None:
    chair, ids = entered(plan), addressees(plan, 2)
    assert "with the file attached" in words_of(chair, page_of(plan))
    monkeypatch.setitem(fits.__globals__, "LARGEST", 10)
    said = words_of(chair, page_of(plan))
    assert "2 receive a letter without the file, which is too large" in said
    assert "where it stands, not the file" in said
    assert chair.post(page_of(plan), {"to": ids}).status_code == 303
    said = words_of(chair, document_of(plan))
    assert "on the way: 2, without the file, which is too large for a letter: 2." in said


def test_what_is_refused_keeps_the_words(plan: Negotiation) -> None:
    chair, ids = entered(plan), addressees(plan, 2)
    nobody = chair.post(page_of(plan), {"note": "A long letter."})
    assert nobody.status_code == 422
    assert "Choose to whom it goes." in nobody.content.decode()
    assert "A long letter." in nobody.content.decode()
    assert chair.post(page_of(plan), {"to": [*ids, "x", "999999"]}).status_code == 303
    again = chair.post(page_of(plan), {"to": ids})
    assert again.status_code == 422
    assert "It was sent to all of them already" in again.content.decode()
    assert "It went to all official addressees." in words_of(chair, page_of(plan))
    assert Dispatch.objects.count() == 1


def test_without_addressees_it_leads_to_where_they_are_entered(plan: Negotiation) -> None:
    page = entered(plan).get(page_of(plan)).content.decode()
    assert "No official addressee is entered" in page
    assert 'href="/g/plan/addressees/"' in page


@pytest.mark.parametrize("who", ["AG focal point", "AG expert", "stranger"])
def test_nobody_else_sends(plan: Negotiation, who: str) -> None:
    client = entered(plan, who)
    assert client.get(page_of(plan)).status_code == 404
    assert client.post(page_of(plan), {"to": addressees(plan, 1)}).status_code == 404
    assert Dispatch.objects.count() == 0


def test_what_no_group_has_is_no_page(plan: Negotiation) -> None:
    assert entered(plan).get("/g/plan/versions/999999/dispatch/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_many_addressees_cost_no_more_questions(
    plan: Negotiation, count: int, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    chair, ids = entered(plan), addressees(plan, count)
    chair.post(page_of(plan), {"to": ids})
    for path, questions in ((page_of(plan), 5), (document_of(plan), 7)):
        chair.get(path)
        with django_assert_num_queries(questions):  # type: ignore[operator]  # pytest-django's own fixture
            assert chair.get(path).status_code == 200
