"""Accounts: opened by a link, signed in to by their owner, their user names for ever."""

import hashlib
import logging
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accord.kernel import clocks
from accord.kernel.action import NotAllowed, Refused
from accord.people import actions, queries
from accord.people.models import Account, LinkToken, Person
from accord.people.queries.sessions import mark_of
from accord.web import assets
from accord.web.signing import browser_of
from tests.factories.people import PASSWORD, SYSTEM, account, make_actor, make_person, sent_for

pytestmark = pytest.mark.django_db
NEW = "seven slow rivers meet"


def link_for(person: Person) -> str:
    return actions.issue_activation(actor=SYSTEM, now=clocks.now(), person=person).secret


def chosen(username: str = "ana.sol", password: str = NEW) -> dict[str, str]:
    return {"username": username, "new": sent_for(password, username)}


def entry(password: str = PASSWORD, username: str = "ana.sol") -> dict[str, str]:
    return {"username": username, "password": sent_for(password, username)}


def change(current: str = PASSWORD, new: str = NEW) -> dict[str, str]:
    return {"current": sent_for(current, "ana.sol"), "new": sent_for(new, "ana.sol")}


@pytest.mark.clause("O6")
def test_an_account_is_opened_from_its_link(client: Client) -> None:
    person = make_person("Ana", "Sol")
    address = reverse("activate", args=[link_for(person)])
    for _scan in range(3):
        page = client.get(address)
        assert page.status_code == 200
        assert 'value="ana.sol"' in page.content.decode()
    assert not Account.objects.exists()
    answer = client.post(address, chosen())
    assert (answer.status_code, answer["Location"]) == (303, reverse("home"))
    opened = Account.objects.get()
    assert (opened.username, opened.person) == ("ana.sol", person)
    assert opened.check_password(sent_for(NEW, "ana.sol"))
    assert client.get(reverse("account")).status_code == 200


def test_a_link_opens_once_and_only_while_it_lives(client: Client) -> None:
    person = make_person()
    used, replaced = link_for(person), link_for(person)
    live = link_for(person)
    assert client.get(reverse("activate", args=[replaced])).status_code == 410
    assert client.post(reverse("activate", args=[used]), chosen()).status_code == 410
    assert client.post(reverse("activate", args=[live]), chosen()).status_code == 303
    assert client.post(reverse("activate", args=[live]), chosen("ben.mar")).status_code == 410
    other = make_person()
    late = link_for(other)
    LinkToken.objects.filter(person=other).update(
        issued_at=clocks.now() - timedelta(days=20), expires_at=clocks.now() - timedelta(seconds=1)
    )
    assert client.post(reverse("activate", args=[late]), chosen("ben.mar")).status_code == 410
    assert client.get(reverse("activate", args=["nothing"])).status_code == 410
    assert Account.objects.count() == 1


