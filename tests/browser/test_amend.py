"""A paragraph amended in a real browser: live, offline, after a crash, in two windows, by keyboard, without script."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accord.negotiation.models import DraftEdit, Proposal
from tests.browser.conftest import Desk
from tests.factories.negotiation import ENGLISH, Negotiation, negotiation
from tests.redline.edits import Insert

HERE = "/g/plan/rounds/1/text/en/p/p1/amend/"
DRAFT = "/g/plan/rounds/1/draft/"
FIRST = ENGLISH.lines[0]
BETTER = FIRST.replace("shall", "will")
Opener = Callable[..., Desk]
pytestmark = pytest.mark.clause("O9")


@pytest.fixture
def plan(transactional_db: None) -> Negotiation:
    return negotiation()


def fit(desk: Desk) -> None:
    assert desk.faults() == []
    assert desk.overflow() <= 0
    assert desk.complaints == []


def state(page: Page) -> None:
    expect(page.locator("form[data-amend]").first.locator("[data-state]")).to_have_text("Saved.")


@pytest.mark.clause("O22", "O14")
def test_typed_seen_sent(desk: Desk, plan: Negotiation) -> None:
    desk.sign_in(plan.world.focal_points["AG"])
    page = desk.go(HERE)
    page.get_by_label("Your words").fill(BETTER)
    pieces = page.locator("[data-pieces]").first
    expect(pieces.locator("del")).to_have_text("shall")
    expect(pieces.locator("ins")).to_have_text("will")
    state(page)
    page.get_by_label("Your reason (the others read it)").first.fill("Our law says so.")
    state(page)
    page.get_by_text("New paragraph after this one").click()
    page.get_by_label("Paragraph 1 bis").fill("Each State reports.")
    expect(page.locator("form[data-amend]").nth(1).locator("[data-state]")).to_have_text("Saved.")
    fit(desk)
    page.goto(page.url)
    page.get_by_role("link", name="Look, then send").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your proposal so far")
    expect(page.get_by_text("Our law says so.")).to_be_visible()
    fit(desk)
    with page.expect_download() as file:
        page.get_by_role("link", name="Take the Word file").click()
    assert file.value.suggested_filename == "AG_Matriz.docx"
    page.get_by_role("button", name="Send the proposal").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your proposal is sent")
    assert Proposal.objects.get().amendment_count == 2


def test_nothing_typed_is_lost_when_the_line_breaks_and_the_window_closes(open_desk: Opener, plan: Negotiation) -> None:
    desk = open_desk("desk")
    desk.sign_in(plan.world.focal_points["AG"])
    page = desk.go(HERE)
    page.route("**/amend/save/", lambda route: route.abort())
    page.get_by_label("Your words").fill("Typed on a train.")
    expect(page.get_by_text("Kept on this computer")).to_be_visible()
    page.close(run_before_unload=False)
    again = desk.context.new_page()
    again.goto(f"{desk.address}{HERE}")
    expect(again.get_by_text("You typed this here, and it was not saved:").first).to_be_visible()
    assert not DraftEdit.objects.exists()
    again.get_by_role("button", name="Put it back").first.click()
    expect(again.get_by_label("Your words")).to_have_value("Typed on a train.")
    state(again)
    assert DraftEdit.objects.get().words == "Typed on a train."


def test_it_is_saved_by_itself_when_the_line_is_back(open_desk: Opener, plan: Negotiation) -> None:
    desk = open_desk("phone")
    desk.sign_in(plan.world.focal_points["AG"])
    page = desk.go(HERE)
    desk.context.set_offline(True)
    page.get_by_label("Your words").fill("Typed on a train.")
    expect(page.get_by_text("Kept on this computer")).to_be_visible()
    desk.context.set_offline(False)
    state(page)
    assert DraftEdit.objects.get().words == "Typed on a train."


def test_two_windows_keep_both_texts(open_desk: Opener, plan: Negotiation) -> None:
    desk = open_desk("desk")
    desk.sign_in(plan.world.focal_points["AG"])
    one = desk.go(HERE)
    two = desk.context.new_page()
    two.goto(f"{desk.address}{HERE}")
    one.get_by_label("Your words").fill("From the first window.")
    state(one)
    two.get_by_label("Your words").fill("From the second window.")
    expect(two.get_by_text("Other words were saved here meanwhile:").first).to_be_visible()
    two.get_by_role("link", name="Choose").first.click()
    expect(two.get_by_text("From the second window.")).to_be_visible()
    two.get_by_role("button", name="Take the one that waits").click()
    expect(two.get_by_role("button", name="Take the one that waits")).to_have_count(0)
    assert DraftEdit.objects.get().words == "From the second window."


def test_by_keyboard_alone(open_desk: Opener, plan: Negotiation) -> None:
    desk = open_desk("desk")
    desk.sign_in(plan.world.focal_points["AG"])
    page = desk.go(HERE)
    page.get_by_label("Your words").focus()
    page.keyboard.press("Control+End")
    page.keyboard.type(" And soon.")
    page.keyboard.press("Control+Enter")
    state(page)
    page.keyboard.press("Tab")
    expect(page.get_by_label("Your reason (the others read it)").first).to_be_focused()
    page.goto(f"{desk.address}{DRAFT}")
    page.get_by_role("button", name="Send the proposal").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your proposal is sent")


def test_without_scripts_it_is_written_and_sent(open_desk: Opener, plan: Negotiation) -> None:
    desk = open_desk("phone", java_script_enabled=False)
    desk.sign_in(plan.world.focal_points["AG"])
    page = desk.go(HERE)
    page.get_by_label("Your words").fill(BETTER)
    page.get_by_role("button", name="Preview").first.click()
    expect(page.locator("[data-pieces]").first.locator("ins")).to_have_text("will")
    page.get_by_role("button", name="Save").first.click()
    expect(page.get_by_text("Saved. Nothing is sent yet.")).to_be_visible()
    page.get_by_role("link", name=re.compile("Look, then send")).click()
    page.get_by_role("button", name="Send the proposal").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your proposal is sent")
    assert desk.overflow() <= 0


def test_from_the_text_and_from_the_words_of_others(desk: Desk, plan: Negotiation) -> None:
    plan.propose("BR", Insert((0,), FIRST.index("cooperate"), "always "))
    desk.sign_in(plan.world.focal_points["AG"])
    page = desk.go("/g/plan/text/?section=all")
    page.locator(".para#p3 .body").click()
    page.get_by_role("link", name="Amend here: 3").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Amend: Paragraph 3")
    page = desk.go("/g/plan/rounds/1/text/en/p/p1/")
    page.get_by_role("link", name="Propose a bridge").click()
    expect(page.get_by_label("Your bridging words")).to_have_value(FIRST.replace("cooperate", "always cooperate"))
    page.get_by_label("Your bridging words").fill(FIRST.replace("cooperate", "usually cooperate"))
    state(page)
    fit(desk)
