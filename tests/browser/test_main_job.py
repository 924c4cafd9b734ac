"""The main job in a real browser: seven delegations send their Word files, the Chair compiles them, the laws hold.

The files are the demo's own, and where the corpus lies beside the checkout seven of its thirty-five delegations'.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from lxml import etree
from playwright.sync_api import Locator, Page, Request, expect

import redline
from accord.kernel import clocks, queue
from accord.kernel.record import queries as record
from accord.negotiation.models import Proposal
from accord.people import actions
from redline.opc import read_package
from tests.browser.conftest import Desk
from tests.corpus import CORPUS
from tests.factories import negotiation
from tests.factories.library import pdf_file, publish, version_of
from tests.factories.people import World, world
from tests.redline.corpus_schema import schema_errors
from tests.web.played_round import word

MINE = "/g/plan/proposal/"
COMPILED = "/g/plan/rounds/1/compilation/"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
AT_DELEGATIONS_LEVEL = re.compile(r"/g/plan/(proposal|rounds|text|compilations|delegations|record|appointments)/")
INSTALL = "The long run opens files with LibreOffice: apt-get install libreoffice-writer-nogui (it brings soffice)."
Opener = Callable[..., Desk]


@dataclass(frozen=True)
class Job:
    """A base and what seven delegations make of it."""

    name: str
    base: bytes
    files: dict[str, bytes]

    def __str__(self) -> str:
        return self.name


def jobs() -> Iterator[Job]:
    """Yield the demo's job and, where the corpus is, one of thirty pages with three hundred amendments."""
    # Jamaica's file holds changes that are not tracked; Argentina and Chile propose one thing alike.
    yield Job(
        "demo", word("Matriz"), {code: word(f"{code}_Matriz") for code in ("AR", "BR", "CA", "CL", "JM", "MX", "PE")}
    )
    if CORPUS is not None:
        folder, codes = CORPUS / "bench35", ("AR", "BR", "CA", "EU", "JM", "KE", "MX")
        read = {code: (folder / f"{code}_base.docx").read_bytes() for code in codes}
        yield Job("bench35", (folder / "base.docx").read_bytes(), read)


JOBS = tuple(jobs())
DEMO = JOBS[0]


@dataclass(frozen=True)
class Played:
    """What a run leaves: the world, the compiled file as downloaded, and every address that was seen on the way."""

    world: World
    compiled: bytes
    seen: frozenset[str]


def set_up(job: Job) -> World:
    """Have the Chair publish the base and open a round on it, before each delegation's focal point."""
    plan = world(codes=tuple(job.files))
    document = publish(plan, data=job.base, language="en", original_language="en")
    now = clocks.now()
    negotiation.schedule(plan, version_of(document), now, now + timedelta(hours=4))
    return plan


def play(job: Job, open_desk: Opener, folder: Path, width: str = "desk") -> Played:
    """Have each focal point send her file, and the Chair compile them; every receipt is checked off-line."""
    plan, seen = set_up(job), set[str]()
    for code, data in job.files.items():
        desk = seated(open_desk, plan, code, seen, width)
        receipt = sends(desk, kept(folder, f"{code}_Matriz.docx", data))
        assert holds_offline(receipt, folder), code
        fits(desk)
    assert Proposal.objects.filter(state="standing").count() == len(job.files)
    chair = open_desk(width)
    chair.sign_in(plan.chair)
    look_over(chair, seen)
    compiled = compiles(chair, len(job.files), set(job.files))
    fits(chair)
    return Played(plan, compiled, frozenset(seen))


def seated(open_desk: Opener, plan: World, code: str, seen: set[str], width: str = "desk") -> Desk:
    """Put the delegation's focal point before a screen."""
    desk = open_desk(width)
    desk.sign_in(plan.focal_points[code])
    look_over(desk, seen)
    return desk


def look_over(desk: Desk, seen: set[str]) -> None:
    """Look over somebody's shoulder: note the address of every page and file that the browser asks for."""

    def noted(request: Request) -> None:
        if request.method == "GET":
            seen.add(request.url.removeprefix(desk.address))

    desk.page.on("request", noted)


def kept(folder: Path, name: str, data: bytes) -> Path:
    """Return where a delegate keeps her file."""
    path = folder / name
    path.write_bytes(data)
    return path


