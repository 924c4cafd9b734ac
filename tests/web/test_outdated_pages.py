"""A button on an older page of a proposal: no dead end, but a sentence, the newer file, and the way on with it."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone, translation

from accord.kernel import clocks
from accord.kernel.action import Refused
from accord.kernel.models import Entry
from accord.negotiation import actions
from accord.negotiation.models import Proposal, Round
from accord.people.models import Person
from tests.factories.people import World, account, make_actor, make_focal_point, world
from tests.web import played_round
from tests.web.played_round import reading, words

MINE = "/g/plan/proposal/"
READ, PRESSED = [("get", "check"), ("get", "withdraw"), ("get", "sent")], ["send", "visible", "withdraw"]
NOTHING_DONE = "Nothing was done, and nothing is lost."


@pytest.fixture
def plan(db: None) -> World:
    return world(codes=("AG", "BR", "JM"))


@pytest.fixture
def round_(plan: World) -> Round:
    return played_round.open_round(plan)


@pytest.fixture
def older(plan: World, round_: Round) -> Proposal:
    """Return AG's file that was being checked when she uploaded another."""
    first = upload(plan, round_, "AG_Matriz", "first thoughts.docx")
    upload(plan, round_, "JM_Matriz", "second thoughts.docx")
    return first


def upload(plan: World, round_: Round, file: str, name: str, actor: Any = None) -> Proposal:
    data = played_round.word(file)
    who = actor or plan.focal_points["AG"]
    return actions.receive_proposal(actor=who, now=clocks.now(), round=round_, data=data, filename=name)


def press(plan: World, row: Proposal, method: str, button: str, who: str = "AG focal point") -> Any:
    return getattr(reading(plan, who), method)(f"{MINE}{row.pk}/{button}/")


@pytest.mark.clause("O9")
@pytest.mark.parametrize("button", PRESSED)
def test_an_older_files_buttons_lead_to_the_newer_one(plan: World, older: Proposal, button: str) -> None:
    newer = Proposal.objects.get(state="checking")
    before = Entry.objects.count()
    answer = press(plan, older, "post", button)
    said = words(answer)
    assert answer.status_code == 422
    assert "A newer file has taken the place of this one" in said
    assert NOTHING_DONE in said
    assert "second thoughts.docx Received" in said
    assert "first thoughts.docx Received" in said
    assert "It was not sent, and nobody outside your delegation has seen it." in said
    assert f'<a class="button" href="{MINE}{newer.pk}/check/">Go on with the newer file</a>' in answer.content.decode()
    assert [each.state for each in Proposal.objects.order_by("pk")] == ["discarded", "checking"]
    assert Entry.objects.count() == before


