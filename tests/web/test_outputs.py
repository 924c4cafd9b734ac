"""The page of the texts for the meeting: asked for, prepared, taken away; what cannot be is said."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client

from accord.kernel import clocks, queue
from accord.negotiation import actions
from accord.negotiation.actions import BodyCustoms
from accord.negotiation.models import Output, Proposal
from tests.factories.negotiation import Negotiation, negotiation
from tests.factories.people import account
from tests.factories.standing import record, says, wording_of
from tests.redline.generator import Insert

pytestmark = pytest.mark.django_db
PAGE = "/g/plan/rounds/1/outputs/en/"


@pytest.fixture
def plan() -> Negotiation:
    """Return a round in which AG has proposed."""
    plan = negotiation()
    plan.propose("AG", Insert((0,), 4, "Member "))
    return plan


@pytest.fixture
def chair(plan: Negotiation) -> Client:
    """Return the Chair's browser."""
    client = Client()
    client.force_login(account(plan.world.chair))
    return client


@pytest.mark.clause("O1", "O26", "R14")
def test_they_are_asked_for_prepared_and_taken_away(chair: Client) -> None:
    assert "Prepare the texts for the meeting." in chair.get(PAGE).content.decode()
    answer = chair.post(f"{PAGE}make/", {"as_of": ""})
    assert answer.status_code == 303
    assert "22 files are being prepared." in chair.get(answer["Location"]).content.decode()
    first = Output.objects.order_by("pk")[0]
    assert chair.get(f"/g/plan/outputs/{first.pk}/state/").json() == {"state": "queued", "sentence": ""}
    assert chair.get(f"/g/plan/outputs/{first.pk}/file/").status_code == 404
    queue.drain()
    assert chair.get(f"/g/plan/outputs/{first.pk}/state/").json()["state"] == "done"
    page = chair.get(answer["Location"]).content.decode()
    assert page.count("/file/") == 23
    assert page.count("This is no vote.") == page.count('class="notices"') == 1
    assert "Nothing was sent or said since these texts were made." in page
    assert 'class="ask' not in page, "what asks nothing of her has no place of its own"
    for each in Output.objects.all():
        taken = chair.get(f"/g/plan/outputs/{each.pk}/file/")
        assert taken.status_code == 200
        assert each.filename in taken["Content-Disposition"]
        assert taken["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("what", ["sent", "taken back", "said", "recorded", "closed"])
def test_that_texts_are_out_of_date_is_said_with_one_button_to_make_them_again(
    plan: Negotiation, chair: Client, what: str
) -> None:
    with time_machine.travel(clocks.now(), tick=False) as clock:
        first = chair.post(f"{PAGE}make/", {"as_of": ""})["Location"]
        queue.drain()
        clock.shift(timedelta(days=3) if what == "closed" else timedelta(minutes=5))
        if what == "sent":
            plan.propose("BR", Insert((1,), 4, " Member"))
        elif what == "taken back":
            row, actor = Proposal.objects.get(), plan.world.focal_points["AG"]
            actions.withdraw_proposal(actor=actor, now=clocks.now(), proposal=row)
        elif what == "said":
            says(plan, "BR", "support", wording_of(plan, "AG"))
        elif what == "recorded":
            record(plan, "p2", "open")
        chair.force_login(account(plan.world.chair))  # days pass in one of these
        page = chair.get(first).content.decode()
        assert page.count("These texts are out of date.") == page.count('class="ask warn"') == 1
        assert ">Make them again</button>" in page
        if what == "taken back":
            return
        second = chair.post(f"{PAGE}make/", {"as_of": ""})["Location"]
        queue.drain()
        assert "Nothing was sent or said since these texts were made." in chair.get(second).content.decode()
        assert "Later texts have been made." in chair.get(first).content.decode()


def test_the_body_s_own_brackets_come_first(plan: Negotiation, chair: Client) -> None:
    chair.post(f"{PAGE}make/", {"as_of": ""})
    queue.drain()

    def first() -> str:
        page = chair.get(PAGE).content.decode()
        assert page.count("as the body’s rules say<") == 3
        return page.split('<ul class="rows">')[1].split("</li>")[0]

    assert "In brackets, as the body’s rules say" in first()
    assert "Delegations after the words. Brackets alone." in first()
    customs = BodyCustoms(bracket_style="footnote", mark_up="bold")
    actions.set_customs(actor=plan.world.chair, now=clocks.now(), group=plan.world.group, customs=customs)
    assert "Delegations in footnotes. With bold and strike-through." in first()
    assert "footnote_bold_en.docx" in first()


def test_what_was_typed_is_kept_beside_the_reason_why_not(plan: Negotiation, chair: Client) -> None:
    ahead = (clocks.now() + timedelta(days=1)).astimezone(ZoneInfo(plan.round.zone)).strftime("%Y-%m-%dT%H:%M")
    refused = chair.post(f"{PAGE}make/", {"as_of": ahead})
    assert refused.status_code == 422
    assert "This time has not come yet." in refused.content.decode()
    assert ahead in refused.content.decode()
    wrong = chair.post(f"{PAGE}make/", {"as_of": "yesterday"})
    assert wrong.status_code == 422
    assert "Write the date and the time as" in wrong.content.decode()
    assert not Output.objects.exists()


def test_an_instant_that_is_none_shows_the_latest(chair: Client) -> None:
    chair.post(f"{PAGE}make/", {"as_of": ""})
    queue.drain()
    for at in ("", "now", "2026-11-31T10:00:00Z", "2026-01-01T10:00:00", "1999-01-01T10:00:00Z"):
        answer = chair.get(PAGE, {"at": at})
        assert answer.status_code == 200
        assert answer.content.decode().count("/file/") == 23


def test_of_a_sealed_round_the_page_says_when() -> None:
    plan = negotiation(sees="after_close", slug="sealed")
    plan.propose("AG", Insert((0,), 4, "Member "))
    client = Client()
    client.force_login(account(plan.world.focal_points["BR"]))
    page = client.get("/g/sealed/rounds/1/outputs/en/").content.decode()
    assert "The proposals are sealed." in page
    assert "Prepare the texts<" not in page
    refused = client.post("/g/sealed/rounds/1/outputs/en/make/", {"as_of": ""})
    assert refused.status_code == 422
    assert "The proposals are sealed until the round closes." in refused.content.decode()
