"""The page of the next version: what is decided, what is left, what is refused; published, it says so."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client

from accord.kernel import clocks
from accord.library.models import Version
from accord.negotiation.models import Decision, Revision, Upholding, Wording
from tests.factories.negotiation import Negotiation, negotiation
from tests.factories.people import account
from tests.factories.revised import begin, decide, decide_all, next_round, publish
from tests.factories.standing import record, wording_of
from tests.redline.generator import Insert

pytestmark = pytest.mark.django_db
PAGE = "/g/plan/rounds/1/revision/en/"


@pytest.fixture
def plan() -> Iterator[Negotiation]:
    """Give a round that has closed, in which AG and BR proposed, and AG's words were agreed."""
    plan = negotiation()
    plan.propose("AG", Insert((0,), 4, "Member "))
    plan.propose("BR", Insert((0,), 0, "All of them: "), Insert((1,), 0, "<b>Then</b> "))
    record(plan, "p1", "informal", taken=(wording_of(plan, "AG").ask,))
    with plan.after_close():
        yield plan


@pytest.fixture
def chair(plan: Negotiation) -> Client:
    """Return the Chair's browser."""
    client = Client()
    client.force_login(account(plan.world.chair))
    return client


def words(client: Client, path: str = PAGE) -> str:
    return re.sub(r"\s+", " ", client.get(path).content.decode())


def test_from_beginning_to_published(plan: Negotiation, chair: Client) -> None:
    assert "Begin the next version." in words(chair)
    assert chair.post(PAGE, {"do": "begin"}).status_code == 303
    page = words(chair)
    assert "0 of 3 wordings are decided." in page
    assert "Take all that is agreed (2 wordings)" in page
    assert chair.post(PAGE, {"do": "agreed"}).status_code == 303
    assert "2 of 3 wordings are decided." in words(chair)
    left = wording_of(plan, "BR", "p2").ask
    sent = chair.post(PAGE, {"do": "keep", "ask": left, "reason": "CL asks its capital.", "back": "w3"})
    assert (sent.status_code, sent["Location"]) == (303, f"{PAGE}#w3")
    page = words(chair)
    assert "Publish Rev.1." in page
    assert "kept in brackets. CL asks its capital." in page
    day = clocks.now().date().isoformat()
    assert chair.post(f"{PAGE}publish/", {"day": day, "label": ""}).status_code == 303
    page = words(chair)
    assert "GT/PLAN/doc.4/26 Rev.1 is published." in page
    assert "<button" not in page.partition("<main")[2].partition("</main>")[0]
    assert Version.objects.filter(label="Rev.1").count() == 1


def test_what_is_left_and_one_paragraph_are_shown_alone(plan: Negotiation, chair: Client) -> None:
    begin(plan)
    chair.post(PAGE, {"do": "agreed"})
    assert words(chair).count("<article") == 3
    assert words(chair, f"{PAGE}?show=left").count("<article") == 1
    assert words(chair, f"{PAGE}?at=p1").count("<article") == 2
    assert words(chair, f"{PAGE}?at=p1&show=left").count("<article") == 0
    assert words(chair, f"{PAGE}?at=%00&page=99999").count("<article") == 0
    assert "&lt;b&gt;Then&lt;/b&gt;" in words(chair)


def test_all_that_are_shown_are_decided_at_once_and_the_list_stays_where_it_was(
    plan: Negotiation, chair: Client
) -> None:
    begin(plan)
    asks = list(Wording.objects.values_list("ask", flat=True))
    sent = chair.post(f"{PAGE}?at=p1", {"do": "leave", "ask": asks, "reason": "No time."})
    assert (sent.status_code, sent["Location"]) == (303, f"{PAGE}?at=p1")
    assert set(Decision.objects.values_list("choice", "reason")) == {("leave", "No time.")}


def test_what_was_typed_stays_beside_the_reason_why_not(plan: Negotiation, chair: Client) -> None:
    begin(plan)
    refused = chair.post(PAGE, {"do": "burn", "ask": wording_of(plan, "AG").ask, "reason": "Typed with care."})
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "Take it into the text, keep it in brackets, or leave it for the meeting." in page
    assert "Typed with care." in page
    early = chair.post(f"{PAGE}publish/", {"day": "2026-11-30", "label": "Rev.1"})
    assert early.status_code == 422
    assert "3 wordings are not decided yet" in early.content.decode()
    undated = chair.post(f"{PAGE}publish/", {"day": "soon"})
    assert undated.status_code == 422


