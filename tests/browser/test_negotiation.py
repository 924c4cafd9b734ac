"""The main job in a real browser: a Word file is sent, read beside the others', compiled, and proved complete."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

import redline
from accord.kernel import queue
from accord.negotiation.models import Proposal, Round
from tests.browser.conftest import Desk
from tests.factories.people import World, world
from tests.web import played_round

MINE = "/g/plan/proposal/"
TEXT = "/g/plan/text/"
Opener = Callable[..., Desk]


@pytest.fixture
def plan(transactional_db: None) -> World:
    return world(codes=("AG", "AR", "BR", "CA", "CL", "JM"))


@pytest.fixture
def round_(plan: World) -> Round:
    return played_round.open_round(plan)


def file_at(folder: Path, name: str) -> Path:
    """Return where a copy of one of the demo's files lies, as a delegate keeps it."""
    path = folder / f"{name} (final).docx"
    path.write_bytes(played_round.word(name))
    return path


def sent_with(desk: Desk, file: Path) -> Page:
    """Upload, look, make visible, send: by the words on the buttons alone."""
    page = desk.go(MINE)
    page.get_by_label("Your Word file").set_input_files(file)
    page.get_by_role("button", name="Look at it first").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look once more before the others see it")
    expect(page.get_by_text("2 changes in your file were made without tracking.")).to_be_visible()
    expect(page.locator(".sheet .untracked").first).to_be_visible()
    page.get_by_role("button", name="Make them visible").click()
    expect(page.get_by_text("What was not tracked is now visible.")).to_be_visible()
    page.get_by_role("button", name="Send as Jamaica").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your proposal is sent")
    return page


def fit(desk: Desk) -> None:
    """Demand that nobody is shut out of this page by eyes, hands or a small screen."""
    assert desk.faults() == []
    assert desk.overflow() <= 0
    assert desk.complaints == []


@pytest.mark.clause("O22", "O23", "O24")
def test_from_the_file_to_the_receipt(desk: Desk, plan: World, round_: Round, tmp_path: Path) -> None:
    desk.sign_in(plan.focal_points["JM"])
    page = sent_with(desk, file_at(tmp_path, "JM_Matriz"))
    fit(desk)
    with page.expect_download() as receipt:
        page.get_by_role("link", name="Download the receipt").click()
    assert receipt.value.path().stat().st_size > 0
    with page.expect_download() as file:
        page.get_by_role("link", name="Download your file").click()
    assert file.value.suggested_filename == "JM_Matriz.docx"
    assert redline.verify(played_round.word("Matriz"), file.value.path().read_bytes()).status == "tracked"
    assert Proposal.objects.get().state == "standing"


def test_without_scripts_it_is_sent_and_read(open_desk: Opener, plan: World, round_: Round, tmp_path: Path) -> None:
    played_round.send(plan, round_, "AR", "CL", "CA")
    desk = open_desk("phone", java_script_enabled=False)
    desk.sign_in(plan.focal_points["JM"])
    sent_with(desk, file_at(tmp_path, "JM_Matriz"))
    page = desk.go(f"{TEXT}?section=all")
    expect(page.locator('.sheet [data-by~="CA"]').first).to_be_visible()
    card = page.locator(".said .card").first
    expect(card).to_be_hidden()
    page.locator(".said > summary").first.click()
    expect(card).to_be_visible()
    page.locator('.switch[data-code="CA"]').click()
    expect(page).to_have_url(re.compile("show="))
    expect(page.locator('.sheet [data-by~="CA"]')).to_have_count(0)
    expect(page.locator('.sheet [data-by~="CL"]').first).to_be_visible()


