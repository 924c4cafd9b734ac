"""Every form on which a password is typed, in a real browser: what is typed never leaves it, and the way in works."""

from collections.abc import Callable
from types import ModuleType
from typing import Any
from urllib.parse import quote, quote_plus

import pytest
from django.urls import reverse
from playwright.sync_api import Page, Request, expect

from accord import urls
from accord.kernel import clocks
from accord.kernel.actor import Actor
from accord.kernel.derivation import derive
from accord.people import actions, queries
from accord.people.models import Person
from accord.web.demo import cast
from accord.web.demo import urls as demo
from tests.browser.conftest import Desk
from tests.factories.people import PASSWORD, SYSTEM, account, make_actor, make_group, make_office, make_person

NEW = "siete ríos lentos & más"
Opener = Callable[..., Desk]
# Deriving is slow by intent, and slower where many tests run at once.
PATIENCE = 30_000


@pytest.fixture
def ana(transactional_db: None) -> Actor:
    """Return somebody whose password was derived in earnest."""
    owner = make_actor("ana.sol")
    choose(owner, PASSWORD)
    return owner


def choose(owner: Actor, password: str) -> None:
    """Give an account a password, derived as its owner's page would."""
    held = account(owner)
    held.set_password(derive(password, owner.label, queries.installation(None)))
    held.save(update_fields=["password"])


def recorded(page: Page) -> list[bytes]:
    """Return a list that fills with all that this page sends: addresses, headers, bodies."""
    sent: list[bytes] = []

    def note(request: Request) -> None:
        sent.append(f"{request.method} {request.url} {request.headers}".encode() + (request.post_data_buffer or b""))

    page.context.on("request", note)
    return sent


def leaks(sent: list[bytes], *passwords: str) -> list[str]:
    """Return each password of which anything was sent, as it is typed or as browsers write it."""
    everything = b"\n".join(sent)
    ways = (str, quote, quote_plus, lambda text: quote_plus(text, encoding="latin-1", errors="replace"))
    return [each for each in passwords if any(way(each).encode() in everything for way in ways)]


def link_for(person: Person) -> str:
    """Return the address of a personal link."""
    secret = actions.issue_activation(actor=SYSTEM, now=clocks.now(), person=person).secret
    return reverse("activate", args=[secret])


def sign_in(page: Page, username: str, password: str) -> None:
    """Type and press, as everybody does."""
    page.get_by_label("User name").fill(username)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()


@pytest.mark.clause("O6")
def test_signing_in_sends_no_password(desk: Desk, ana: Actor) -> None:
    page = desk.go(reverse("account"))
    sent = recorded(page)
    sign_in(page, " Ana.Sol ", PASSWORD)
    expect(page.get_by_role("heading", level=1)).to_have_text("My account", timeout=PATIENCE)
    assert leaks(sent, PASSWORD) == []
    assert [b"password=a1." in each for each in sent if each.startswith(b"POST")] == [True]
    assert desk.complaints == []


def test_a_wrong_password_says_so_and_the_next_try_works(open_desk: Opener, ana: Actor) -> None:
    page = open_desk("phone").go(reverse("sign-in"))
    sign_in(page, "ana.sol", "not hers at all")
    expect(page.locator("[data-focus]")).to_contain_text("do not go together", timeout=PATIENCE)
    sign_in(page, "ana.sol", PASSWORD)
    expect(page).not_to_have_url(page.url.partition("/sign-in")[0] + reverse("sign-in"), timeout=PATIENCE)