def test_a_label_that_is_taken_is_said_on_the_page(plan: Negotiation, chair: Client) -> None:
    row = begin(plan)
    decide_all(plan, row, "leave")
    taken = {"document": plan.version.document, "label": "Rev.1", "ordinal": 0, "published_at": clocks.now()}
    day = clocks.now().date()
    Version.objects.create(**taken, date=day, published_by=plan.version.published_by)
    refused = chair.post(f"{PAGE}publish/", {"day": day.isoformat(), "label": ""})
    assert "The document already has a version Rev.1. Choose another label." in refused.content.decode()
    assert chair.post(f"{PAGE}publish/", {"day": day.isoformat(), "label": "Rev.2"}).status_code == 303
    assert Revision.objects.get().published_at is not None


def test_before_the_close_the_page_says_when() -> None:
    plan = negotiation(slug="open-still")
    client = Client()
    client.force_login(account(plan.world.chair))
    page = words(client, "/g/open-still/rounds/1/revision/en/")
    assert "The round is not closed yet." in page
    assert client.post("/g/open-still/rounds/1/revision/en/", {"do": "begin"}).status_code == 422


def test_where_a_later_version_is_published_none_is_begun(plan: Negotiation, chair: Client) -> None:
    later = {"document": plan.version.document, "ordinal": 2, "published_at": clocks.now()}
    for label, begins in (("Corr.1", True), ("Rev.1", False)):
        Version.objects.create(**later, label=label, date=clocks.now().date(), published_by=plan.version.published_by)
        later["ordinal"] += 1
        assert ('value="begin"' in words(chair)) == begins
    assert "A later version of the document is published." in words(chair)
    assert chair.post(PAGE, {"do": "begin"}).status_code == 422


@pytest.mark.parametrize("name", ["board/en", "compilation"])
def test_the_ways_to_it_are_the_chairs_alone(plan: Negotiation, chair: Client, name: str) -> None:
    focal_point = Client()
    focal_point.force_login(account(plan.world.focal_points["AG"]))
    assert f'href="{PAGE}"' in words(chair, f"/g/plan/rounds/1/{name}/")
    assert f'href="{PAGE}"' not in words(focal_point, f"/g/plan/rounds/1/{name}/")
    assert focal_point.get(PAGE).status_code == 404


def test_many_wordings_come_page_by_page(chair: Client, plan: Negotiation, monkeypatch: pytest.MonkeyPatch) -> None:
    from accord.web.negotiation.views import revision as view

    monkeypatch.setattr(view, "AT_ONCE", 2)
    begin(plan)
    assert words(chair).count("<article") == 2
    assert "Page 1 of 2" in words(chair)
    assert words(chair, f"{PAGE}?page=2").count("<article") == 1
    assert 'id="w3"' in words(chair, f"{PAGE}?page=2")


@pytest.mark.clause("R13", "O9")
def test_what_was_said_in_the_earlier_round_is_confirmed_or_ended_with_one_click(plan: Negotiation) -> None:
    row, kept = begin(plan), wording_of(plan, "BR", "p2")
    decide_all(plan, row, "leave")
    decide(plan, row, {kept.ask: "keep"})
    version = publish(plan, row).version
    assert version is not None
    second, client = next_round(plan, version), Client()
    client.force_login(account(plan.world.focal_points["BR"]))
    page = "/g/plan/rounds/2/text/en/p/p2/"
    assert "this was said in round 1" in words(client, page)
    assert "Are these words still your delegation’s?" in words(client, page)
    carried = Wording.objects.get(base=second.base(), carried_from=kept)
    answer = client.post(f"{page}carried/", {"wording": carried.pk, "still": "yes"})
    assert (answer.status_code, answer["Location"]) == (303, f"{page}#w{carried.pk}")
    assert "Are these words still your delegation’s?" not in words(client, page)
    assert Upholding.objects.get().upheld
    client.force_login(account(plan.world.focal_points["AG"]))
    assert client.post(f"{page}carried/", {"wording": carried.pk, "still": "no"}).status_code == 422
