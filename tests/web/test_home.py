"""The first page and a group's overview: what is asked of me, and nothing that is not mine to see."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from accord.kernel import clocks
from accord.kernel.actor import Actor
from accord.people.models import Party, Person
from tests.factories.negotiation import negotiation
from tests.factories.people import (
    World,
    account,
    make_actor,
    make_delegation,
    make_focal_point,
    make_group,
    make_office,
    make_person,
    world,
)
from tests.factories.revised import begin
from tests.redline.generator import Insert
from tests.web import played_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> World:
    return world()


def _read(client: Client, actor: Actor | None, path: str) -> str:
    if actor is not None:
        client.force_login(account(actor))
    response = client.get(path)
    assert response.status_code == 200
    words = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(words.split())


def _name(actor: Actor) -> str:
    return Person.objects.get(pk=actor.id).name


def _party(code: str) -> str:
    return Party.objects.get(code=code).short_en


@pytest.mark.clause("O26", "O19")
def test_a_stranger_reads_what_accord_is_and_signs_in(client: Client) -> None:
    page = _read(client, None, "/")
    assert "approved at formal meetings, and nowhere else" in page
    assert page.count("Sign in") >= 1


def test_each_group_says_what_is_asked(client: Client, plan: World) -> None:
    page = _read(client, plan.focal_points["AG"], "/")
    assert "Working Group on the Plan" in page
    assert f"Focal point · AG {_party('AG')}" in page
    assert "Nothing is asked of you now." in page
    assert "plan-other" not in client.get("/").content.decode()


def test_the_chair_is_asked_to_begin(client: Client, plan: World) -> None:
    page = _read(client, plan.chair, "/g/plan/")
    assert "No round is scheduled yet." in page
    assert "Go to the documents" in page


@pytest.mark.parametrize(("staff", "words"), [(False, "You are in no group at present"), (True, "No group yet")])
def test_whoever_is_in_no_group_reads_what_will_be_here(client: Client, staff: bool, words: str) -> None:
    assert words in _read(client, make_actor("new.comer", is_secretariat=staff), "/")


@pytest.mark.clause("O10", "O11")
def test_an_expert_sees_her_group_but_not_the_delegations_level(client: Client, plan: World) -> None:
    page = _read(client, plan.experts["AG"], "/g/plan/")
    assert "Expert in the capital" in page
    assert "Nothing is asked of you here." in page
    assert "Our room" in page
    assert _name(plan.focal_points["AG"]) in page
    assert not [code for code in ("BR", "CL") if _party(code) in page or _name(plan.focal_points[code]) in page]
    assert not [code for code in ("BR", "CL") if _name(plan.experts[code]) in page]


@pytest.mark.clause("O5", "O11", "O12", "O13")
def test_a_room_s_members_are_named_to_that_room_only(client: Client, plan: World) -> None:
    expert = _name(plan.experts["AG"])
    pages = {who: _read(client, actor, "/g/plan/") for who, actor in plan.everybody.items() if who != "stranger"}
    assert {who for who, page in pages.items() if expert in page} == {"AG expert"}


@pytest.mark.clause("O14a")
def test_whoever_is_acted_for_reads_by_whom_and_until_when(client: Client, plan: World) -> None:
    acting, until = make_actor("acting.ag", zone="UTC"), clocks.now() + timedelta(days=3)
    make_focal_point(plan.delegations["AG"], acting, kind="acting", ends_at=until, in_office=False)
    page = _read(client, plan.focal_points["AG"], "/g/plan/")
    assert f"{_name(acting)} acts for you now." in page
    assert "in 2 days 23 hours" in page
    assert _party("BR") not in page
    assert "BR" in _read(client, acting, "/g/plan/")


@pytest.mark.clause("O4", "O14a")
def test_the_level_sees_each_delegation_with_who_speaks_for_it(client: Client, plan: World) -> None:
    page = _read(client, plan.focal_points["BR"], "/g/plan/")
    speaking = _name(plan.focal_points["CL"])
    assert f"CL {_party('CL')} {speaking}" in page
    assert _name(plan.experts["CL"]) not in page


@pytest.mark.clause("O3")
def test_a_group_is_closed_to_others(client: Client, plan: World) -> None:
    assert client.get("/g/plan/").status_code == 302
    client.force_login(account(plan.stranger))
    assert client.get("/g/plan/").status_code == 404
    assert client.get("/g/no-such-group/").status_code == 404


@pytest.mark.parametrize(("who", "asked"), [("chair", 7), ("BR focal point", 7), ("CL focal point", 7)])
def test_the_overview_asks_seven_questions_whatever_was_sent(client: Client, plan: World, who: str, asked: int) -> None:
    round_ = played_round.open_round(plan)
    client.force_login(account(plan.everybody[who]))
    client.get("/g/plan/")
    assert _asked_of_the_database(client, "/g/plan/") == asked
    for code in ("BR", "AG", "CL"):
        played_round.send(plan, round_, code)
    for code in ("AR", "MX", "PE", "UY"):
        make_focal_point(make_delegation(plan.group, code), Actor("person", make_person().pk, code))
    assert _asked_of_the_database(client, "/g/plan/") == asked


@pytest.mark.parametrize(("who", "asked"), [("chair", 6), ("AG focal point", 6)])
def test_home_asks_the_same_for_one_group_and_for_four(client: Client, plan: World, who: str, asked: int) -> None:
    played_round.open_round(plan)
    actor = plan.everybody[who]
    client.force_login(account(actor))
    client.get("/")
    assert _asked_of_the_database(client, "/") == asked
    for slug in ("river", "coast", "forest"):
        group = make_group(slug)
        make_office(group, actor, "chair")
        # Of groups that never had a round it is asked apart, once for all, whether a silence procedure runs.
        assert _asked_of_the_database(client, "/") == asked + 1


@pytest.mark.clause("O5", "O10", "O16")
def test_an_expert_reads_when_the_round_opens_and_closes_and_nothing_of_what_is_in_it(
    client: Client, plan: World
) -> None:
    played_round.send(plan, played_round.open_round(plan), "BR")
    for path in ("/g/plan/", "/g/plan/room/"):
        page = _read(client, plan.experts["AG"], path)
        assert "Round 1 Open" in page
        assert "It closes at:" in page
        assert page.count("New York (official)") == 2
        assert page.count("St. John’s (capital)") == 2
        assert not [words for words in ("amendment", "proposed", "Brazil") if words in page]


@pytest.mark.clause("O14a")
def test_whoever_is_acted_for_finds_where_it_is_arranged(client: Client, plan: World) -> None:
    until = clocks.now() + timedelta(days=3)
    make_focal_point(plan.delegations["AG"], make_actor("acting.ag"), kind="acting", ends_at=until, in_office=False)
    _read(client, plan.focal_points["AG"], "/")
    page = client.get("/").content.decode()
    assert f'href="/g/plan/delegations/{plan.delegations["AG"].pk}/"' in page


def test_ways_for_those_who_may(client: Client, plan: World) -> None:
    for who, leads in (("chair", True), ("AG focal point", False), ("AG expert", False)):
        client.force_login(account(plan.everybody[who]))
        assert ('href="/g/plan/officers/"' in client.get("/g/plan/").content.decode()) is leads
        assert "/persons/" not in client.get("/").content.decode()
    client.force_login(account(make_actor("staff", is_secretariat=True)))
    page = client.get("/").content.decode()
    assert 'href="/persons/"' in page
    assert 'href="/groups/new/"' in page


@pytest.mark.clause("O16", "O24")
def test_the_overview_says_what_each_delegation_sent(client: Client, plan: World) -> None:
    played_round.send(plan, played_round.open_round(plan), "BR")
    for who in (plan.chair, plan.focal_points["AG"]):
        page = _read(client, who, "/g/plan/")
        assert re.search(rf"BR {_party('BR')} \S+ \S+ \d+ \d+ amendments in \d+ paragraphs", page)
        assert re.search(rf"CL {_party('CL')} \S+ \S+ \d+ nothing sent", page)
        assert "1 of 3 delegations has proposed." in page
    assert "You have not proposed yet." in page


def test_a_sealed_round_shows_a_delegation_its_own_only(client: Client, plan: World) -> None:
    played_round.send(plan, played_round.open_round(plan, sees="after_close"), "BR")
    own, other = _read(client, plan.focal_points["BR"], "/g/plan/"), _read(client, plan.chair, "/g/plan/")
    assert re.search(r"\d+ amendments in \d+ paragraphs CL", own)
    assert "amendments" not in other
    assert other.count("sealed until the close") == 3


def _asked_of_the_database(client: Client, path: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def test_the_language_is_kept_for_the_person_and_in_the_browser(client: Client, plan: World) -> None:
    client.force_login(account(plan.chair))
    response = client.post("/language/", {"language": "fr", "next": "/help/?a=1"})
    assert (response.status_code, response["Location"]) == (303, "/help/?a=1")
    assert Person.objects.get(pk=plan.chair.id).language == "fr"
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "fr"
    assert '<html lang="fr"' in client.get("/help/").content.decode()


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", ""])
def test_the_way_back_stays_here(client: Client, back: str) -> None:
    assert client.post("/language/", {"language": "es", "next": back})["Location"] == "/"


@pytest.mark.parametrize("said", ["xx", "", "../en"])
def test_a_language_that_is_not_offered_changes_nothing(client: Client, plan: World, said: str) -> None:
    client.force_login(account(plan.chair))
    assert client.post("/language/", {"language": said, "next": "/"}).status_code == 303
    assert Person.objects.get(pk=plan.chair.id).language == "en"
    assert settings.LANGUAGE_COOKIE_NAME not in client.cookies


@pytest.mark.clause("O25")
@pytest.mark.parametrize(
    ("who", "title"),
    [
        ("AG focal point", "For the focal point of a delegation"),
        ("AG expert", "For the expert in the capital"),
        ("chair", "For the Chair and the Vice-Chairs"),
    ],
)
def test_help_is_the_guide_of_the_reader_s_own_role(client: Client, plan: World, who: str, title: str) -> None:
    assert _read(client, plan.everybody[who], "/help/").startswith(title)


@pytest.mark.clause("O25")
def test_support_is_named_as_this_server_has_it(client: Client, settings: Any) -> None:
    settings.ACCORD_SUPPORT = "help@accord.example.org"
    assert 'href="mailto:help@accord.example.org?' in client.get("/support/").content.decode()
    settings.ACCORD_SUPPORT = ""
    assert "Write to the Technical Secretariat" in client.get("/support/").content.decode()


def test_a_group_of_many_is_named_once_each(client: Client, plan: World) -> None:
    for slug in ("river", "coast"):
        make_office(make_group(slug), plan.chair, "chair")
    client.force_login(account(plan.chair))
    assert client.get("/").content.decode().count('class="ask') == 3


@pytest.mark.clause("R13")
def test_after_the_close_the_chair_is_asked_for_the_next_version_until_it_is_begun(client: Client) -> None:
    held = negotiation()
    held.propose("AG", Insert((0,), 4, "Member "))
    people = held.world
    assert "Prepare the next version" not in _read(client, people.chair, "/")
    with held.after_close():
        for page in ("/", "/g/plan/"):
            client.force_login(account(people.chair))
            asked = client.get(page).content.decode()
            assert 'href="/g/plan/rounds/1/revision/en/">Prepare the next version</a>' in asked
            assert "Prepare the next version" not in _read(client, people.focal_points["AG"], page)
        begin(held)
        said = _read(client, people.chair, "/")
        assert "Prepare the next version" not in said
        assert "The compiled text" in said


def test_a_round_in_which_nothing_was_proposed_asks_for_no_next_version(client: Client) -> None:
    held = negotiation()
    with held.after_close():
        assert "Prepare the next version" not in _read(client, held.world.chair, "/")