@pytest.mark.clause("O9")
def test_a_file_put_aside_while_it_was_being_sent_leads_to_the_newer_one(
    plan: World, round_: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = upload(plan, round_, "AG_Matriz", "first thoughts.docx")
    sends = actions.submit_proposal

    def overtaken(**given: Any) -> Proposal:
        upload(plan, round_, "JM_Matriz", "second thoughts.docx")
        return sends(**given)

    monkeypatch.setattr(actions, "submit_proposal", overtaken)
    answer = press(plan, first, "post", "send")
    said = words(answer)
    assert answer.status_code == 422
    assert "A newer file has taken the place of this one" in said
    assert NOTHING_DONE in said
    assert [each.state for each in Proposal.objects.order_by("pk")] == ["discarded", "checking"]


@pytest.mark.parametrize(("method", "page"), READ)
def test_an_older_files_pages_lead_there_too(plan: World, older: Proposal, method: str, page: str) -> None:
    answer = press(plan, older, method, page)
    assert answer.status_code == 200
    assert "Go on with the newer file" in words(answer)
    assert NOTHING_DONE not in words(answer)


def test_the_newer_one_may_have_been_sent_since(plan: World, round_: Round) -> None:
    first = upload(plan, round_, "AG_Matriz", "first thoughts.docx")
    second = upload(plan, round_, "BR_Matriz", "second thoughts.docx")
    actions.submit_proposal(actor=plan.focal_points["AG"], now=clocks.now(), proposal=second)
    answer = press(plan, first, "post", "send")
    assert answer.status_code == 422
    assert f'href="{MINE}{second.pk}/sent/">See the newer file</a>' in answer.content.decode()
    assert Proposal.objects.get(pk=second.pk).state == "standing"


@pytest.mark.parametrize("button", PRESSED)
def test_what_was_sent_and_replaced_keeps_its_receipt(plan: World, round_: Round, button: str) -> None:
    first = upload(plan, round_, "AG_Matriz", "first thoughts.docx")
    actions.submit_proposal(actor=plan.focal_points["AG"], now=clocks.now(), proposal=first)
    second = upload(plan, round_, "BR_Matriz", "second thoughts.docx")
    actions.submit_proposal(actor=plan.focal_points["AG"], now=clocks.now(), proposal=second)
    answer = press(plan, first, "post", button)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "It stays in the record with its receipt." in words(answer)
    assert f'href="{MINE}{first.pk}/receipt/"' in page
    assert f'href="{MINE}{second.pk}/sent/">See the newer file</a>' in page
    assert Proposal.objects.get(pk=second.pk).state == "standing"


def test_withdrawn_twice_is_withdrawn_once_and_then_says_so(plan: World, round_: Round) -> None:
    row = upload(plan, round_, "AG_Matriz", "mine.docx")
    actions.submit_proposal(actor=plan.focal_points["AG"], now=clocks.now(), proposal=row)
    assert [press(plan, row, "post", "withdraw").status_code for _twice in range(2)] == [303, 303]
    for method, button, status in (("get", "withdraw", 200), ("post", "send", 422), ("get", "sent", 200)):
        answer = press(plan, row, method, button)
        assert answer.status_code == status
        assert "This proposal was withdrawn" in words(answer)


def test_a_file_put_aside_without_another_leads_to_where_one_is_sent(plan: World, round_: Round) -> None:
    row = upload(plan, round_, "AG_Matriz", "mine.docx")
    actions.discard_proposal(actor=plan.focal_points["AG"], now=clocks.now(), proposal=row)
    answer = press(plan, row, "post", "send")
    assert "This file was put aside" in words(answer)
    assert f'<a class="button" href="{MINE}">Your proposal</a>' in answer.content.decode()


@pytest.mark.clause("O9", "O14")
def test_nobody_else_learns_that_there_was_an_older_file(plan: World, older: Proposal) -> None:
    for who in sorted(set(plan.everybody) - {"AG focal point"}):
        for method, button in [*READ, *(("post", each) for each in PRESSED)]:
            assert press(plan, older, method, button, who).status_code == 404, (who, method, button)
    for page in ("receipt", "file"):
        assert press(plan, older, "get", page).status_code == 404


@pytest.mark.clause("O14a")
def test_who_acts_for_her_is_told_and_she_herself_is_not_while_another_acts(plan: World, older: Proposal) -> None:
    acting, now = make_actor("eva.acts"), timezone.now()
    times = {"starts_at": now - timedelta(hours=1), "ends_at": now + timedelta(days=1), "kind": "acting"}
    regular = plan.delegations["AG"].appointments.get()
    regular.in_office = False
    regular.save(update_fields=["in_office"])
    make_focal_point(plan.delegations["AG"], acting, **times)
    assert press(plan, older, "post", "send").status_code == 404
    client = reading(plan, "stranger")
    client.force_login(account(acting))
    answer = client.post(f"{MINE}{older.pk}/send/")
    assert answer.status_code == 422
    assert "A newer file has taken the place of this one" in words(answer)


@pytest.mark.parametrize("language", ["es", "fr", "pt"])
def test_it_is_said_in_her_language(plan: World, older: Proposal, language: str) -> None:
    english = words(press(plan, older, "post", "send"))
    Person.objects.update(language=language)
    with translation.override("en"):
        said = words(press(plan, older, "post", "send"))
    assert "first thoughts.docx" in said
    for sentence in ("A newer file has taken", "You pressed a button", "It was not sent", "Go on with"):
        assert sentence in english
        assert sentence not in said


def test_too_late_between_the_door_and_the_act_is_refused_in_the_same_words(plan: World, older: Proposal) -> None:
    actor = plan.focal_points["AG"]
    for act in (actions.submit_proposal, actions.make_visible, actions.discard_proposal, actions.withdraw_proposal):
        with pytest.raises(Refused) as refused:
            act(actor=actor, now=clocks.now(), proposal=older)
        assert "put aside for a newer one" in str(refused.value.sentence)


def test_the_page_costs_eight_questions_at_most(
    plan: World, older: Proposal, django_assert_max_num_queries: Any
) -> None:
    client = reading(plan, "AG focal point")
    client.get(f"{MINE}{older.pk}/check/")
    with django_assert_max_num_queries(8):
        client.get(f"{MINE}{older.pk}/check/")
    with django_assert_max_num_queries(8):
        client.post(f"{MINE}{older.pk}/send/")