@pytest.mark.clause("O6")
def test_an_account_is_opened_and_no_password_is_sent(desk: Desk, transactional_db: None) -> None:
    page = desk.go(link_for(make_person("Ana", "Sol")))
    sent = recorded(page)
    fresh, again = page.get_by_label("Password", exact=True), page.get_by_label("The same again")
    strength = page.locator("[data-strength]")
    for typed, said in (("ana.sol", "too short"), ("ana.sol.2026", "user name"), ("P@ssw0rd12345", "Too easy")):
        fresh.fill(typed)
        expect(strength).to_contain_text(said, timeout=PATIENCE)
    again.fill("P@ssw0rd12345")
    page.get_by_role("button", name="Open the account").click()
    expect(page.get_by_role("alert")).to_contain_text("Too easy", timeout=PATIENCE)
    fresh.fill(NEW)
    expect(strength).to_have_text("A good password.", timeout=PATIENCE)
    page.get_by_role("button", name="Open the account").click()
    expect(page.get_by_role("alert")).to_contain_text("not the same", timeout=PATIENCE)
    assert desk.faults() == []
    assert not [each for each in sent if each.startswith(b"POST")]
    again.fill(NEW)
    page.get_by_role("button", name="Open the account").click()
    expect(page.get_by_text("Your account is open.")).to_be_visible(timeout=PATIENCE)
    assert leaks(sent, NEW, "P@ssw0rd12345", "ana.sol.2026") == []
    made = Person.objects.get(given_name="Ana").account
    assert made.check_password(derive(NEW, "ana.sol", queries.installation(None)))
    assert desk.complaints == []


@pytest.mark.clause("O7")
def test_a_password_is_changed_and_neither_is_sent(desk: Desk, ana: Actor) -> None:
    desk.sign_in(ana)
    page = desk.go(reverse("change-password"))
    sent = recorded(page)
    page.get_by_label("Present password").fill(PASSWORD)
    for typed in (PASSWORD, NEW):
        page.get_by_label("New password").fill(typed)
        page.get_by_label("The same again").fill(typed)
        page.get_by_role("main").get_by_role("button", name="Change my password").click()
        if typed == PASSWORD:
            expect(page.get_by_role("alert")).to_contain_text("is the old one", timeout=PATIENCE)
    expect(page.get_by_text("Your password is changed.")).to_be_visible(timeout=PATIENCE)
    assert leaks(sent, PASSWORD, NEW) == []
    assert account(ana).check_password(derive(NEW, "ana.sol", queries.installation(None)))
    assert desk.complaints == []


def test_a_forgotten_password_is_replaced_by_link_and_not_sent(open_desk: Opener, ana: Actor) -> None:
    page = open_desk("desk").go(link_for(Person.objects.get(pk=ana.id)))
    sent = recorded(page)
    page.get_by_label("New password").fill(NEW)
    page.get_by_label("The same again").fill(NEW)
    page.get_by_role("button", name="Continue as").click()
    expect(page.get_by_text("Your account is open.")).to_be_visible(timeout=PATIENCE)
    assert leaks(sent, NEW) == []
    assert account(ana).check_password(derive(NEW, "ana.sol", queries.installation(None)))


@pytest.mark.parametrize("name", ["sign-in", "change-password", "activate"])
def test_without_script_no_password_is_sent_and_the_page_says_why(open_desk: Opener, ana: Actor, name: str) -> None:
    desk = open_desk("phone", java_script_enabled=False)
    if name == "change-password":
        desk.sign_in(ana)
    page = desk.go(link_for(make_person("Eva")) if name == "activate" else reverse(name))
    sent = recorded(page)
    expect(page.get_by_text("please allow this page its own script")).to_be_visible()
    for box in page.locator("input[type=password]").all():
        box.fill(NEW)
    if name == "sign-in":
        page.get_by_label("User name").fill("ana.sol")
    page.locator("main form button").click()
    expect(page.get_by_role("alert").first).to_contain_text("Something stands in the way")
    assert leaks(sent, NEW) == []


def test_a_browser_that_cannot_prepare_says_so_and_sends_nothing(open_desk: Opener, ana: Actor) -> None:
    desk = open_desk("desk")
    desk.page.route("**/sealing.js", lambda route: route.abort())
    page = desk.go(reverse("sign-in"))
    sent = recorded(page)
    sign_in(page, "ana.sol", PASSWORD)
    expect(page.get_by_role("alert")).to_contain_text("could not prepare the password", timeout=PATIENCE)
    assert not [each for each in sent if each.startswith(b"POST")]


