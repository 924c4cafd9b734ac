"""Notes, moves and formatting in a real browser: told where they stand, with ways between the two places of a move."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Desk
from tests.factories.people import World, world
from tests.web import played_round


@pytest.fixture
def plan(transactional_db: None) -> World:
    return world(codes=("AG", "MX", "PE"))


@pytest.mark.clause("O1", "O22")
def test_what_words_do_not_show_is_told_beside_them(
    open_desk: Callable[..., Desk], plan: World, tmp_path: Path
) -> None:
    round_ = played_round.open_round(plan)
    played_round.send(plan, round_, "MX")
    focal, chair = open_desk("phone"), open_desk("desk")
    focal.sign_in(plan.focal_points["PE"])
    page = focal.go("/g/plan/proposal/")
    file = tmp_path / "mine.docx"
    file.write_bytes(played_round.word("PE_Matriz"))
    page.get_by_label("Your Word file").set_input_files(file)
    page.get_by_role("button", name="Look at it first").click()
    expect(page.locator(".note-text ins")).to_have_text("for 2016 to 2025")
    fit(focal)
    page.get_by_role("link", name="Paragraph 15 bis").click()
    expect(page).to_have_url(re.compile("#p35-add-1$"))
    page.get_by_role("button", name="Send as Peru").click()
    chair.sign_in(plan.chair)
    page = chair.go("/g/plan/text/?section=all")
    expect(page.locator(".sheet .asked", has_text="On a new page")).to_be_visible()
    expect(page.locator(".sheet .asked", has_text="Moved here from: Paragraph 17")).to_be_visible()
    expect(page.locator(".note-text .by").first).to_have_text("PE")
    fit(chair)
    page.get_by_role("switch", name="PE Peru").click()
    expect(page.locator(".sheet .asked", has_text="Moved to")).to_be_hidden()


def fit(desk: Desk) -> None:
    """Demand that nobody is shut out of this page by eyes, hands or a small screen."""
    assert desk.faults() == []
    assert desk.overflow() <= 0
    assert desk.complaints == []
