"""The pages of a silence procedure and of the customs that allow it: what they say to whom, what their forms do."""

import re
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client

from accord.kernel import clocks
from accord.mailings.models import Letter
from accord.negotiation import actions
from accord.negotiation.models import Caucus, Customs, Silence, SilenceNotice
from tests.factories.negotiation import Negotiation, negotiation
from tests.factories.people import account, make_delegation, make_focal_point, make_group, make_office

pytestmark = pytest.mark.django_db
PAGE = "/g/plan/silence/1/"
INFORMAL = "Informal until approved at a formal meeting. Nothing is agreed until everything is agreed. This is no vote."


@pytest.fixture
def plan() -> Negotiation:
    return negotiation()


def entered(plan: Negotiation, who: str = "chair") -> Client:
    client = Client()
    client.force_login(account(plan.world.everybody[who]))
    return client


def opened(plan: Negotiation) -> Silence:
    rules = actions.BodyCustoms(silence=True, silence_rule="Article 12")
    given: dict[str, Any] = {"actor": plan.world.chair, "now": clocks.now()}
    actions.set_customs(**given, group=plan.world.group, customs=rules)
    ends = clocks.now() + timedelta(hours=80)
    return actions.open_silence(**given, version=plan.version, expires_at=ends, question="May it go out?")


def words_of(client: Client, path: str = PAGE) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.mark.clause("O26", "R14")
def test_it_is_asked_on_the_official_clock_and_shown_with_the_hash(plan: Negotiation) -> None:
    chair, page = entered(plan), f"/g/plan/versions/{plan.version.pk}/silence/"
    assert "know no silence procedure" in words_of(chair, page)
    customs = {"set": "customs", "revision_label": "Rev.{n}", "bracket_style": "suffix", "mark_up": "brackets"}
    customs |= {"silence": "on", "silence_rule": "Article 12", "silence_hours": "24"}
    assert chair.post("/g/plan/customs/", customs).status_code == 303
    local = (clocks.now() + timedelta(hours=23)).astimezone(ZoneInfo("America/New_York"))
    typed = {"question": "May it go out?", "expires": local.strftime("%Y-%m-%dT%H:%M")}
    short = chair.post(page, typed)
    assert short.status_code == 422
    assert "at least 24 hours" in short.content.decode()
    assert "May it go out?" in short.content.decode()
    typed["expires"] = (local + timedelta(hours=3)).strftime("%Y-%m-%dT%H:%M")
    assert chair.post(page, typed)["Location"] == PAGE
    for who in ("chair", "BR focal point"):
        said = words_of(entered(plan, who))
        assert "May it go out?" in said
        assert Silence.objects.get().text_sha256 in said
        assert "Article 12" in said
        assert INFORMAL in said
    assert "Silence procedure 1" in words_of(chair, f"/g/plan/documents/{plan.version.document_id}/")


@pytest.mark.clause("O18")
def test_five_columns_are_said_with_their_meaning(plan: Negotiation) -> None:
    row = opened(plan)
    told = SilenceNotice.objects.filter(silence=row, delegation__party="AG").values("letter")
    Letter.objects.filter(pk__in=told).update(state="sent", sent_at=clocks.now())
    assert entered(plan, "BR focal point").post(f"{PAGE}answer/", {"kind": "acknowledged"}).status_code == 303
    said = words_of(entered(plan))
    for words in ("Delivered 1", "No delivery 1", "Acknowledged 1"):
        assert words in said
    with time_machine.travel(row.expires_at, tick=False):
        client = entered(plan)
        said = words_of(client)
        assert "Silent 1" in said
        assert "No objection was received. That is no approval." in said
        assert "1 delegation was not reached: its silence says nothing." in said
        assert client.get(PAGE).content.decode().count("<form") == words_of_forms(client)


def words_of_forms(client: Client) -> int:
    """Return how many forms the page's own bar has: none in the page itself once the procedure has ended."""
    page = client.get(PAGE).content.decode()
    return page.partition("<main")[0].count("<form") + page.partition("</main>")[2].count("<form")


@pytest.mark.clause("O18")
def test_an_objection_needs_words_keeps_them_and_ends_it(plan: Negotiation) -> None:
    opened(plan)
    focal_point = entered(plan, "AG focal point")
    assert "Answer by the end, or be silent." in words_of(focal_point)
    assert focal_point.post(f"{PAGE}answer/", {"kind": "objected", "words": ""}).status_code == 422
    wrong = focal_point.post(f"{PAGE}answer/", {"kind": "approved", "words": "These words."})
    assert wrong.status_code == 422
    assert "These words." in wrong.content.decode()
    assert focal_point.post(f"{PAGE}answer/", {"kind": "objected", "words": "Not yet."}).status_code == 303
    said = words_of(entered(plan, "CL focal point"))
    assert "Antigua and Barbuda broke it." in said
    assert "Not yet." in said
    late = entered(plan, "CL focal point").post(f"{PAGE}answer/", {"kind": "objected", "words": "We too."})
    assert "This silence procedure has ended." in late.content.decode()