def test_what_was_derived_ahead_is_of_what_stands_there_when_it_is_sent(open_desk: Opener, ana: Actor) -> None:
    page = open_desk("desk").go(reverse("account"))
    page.get_by_label("User name").fill("somebody.else")
    box = page.get_by_label("Password", exact=True)
    for typed in ("not hers at all", PASSWORD):
        box.fill(typed)
        box.dispatch_event("change")
    page.get_by_label("User name").fill("ana.sol")
    with page.expect_navigation():
        box.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("My account", timeout=PATIENCE)


def test_what_was_derived_ahead_is_sent_at_once(open_desk: Opener, ana: Actor) -> None:
    page = open_desk("desk").go(reverse("account"))
    page.get_by_label("User name").fill("ana.sol")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    expect(page.locator("form[data-derived]")).to_have_count(1, timeout=PATIENCE)
    page.get_by_label("Password", exact=True).press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("My account", timeout=PATIENCE)


def test_a_second_press_signs_in_once(open_desk: Opener, ana: Actor) -> None:
    page = open_desk("desk").go(reverse("sign-in"))
    sent = recorded(page)
    page.get_by_label("User name").fill("ana.sol")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    with page.expect_navigation():
        page.evaluate("const b = document.querySelector('main form button'); b.click(); b.click(); b.click()")
    assert len([each for each in sent if each.startswith(b"POST")]) == 1


@pytest.mark.parametrize(
    "deed",
    [
        "new Worker('/assets/elsewhere.js')",
        "document.body.innerHTML = '<b>written</b>'",
        "document.body.append(Object.assign(document.createElement('script'), {src: '/elsewhere.js'}))",
        "trustedTypes.createPolicy('accord-worker', {})",
        "trustedTypes.createPolicy('another', {})",
    ],
)
def test_the_page_turns_nothing_else_into_script(open_desk: Opener, ana: Actor, deed: str) -> None:
    page = open_desk("desk").go(reverse("sign-in"))
    said = page.evaluate(f"() => {{ try {{ {deed}; return 'done' }} catch (fault) {{ return fault.name }} }}")
    assert said == "TypeError"


def test_one_click_enters_the_demo_and_signs_in_for_real(desk: Desk, ana: Actor, settings: Any) -> None:
    module = ModuleType("demo_urls")
    vars(module).update(vars(urls), urlpatterns=[*urls.urlpatterns, *demo.PAGES])
    settings.ROOT_URLCONF, settings.ACCORD_DEMO = module, True
    chair = make_actor("helena.duarte")
    make_office(make_group(cast.GROUP), chair, "chair")
    choose(chair, cast.PASSWORD)
    page = desk.go("/demo/")
    assert desk.faults() == []
    sent = recorded(page)
    page.get_by_role("button", name="Enter as Helena").click()
    expect(page).to_have_url(f"{desk.address}/g/{cast.GROUP}/", timeout=PATIENCE)
    assert leaks(sent, cast.PASSWORD) == []
    assert [each for each in sent if each.startswith(b"POST") and b"password=a1." in each]
    desk.go("/demo/")
    page.get_by_role("button", name="Enter as Omar").click()
    expect(page.get_by_role("alert")).to_contain_text("did not sign you in", timeout=PATIENCE)


@pytest.mark.clause("O7")
def test_the_page_of_open_sessions_shuts_nobody_out(open_desk: Opener, desk: Desk, ana: Actor) -> None:
    elsewhere = open_desk("phone")
    elsewhere.sign_in(ana)
    desk.sign_in(ana)
    page = desk.go(reverse("account"))
    page.get_by_role("link", name="Where I am signed in").click()
    expect(page.get_by_text("You are reading this here.")).to_be_visible()
    assert desk.faults() == []
    assert desk.overflow() <= 0
    page.get_by_role("button", name="Sign out there").click()
    expect(page.get_by_text("Signed out there.")).to_be_visible()
    elsewhere.go(reverse("account"))
    expect(elsewhere.page.get_by_role("heading", level=1)).to_have_text("Sign in")
    assert desk.complaints == []
