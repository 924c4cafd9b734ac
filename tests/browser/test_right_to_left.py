"""The pages in a pseudo-language that runs from right to left and takes more room: nothing is cut off or hidden."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from tools import messages

from accord.negotiation.models import Round
from accord.people.models import Person
from tests.browser.conftest import Desk
from tests.factories.people import World, world
from tests.web import played_round

# The letters of Hebrew stand in for the English ones; no reader of Hebrew is promised anything.
LETTERS = "אבגדהוזחטיכלמנסעפצקרשת"
MIRROR = str.maketrans({letter: LETTERS[ord(letter.lower()) % len(LETTERS)] for letter in "abcdefghijklmnopqrstuvwxyz"})
KEPT = re.compile(r"(%\(\w+\)s|%s|%%|<[^>]+>|\s+)")
PAGES = (
    "/",
    "/g/plan/",
    "/g/plan/text/",
    "/g/plan/rounds/",
    "/g/plan/rounds/new/",
    "/g/plan/rounds/1/",
    "/g/plan/rounds/1/compilation/",
    "/g/plan/documents/",
    "/g/plan/documents/new/",
    "/g/plan/delegations/",
    "/g/plan/delegations/seat/",
    "/g/plan/meetings/",
    "/g/plan/officers/",
    "/g/plan/record/",
    "/account/",
    "/help/",
    "/support/",
    "/failed/",
    "/nothing-here/",
)
# What stands outside the screen although it is neither hidden on purpose nor in something that scrolls by itself.
CUT = """() => [...document.querySelectorAll("main *, header *, nav *")].filter(e => {
  const box = e.getBoundingClientRect();
  const away = e.closest(".away, .skip, details:not([open]), [hidden]") || getComputedStyle(e).position === "absolute";
  const scrolls = e.parentElement.closest(".scroll, .sheet, table, .tabs, nav");
  return !away && !scrolls && box.width && (box.left < -1 || box.right > innerWidth + 1);
}).map(e => e.outerHTML.slice(0, 120))"""


def mirrored(sentence: str) -> str:
    """Return the sentence in the pseudo-language, a third longer; what is filled in and marked up stays."""
    parts = KEPT.split(sentence)
    return "".join(
        part if KEPT.fullmatch(part) else (part + part[-1:] * (len(part) // 3)).lower().translate(MIRROR)
        for part in parts
    )


@pytest.fixture
def right_to_left(settings: Any, tmp_path: Path) -> str:
    """Put the pseudo-language in the place of Portuguese, for this test only: the register of persons knows four."""
    catalog = Catalog(locale="pt", fuzzy=False)
    for (context, _first), (msgid, _paths, _comments) in messages.sentences().items():
        said = mirrored(msgid) if isinstance(msgid, str) else tuple(map(mirrored, msgid))
        catalog.add(msgid, said, context=context)
    folder = tmp_path / "pt" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "django.mo").open("wb") as file:
        write_mo(file, catalog)
    settings.LOCALE_PATHS = [tmp_path, *settings.LOCALE_PATHS]
    settings.LANGUAGES_BIDI = ["pt"]
    return "pt"


@pytest.fixture
def plan(transactional_db: None) -> World:
    return world(codes=("AG", "AR", "CL"))


@pytest.fixture
def round_(plan: World) -> Round:
    return played_round.open_round(plan)


def stands(desk: Desk, path: str) -> None:
    """Demand that the page is mirrored, fits the screen, and starts at its right edge."""
    page = desk.go(path)
    assert page.locator("html").get_attribute("dir") == "rtl", path
    assert (path, max(desk.overflow(), 0)) == (path, 0)
    heading = page.locator("h1").first
    assert re.search(f"[{LETTERS}]", page.locator("body").inner_text()), path
    assert heading.evaluate("e => getComputedStyle(e).direction") == "rtl", path
    assert (path, page.evaluate(CUT)) == (path, [])


def test_every_page_of_the_chair_stands_from_right_to_left(
    desk: Desk, plan: World, round_: Round, right_to_left: str
) -> None:
    played_round.send(plan, round_, "AR", "CL")
    Person.objects.filter(pk=plan.chair.id).update(language=right_to_left)
    desk.sign_in(plan.chair)
    for path in PAGES:
        stands(desk, path)
    assert [said for said in desk.complaints if "404" not in said] == []


def test_the_focal_point_s_pages_stand_from_right_to_left(
    desk: Desk, plan: World, round_: Round, right_to_left: str
) -> None:
    played_round.send(plan, round_, "AR")
    Person.objects.filter(pk=plan.focal_points["AG"].id).update(language=right_to_left)
    desk.sign_in(plan.focal_points["AG"])
    for path in ("/g/plan/", "/g/plan/proposal/", "/g/plan/room/", "/g/plan/room/admit/"):
        stands(desk, path)
        assert desk.faults() == []


def test_a_stranger_s_browser_asks_for_it(open_desk: Callable[..., Desk], right_to_left: str, plan: World) -> None:
    desk = open_desk("phone", locale=right_to_left)
    for path in ("/", "/sign-in/", "/help/"):
        stands(desk, path)
