"""Passkeys: made by their owner, used in the place of the password, bound to this place; nobody uses another's."""

import json
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accord.kernel import clocks
from accord.kernel.action import NotAllowed, Refused
from accord.kernel.actor import Actor
from accord.mailings.models import Letter
from accord.people import actions, queries
from accord.web.signing import BY
from tests.factories.passkeys import Device, held_passkey
from tests.factories.people import PASSWORD, account, make_actor, sent_for
from tests.factories.second_step import turned_on

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _address(settings: Any) -> None:
    settings.ACCORD_ORIGIN = "https://accord.example.org"


@pytest.fixture
def ana() -> Actor:
    return make_actor("ana.sol")


def owner(actor: Actor) -> Client:
    """Return the actor's browser, signed in, after she typed her password for this."""
    client = Client()
    client.force_login(account(actor))
    client.post(reverse("confirm-password"), {"current": sent_for(PASSWORD, actor.label)})
    return client


def asked(client: Client, name: str) -> dict[str, Any]:
    """Return what the page asks the browser for."""
    options: dict[str, Any] = json.loads(client.get(reverse(name)).context["options"])
    return options


def enter(client: Client, device: Device, **more: str) -> HttpResponse:
    """Use the device on the page for it."""
    answer = json.dumps(device.use(asked(client, "sign-in-passkey")))
    return client.post(reverse("sign-in-passkey"), {"credential": answer}, **more)


@pytest.mark.clause("O6")
def test_a_passkey_is_made_named_used_and_removed(client: Client, ana: Actor) -> None:
    hers, device = owner(ana), Device()
    made = device.make(asked(hers, "passkey-new"))
    done = hers.post(reverse("passkey-new"), {"name": "Telephone", "credential": json.dumps(made)})
    assert done["Location"] == reverse("passkeys")
    assert "Telephone" in hers.get(reverse("passkeys")).content.decode()
    assert enter(client, device)["Location"] == reverse("home")
    assert client.get(reverse("account")).status_code == 200
    assert client.session[BY] == "passkey"
    [held] = queries.passkeys(ana)
    assert held.used is not None
    address = reverse("passkey-remove", args=[held.pk])
    assert hers.get(address).status_code == 200
    assert hers.post(address)["Location"] == reverse("passkeys")
    assert enter(Client(), device).status_code == 422
    subjects = list(Letter.objects.filter(to_id=ana.id).order_by("pk").values_list("subject", flat=True))
    assert subjects == ["A passkey was added", "A passkey was removed"]


def test_a_passkey_is_both_steps_and_says_how_the_session_began(client: Client, ana: Actor) -> None:
    turned_on(ana)
    device = Device()
    held_passkey(ana, device)
    assert enter(client, device).status_code == 303
    assert client.get(reverse("account")).status_code == 200
    other = Client()
    make_actor("ben.mar")
    other.post(reverse("sign-in"), {"username": "ben.mar", "password": sent_for(PASSWORD, "ben.mar")})
    assert other.session[BY] == "password"


def test_an_answer_is_taken_once_and_only_to_what_was_asked(client: Client, ana: Actor) -> None:
    device = Device()
    held_passkey(ana, device)
    answer = {"credential": json.dumps(device.use(asked(client, "sign-in-passkey")))}
    assert Client().post(reverse("sign-in-passkey"), answer).status_code == 422
    assert client.post(reverse("sign-in-passkey"), answer).status_code == 303
    client.logout()
    assert client.post(reverse("sign-in-passkey"), answer).status_code == 422


