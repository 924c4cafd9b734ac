"""Two language versions side by side: paired by place, each with its own amendments, flagged where untranslated."""

import re
from typing import Any

import pytest
from django.test import Client

from accord.kernel import clocks, storage
from accord.negotiation import queries
from accord.negotiation.models import Proposal, Translation
from tests.factories.negotiation import ENGLISH, SPANISH, Negotiation, negotiation
from tests.factories.people import account
from tests.redline.edits import Insert, InsertParagraph
from tests.redline.generator import make_base

pytestmark = pytest.mark.django_db
BOTH = {"en": ENGLISH, "es": SPANISH}
PAGE = "/g/plan/rounds/1/side/en/es/"


@pytest.fixture
def plan() -> Negotiation:
    """Return a round in which AG has proposed in English and BR in Spanish."""
    plan = negotiation(texts=BOTH)
    plan.propose("AG", Insert((0,), 3, " Member"), InsertParagraph((2,), "Each State decides how."))
    plan.propose("BR", Insert((1,), 4, " Miembro"), language="es")
    return plan


def entered(plan: Negotiation, who: str = "chair") -> Client:
    client = Client()
    client.force_login(account(plan.world.everybody[who]))
    return client


def rows_of(client: Client, path: str = PAGE) -> list[tuple[str, str]]:
    """Return the rows of the page, each as the words of its two cells."""
    page = client.get(path).content.decode().partition("</main>")[0]
    found = []
    for row in page.split('<div class="pair')[3:]:
        cells = row.split('<div class="sheet"')[1:]
        found.append(
            tuple(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", each.partition(">")[2])).strip() for each in cells)
        )
    return found  # type: ignore[return-value]  # two cells each


@pytest.mark.clause("O17")
def test_each_language_stands_beside_the_other_with_its_own_amendments(plan: Negotiation) -> None:
    rows = rows_of(entered(plan))
    assert all(len(each) == 2 for each in rows)
    first = next(each for each in rows if "cooperate" in each[0])
    assert "Member" in first[0]
    assert "cooperarán" in first[1]
    assert "Miembro" not in first[1]
    second = next(each for each in rows if "register" in each[0])
    assert "Miembro" in second[1]
    third = next(each for each in rows if "publishes a list" in each[0])
    assert "Each State decides how." in third[0]
    assert "Each State decides how." not in third[1]
    swapped = rows_of(entered(plan), "/g/plan/rounds/1/side/es/en/")
    assert [(right, left) for left, right in swapped] == rows


@pytest.mark.clause("O17")
def test_what_was_received_in_another_language_is_said_to_be_pending_or_stale(plan: Negotiation) -> None:
    def words() -> str:
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", entered(plan).get(PAGE).content.decode()))

    assert "received in English, translation pending" in words()
    assert "received in Spanish, translation pending" in words()
    sent = Proposal.objects.get(delegation__party="BR", state="standing")
    file = {"file": storage.keep(b"a translation"), "filename": "BR_en.docx"}
    Translation.objects.create(proposal=sent, language="en", at=clocks.now(), by="Secretariat", **file)
    assert "received in Spanish, translated" in words()
    plan.propose("BR", Insert((1,), 4, " Otro"), language="es")
    assert "received in Spanish, a former proposal was translated, this one is pending" in words()


@pytest.mark.clause("O26", "R14")
def test_only_where_something_is_proposed(plan: Negotiation) -> None:
    client = entered(plan)
    whole, changed = rows_of(client), rows_of(client, f"{PAGE}?changed=1")
    assert len(changed) == 3 < len(whole)
    page = client.get(PAGE).content.decode()
    assert "Informal until approved at a formal meeting. Nothing is agreed until everything is agreed." in page
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_versions_that_differ_in_their_paragraphs_say_so_and_lose_none() -> None:
    shorter = make_base("Los Estados cooperarán oportunamente.", "Cada Estado llevará un registro.")
    plan = negotiation(texts={"en": ENGLISH, "es": shorter})
    found = queries.sides(plan.world.chair, plan.world.group, 1, "en", "es")
    assert not found.alike
    left, right = ([each for each in found.pairs if each.left], [each for each in found.pairs if each.right])
    assert len(right) == 2 < len(left)
    other = queries.sides(plan.world.chair, plan.world.group, 1, "es", "en")
    assert {each.place for each in other.pairs} == {each.place for each in found.pairs}
    assert "The two versions do not have the same paragraphs." in entered(plan).get(PAGE).content.decode()


def test_a_sealed_round_shows_the_others_nothing() -> None:
    plan = negotiation(texts=BOTH, sees="after_close")
    plan.propose("BR", Insert((1,), 4, " Miembro"), language="es")
    assert "Miembro" not in entered(plan).get(PAGE).content.decode()
    assert "Miembro" not in entered(plan, "AG focal point").get(PAGE).content.decode()
    with plan.after_close():
        assert "Miembro" in entered(plan).get(PAGE).content.decode()


@pytest.mark.parametrize(
    "path", ["rounds/1/side/en/en/", "rounds/1/side/en/xx/", "rounds/1/side/xx/en/", "rounds/9/side/en/es/"]
)
def test_what_there_is_not_is_no_page(plan: Negotiation, path: str) -> None:
    assert entered(plan).get(f"/g/plan/{path}").status_code == 404


@pytest.mark.parametrize("who", ["AG expert", "stranger"])
def test_nobody_else_reads_it(plan: Negotiation, who: str) -> None:
    assert entered(plan, who).get(PAGE).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_more_proposals_cost_no_more_questions(count: int, django_assert_num_queries: Any) -> None:
    plan = negotiation(texts=BOTH)
    for at, code in enumerate(("AG", "BR", "CL")[:count]):
        plan.propose(code, Insert((at,), 3, f" {code}"))
    client = entered(plan)
    client.get(PAGE)
    with django_assert_num_queries(6):
        client.get(PAGE)
