"""The second step in a real browser: turned on by its owner, asked for at sign-in, turned off; for eyes and hands."""

import re
from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from accord.kernel import clocks
from accord.kernel.actor import Actor
from accord.people import queries
from tests.browser.conftest import Desk
from tests.browser.test_sign_in import PATIENCE, choose, leaks, recorded, sign_in
from tests.factories.people import PASSWORD, make_actor
from tests.factories.second_step import shown, turned_on

Opener = Callable[..., Desk]


@pytest.fixture
def ana(transactional_db: None) -> Actor:
    """Return somebody whose password was derived in earnest."""
    owner = make_actor("ana.sol")
    choose(owner, PASSWORD)
    return owner


def confirm(page: Page) -> None:
    """Type the password once more."""
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()


def fit(desk: Desk) -> None:
    """Hold the page to the rules of accessibility and to the screen."""
    assert (desk.page.url, desk.faults(), max(desk.overflow(), 0)) == (desk.page.url, [], 0)


def keep(page: Page, codes: list[str]) -> None:
    """Keep the codes as a file and on paper."""
    with page.expect_download() as kept:
        page.get_by_role("link", name="Keep as a file").click()
    assert kept.value.suggested_filename == "accord-ana.sol.txt"
    written = kept.value.path().read_text(encoding="utf-8")
    assert [line for line in written.splitlines() if re.fullmatch(r"\d{4} \d{4}", line)] == codes
    page.evaluate("window.print = () => document.title = 'printed'")
    page.get_by_role("button", name="Print").click()
    assert page.title() == "printed"


@pytest.mark.clause("O6")
def test_it_is_turned_on_and_off_by_its_owner(desk: Desk, ana: Actor) -> None:
    desk.sign_in(ana)
    page = desk.go(reverse("second-step"))
    sent = recorded(page)
    fit(desk)
    page.get_by_role("link", name="Turn it on").click()
    fit(desk)
    confirm(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Turn the second step on", timeout=PATIENCE)
    fit(desk)
    key = page.locator("code.key").inner_text()
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Turn it on").click()
    expect(page.locator("[data-focus]")).to_contain_text("not the code")
    fit(desk)
    page.get_by_label("Code").fill(shown(key))
    page.get_by_role("button", name="Turn it on").click()
    codes = page.locator(".codes code").all_inner_texts()
    assert len(codes) == 10
    fit(desk)
    keep(page, codes)
    page.get_by_role("link", name="I have kept them").click()
    expect(page.get_by_role("heading", name="It is turned on")).to_be_visible()
    fit(desk)
    page.get_by_role("link", name="Make new recovery codes").click()
    fit(desk)
    page.go_back()
    page.get_by_role("link", name="Turn it off").click()
    fit(desk)
    page.get_by_role("button", name="Turn it off").click()
    expect(page.get_by_role("heading", name="It is turned off")).to_be_visible()
    assert not queries.asks_for_code(ana)
    assert leaks(sent, PASSWORD) == []
    assert [said for said in desk.complaints if "422" not in said] == []


@pytest.mark.clause("O6")
def test_signing_in_asks_for_it(desk: Desk, ana: Actor) -> None:
    key, _codes = turned_on(ana)
    page = desk.go(reverse("account"))
    sign_in(page, "ana.sol", PASSWORD)
    expect(page.get_by_role("heading", level=1)).to_have_text("Second step", timeout=PATIENCE)
    fit(desk)
    page.get_by_label("Code").fill(shown(key, clocks.now()))
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("My account")
    fit(desk)
    assert desk.complaints == []


def test_without_script_the_code_still_signs_in(open_desk: Opener, ana: Actor) -> None:
    key, _codes = turned_on(ana)
    desk = open_desk("phone")
    page = desk.go(reverse("sign-in"))
    sign_in(page, "ana.sol", PASSWORD)
    expect(page.get_by_role("heading", level=1)).to_have_text("Second step", timeout=PATIENCE)
    bare = open_desk("phone", java_script_enabled=False)
    bare.context.add_cookies(desk.context.cookies())  # type: ignore[arg-type]  # the same, read and written
    bare.go(reverse("sign-in-code"))
    bare.page.get_by_label("Code").fill(shown(key, clocks.now()))
    bare.page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(bare.page.get_by_role("heading", level=1)).not_to_have_text("Second step")
    assert bare.go(reverse("account")).get_by_text("ana.sol").count()