def test_the_secret_is_kept_nowhere(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    person = make_person()
    secret = link_for(person)
    assert len(secret) >= 43
    assert secret not in str(LinkToken.objects.values())
    with caplog.at_level(logging.DEBUG):
        page = client.post(reverse("activate", args=[secret]), chosen("NO"))
    assert page.status_code == 422
    assert page["Referrer-Policy"] == "strict-origin"
    assert secret not in caplog.text


@pytest.mark.clause("O6")
@pytest.mark.parametrize("username", ["an", "Ana", "ana sol", "-ana", "ana_sol", "taken.name", "x" * 31])
def test_what_is_no_free_user_name_is_refused_and_what_was_typed_is_kept(client: Client, username: str) -> None:
    make_actor("taken.name")
    page = client.post(reverse("activate", args=[link_for(make_person())]), chosen(username))
    assert page.status_code == 422
    assert 'role="alert"' in page.content.decode()
    assert f'value="{username}"' in page.content.decode()
    assert Account.objects.count() == 1


@pytest.mark.parametrize("typed", ["", NEW, "a1." + NEW, sent_for(NEW, "ana.sol") + "x"])
def test_a_password_that_was_not_derived_is_taken_nowhere(client: Client, typed: str) -> None:
    address = reverse("activate", args=[link_for(make_person())])
    assert client.post(address, {"username": "ana.solero", "new": typed}).status_code == 422
    assert not Account.objects.exists()
    owner = make_actor("ana.sol")
    Account.objects.get(person=owner.id).set_password(typed)
    assert client.post(reverse("sign-in"), {"username": "ana.sol", "password": typed}).status_code == 422
    client.force_login(account(owner))
    for given in ({**change(), "new": typed}, {**change(), "current": typed}):
        page = client.post(reverse("change-password"), given)
        assert page.status_code == 422
        assert not typed or typed not in page.content.decode()
    with pytest.raises(Refused):
        actions.change_password(
            actor=owner, now=clocks.now(), account=account(owner), current=change()["current"], new=typed
        )
    assert account(owner).check_password(sent_for(PASSWORD, "ana.sol"))


def test_pages_with_a_password_say_which_installation_this_is_and_bind_their_script(client: Client) -> None:
    page = client.get(reverse("sign-in"))
    name = queries.installation(None)
    assert len(name) == 32
    assert f'data-installation="{name}"' in page.content.decode()
    assert "require-trusted-types-for 'script'" in page["Content-Security-Policy"]
    assert "unsafe" not in page["Content-Security-Policy"]
    assert "worker-src" not in client.get(reverse("help"))["Content-Security-Policy"]
    worker = client.get(assets.address("sealing.js"))
    assert hashlib.sha256(worker.content).hexdigest() in assets.address("sealing.js"), "whoever looks can compare"
    other = assets.address("sealing.js").replace(assets.stamp_of("sealing.js"), assets.stamp_of("accord.css"))
    assert client.get(other).status_code == 404
    assert worker["Content-Security-Policy"] == "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'"


def test_the_installation_keeps_its_name_when_it_is_migrated_again() -> None:
    name = queries.installation(None)
    call_command("migrate", verbosity=0)
    assert queries.installation(None) == name


@pytest.mark.clause("O8")
def test_a_second_link_gives_a_new_password_and_never_a_new_user_name(client: Client) -> None:
    owner = make_actor("ana.sol")
    address = reverse("activate", args=[link_for(Person.objects.get(pk=owner.id))])
    page = client.get(address).content.decode()
    assert "<strong>ana.sol</strong>" in page
    assert 'id="id_username"' not in page
    assert client.post(address, {**chosen(), "username": "other.name"}).status_code == 303
    assert account(owner).username == "ana.sol"
    assert account(owner).check_password(sent_for(NEW, "ana.sol"))


@pytest.mark.clause("O8")
def test_no_page_of_the_account_changes_the_user_name(client: Client) -> None:
    owner = make_actor("ana.sol")
    client.force_login(account(owner))
    given = {"username": "other.name", "language": "fr", "zone": "Europe/Paris"}
    assert client.post(reverse("account"), given).status_code == 303
    person = Person.objects.get(pk=owner.id)
    assert (person.language, person.zone) == ("fr", "Europe/Paris")
    client.post(reverse("change-password"), {**change(), "username": "other.name"})
    assert account(owner).username == "ana.sol"


def test_only_the_machine_makes_links_so_nobody_signs_in_as_another() -> None:
    staff, person = make_actor("staff", is_secretariat=True), make_person()
    with pytest.raises(NotAllowed):
        actions.issue_activation(actor=staff, now=clocks.now(), person=person)
    actions.send_activation(actor=staff, now=clocks.now(), person=person)
    with pytest.raises(NotAllowed):
        actions.send_activation(actor=make_actor("stranger"), now=clocks.now(), person=person)


def test_a_closed_account_is_not_opened_again_by_a_link() -> None:
    owner = make_actor("ana.sol")
    Account.objects.filter(person=owner.id).update(is_active=False)
    with pytest.raises(Refused):
        actions.issue_activation(actor=SYSTEM, now=clocks.now(), person=Person.objects.get(pk=owner.id))


@pytest.mark.clause("O6")
def test_signing_in_goes_where_the_reader_was_going_and_nowhere_else(client: Client) -> None:
    make_actor("ana.sol")
    for wanted, reached in (
        ("/account/", "/account/"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example", "/"),
    ):
        client.logout()
        answer = client.post(reverse("sign-in"), {**entry(), "username": " Ana.Sol", "next": wanted})
        assert (answer.status_code, answer["Location"]) == (303, reached)
    assert client.post(reverse("sign-out")).status_code == 303
    assert client.get(reverse("account")).status_code == 302


def test_an_account_that_was_closed_does_not_open(client: Client) -> None:
    make_actor("ana.sol")
    Account.objects.update(is_active=False)
    page = client.post(reverse("sign-in"), entry())
    assert page.status_code == 422


def test_guessing_is_stopped_for_that_user_name_from_that_address_alone(client: Client) -> None:
    make_actor("ana.sol")
    make_actor("ben.mar")
    for _guess in range(10):
        page = client.post(reverse("sign-in"), entry("wrong"))
    assert page.status_code == 429
    right = entry()
    assert client.post(reverse("sign-in"), right).status_code == 429
    assert client.post(reverse("sign-in"), right, REMOTE_ADDR="192.0.2.7").status_code == 303
    client.logout()
    assert client.post(reverse("sign-in"), entry(username="ben.mar")).status_code == 303


@pytest.mark.clause("O7")
def test_a_changed_password_ends_every_other_session() -> None:
    owner = make_actor("ana.sol")
    here, elsewhere = Client(), Client()
    for browser in (here, elsewhere):
        browser.force_login(account(owner))
    assert here.post(reverse("change-password"), change()).status_code == 303
    assert here.get(reverse("account")).status_code == 200
    assert elsewhere.get(reverse("account")).status_code == 302
    assert account(owner).check_password(sent_for(NEW, "ana.sol"))


@pytest.mark.clause("O7")
@pytest.mark.parametrize(
    "given",
    [
        change(current="wrong"),
        change(new=PASSWORD),
        {"current": change()["current"]},
        {"new": change()["new"]},
    ],
)
def test_a_password_changes_only_for_who_knows_it_and_into_another(client: Client, given: dict[str, str]) -> None:
    owner = make_actor("ana.sol")
    client.force_login(account(owner))
    page = client.post(reverse("change-password"), given)
    assert page.status_code == 422
    assert 'role="alert"' in page.content.decode()
    assert account(owner).check_password(sent_for(PASSWORD, "ana.sol"))


AGENTS = {
    "Firefox, Windows": "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:141.0) Gecko/20100101 Firefox/141.0",
    "Edge, Windows": "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/139.0 Safari/537.36 Edg/139.0",
    "Safari, iPhone": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) Version/18.5 Mobile/15E148 Safari/604.1",
    "Chrome, Android": "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/139.0 Mobile Safari/537.36",
    "": "curl/8",
}


@pytest.mark.parametrize(("shown", "agent"), AGENTS.items())
def test_a_browser_is_named_in_words(shown: str, agent: str) -> None:
    assert browser_of(agent) == shown


def signed_in(agent: str, username: str = "ana.sol") -> Client:
    browser = Client(headers={"user-agent": AGENTS[agent]})
    assert browser.post(reverse("sign-in"), entry(username=username)).status_code == 303
    return browser


@pytest.mark.clause("O7")
def test_sessions_elsewhere_are_listed_and_ended() -> None:
    make_actor("ana.sol")
    make_actor("ben.mar")
    here, phone, desk = signed_in("Firefox, Windows"), signed_in("Safari, iPhone"), signed_in("Edge, Windows")
    other = signed_in("Chrome, Android", "ben.mar")
    page = here.get(reverse("sessions")).content.decode()
    assert [name for name in AGENTS if name and name in page] == ["Firefox, Windows", "Edge, Windows", "Safari, iPhone"]
    keys = [each.session.session_key or "" for each in (here, phone, desk, other)]
    assert not any(key in page for key in keys)
    here.post(reverse("sessions"), {"mark": mark_of(keys[1])})
    assert [each.get(reverse("account")).status_code for each in (here, phone, desk)] == [200, 302, 200]
    for mark in (mark_of(keys[3]), mark_of(keys[0]), "", "nothing"):
        here.post(reverse("sessions"), {"mark": mark})
    assert [each.get(reverse("account")).status_code for each in (here, desk, other)] == [200, 200, 200]
    here.post(reverse("sessions"), {"mark": "all"})
    assert [each.get(reverse("account")).status_code for each in (here, desk, other)] == [200, 302, 200]


@pytest.mark.parametrize("elsewhere", [1, 3])
def test_the_list_of_sessions_costs_the_same_however_many(
    elsewhere: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_actor("ana.sol")
    here = signed_in("Firefox, Windows")
    for _each in range(elsewhere):
        signed_in("Safari, iPhone")
    with django_assert_num_queries(4):
        here.get(reverse("sessions"))


def test_a_session_of_before_the_password_changed_is_not_listed() -> None:
    make_actor("ana.sol")
    here, _elsewhere = signed_in("Firefox, Windows"), signed_in("Safari, iPhone")
    here.post(reverse("change-password"), change())
    page = here.get(reverse("sessions")).content.decode()
    assert "Firefox, Windows" in page
    assert "iPhone" not in page


def test_nobody_changes_the_password_or_settings_of_another() -> None:
    owner, other = make_actor("ana.sol"), make_actor("ben.mar")
    with pytest.raises(NotAllowed):
        actions.change_password(actor=other, now=clocks.now(), account=account(owner), current=PASSWORD, new=NEW)
    with pytest.raises(NotAllowed):
        actions.end_sessions(actor=other, now=clocks.now(), account=account(owner), marks={"any"})
    with pytest.raises(NotAllowed):
        actions.change_settings(
            actor=other, now=clocks.now(), person=Person.objects.get(pk=owner.id), language="fr", zone="UTC"
        )


@pytest.mark.parametrize("name", ["account", "change-password"])
def test_pages_of_the_account_are_for_who_is_signed_in(client: Client, name: str) -> None:
    assert client.get(reverse(name))["Location"].startswith(reverse("sign-in"))
    assert client.post(reverse(name)).status_code == 404


def test_few_questions_per_page(client: Client, django_assert_max_num_queries: object) -> None:
    owner = make_actor("ana.sol")
    client.force_login(account(owner))
    for name in ("account", "change-password"):
        with django_assert_max_num_queries(8):  # type: ignore[operator]
            client.get(reverse(name))
