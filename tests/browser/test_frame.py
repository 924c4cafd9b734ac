"""The frame in a real browser: nobody is shut out by eyes, hands or a small screen, and no script breaks the policy."""

from collections.abc import Callable

import pytest
from django.urls import reverse

from tests.browser.conftest import Desk
from tests.factories.people import World, world

PATHS = ("/", "/g/plan/", "/help/", "/nothing-here/")


@pytest.fixture
def plan(transactional_db: None) -> World:
    return world()


@pytest.mark.parametrize("who", ["AG focal point", "chair", "AG expert"])
def test_pages_are_accessible_and_fit_the_screen(desk: Desk, plan: World, who: str) -> None:
    desk.sign_in(plan.everybody[who])
    for path in PATHS:
        page = desk.go(path)
        assert page.locator("h1").count() == 1, path
        assert (path, desk.faults(), max(desk.overflow(), 0)) == (path, [], 0)
    assert [said for said in desk.complaints if "404" not in said] == []


def test_a_stranger_s_pages_are_accessible_and_fit_the_screen(desk: Desk, plan: World) -> None:
    for path in ("/", "/help/", reverse("sign-in")):
        desk.go(path)
        assert (path, desk.faults(), max(desk.overflow(), 0)) == (path, [], 0)
    assert desk.complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_both_schemes_have_contrast(open_desk: Callable[..., Desk], plan: World, scheme: str) -> None:
    desk = open_desk("desk", color_scheme=scheme)
    desk.sign_in(plan.chair)
    desk.go("/g/plan/")
    assert desk.faults() == []


def test_the_keyboard_reaches_the_page_past_the_bar(open_desk: Callable[..., Desk], plan: World) -> None:
    desk = open_desk("desk")
    desk.sign_in(plan.focal_points["AG"])
    page = desk.go("/g/plan/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_a_menu_opens_and_closes_by_keyboard(open_desk: Callable[..., Desk], plan: World) -> None:
    desk = open_desk("phone")
    desk.sign_in(plan.focal_points["AG"])
    page = desk.go("/g/plan/")
    menu = page.locator("details[data-menu]").first
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    assert menu.get_attribute("open") is not None
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert menu.get_attribute("open") is None
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_the_language_changes_and_the_page_stays(open_desk: Callable[..., Desk], plan: World) -> None:
    desk = open_desk("desk")
    desk.sign_in(plan.chair)
    page = desk.go("/help/?here=1")
    page.locator("details[data-menu] summary").first.click()
    page.get_by_role("button", name="Français").click()
    page.wait_for_load_state()
    assert page.url.endswith("/help/?here=1")
    assert page.locator("html").get_attribute("lang") == "fr"


def test_pages_work_without_script(open_desk: Callable[..., Desk], plan: World) -> None:
    desk = open_desk("phone", java_script_enabled=False)
    desk.sign_in(plan.chair)
    page = desk.go("/g/plan/")
    page.locator("details[data-menu] summary").first.click()
    page.get_by_role("button", name="Español").click()
    page.wait_for_load_state()
    assert page.locator("html").get_attribute("lang") == "es"


def test_right_to_left_mirrors_the_page(open_desk: Callable[..., Desk], plan: World) -> None:
    desk = open_desk("desk")
    desk.sign_in(plan.chair)
    page = desk.go("/g/plan/")
    side = "e => e.getBoundingClientRect().left"
    bar = page.locator(".bar .mark")
    before = bar.evaluate(side)
    page.evaluate("document.documentElement.dir = 'rtl'")
    assert before < 100
    assert bar.evaluate(side) > 1000
    assert desk.overflow() <= 0
