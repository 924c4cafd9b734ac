"""The frame in a real browser: nobody is shut out by eyes, hands or a small screen, and no script breaks the policy."""

from collections.abc import Callable

import pytest
from django.urls import reverse

from tests.browser.conftest import Desk
from tests.factories.people import World, world

PATHS = ("/", "/g/plan/", "/help/", "/help/chair/", "/support/", "/support/sent/ABCD-2345/", "/nothing-here/")


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
    assert desk.overflow() <= 0
    assert desk.faults() == []
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


def test_what_stands_in_the_way_gets_the_focus_and_leads_to_its_field(
    open_desk: Callable[..., Desk], plan: World
) -> None:
    desk = open_desk("phone")
    page = desk.go(reverse("sign-in"))
    page.get_by_label("User name").fill("chair.plan")
    page.get_by_label("Password", exact=True).fill("not her password")
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.wait_for_selector(".summary")
    assert page.evaluate("document.activeElement.className") == "summary"
    assert page.get_by_label("User name").input_value() == "chair.plan"
    assert desk.faults() == []


def test_a_second_press_does_not_send_twice(open_desk: Callable[..., Desk], plan: World) -> None:
    desk = open_desk("desk")
    desk.sign_in(plan.chair)
    page = desk.go("/help/")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method) if request.method == "POST" else None)
    form = "document.querySelector('details[data-menu] form')"
    page.evaluate(f"{form}.parentElement.open = true")
    with page.expect_navigation():
        page.evaluate(f"const b = {form}.querySelectorAll('button')[1]; b.click(); b.click()")
    assert sent == ["POST"]


def test_the_time_left_stays_true(open_desk: Callable[..., Desk], plan: World) -> None:
    desk = open_desk("desk")
    desk.sign_in(plan.chair)
    page = desk.go("/help/")
    said = page.evaluate(
        """async () => {
          const source = await (await fetch(document.querySelector("script").src)).text();
          const time = document.createElement("time");
          Object.assign(time.dataset, {relative: "", ahead: "in %s", past: "%s ago"});
          document.querySelector("main").append(time);
          const at = (seconds) => new Date(Date.now() + 1000 * seconds).toISOString();
          const words = [];
          for (const seconds of [100830, 432990, 7230, -3700]) {
            time.dateTime = at(seconds);
            await import(document.querySelector("script").src + "?" + seconds);
            words.push(time.textContent);
          }
          return source.includes("data-relative") && words;
        }"""
    )
    assert said == ["in 1 day 4 hours", "in 5 days", "in 2 hours", "1 hour 1 minute ago"]


def test_the_tab_of_this_page_is_in_view_on_a_telephone(open_desk: Callable[..., Desk], plan: World) -> None:
    desk = open_desk("phone")
    desk.sign_in(plan.focal_points["AG"])
    for path in ("/g/plan/", "/g/plan/record/", "/g/plan/meetings/"):
        box = desk.go(path).locator(".tabs [aria-current]").bounding_box()
        assert box is not None
        assert (path, box["x"] >= 0, box["x"] + box["width"] <= desk.page.viewport_size["width"]) == (path, True, True)
