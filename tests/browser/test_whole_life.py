"""A text's whole life in a real browser: proposed, spoken of, compiled, revised, agreed, approved.

Its short twin, without a browser, is tests/web/test_whole_life.py.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
import time_machine
from playwright.sync_api import Locator, Page, expect

from accord.kernel import clocks, queue
from accord.library.models import Version
from accord.negotiation.models import Proposal, Step
from tests.browser.conftest import Desk
from tests.browser.test_main_job import fits, heading, kept, sends
from tests.factories.negotiation import ENGLISH, Negotiation, negotiation
from tests.factories.revised import next_round
from tests.redline.generator import Delete, Edit, Insert, InsertParagraph

Opener = Callable[..., Desk]
SHOULD: tuple[Edit, ...] = (Delete((0,), 11, 16), Insert((0,), 16, "should"))
IN_WORD: dict[str, tuple[Edit, ...]] = {
    "AG": SHOULD,
    "AR": SHOULD,
    "BR": SHOULD,
    "CA": (Insert((1,), 4, " Member"),),
    "CL": (InsertParagraph((2,), "The list is open."),),
}
HERE: dict[str, tuple[str, str]] = {
    "JM": ("p4", "Early-warning systems are built with those whom they serve."),
    "MX": ("p1", "The States may cooperate in good time."),
}
AGREED = "The States should cooperate in good time."


def text(plan: Negotiation) -> str:
    return f"/g/plan/rounds/{plan.round.number}/text/en/"


def seated(open_desk: Opener, plan: Negotiation, who: str) -> Desk:
    """Put somebody before a screen, signed in now."""
    desk = open_desk()
    desk.sign_in(plan.world.everybody[who])
    return desk


def propose(open_desk: Opener, plan: Negotiation, folder: Path) -> None:
    """Have five delegations send a Word file, and two write in the browser."""
    for code, edits in IN_WORD.items():
        desk = seated(open_desk, plan, f"{code} focal point")
        sends(desk, kept(folder, f"{code}_Matriz.docx", plan.file(*edits, author=code)))
        fits(desk)
    for code, (place, words) in HERE.items():
        desk = seated(open_desk, plan, f"{code} focal point")
        page = desk.go(f"{text(plan)}p/{place}/amend/")
        page.get_by_label("Your words").fill(words)
        expect(page.locator("form[data-amend]").first.locator("[data-state]")).to_have_text("Saved.")
        page = desk.go(f"/g/plan/rounds/{plan.round.number}/draft/")
        page.get_by_role("button", name="Send the proposal").click()
        expect(heading(page)).to_have_text("Your proposal is sent")
        fits(desk)
    assert Proposal.objects.filter(state="standing").count() == len(IN_WORD) + len(HERE)


def wording(page: Page, words: str) -> Locator:
    """Return the card of the wording that puts these words in."""
    return page.locator("article.wording").filter(has=page.locator("ins", has_text=re.compile(rf"^\W*{words}\W*$")))


def say(open_desk: Opener, plan: Negotiation, code: str, place: str, words: str, stance: str) -> None:
    """Have a delegation say where it stands on a wording."""
    desk = seated(open_desk, plan, f"{code} focal point")
    page = desk.go(f"{text(plan)}p/{place}/")
    wording(page, words).get_by_role("button", name=stance).click()
    expect(wording(page, words).get_by_role("button", name=stance)).to_have_attribute("aria-pressed", "true")
    fits(desk)


def compile_all(chair: Desk, plan: Negotiation) -> None:
    """Have the Chair compile what was proposed, with the proof that nothing is missing."""
    page = chair.go(f"/g/plan/rounds/{plan.round.number}/compilation/")
    page.get_by_role("button", name="Compile the text").click()
    queue.drain()
    expect(page.get_by_text("Not a word is missing.")).to_be_visible(timeout=20_000)
    fits(chair)


def agree(chair: Desk, plan: Negotiation, place: str, words: str, state: str) -> None:
    """Have the Chair record that a paragraph is agreed, naming the words that the page then shows."""
    page = chair.go(f"{text(plan)}p/{place}/")
    tools = page.locator("#record form").first
    tools.get_by_label(re.compile(state, re.IGNORECASE)).check()
    tools.get_by_label("I name the words").check()
    tools.locator("label").filter(has=page.locator("ins", has_text=words)).get_by_role("checkbox").check()
    tools.get_by_role("button", name="Record it").click()
    page.get_by_role("button", name="Record it in these words").click()
    expect(page.get_by_role("heading", name="The words agreed")).to_be_visible()
    fits(chair)


def revise(chair: Desk, plan: Negotiation) -> Version:
    """Have the Chair decide on each wording and publish Rev.1."""
    page = chair.go(f"/g/plan/rounds/{plan.round.number}/board/en/")
    page.get_by_role("link", name="The next version of the text").click()
    page.get_by_role("button", name="Begin the next version").click()
    page.get_by_role("button", name=re.compile("^Take all that is agreed")).click()
    decided = {"Member": "Keep in brackets", "The list is open.": "Take into the text"}
    for words, button in decided.items():
        wording(page, words).get_by_role("button", name=button).click()
        expect(wording(page, words).get_by_text("Decided:")).to_be_visible()
    while (left := page.locator("article.wording").filter(has_not_text="Decided:")).count():
        left.first.get_by_role("button", name="Take into the text").click()
        page.wait_for_load_state()
    fits(chair)
    page.get_by_role("button", name="Publish Rev.1").click()
    expect(page.get_by_text("GT/PLAN/doc.4/26 Rev.1 is published.")).to_be_visible()
    fits(chair)
    return Version.objects.get(label="Rev.1")


def record(chair: Desk, plan: Negotiation, paragraph: str, state: str) -> None:
    """Have the Chair record where a paragraph stands, on the board."""
    page = chair.go(f"/g/plan/rounds/{plan.round.number}/board/en/")
    row = page.locator("tbody tr").filter(has=page.get_by_role("link", name=paragraph, exact=True))
    row.get_by_role("checkbox").check()
    page.get_by_label("Where they stand").select_option(state)
    page.get_by_role("button", name="Record them").click()
    page.wait_for_load_state()
    fits(chair)


@pytest.mark.long
@pytest.mark.clause("R13", "O1", "O2", "O9", "O14", "O17", "O19")
def test_from_the_first_proposal_to_the_formal_meeting(
    open_desk: Opener, transactional_db: None, tmp_path: Path
) -> None:
    plan = negotiation(codes=(*IN_WORD, *HERE), lasts=timedelta(hours=6))
    propose(open_desk, plan, tmp_path)
    say(open_desk, plan, "CA", "p1", "should", "Support")
    say(open_desk, plan, "JM", "p2", "Member", "Object")
    with time_machine.travel(plan.round.closes_at + timedelta(minutes=5)):
        chair = seated(open_desk, plan, "chair")
        compile_all(chair, plan)
        agree(chair, plan, "p1", "should", "agreed informally")
        second = next_round(plan, revise(chair, plan))
        assert Step.objects.get(base=second.base(), place="p1").state == "informal"
        canada = seated(open_desk, plan, "CA focal point")
        page = canada.go(f"{text(second)}p/p2/")
        page.get_by_role("button", name="Still ours").click()
        expect(page.get_by_role("button", name="Still ours")).to_be_hidden()
        fits(canada)
        record(chair, second, "Paragraph 1", "ad_referendum")
    meeting = datetime.combine(plan.world.meeting.opens_on, time(15), UTC)
    with time_machine.travel(meeting):
        assert clocks.now() > second.round.closes_at
        chair = seated(open_desk, plan, "chair")
        record(chair, second, "Paragraph 1", "approved")
        page = chair.go(f"{text(second)}p/p1/")
        expect(page.get_by_role("heading", name="The words agreed")).to_be_visible()
        expect(page.get_by_text(AGREED).first).to_be_visible()
        approved = Step.objects.get(base=second.base(), place="p1", ended_at=None)
        assert (approved.state, approved.meeting, approved.agreed) == ("approved", plan.world.meeting, AGREED)
        assert ENGLISH.lines[0] != AGREED