def test_the_chair_ends_it_with_a_reason(plan: Negotiation) -> None:
    opened(plan)
    assert entered(plan).post(f"{PAGE}end/", {"reason": " "}).status_code == 422
    assert entered(plan).post(f"{PAGE}end/", {"reason": "The wrong annex."}).status_code == 303
    assert "It was ended before its time: The wrong annex." in words_of(entered(plan, "AG focal point"))


def test_customs_and_caucuses_are_set_on_their_page(plan: Negotiation) -> None:
    chair, page = entered(plan), "/g/plan/customs/"
    typed = {"set": "caucus", "code": "sids", "name": "Small Islands", "members": ["AG", "BR"]}
    assert chair.post(page, typed).status_code == 303
    assert "SIDS" in words_of(chair, page)
    assert Caucus.objects.get().members.count() == 2
    refused = chair.post(page, typed | {"code": "AG"})
    assert refused.status_code == 422
    assert "AG is the code of a delegation." in refused.content.decode()
    wrong = {"set": "customs", "revision_label": "Rev", "bracket_style": "suffix", "mark_up": "brackets"}
    answer = chair.post(page, wrong | {"silence_hours": "24"})
    assert answer.status_code == 422
    assert not Customs.objects.exists()
    assert chair.post(page, {}).status_code == 422


@pytest.mark.parametrize("count", [1, 3])
def test_more_delegations_cost_no_more_questions(count: int, django_assert_num_queries: Any) -> None:
    plan = negotiation(codes=("AG", "BR", "CL")[:count])
    opened(plan)
    document = f"/g/plan/documents/{plan.version.document_id}/"
    for who, path, questions in (
        ("chair", PAGE, 7),
        ("AG focal point", PAGE, 7),
        ("chair", document, 7),
        ("AG focal point", document, 6),
    ):
        client = entered(plan, who)
        client.get(path)
        with django_assert_num_queries(questions):
            client.get(path)


def home_of(plan: Negotiation, who: str, path: str = "/") -> str:
    answer = entered(plan, who).get(path)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


ASKED = "A silence procedure runs on GT/PLAN/doc.4/26, and your delegation has not answered."


@pytest.mark.clause("O10")
@pytest.mark.parametrize("path", ["/", "/g/plan/"])
def test_it_is_the_first_thing_asked_of_who_has_not_answered(plan: Negotiation, path: str) -> None:
    row = opened(plan)
    for who in ("AG focal point", "BR focal point"):
        assert ASKED in home_of(plan, who, path)
    shown = entered(plan, "BR focal point").get(path).content.decode()
    assert PAGE in shown
    local = row.expires_at.astimezone(ZoneInfo(plan.world.delegations["BR"].party.zone))
    assert f"{local:%H:%M}" in shown
    actions.answer_silence(
        actor=plan.world.focal_points["BR"], now=clocks.now(), silence=row, kind="acknowledged", words=""
    )
    said = home_of(plan, "BR focal point", path)
    assert ASKED not in said
    assert "Your delegation has acknowledged it." in said
    assert ASKED in home_of(plan, "AG focal point", path)
    chair = home_of(plan, "chair", path)
    assert ASKED not in chair
    assert "1 of 3 delegations has acknowledged it: BR." in chair
    with time_machine.travel(row.expires_at, tick=False):
        assert "silence procedure" not in home_of(plan, "AG focal point", path).lower()


@pytest.mark.parametrize("path", ["/", "/g/plan/"])
@pytest.mark.parametrize("who", ["AG expert", "stranger"])
def test_no_others_hear_of_it_there(plan: Negotiation, who: str, path: str) -> None:
    opened(plan)
    answer = entered(plan, who).get(path)
    assert answer.status_code == (404 if who == "stranger" and path != "/" else 200)
    assert "silence" not in answer.content.decode().lower()


def test_it_is_asked_in_a_group_that_has_no_round_too(plan: Negotiation) -> None:
    row = opened(plan)
    group = make_group("river")
    make_focal_point(make_delegation(group, "BR"), plan.world.focal_points["BR"])
    make_office(group, plan.world.chair, "chair")
    said = {"version": plan.version, "texts": {}, "text_sha256": "", "question": "May it go out?", "opened_by": "Chair"}
    now = clocks.now()
    Silence.objects.filter(pk=row.pk).update(ended_at=now, outcome="cancelled", reason="Elsewhere.")
    ends = {"opens_at": now, "expires_at": now + timedelta(hours=80), "zone": "UTC"}
    Silence.objects.create(group=group, number=1, **said, **ends)
    for path in ("/", "/g/river/"):
        assert ASKED in home_of(plan, "BR focal point", path)
        assert "Nobody has acknowledged it yet." in home_of(plan, "chair", path)
