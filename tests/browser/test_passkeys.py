"""Passkeys in a real browser, with the authenticator that its debugger offers: made, used, removed; without script."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from accord.kernel.actor import Actor
from accord.people import queries
from tests.browser.conftest import Desk
from tests.browser.test_second_step import confirm, fit
from tests.browser.test_sign_in import PATIENCE, choose
from tests.factories.passkeys import held_passkey
from tests.factories.people import PASSWORD, make_actor

Opener = Callable[..., Desk]
TELEPHONE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def ana(transactional_db: None, live_server: LiveServer, settings: Any) -> Actor:
    """Return somebody whose password was derived in earnest, on a server that knows its own address."""
    settings.ACCORD_ORIGIN = live_server.url
    owner = make_actor("ana.sol")
    choose(owner, PASSWORD)
    return owner


def with_telephone(desk: Desk, **more: Any) -> None:
    """Give this browser an authenticator."""
    debugger = desk.context.new_cdp_session(desk.page)
    debugger.send("WebAuthn.enable")
    debugger.send("WebAuthn.addVirtualAuthenticator", {"options": {**TELEPHONE, **more}})


@pytest.mark.clause("O6")
def test_a_passkey_is_made_signs_in_and_is_removed(desk: Desk, ana: Actor) -> None:
    with_telephone(desk)
    desk.sign_in(ana)
    page = desk.go(reverse("passkeys"))
    fit(desk)
    page.get_by_role("link", name="Add a passkey").click()
    confirm(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Add a passkey", timeout=PATIENCE)
    fit(desk)
    page.get_by_label("Name").fill("My telephone")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_text("The passkey is kept.")).to_be_visible()
    fit(desk)
    desk.context.clear_cookies()
    desk.go(reverse("account"))
    page.get_by_role("link", name="Sign in with a passkey").click()
    fit(desk)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("My account")
    page.get_by_role("link", name="My passkeys").click()
    page.get_by_role("link", name="Remove My telephone").click()
    confirm(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Remove a passkey", timeout=PATIENCE)
    fit(desk)
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("The passkey is removed.")).to_be_visible()
    assert queries.passkeys(ana) == []
    desk.context.clear_cookies()
    desk.go(reverse("sign-in-passkey"))
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.locator("[data-focus]")).to_contain_text("opens no account here")
    assert [said for said in desk.complaints if "422" not in said] == []


def test_one_device_holds_one_passkey_of_an_account(open_desk: Opener, ana: Actor) -> None:
    desk = open_desk("desk")
    with_telephone(desk)
    desk.sign_in(ana)
    page = desk.go(reverse("passkey-new"))
    confirm(page)
    for said in ("The passkey is kept.", "This device holds a passkey of your account already."):
        page.get_by_label("Name").fill("My telephone")
        page.get_by_role("button", name="Add a passkey").click()
        expect(page.get_by_text(said)).to_be_visible(timeout=PATIENCE)
        if said.startswith("The"):
            desk.go(reverse("passkey-new"))


def test_who_is_not_recognised_is_told_and_nothing_is_sent(open_desk: Opener, ana: Actor) -> None:
    desk = open_desk("phone")
    with_telephone(desk, isUserVerified=False)
    page = desk.go(reverse("sign-in-passkey"))
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing was done", timeout=PATIENCE)
    fit(desk)


def test_at_another_address_the_page_says_where_passkeys_open(desk: Desk, ana: Actor, settings: Any) -> None:
    settings.ACCORD_ORIGIN = "https://accord.example.org"
    page = desk.go(reverse("sign-in-passkey") + "?next=/account/")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("its own address, https://accord.example.org.")
    fit(desk)
    page.get_by_role("link", name="Sign in with your password").click()
    expect(page.get_by_text("The page you asked for opens")).to_be_visible()


def test_without_script_the_page_says_what_is_needed(open_desk: Opener, ana: Actor) -> None:
    held_passkey(ana)
    desk = open_desk("phone", java_script_enabled=False)
    page = desk.go(reverse("sign-in-passkey"))
    expect(page.get_by_text("please allow this page its own script")).to_be_visible()
    page.get_by_role("main").get_by_role("button").click()
    expect(page.get_by_text("Your browser sent no passkey")).to_be_visible()
