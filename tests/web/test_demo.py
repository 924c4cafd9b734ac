"""The demo: its story is told by acts alone, everybody in it is one click away, and outside it nothing of it exists."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import Resolver404, resolve

from accord.kernel import clocks, queue, worker
from accord.kernel.demo import made_by_demo, open_demo
from accord.kernel.derivation import derive
from accord.kernel.record import checking
from accord.mailings.models import Letter
from accord.negotiation.models import Compilation, Lodging, Proposal, Round
from accord.people import actions, queries
from accord.people.models import Account, Person
from accord.web.demo import cast
from accord.web.demo.cast import Player
from tests.factories.demo import demo_on, tell, undone
from tests.factories.people import SYSTEM, make_person
from tests.web.listening import IP, SECRETIVE, lines, listening
from tests.web.played_round import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("told")]
MINE = f"/g/{cast.GROUP}/proposal/"
ADDRESSES = (
    "/demo/",
    "/demo/enter/ian.joseph/",
    "/demo/outbox/",
    "/demo/outbox/1/",
    "/demo/files/second-AG_Matriz.docx",
)


@pytest.fixture(scope="module")
def told(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Tell the story once; what a test does in it is undone after the test, and the story after the last."""
    with django_db_blocker.unblock(), undone():
        tell()
        yield


@pytest.fixture
def visitor() -> Iterator[Client]:
    """Return the browser of somebody who has just opened the demo."""
    with demo_on():
        yield Client()


def enter(client: Client, username: str) -> Any:
    """Press the button of a player: the page sends what it derived from the printed password."""
    derived = derive(cast.PASSWORD, username, queries.installation(None))
    return client.post(f"/demo/enter/{username}/", {"username": username, "password": derived})


def test_the_story_stands_where_the_page_says_it_does() -> None:
    first, second = Round.objects.order_by("number")
    now = clocks.now()
    assert first.closes_at < now < second.closes_at
    assert Compilation.objects.get(base__round=first).state == "done"
    standing = Proposal.objects.filter(round=second, state="standing").select_related("delegation")
    assert {row.delegation.code for row in standing} == {"AR", "BR", "CA", "CL", "CO", "MX", "PE"}
    waits = Proposal.objects.get(round=second, state="checking")
    assert (waits.delegation.code, waits.untracked_count) == ("JM", 2)
    assert standing.get(delegation__party="CO").base.language == "es"


def test_a_delegation_has_begun_to_write_in_the_browser(visitor: Client) -> None:
    enter(visitor, "guadalupe.ortiz")
    page = words(visitor.get(f"/g/{cast.GROUP}/rounds/2/draft/"))
    assert "2 paragraphs are amended. Look, then send." in page
    assert "each within its means" in page
    assert "A new paragraph." in page
    assert visitor.get(f"/g/{cast.GROUP}/rounds/2/draft/file/").status_code == 200


def test_a_proposal_came_on_paper_a_caucus_speaks_and_a_silence_procedure_runs(visitor: Client) -> None:
    enter(visitor, "ines.caballero")
    assert "7 of 9 delegations have acknowledged it: AG, AR, BR, CO, JM, MX, PE." in words(visitor.get("/"))
    assert Lodging.objects.get().proposal.delegation.code == "PE"
    assert "Put in by the Secretariat" in words(visitor.get(f"/g/{cast.GROUP}/rounds/1/"))
    assert "CARIB" in words(visitor.get(f"/g/{cast.GROUP}/customs/"))
    enter(visitor, "claire.tremblay")
    assert "A silence procedure runs on GT/PIPC/doc.2/26" in words(visitor.get("/"))


def test_its_record_is_sound_and_says_that_it_is_a_demo() -> None:
    report = checking.verify()
    assert report.problems == []
    assert report.size > 100
    assert made_by_demo()
    with pytest.raises(RuntimeError, match="Only an empty installation"):
        open_demo(clocks.now())


@pytest.mark.parametrize("player", cast.EVERYBODY, ids=lambda player: player.username)
def test_everybody_is_one_click_away(visitor: Client, player: Player) -> None:
    page = visitor.get("/demo/").content.decode()
    assert f'action="/demo/enter/{player.username}/"' in page
    assert player.name in page
    answer = enter(visitor, player.username)
    assert (answer.status_code, answer["Location"]) == (302, f"/g/{cast.GROUP}/")
    overview = visitor.get(answer["Location"])
    assert overview.status_code == 200
    assert player.name in words(overview)
    level = visitor.get(f"/g/{cast.GROUP}/text/").status_code
    away = player.code == "CL" and player.role == "focal_point"
    assert level == (404 if player.role == "expert" or away else 200)


def test_nobody_else_is(visitor: Client) -> None:
    assert enter(visitor, "somebody.else").status_code == 404
    assert visitor.get("/account/").status_code == 302


def test_every_letter_lies_in_the_outbox(visitor: Client) -> None:
    page = visitor.get("/demo/outbox/").content.decode()
    letters = re.findall(r'href="(/demo/outbox/\d+/)"', page)
    assert len(letters) == len(set(letters)) > 50
    for player in (*cast.FRONT[:1], *cast.FOCAL_POINTS):
        assert player.name in page
    for address in (letters[0], letters[-1]):
        assert "@example.org" in words(visitor.get(address))
    assert visitor.get("/demo/outbox/0/").status_code == 404


