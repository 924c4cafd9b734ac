"""The whole life of a text in a real browser, from its publication to the formal meeting that approves it.

Published, opened, seven proposals by Word and in the browser, positions, closed, compiled, Rev.1, a second round on it,
agreed ad referendum, the meeting, approved. Nothing is done behind the pages but the clock, which is moved on, and the
queue, which is emptied.
"""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from playwright.sync_api import Locator, Page, expect

import redline
from accord.kernel import clocks, queue
from accord.kernel.actor import Actor
from accord.negotiation.models import Position, Proposal, Round, Step
from tests.browser.conftest import Desk
from tests.browser.test_main_job import compiles, fits, heading, kept, sends
from tests.factories.negotiation import ENGLISH
from tests.factories.people import World, world
from tests.redline.generator import Insert, track

CODES = ("AG", "AR", "BR", "CA", "CL", "JM", "MX")
FIRST, SECOND = ENGLISH.lines[:2]
AGREED = FIRST.replace("States", "Member States")
BY_WORD = {
    "AG": Insert((0,), FIRST.index("States"), "Member "),
    "AR": Insert((0,), FIRST.index("in good"), "fully and "),
    "BR": Insert((1,), SECOND.index("keep"), "publish and "),
    "CA": Insert((2,), 4, "small "),
}
BY_BROWSER = {
    "CL": ("p5", ENGLISH.lines[4].replace("two", "four")),
    "JM": ("p4", ""),
    "MX": ("p2", f"{SECOND} Yearly."),
}
Opener = Callable[..., Desk]


class Life:
    """One negotiation, and who sits before which screen in it."""

    def __init__(self, open_desk: Opener, folder: Path) -> None:
        self.plan: World = world(codes=CODES)
        self.folder, self._open = folder, open_desk

    def seat(self, actor: Actor) -> Desk:
        """Put somebody before a screen of her own."""
        desk = self._open("desk")
        desk.sign_in(actor)
        return desk

    def chair(self) -> Desk:
        """Put the Chair before a screen."""
        return self.seat(self.plan.chair)

    def focal_point(self, code: str) -> Desk:
        """Put a delegation's focal point before a screen."""
        return self.seat(self.plan.focal_points[code])

    def publish(self) -> None:
        """Have the Chair publish the base document."""
        page = self.chair().go("/g/plan/documents/new/")
        page.get_by_role("radio").first.check()
        page.get_by_label("Symbol").fill("GT/PLAN/doc.4/26")
        page.get_by_label("Title").fill("Draft plan")
        page.get_by_label("Original language").select_option("en")
        page.get_by_label("File", exact=True).set_input_files(kept(self.folder, "plan.docx", ENGLISH.data))
        page.get_by_label("Language of this file").select_option("en")
        page.get_by_role("button", name="Publish").click()
        expect(heading(page)).to_have_text("Draft plan")

    def schedule(self, version: str) -> Round:
        """Have the Chair schedule a round on a version, from tomorrow at nine to the day after at six."""
        desk = self.chair()
        page = desk.go("/g/plan/rounds/new/")
        offered = page.get_by_label("Official document")
        value = offered.locator("option").filter(has_text=version).first.get_attribute("value")
        offered.select_option(value)
        zone = ZoneInfo(page.get_by_label("On the clocks of").input_value())
        morrow = (clocks.now().astimezone(zone) + timedelta(days=1)).replace(hour=9, minute=0)
        page.get_by_label("Opens").fill(_written(morrow))
        page.get_by_label("Closes").fill(_written((morrow + timedelta(days=1)).replace(hour=18)))
        page.get_by_role("button", name="Schedule the round").click()
        expect(page.get_by_text("Scheduled").first).to_be_visible()
        fits(desk)
        queue.drain()
        return Round.objects.latest("number")

    def propose(self) -> None:
        """Have four delegations send Word files, and three amend in the browser."""
        for code, edit in BY_WORD.items():
            data = track(ENGLISH, [edit], author=code)
            sends(self.focal_point(code), kept(self.folder, f"{code}_Draft plan.docx", data))
        for code, (place, words) in BY_BROWSER.items():
            amends(self.focal_point(code), 1, place, words)
        queue.drain()

    def say(self, code: str, place: str, whose: str, stance: str) -> None:
        """Have a delegation say where it stands on another's words."""
        desk = self.focal_point(code)
        page = desk.go(f"/g/plan/rounds/1/text/en/p/{place}/")
        wording_of(page, whose).get_by_role("button", name=stance, exact=True).click()
        expect(page.get_by_text("Your delegation:")).to_be_visible()
        fits(desk)

    def record(self, number: int, place: str, state: str, *, whose: str = "", meeting: str = "") -> Page:
        """Have the Chair record where a paragraph stands, in the words of a delegation or those recorded before."""
        page = self.chair().go(f"/g/plan/rounds/{number}/text/en/p/{place}/")
        page.get_by_role("radio", name=re.compile(f"{state}$")).check()
        if whose:
            page.get_by_label(re.compile("^I name the words")).check()
            page.get_by_role("checkbox", name=re.compile(f"^{whose} .*")).first.check()
        if meeting:
            page.get_by_label(re.compile("^Formal meeting number")).fill(meeting)
        page.get_by_role("button", name=re.compile("^Record it")).click()
        if page.get_by_role("button", name="Record it in these words").count():
            page.get_by_role("button", name="Record it in these words").click()
        return page