def test_the_keyboard_alone_sends_a_file(open_desk: Opener, plan: World, round_: Round, tmp_path: Path) -> None:
    desk = open_desk("desk")
    desk.sign_in(plan.focal_points["AG"])
    page = desk.go(MINE)
    tab_to(page, "Your Word file")
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    chooser.value.set_files(file_at(tmp_path, "AG_Matriz"))
    tab_to(page, "Look at it first")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Look once more before the others see it")
    tab_to(page, "Send as Antigua and Barbuda")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your proposal is sent")


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the element of this name has the focus."""
    words = "(it.labels?.[0]?.textContent || it.textContent || '').trim()"
    named = "() => { const it = document.activeElement; return " + words + " }"
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(named).startswith(name):
            return
    pytest.fail(f"The keyboard does not reach “{name}”.")


def test_a_refusal_has_the_focus_and_keeps_the_page(desk: Desk, plan: World, round_: Round, tmp_path: Path) -> None:
    desk.sign_in(plan.focal_points["AG"])
    page = desk.go(MINE)
    file = tmp_path / "BR_Matriz.docx"
    file.write_bytes(played_round.word("BR_Matriz"))
    page.get_by_label("Your Word file").set_input_files(file)
    page.get_by_role("button", name="Look at it first").click()
    expect(page.get_by_role("alert")).to_contain_text("Brazil")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "alert"
    assert desk.faults() == []


def test_a_delegation_is_switched_off_and_on(desk: Desk, plan: World, round_: Round) -> None:
    played_round.send(plan, round_, "AR", "CL", "CA", "BR")
    desk.sign_in(plan.chair)
    page = desk.go(f"{TEXT}?section=all")
    fit(desk)
    both = page.locator('.sheet ins[data-by="AR CL"]').first
    codes = page.locator('.sheet ins[data-by="AR CL"] + .by').first
    page.get_by_role("switch", name="AR Argentina").click()
    expect(page).to_have_url(re.compile(r"show=BR%2CCA%2CCL"))
    expect(both).to_be_visible()
    expect(codes).to_have_text("CL")
    page.get_by_role("switch", name="CL Chile").press("Space")
    expect(both).to_be_hidden()
    gone = page.locator('.sheet del[data-by="AR CL"]').first
    assert gone.evaluate("it => getComputedStyle(it).textDecorationLine") == "none"
    expect(page.get_by_role("switch", name="CL Chile")).to_have_attribute("aria-checked", "false")
    fit(desk)
    page.get_by_role("switch", name="CL Chile").click()
    page.get_by_role("switch", name="AR Argentina").click()
    expect(codes).to_have_text("AR, CL")
    assert "show=" not in page.url


def test_the_cards_stand_beside_the_paragraph_in_view(open_desk: Opener, plan: World, round_: Round) -> None:
    played_round.send(plan, round_, "AR", "CL", "CA", "BR")
    desk = open_desk("desk")
    desk.sign_in(plan.focal_points["AG"])
    page = desk.go(f"{TEXT}?section=4")
    beside = page.locator("[data-said]")
    expect(beside.get_by_role("heading")).to_have_text(re.compile(r"^Paragraph \d+"))
    second = page.locator(".para.amended").nth(1)
    second.locator("summary").press("Enter")
    expect(second).to_have_attribute("aria-current", "true")
    expect(page.locator(".para[aria-current]")).to_have_count(1)
    expect(beside.locator(".card").first).to_be_visible()
    fit(desk)


def test_on_a_phone_the_cards_open_under_the_paragraph(open_desk: Opener, plan: World, round_: Round) -> None:
    played_round.send(plan, round_, "AR", "CL")
    desk = open_desk("phone")
    desk.sign_in(plan.focal_points["AG"])
    page = desk.go(f"{TEXT}?section=4")
    first = page.locator(".para.amended").first
    first.locator("summary").click()
    expect(first.locator(".card").first).to_be_visible()
    expect(page.locator("[data-said]")).to_be_hidden()
    fit(desk)


def test_the_matrix_is_readable_on_both_screens(desk: Desk, plan: World, round_: Round) -> None:
    played_round.send(plan, round_, "CA", "BR", "CL")
    desk.sign_in(plan.secretariat)
    page = desk.go(f"{TEXT}?section=5")
    cell = page.locator(".matrix td").first
    expect(cell).to_be_visible()
    box = cell.bounding_box()
    assert box is not None
    assert box["width"] > 110
    fit(desk)


@pytest.mark.clause("O17")
def test_the_compiled_text_is_made_taken_and_proved(desk: Desk, plan: World, round_: Round) -> None:
    played_round.send(plan, round_, "AG", "AR", "BR", "CA", "CL", "JM")
    desk.sign_in(plan.chair)
    page = desk.go("/g/plan/rounds/1/compilation/")
    page.get_by_role("button", name="Compile what is there").click()
    expect(page.get_by_text("6 files are being compiled.")).to_be_visible()
    assert desk.faults() == []
    queue.drain()
    expect(page.get_by_text("Not a word is missing.")).to_be_visible(timeout=15_000)
    fit(desk)
    with page.expect_download() as file:
        page.get_by_role("link", name="Download the compiled text").click()
    compiled = file.value.path().read_bytes()
    assert redline.text(compiled, "original") == redline.text(played_round.word("Matriz"), "original")
    for row in Proposal.objects.filter(state="standing"):
        code = row.delegation.code
        own = played_round.word(f"{code}_Matriz")
        assert redline.text(redline.project(compiled, code), "final") == redline.text(own, "final"), code
    with page.expect_download() as proof:
        page.get_by_role("link", name="The proof as a file").click()
    assert proof.value.path().stat().st_size > 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["rounds/", "rounds/new/", "rounds/1/", "rounds/1/close/", "text/"])
def test_the_chair_s_pages_shut_nobody_out(
    open_desk: Opener, plan: World, round_: Round, scheme: str, path: str
) -> None:
    played_round.send(plan, round_, "AR", "BR")
    desk = open_desk("phone" if scheme == "dark" else "desk", color_scheme=scheme)
    desk.sign_in(plan.chair)
    desk.go(f"/g/plan/{path}")
    fit(desk)