@pytest.mark.parametrize(
    ("file", "answer"),
    [
        ("second-AG_Matriz.docx", "Look once more before the others see it"),
        ("second-BR_Matriz.docx", "of Brazil"),
        ("first-AR_Matriz.docx", "this round is on GT/PIPC/doc.4/26 Rev.1"),
    ],
)
def test_a_file_to_try_does_what_the_page_says(visitor: Client, file: str, answer: str) -> None:
    assert f'href="/demo/files/{file}"' in visitor.get("/demo/").content.decode()
    given = visitor.get(f"/demo/files/{file}")
    name = re.search(r'attachment; filename="(\w+\.docx)"', given["Content-Disposition"])
    assert name is not None
    enter(visitor, "ian.joseph")
    shown = visitor.post(MINE, {"file": SimpleUploadedFile(name[1], given.content)}, follow=True)
    assert answer in words(shown)
    assert shown.status_code == (200 if file.startswith("second-AG") else 422)


def test_there_are_as_many_files_to_try_as_are_tried_here(visitor: Client) -> None:
    assert visitor.get("/demo/").content.decode().count('href="/demo/files/') == 3
    assert visitor.get("/demo/files/second-CL_Matriz.docx").status_code == 404


@pytest.mark.parametrize("address", ADDRESSES)
def test_outside_the_demo_none_of_it_exists(client: Client, address: str) -> None:
    with pytest.raises(Resolver404):
        resolve(address)
    assert (client.get(address).status_code, client.post(address).status_code) == (404, 404)


def walk(client: Client) -> list[str]:
    """Open every page that the demo links to, from its first page on, as one who is signed in; return the addresses."""
    seen, waiting = [], ["/demo/", "/account/", "/account/sessions/", "/help/", f"/g/{cast.GROUP}/"]
    while waiting and len(seen) < 60:
        address = waiting.pop(0)
        if address in seen or address.startswith("/demo/outbox/"):
            continue
        seen.append(address)
        answer = client.get(address, REMOTE_ADDR=IP, follow=True)
        if "html" in answer.headers["Content-Type"]:
            waiting += re.findall(r'href="(/[^"#]*)"', answer.content.decode())
    return seen


def secrets_of(client: Client, activation: str) -> set[str]:
    people = {value for row in Person.objects.values_list("given_name", "family_name", "email") for value in row}
    names = set(Account.objects.values_list("username", flat=True))
    cookies = {morsel.value for morsel in client.cookies.values()}
    letters = set(Letter.objects.values_list("address", flat=True))
    return {each for each in people | names | cookies | letters if len(each) > 3} | {activation, IP, SECRETIVE}


def test_nobody_and_no_secret_is_in_the_log(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    newcomer = make_person("Zuleika")
    activation = actions.issue_activation(actor=SYSTEM, now=clocks.now(), person=newcomer).secret
    player, staff = cast.FRONT[0].username, cast.FRONT[2].username
    client = visitor
    client.raise_request_exception = False
    with listening() as said:
        client.post("/sign-in/", {"login": player, "password": "0" * 64}, REMOTE_ADDR=IP)
        client.get(f"/activate/{activation}?secret={SECRETIVE}", REMOTE_ADDR=IP)
        client.get(f"/activate/{SECRETIVE}", REMOTE_ADDR=IP)
        client.get(f"/no/{player}/{newcomer.email}/{SECRETIVE}", REMOTE_ADDR=IP)
        client.get("/", HTTP_HOST=f"{SECRETIVE}.example.org", REMOTE_ADDR=IP)
        entering = {"username": staff, "password": derive(cast.PASSWORD, staff, queries.installation(None))}
        assert client.post(f"/demo/enter/{staff}/", entering, REMOTE_ADDR=IP).status_code == 302
        asked = walk(client)
        monkeypatch.setattr("accord.people.queries.my_groups", broken(newcomer.email))
        assert client.get("/", REMOTE_ADDR=IP).status_code == 500
        queue.enqueue("mailings.activation", person=newcomer.pk, wanted_at=SECRETIVE)
        assert worker.work_once()
    found = {secret for secret in secrets_of(client, activation) if secret in said.getvalue()}
    assert found == set()
    requests = [line for line in lines(said) if line["area"] == "accord.request"]
    assert len(requests) >= len(asked) + 7
    assert {"activate", "sign-in", "demo-enter", "overview", "persons", "-"} <= {line["route"] for line in requests}
    assert {"number", "method", "status", "ms", "queries"} <= set(requests[0])
    faults = [line for line in lines(said) if line.get("error", {}).get("kind") == "PermissionError"]
    assert [line["number"] for line in faults] == [requests[-1]["number"]], "both lines of a fault are found together"
    assert [line["outcome"] for line in lines(said) if line["said"] == "A task ended."] == ["tried again"]


def broken(words: str) -> Any:
    def view(*_given: object) -> None:
        raise PermissionError(f"{words} {SECRETIVE}")

    return view