def amends(desk: Desk, number: int, place: str, words: str) -> None:
    """Amend a paragraph in the browser, or take it out ("" for the words), look, and send."""
    page = desk.go(f"/g/plan/rounds/{number}/text/en/p/{place}/amend/")
    if words:
        page.get_by_label("Your words").fill(words)
        page.get_by_role("button", name="Save").first.click()
    else:
        page.get_by_role("heading", name="Take it out, or move it").click()
        page.get_by_role("button", name="Take the whole paragraph out").click()
    expect(page.get_by_text("Saved. Nothing is sent yet.")).to_be_visible()
    page.get_by_role("link", name=re.compile("Look, then send")).click()
    page.get_by_role("button", name="Send the proposal").click()
    expect(heading(page)).to_have_text("Your proposal is sent")
    fits(desk)


def wording_of(page: Page, code: str) -> Locator:
    """Return the card of the words that a delegation proposes."""
    return page.get_by_role("article").filter(has=page.locator("header").get_by_text(code, exact=True))


def _written(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M")


def decide_and_publish(life: Life) -> None:
    """Have the Chair take what is agreed, keep what BR asks in brackets, leave the rest, and publish Rev.1."""
    desk = life.chair()
    page = desk.go("/g/plan/rounds/1/revision/en/")
    page.get_by_role("button", name="Begin the next version").click()
    page.get_by_role("button", name=re.compile("agreed")).first.click()
    wording_of(page, "BR").get_by_role("button", name=re.compile("^Keep in brackets")).click()
    page.goto(f"{desk.address}/g/plan/rounds/1/revision/en/?show=left")
    page.get_by_role("button", name="Leave for the meeting", exact=True).click()
    fits(desk)
    page.get_by_role("button", name=re.compile("^Publish")).click()
    expect(page.get_by_text("Rev.1").first).to_be_visible()
    fits(desk)
    queue.drain()


@pytest.mark.clause("O1", "O16", "O17", "O19", "O22", "O26", "R13", "R14")
def test_from_the_first_draft_to_the_formal_meeting(open_desk: Opener, transactional_db: None, tmp_path: Path) -> None:
    life = Life(open_desk, tmp_path)
    life.publish()
    first = life.schedule("GT/PLAN/doc.4/26")
    with time_machine.travel(first.opens_at + timedelta(hours=1)):
        life.propose()
        assert Proposal.objects.filter(round=first, state="standing").count() == len(CODES)
        life.say("BR", "p1", "AG", "Support")
        life.say("CL", "p2", "BR", "Object")
        assert set(Position.objects.values_list("stance", flat=True)) == {"support", "object"}
    with time_machine.travel(first.closes_at + timedelta(hours=1)):
        compiled = compiles(life.chair(), len(CODES), set(CODES))
        assert redline.text(redline.reject(compiled), "final") == redline.text(ENGLISH.data, "final")
        life.record(1, "p1", "Agreed informally", whose="AG")
        decide_and_publish(life)
        second = life.schedule("Rev.1")
    with time_machine.travel(second.opens_at + timedelta(hours=1)):
        page = life.focal_point("AG").go("/g/plan/rounds/2/text/en/p/p1/")
        expect(page.get_by_text(AGREED).first).to_be_visible()
        expect(page.get_by_text("Agreed informally").first).to_be_visible()
        amends(life.focal_point("CA"), 2, "p3", "The General Secretariat publishes a short list.")
    with time_machine.travel(second.closes_at + timedelta(hours=1)):
        life.record(2, "p1", "Agreed ad referendum")
        page = life.record(2, "p1", "Approved.*", meeting="1")
        expect(page.get_by_text("Formal meeting 1 has not taken place yet.")).to_be_visible()
    meeting = life.plan.meeting
    with time_machine.travel(datetime.combine(meeting.closes_on, datetime.min.time(), ZoneInfo(meeting.zone))):
        page = life.record(2, "p1", "Approved.*", meeting="1")
        expect(page.get_by_text("approved at formal meeting 1").first).to_be_visible()
    now = Step.objects.get(base__round=second, place="p1", ended_at__isnull=True)
    assert (now.state, now.meeting) == ("approved", meeting)
