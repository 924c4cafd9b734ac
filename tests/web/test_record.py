"""The record's pages: each sees the acts of her level, takes a receipt, and a checkpoint that verifies."""

from typing import Any

import pytest
from django.test import Client

from accord.kernel.action import Fact
from accord.kernel.actor import Actor
from accord.kernel.models import Entry
from accord.kernel.record import checking, checkpoints, ledger, queries, receipts
from accord.people.models import Person
from accord.web.record.sentences import SENTENCES, sentence
from tests.factories.people import SYSTEM, World, account, world
from tests.kernel.acts import NOON, note

pytestmark = pytest.mark.django_db

PAGE = "/g/plan/record/"
MOST_QUERIES = 8


@pytest.fixture
def plan() -> World:
    """Record acts of the group, and of two delegations alone."""
    there = world()
    group = f"group:{there.group.pk}"
    recorded(there.focal_points["AG"], Fact("proposal.submitted", group, "proposal:1", {"file": "0a1b"}, "AG_Matriz"))
    recorded(there.focal_points["AG"], Fact("proposal.received", own(there, "AG"), "proposal:1", {}, "AG draft"))
    recorded(there.focal_points["BR"], Fact("expert.admitted", own(there, "BR"), "expert:1", {}, "Renata Moura"))
    note(actor=SYSTEM, now=NOON, words="elsewhere", scope="group:999999")
    return there


def own(there: World, code: str) -> str:
    return f"delegation:{there.delegations[code].pk}"


def recorded(actor: Actor, fact: Fact) -> Entry:
    from django.db import transaction

    with transaction.atomic():
        return ledger.append(fact, actor=actor, now=NOON)


def reading(client: Client, actor: Actor) -> Client:
    client.force_login(account(actor))
    return client


def seen(client: Client, actor: Actor) -> str:
    answer = reading(client, actor).get(PAGE)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_delegation_sees_the_group_and_itself_and_no_other(plan: World, client: Client) -> None:
    page = seen(client, plan.focal_points["AG"])
    assert "A proposal was sent" in page
    assert "A proposal was received for checking" in page
    assert "your delegation only" in page
    assert "An expert was admitted" not in page
    assert "test.noted" not in page


def test_the_chair_sees_the_group_and_no_delegation(plan: World, client: Client) -> None:
    page = seen(client, plan.chair)
    assert "A proposal was sent" in page
    assert "your delegation only" not in page
    speaker = plan.focal_points["AG"]
    assert Person.objects.get(pk=speaker.id).name in page
    assert '<span class="soft">AG</span>' in page
    assert speaker.label not in page


@pytest.mark.parametrize("who", ["expert", "stranger"])
def test_experts_and_strangers_find_no_record(plan: World, client: Client, who: str) -> None:
    actor = plan.experts["AG"] if who == "expert" else plan.stranger
    for path in (PAGE, f"{PAGE}checkpoint/", f"{PAGE}0/"):
        assert reading(client, actor).get(path).status_code == 404


def test_a_receipt_holds_with_its_words_for_the_author_alone(plan: World, client: Client) -> None:
    for actor, words in ((plan.focal_points["AG"], b"AG_Matriz"), (plan.focal_points["BR"], None), (plan.chair, None)):
        answer = reading(client, actor).get(f"{PAGE}0/")
        assert answer["Content-Disposition"] == 'attachment; filename="receipt-0.json"'
        proved = receipts.check(answer.content)
        assert (proved.entry["kind"], proved.body) == ("proposal.submitted", words)
        assert str(proved.verifier) == queries.verifier_key()


@pytest.mark.parametrize("entry", [2, 3, 4, 10**12])
def test_the_receipt_of_what_one_may_not_read_does_not_exist(plan: World, client: Client, entry: int) -> None:
    assert reading(client, plan.focal_points["AG"]).get(f"{PAGE}{entry}/").status_code == 404


def test_a_checkpoint_taken_away_catches_a_later_change(plan: World, client: Client) -> None:
    kept = reading(client, plan.focal_points["BR"]).get(f"{PAGE}checkpoint/").content.decode()
    recorded(SYSTEM, Fact("round.scheduled", f"group:{plan.group.pk}", "round:1"))
    assert checkpoints.notes_in(kept) == [kept]
    assert checking.verify([kept]).problems == []


def test_a_long_record_comes_in_pages_that_lose_nothing(plan: World, client: Client) -> None:
    for number in range(120):
        recorded(SYSTEM, Fact("round.scheduled", f"group:{plan.group.pk}", f"round:{number}"))
    found: list[int] = []
    address = PAGE
    while address:
        context = reading(client, plan.chair).get(address).context
        found += [act.index for act, _sentence in context["lines"]]
        address = f"{PAGE}?before={context['older']}" if context["older"] is not None else ""
    assert found == [*range(123, 3, -1), 0]


@pytest.mark.parametrize("before", ["x", "-1", "9" * 40, "²", ""])
def test_a_mistyped_page_is_the_first_one(plan: World, client: Client, before: str) -> None:
    assert "A proposal was sent" in reading(client, plan.chair).get(PAGE, {"before": before}).content.decode()


def test_it_costs_few_queries_however_long(plan: World, client: Client, django_assert_max_num_queries: Any) -> None:
    for number in range(40):
        recorded(SYSTEM, Fact("round.scheduled", f"group:{plan.group.pk}", f"round:{number}"))
    reading(client, plan.focal_points["AG"]).get(PAGE)
    with django_assert_max_num_queries(MOST_QUERIES):
        client.get(PAGE)


def test_a_receipt_and_a_checkpoint_cost_few_queries_wherever_in_the_record(
    plan: World, client: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(59):
        recorded(SYSTEM, Fact("round.scheduled", f"group:{plan.group.pk}", f"round:{number}"))
    reading(client, plan.focal_points["AG"]).get(PAGE)
    # Sixty-three entries: the size at which the tree's edge has the most nodes.
    for path in ("0/", "1/", "40/", "62/", "checkpoint/"):
        with django_assert_max_num_queries(MOST_QUERIES):
            assert client.get(PAGE + path).status_code == 200


def test_an_empty_record_says_so(client: Client) -> None:
    there = world()
    assert "Nothing is recorded here yet." in seen(client, there.chair)


def test_a_kind_without_words_is_shown_by_its_name() -> None:
    assert sentence("test.noted") == "test.noted"
    assert all("." in kind for kind in SENTENCES)