@pytest.mark.parametrize("wrong", ["place", "key", "locked", "owner", "nobody", "closed"])
def test_what_is_not_hers_opens_nothing(wrong: str, client: Client, ana: Actor) -> None:
    device, other = Device(), Device()
    held_passkey(ana, device)
    held_passkey(make_actor("ben.mar"), other)
    if wrong == "place":
        device.origin = "https://accord.example.org.elsewhere.example"
    elif wrong == "key":
        device.key = other.key
    elif wrong == "locked":
        device.unlocked = 0
    elif wrong == "owner":
        device.handle = other.handle
    elif wrong == "nobody":
        device.handle = "OTk5OTk5"
    else:
        type(account(ana)).objects.filter(person=ana.id).update(is_active=False)
    assert enter(client, device).status_code == 422
    assert client.get(reverse("account")).status_code == 302


@pytest.mark.parametrize("sent", ["", "{}", "[]", "nonsense", '{"response": {"userHandle": 3}}', '{"response": {}}'])
def test_nonsense_is_answered_by_a_sentence(sent: str, client: Client, ana: Actor) -> None:
    client.get(reverse("sign-in-passkey"))
    page = client.post(reverse("sign-in-passkey"), {"credential": sent})
    assert (page.status_code, 'role="alert"' in page.content.decode()) == (422, True)
    hers = owner(ana)
    hers.get(reverse("passkey-new"))
    page = hers.post(reverse("passkey-new"), {"name": "Telephone", "credential": sent})
    assert (page.status_code, 'value="Telephone"' in page.content.decode()) == (422, True)
    assert not Authenticator.objects.exists()


def test_nobody_sees_adds_or_removes_another_s(ana: Actor) -> None:
    pk, other = held_passkey(ana), make_actor("ben.mar")
    his = owner(other)
    assert his.get(reverse("passkey-remove", args=[pk])).status_code == 404
    assert his.post(reverse("passkey-remove", args=[pk])).status_code == 404
    wanted, now = queries.passkey_wanted(other), clocks.now()
    with pytest.raises(NotAllowed):
        actions.remove_passkey(actor=other, now=now, account=account(ana), passkey=pk)
    with pytest.raises(NotAllowed):
        actions.prove_passkey(actor=other, now=now, account=account(ana), state={}, answer={})
    made = Device().make(wanted.options)
    with pytest.raises(NotAllowed):
        actions.add_passkey(actor=other, now=now, account=account(ana), name="x", state=wanted.state, answer=made)
    assert not actions.remove_passkey(actor=other, now=now, account=account(other), passkey=pk)
    assert [each.pk for each in queries.passkeys(ana)] == [pk]
    assert queries.passkeys(other) == []


def test_nobody_keeps_more_than_twenty(ana: Actor) -> None:
    for _each in range(20):
        held_passkey(ana)
    with pytest.raises(Refused):
        held_passkey(ana)


def test_a_page_before_the_password_changes_nothing(ana: Actor) -> None:
    pk = held_passkey(ana)
    browser = Client()
    browser.force_login(account(ana))
    for address in (reverse("passkey-new"), reverse("passkey-remove", args=[pk])):
        assert browser.post(address)["Location"].startswith(reverse("confirm-password"))
    assert len(queries.passkeys(ana)) == 1


@pytest.mark.parametrize("origin", ["http://127.0.0.1:8000", "http://accord.example.org", "https://[2001:db8::1]"])
def test_where_browsers_make_none_the_page_says_so(origin: str, ana: Actor, settings: Any) -> None:
    settings.ACCORD_ORIGIN = origin
    hers = owner(ana)
    page = hers.get(reverse("passkeys")).content.decode()
    assert "has no name of its own" in page
    assert "Ask technical support</a>" in page
    assert hers.get(reverse("passkey-new"))["Location"] == reverse("passkeys")
    assert reverse("sign-in-passkey") not in Client().get(reverse("sign-in")).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_few_questions_per_page(count: int, ana: Actor) -> None:
    for _each in range(count):
        held_passkey(ana)
    hers = owner(ana)
    for name, most in (("passkeys", 3), ("passkey-new", 8), ("account", 5)):
        with CaptureQueriesContext(connection) as questions:
            assert hers.get(reverse(name)).status_code == 200
        assert len(questions) <= most, name