def sends(desk: Desk, file: Path) -> Path:
    """Upload, look once more, make visible what is not tracked, send; return the receipt."""
    page = desk.go(MINE)
    page.get_by_label("Your Word file").set_input_files(file)
    page.get_by_role("button", name="Look at it first").click()
    expect(heading(page)).to_have_text("Look once more before the others see it")
    if hidden := page.get_by_role("button", name="Make them visible").all():
        hidden[0].click()
        expect(page.get_by_text("What was not tracked is now visible.")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Send as ")).click()
    expect(heading(page)).to_have_text("Your proposal is sent")
    return downloaded(page, page.get_by_role("link", name="Download the receipt"))


def heading(page: Page) -> Locator:
    """Return the page's own heading."""
    return page.get_by_role("heading", level=1)


def downloaded(page: Page, link: Locator) -> Path:
    """Follow the link and return where the file was saved."""
    with page.expect_download() as file:
        link.click()
    return file.value.path()


def compiles(desk: Desk, count: int, codes: set[str]) -> bytes:
    """Have the text compiled, take the file, and the proof that names every delegation whole."""
    page = desk.go(COMPILED)
    page.get_by_role("button", name=re.compile("^Compile ")).click()
    expect(page.get_by_text(f"{count} files are being compiled.")).to_be_visible()
    queue.drain()
    expect(page.get_by_text("Not a word is missing.")).to_be_visible(timeout=20_000)
    proof = json.loads(downloaded(page, page.get_by_role("link", name="The proof as a file")).read_bytes())
    assert {each["party"]: each["whole"] for each in proof["proof"]} == dict.fromkeys(codes, True)
    return downloaded(page, page.get_by_role("link", name="Download the compiled text")).read_bytes()


def holds_offline(receipt: Path, folder: Path) -> bool:
    """Check a receipt as a delegation does: on the command line, without server or database, by the key it keeps."""
    command: list[str | Path] = [
        sys.executable,
        "-m",
        "accord",
        "receipt",
        "verify",
        receipt,
        "--key",
        record.verifier_key(),
    ]
    alone = {name: value for name, value in os.environ.items() if not name.startswith(("ACCORD", "DJANGO"))}
    said = subprocess.run(command, cwd=folder, env=alone, capture_output=True, text=True, check=False)
    return said.returncode == 0 and "Signed by the key you gave." in said.stdout


def fits(desk: Desk) -> None:
    """Demand that the last page is no wider than the screen and that the browser complained of nothing."""
    assert desk.overflow() <= 0
    assert desk.complaints == []


def keeps_the_laws(job: Job, compiled: bytes) -> None:
    """Demand of the downloaded bytes what the engine promises."""
    assert redline.text(redline.reject(compiled), "final") == redline.text(job.base, "final")
    for code, data in job.files.items():
        assert lines(redline.project(compiled, code)) == lines(redline.accept(data)), code
    assert all(each.whole for each in redline.prove(job.base, job.files, compiled))
    revisions = [each for each in main_part(compiled).iter() if each.get(f"{W}author")]
    ids = [each.get(f"{W}id") for each in revisions]
    assert len(set(ids)) == len(ids)
    assert joint(job) <= {each.get(f"{W}author") for each in revisions}
    if CORPUS is not None:
        assert set(schema_errors(compiled, CORPUS)) <= set(schema_errors(job.base, CORPUS))


def lines(data: bytes) -> list[str]:
    """Return a file's words; where a page begins is none, and LibreOffice says so at the end of the page before."""
    return [each.strip("\n") for each in redline.text(data, "final")]


def main_part(data: bytes) -> etree._Element:
    """Return the main part of a Word file."""
    package = read_package(data)
    return etree.fromstring(package.part(package.main))


def joint(job: Job) -> set[str]:
    """Return the authors that stand together because they propose the same at the same place."""
    together = defaultdict(set)
    for code, data in job.files.items():
        for each in redline.extract(job.base, data).amendments:
            together[each.address, each.start, each.end, each.removed, each.added, each.after].add(code)
    found = {", ".join(sorted(codes)) for codes in together.values() if len(codes) > 1}
    assert found, "no two delegations propose the same: this job proves less than it says"
    return found


@pytest.mark.clause("O17", "O22", "O23")
@pytest.mark.parametrize("job", JOBS, ids=str)
def test_seven_files_are_sent_and_compiled(job: Job, open_desk: Opener, transactional_db: None, tmp_path: Path) -> None:
    keeps_the_laws(job, play(job, open_desk, tmp_path).compiled)


@pytest.mark.clause("O3", "O9", "O10")
def test_on_a_phone_too_and_nothing_seen_there_opens_to_others(
    open_desk: Opener, transactional_db: None, tmp_path: Path
) -> None:
    played = play(DEMO, open_desk, tmp_path, "phone")
    keeps_the_laws(DEMO, played.compiled)
    seen = sorted(address for address in played.seen if AT_DELEGATIONS_LEVEL.match(address))
    assert len(seen) > len(DEMO.files) * 3
    for name in ("AR expert", "stranger"):
        desk = open_desk("phone")
        desk.sign_in(played.world.everybody[name])
        opened = {address: desk.context.request.get(desk.address + address).status for address in seen}
        assert opened == dict.fromkeys(seen, 404), name
        assert "There is no page here for you" in desk.go(seen[0]).inner_text("body")


@pytest.mark.clause("O9", "O14a")
def test_the_former_focal_point_is_out_at_once(open_desk: Opener, transactional_db: None, tmp_path: Path) -> None:
    plan, seen = set_up(DEMO), set[str]()
    desk = seated(open_desk, plan, "AR", seen)
    page = desk.go(MINE)
    page.get_by_label("Your Word file").set_input_files(kept(tmp_path, "AR_Matriz.docx", DEMO.files["AR"]))
    page.get_by_role("button", name="Look at it first").click()
    expect(heading(page)).to_have_text("Look once more before the others see it")
    actions.hand_over(
        actor=plan.secretariat,
        now=clocks.now(),
        delegation=plan.delegations["AR"],
        who=actions.Newcomer("Nora", "Paz", "nora.paz@example.org"),
        note=actions.Note("note.pdf", pdf_file()),
    )
    page.get_by_role("button", name=re.compile("^Send as ")).click()
    expect(heading(page)).to_have_text("There is no page here for you")
    assert Proposal.objects.get().state == "checking"
    for address in sorted(address for address in seen if AT_DELEGATIONS_LEVEL.match(address)):
        assert desk.context.request.get(desk.address + address).status == 404, address


def test_the_keyboard_alone_does_the_job(open_desk: Opener, transactional_db: None, tmp_path: Path) -> None:
    job = Job("two", DEMO.base, {code: DEMO.files[code] for code in ("CL", "JM")})
    plan = set_up(job)
    for code, data in job.files.items():
        desk = seated(open_desk, plan, code, set())
        page = desk.go(MINE)
        with page.expect_file_chooser() as chooser:
            press(page, "Your Word file")
        chooser.value.set_files(kept(tmp_path, f"{code}_Matriz.docx", data))
        press(page, "Look at it first")
        expect(heading(page)).to_have_text("Look once more before the others see it")
        if code == "JM":
            press(page, "Make them visible")
            expect(page.get_by_text("What was not tracked is now visible.")).to_be_visible()
        press(page, "Send as ")
        expect(heading(page)).to_have_text("Your proposal is sent")
        with page.expect_download() as receipt:
            press(page, "Download the receipt")
        assert holds_offline(receipt.value.path(), tmp_path)
    keeps_the_laws_of_two(open_desk, plan, job)


def keeps_the_laws_of_two(open_desk: Opener, plan: World, job: Job) -> None:
    """Have the Chair compile and take the file by the keyboard, and check it."""
    desk = open_desk("desk")
    desk.sign_in(plan.chair)
    page = desk.go(COMPILED)
    press(page, "Compile what is there")
    expect(page.get_by_text("2 files are being compiled.")).to_be_visible()
    queue.drain()
    expect(page.get_by_text("Not a word is missing.")).to_be_visible(timeout=20_000)
    with page.expect_download() as file:
        press(page, "Download the compiled text")
    compiled = file.value.path().read_bytes()
    for code, data in job.files.items():
        assert redline.text(redline.project(compiled, code), "final") == redline.text(data, "final")


def press(page: Page, name: str) -> None:
    """Go to the element of this name by the Tab key, and press Enter."""
    words = "(it.labels?.[0]?.textContent || it.textContent || '').trim()"
    named = "() => { const it = document.activeElement; return " + words + " }"
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate(named).startswith(name):
            page.keyboard.press("Enter")
            return
    pytest.fail(f"The keyboard does not reach “{name}”.")


@pytest.mark.long
def test_files_saved_by_libreoffice_are_compiled_and_open_there(
    open_desk: Opener, transactional_db: None, tmp_path: Path
) -> None:
    resaved = {code: by_libreoffice(tmp_path, f"{code}_Matriz", data) for code, data in DEMO.files.items()}
    for code, data in resaved.items():
        # What LibreOffice writes anew is formatting: the same words, and nothing untracked that was not before.
        assert proposed(DEMO.base, data) == proposed(DEMO.base, DEMO.files[code]), code
    job = Job("libreoffice", DEMO.base, resaved)
    compiled = play(job, open_desk, tmp_path).compiled
    keeps_the_laws(job, compiled)
    again = by_libreoffice(tmp_path, "compiled", compiled)
    assert redline.text(again, "original") == redline.text(compiled, "original")
    assert redline.text(again, "final") == redline.text(compiled, "final")
    assert authors(again) == authors(compiled)


def proposed(base: bytes, data: bytes) -> list[tuple[str, ...]]:
    """Return what a file proposes, in words."""
    found = redline.extract(base, data).amendments
    return [(each.kind, each.address, each.removed, each.added, str(each.tracked)) for each in found]


def authors(data: bytes) -> set[str]:
    """Return under which names changes stand."""
    return {str(each.get(f"{W}author")) for each in main_part(data).iter(f"{W}ins", f"{W}del")}


def by_libreoffice(folder: Path, name: str, data: bytes) -> bytes:
    """Open the file in LibreOffice and save it again as a Word file."""
    program = shutil.which("soffice")
    assert program is not None, INSTALL
    given, taken = folder / "given", folder / "taken"
    given.mkdir(exist_ok=True)
    path = kept(given, f"{name}.docx", data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command: list[str | Path] = [program, profile, "--headless", "--convert-to", "docx", "--outdir", taken, path]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return (taken / f"{name}.docx").read_bytes()
