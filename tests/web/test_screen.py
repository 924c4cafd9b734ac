"""Room mode: one paragraph for the whole room, behind the Chair's last act; nothing on it that is not the room's."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from accord.kernel import clocks
from accord.negotiation import actions, queries
from tests.factories.negotiation import Negotiation, negotiation
from tests.factories.people import account
from tests.factories.standing import record
from tests.redline.edits import Insert

pytestmark = pytest.mark.django_db
PAGE = "/g/plan/rounds/1/screen/en/"


@pytest.fixture
def plan() -> Negotiation:
    """Return a round in which AG has proposed on the first paragraph, BR on the third."""
    plan = negotiation()
    plan.propose("AG", Insert((0,), 4, "Member "))
    plan.propose("BR", Insert((2,), 4, "National "))
    return plan


def reading(plan: Negotiation, who: str = "chair") -> Client:
    client = Client()
    client.force_login(account(plan.world.everybody[who]))
    return client


def shown(client: Client, address: str = PAGE) -> str:
    """Return the number of the paragraph on the screen, as its heading has it."""
    found = re.search(r"<h1>([^<]*)</h1>", client.get(address).content.decode())
    assert found is not None
    return found[1]


def link(client: Client, rel: str, address: str = PAGE) -> str:
    found = re.search(rf'rel="{rel}" href="([^"]+)"', client.get(address).content.decode())
    return found[1].replace("&amp;", "&") if found else ""


@pytest.mark.clause("O26", "R14")
def test_the_room_reads_the_words_who_proposes_them_and_that_nothing_is_agreed(plan: Negotiation) -> None:
    page = reading(plan).get(PAGE).content.decode()
    assert "<ins" in page
    assert re.search(r'class="chip[^"]*">AG<', page)
    assert "Informal until approved at a formal meeting. Nothing is agreed until everything is agreed." in page
    assert "This is no vote." in page
    assert "Not discussed" in page
    assert 'role="search"' not in page
    assert "<form" not in page.partition("<main")[2].partition("</main>")[0]


def test_the_pages_turn_in_the_order_of_discussion(plan: Negotiation) -> None:
    chair = reading(plan)
    first = shown(chair)
    after = link(chair, "next")
    assert shown(chair, after) != first
    assert shown(chair, link(chair, "prev", after)) == first
    assert link(chair, "prev") == ""
    actions.set_agenda(actor=plan.world.chair, now=clocks.now(), base=plan.base(), places=["p3", "p1"])
    assert shown(chair) == shown(chair, f"{PAGE}?p=p3&seen=")
    assert link(chair, "next") != ""


def test_the_screen_follows_the_chair_while_she_records(plan: Negotiation) -> None:
    chair, room = reading(plan), reading(plan, "BR focal point")
    turned = link(room, "next")
    before = room.get(f"{PAGE}state/?{turned.partition('?')[2]}").json()["mark"]
    assert f'data-mark="{before}"' in room.get(turned).content.decode()
    recorded = actions.Recorded("informal", taken=())
    actions.record_state(actor=plan.world.chair, now=clocks.now(), base=plan.base(), places=["p1"], recorded=recorded)
    after = room.get(f"{PAGE}state/?{turned.partition('?')[2]}").json()["mark"]
    assert after != before
    page = room.get(turned).content.decode()
    assert f'data-mark="{after}"' in page
    assert "Agreed informally" in page
    assert shown(room, turned) == shown(chair)
    again = link(room, "next", turned)
    assert shown(room, again) != shown(room, turned), "whoever leads the screen turns on from there"


@pytest.mark.clause("O26")
def test_the_words_agreed_stand_for_the_paragraph(plan: Negotiation) -> None:
    base = plan.base()
    view = queries.place(plan.world.chair, plan.world.group, 1, "en", "p1")
    recorded = actions.Recorded("informal", taken=(view.wordings[0].ask,))
    actions.record_state(actor=plan.world.chair, now=clocks.now(), base=base, places=["p1"], recorded=recorded)
    page = reading(plan).get(PAGE).content.decode()
    assert 'class="room-agreed"' in page
    assert "Member" in page.partition('class="room-agreed"')[2].partition("</p>")[0]


def test_a_sealed_round_shows_the_base_alone_even_to_who_has_proposed() -> None:
    plan = negotiation(sees="after_close")
    plan.propose("AG", Insert((0,), 4, "Member "))
    for who in ("AG focal point", "chair"):
        page = reading(plan, who).get(PAGE).content.decode()
        assert "Member " not in page
        assert "The proposals are sealed." in page
    with time_machine.travel(plan.round.closes_at + timedelta(seconds=1)):
        assert "Member " in reading(plan, "chair").get(PAGE).content.decode()


@pytest.mark.parametrize(("who", "there"), [("chair", True), ("secretariat", True), ("AG focal point", False)])
def test_the_page_of_a_paragraph_leads_the_chair_to_the_screen_at_it(plan: Negotiation, who: str, there: bool) -> None:
    record(plan, "p1", "open")
    client = reading(plan, who)
    page = client.get("/g/plan/rounds/1/text/en/p/p3/").content.decode()
    assert (f'href="{PAGE}?p=p3"' in page) is there
    turned = client.get(f"{PAGE}?p=p3")
    assert (turned.status_code, turned["Location"].partition("?")[0]) == (303, PAGE)
    assert shown(client, turned["Location"]) == "Paragraph 3"
    record(plan, "p2", "open")
    assert shown(client, turned["Location"]) == "Paragraph 2"


def test_what_the_address_says_wrongly_shows_what_is_discussed(plan: Negotiation) -> None:
    chair = reading(plan)
    assert shown(chair, f"{PAGE}?p=p999&seen=x") == shown(chair)
    assert chair.get("/g/plan/rounds/1/screen/xx/").status_code == 404
    assert chair.get("/g/plan/rounds/9/screen/en/").status_code == 404
    assert chair.get("/g/plan/rounds/1/screen/xx/state/").status_code == 404


@pytest.mark.parametrize("who", ["AG expert", "stranger"])
def test_nobody_else_looks_in(plan: Negotiation, who: str) -> None:
    assert reading(plan, who).get(PAGE).status_code == 404
    assert reading(plan, who).get(f"{PAGE}state/").status_code == 404
