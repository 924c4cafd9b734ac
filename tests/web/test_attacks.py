"""What somebody with bad intent would try at the pages, and what comes of it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.sessions.models import Session
from django.core import mail
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, reverse

from accord import urls
from accord.kernel import clocks, queue
from accord.people import actions
from accord.people.actions import closing
from accord.people.models import Account, Person
from accord.web.door import Page
from tests.factories.people import PASSWORD, SYSTEM, World, account, make_actor, make_person, sent_for, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> World:
    return world()


def pages() -> list[Page]:
    return [
        each.callback for each in urls.urlpatterns if isinstance(each, URLPattern) and isinstance(each.callback, Page)
    ]


def somewhere(page: Page, number: int = 1) -> str:
    """Return an address of the page that names nothing there is."""
    (pattern,) = [each for each in urls.urlpatterns if each.name == page.name]
    values: dict[str, Any] = {}
    for name, converter in pattern.pattern.converters.items():
        values[name] = number if type(converter).__name__ == "IntConverter" else "x"
    try:
        return reverse(page.name, kwargs=values)
    except NoReverseMatch:
        return reverse(page.name, kwargs=dict.fromkeys(values, "x"))


def sign_in(client: Client, username: str, password: str = PASSWORD) -> HttpResponseBase:
    return client.post(reverse("sign-in"), {"username": username, "password": sent_for(password, username)})


class TestRequests:
    def test_every_page_that_acts_refuses_a_forged_form(self, plan: World) -> None:
        client = Client(enforce_csrf_checks=True)
        client.force_login(account(plan.secretariat))
        acting = [page for page in pages() if "POST" in page.methods]
        assert len(acting) > 30
        answers = {page.name: client.post(somewhere(page), {"name": "value"}).status_code for page in acting}
        assert answers == dict.fromkeys(answers, 403)

    def test_trace_is_answered_nowhere(self, client: Client) -> None:
        answers = {client.trace(somewhere(page)).status_code for page in pages()}
        assert answers == {405}

    def test_a_number_beyond_the_database_is_no_page(self, client: Client, plan: World) -> None:
        client.force_login(account(plan.secretariat))
        for number in (2**63, 10**40):
            reading = [page for page in pages() if "GET" in page.methods and "<int:" in page.route]
            assert len(reading) > 10
            for page in reading:
                address = somewhere(page, number).replace("/x/", f"/{plan.group.slug}/")
                assert client.get(address).status_code == 404, address

    @pytest.mark.parametrize(
        "header", ["host", "x-forwarded-host", "x-host", "forwarded", "x-original-url", "x-rewrite-url"]
    )
    def test_no_header_leads_a_page_or_a_letter_to_another_host(self, client: Client, header: str) -> None:
        page = client.get("/", headers={header: "evil.example"})
        assert page.status_code == (400 if header == "host" else 200)
        assert "evil.example" not in page.content.decode()


class TestLetters:
    @pytest.fixture(autouse=True)
    def outgoing(self, settings: Any) -> None:
        settings.EMAIL_CONFIG = {**settings.EMAIL_CONFIG, "host": "mail.example.org"}

    def test_a_name_brings_no_header_into_a_letter(self, client: Client, plan: World) -> None:
        client.force_login(account(plan.secretariat))
        sent = {
            "given_name": "Eve\r\nBcc: all@example.net",
            "family_name": "Gil\nX-Evil: 1",
            "email": "eve@example.org\r\nBcc: all@example.net",
            "language": "en",
        }
        client.post(reverse("person-new"), sent)
        client.post(reverse("person-new"), sent | {"email": "eve@example.org"})
        queue.drain()
        for person in Person.objects.filter(email__startswith="eve"):
            assert not {"\r", "\n"} & set(person.name + person.email)
        for letter in mail.outbox:
            headers = letter.message().as_string().partition("\n\n")[0]
            assert "\nBcc:" not in headers
            assert "\nX-Evil:" not in headers


class TestSessions:
    def test_a_session_planted_before_signing_in_is_worth_nothing_after(self, client: Client) -> None:
        make_actor("ana.sol")
        client.session.save()
        planted = client.session.session_key
        client.cookies["sessionid"] = planted or ""
        assert sign_in(client, "ana.sol").status_code in {302, 303}
        assert client.session.session_key != planted
        thief = Client()
        thief.cookies["sessionid"] = planted or ""
        assert thief.get(reverse("account")).status_code == 302

    def test_signing_out_ends_the_session_on_the_server(self, client: Client) -> None:
        make_actor("ana.sol")
        sign_in(client, "ana.sol")
        kept = client.cookies["sessionid"].value
        client.post(reverse("sign-out"))
        thief = Client()
        thief.cookies["sessionid"] = kept
        assert thief.get(reverse("account")).status_code == 302
        assert not Session.objects.filter(session_key=kept).exists()

    def test_signing_out_clears_the_browser(self, client: Client) -> None:
        make_actor("ana.sol")
        sign_in(client, "ana.sol")
        assert client.post(reverse("sign-out"))["Clear-Site-Data"] == '"storage"'

    def test_a_closed_account_is_out_at_once(self, client: Client) -> None:
        ana = make_actor("ana.sol")
        sign_in(client, "ana.sol")
        assert client.get(reverse("account")).status_code == 200
        closing.close_account(actor=SYSTEM, now=clocks.now(), person=account(ana).person)
        assert client.get(reverse("account")).status_code == 302

    def test_a_session_ends_after_its_day_however_it_was_used(self, client: Client) -> None:
        make_actor("ana.sol")
        began = datetime.fromisoformat("2031-03-03T08:00:00+00:00")
        with time_machine.travel(began, tick=False) as clock:
            sign_in(client, "ana.sol")
            for _hour in range(11):
                clock.shift(timedelta(hours=1))
                assert client.get(reverse("account")).status_code == 200
            clock.shift(timedelta(minutes=61))
            assert client.get(reverse("account")).status_code == 302

    def test_every_page_of_a_person_has_the_way_out(self, client: Client, plan: World) -> None:
        client.force_login(account(plan.chair))
        for address in ("/", reverse("account"), reverse("overview", kwargs={"group": plan.group.slug})):
            assert f'action="{reverse("sign-out")}"' in client.get(address).content.decode(), address


class TestGuessing:
    def test_an_unknown_user_name_costs_the_server_the_same_as_a_known_one(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        make_actor("ana.sol")
        shut = make_actor("ben.mar")
        closing.close_account(actor=SYSTEM, now=clocks.now(), person=account(shut).person)
        asked: list[str] = []
        encode = MD5PasswordHasher.encode
        monkeypatch.setattr(
            MD5PasswordHasher, "encode", lambda self, *given: asked.append("hashed") or encode(self, *given)
        )
        costs, words = [], []
        for username in ("ana.sol", "ben.mar", "nobody.here"):
            asked.clear()
            answer = sign_in(client, username, "something else entirely")
            costs.append(len(asked))
            words.append((answer.status_code, answer.content.decode().count("do not go together")))
        assert costs == [1, 1, 1]
        assert words == [words[0]] * 3

    def test_a_link_is_not_found_by_guessing_and_no_answer_tells_a_used_one(self, client: Client) -> None:
        secret = actions.issue_activation(actor=SYSTEM, now=clocks.now(), person=make_person()).secret
        assert len(secret) >= 43  # 256 bits
        actions.issue_activation(actor=SYSTEM, now=clocks.now(), person=Person.objects.latest("pk"))
        ended = client.get(reverse("activate", args=[secret]))
        never = client.get(reverse("activate", args=["x" * len(secret)]))
        assert (ended.status_code, never.status_code) == (410, 410)
        assert not Account.objects.exists()
