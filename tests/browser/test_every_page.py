"""Every page of a group, taken from the grid, in a real browser: nobody is shut out by eyes, hands or small screens."""

from collections.abc import Callable, Collection

import pytest
from django.conf import settings

from tests.browser.conftest import WIDTHS, Desk
from tests.factories.negotiation import ENGLISH, SPANISH, negotiation
from tests.house.test_grid import ROWS, address_of, in_plan, pages, seated
from tests.house.test_standing_notices import AS_THEY_ARE, SAY_SO

READERS = ("chair", "AG focal point", "BR focal point", "acting for CL")
HEARD = """() => [...document.querySelectorAll("main :is(a[href], button, input:not([type=hidden]), select, textarea)")]
  .filter((each) => each.tabIndex < 0 && !each.disabled).map((each) => each.outerHTML.slice(0, 120))"""
"""What a hand can press and a keyboard cannot reach."""
SENT = """() => [...document.forms].filter((each) => ![...each.elements].some((one) => one.type === "submit"))
  .map((each) => each.outerHTML.slice(0, 120))"""
"""Forms that cannot be sent without script."""
NOWHERE_ELSE = {
    *("customs", "addressees", "dispatch", "silence", "side", "lodge", "round-rule"),
    *("revision-upload", "revision-assign", "question", "changes"),
}
"""Pages that no other test of this folder enters."""


def rows_of(reader: str) -> list[str]:
    """Return the pages of which this reader is the first who enters, of the group whose round is seen at once."""
    first = {
        row: next((who for who in READERS if letters[who] == "o"), "")
        for (row, method), letters in ROWS.items()
        if method == "GET" and "@" not in row and row not in SAY_SO | AS_THEY_ARE
    }
    return [row for row, who in first.items() if who == reader and "<slug:group>" in pages()[row].route]


def visited(open_desk: Callable[..., Desk], chosen: Collection[str] | None = None) -> int:
    """Look at these pages (at all, unless told), demand that nothing is wrong, and return how many they are."""
    plan = negotiation(slug="plan", texts={"en": ENGLISH, "es": SPANISH})
    sessions = dict(seated(plan.world))
    values = in_plan(plan)
    seen, wrong = 0, []
    for reader in READERS:
        desk = open_desk("phone")
        name = settings.SESSION_COOKIE_NAME
        desk.context.add_cookies([{"name": name, "value": sessions[reader], "url": desk.address}])
        for row in rows_of(reader):
            if chosen is None or row in chosen:
                wrong += [(row, each) for each in faults(desk, address_of(row, "plan", values.get(row, {})))]
                seen += 1
    assert wrong == []
    return seen


def faults(desk: Desk, address: str) -> list[str]:
    """Return what is wrong with a page, on a telephone and before a wide screen."""
    desk.page.set_viewport_size(WIDTHS["phone"])  # type: ignore[arg-type]  # a width and a height
    page = desk.go(address)
    found = [*desk.faults(), *page.evaluate(HEARD), *page.evaluate(SENT), *desk.complaints]
    desk.complaints.clear()
    for width in WIDTHS.values():
        page.set_viewport_size(width)  # type: ignore[arg-type]  # a width and a height
        found += [f"{desk.overflow()} px too wide"] if desk.overflow() > 0 else []
    return [*found, *([] if page.locator("h1").count() == 1 else ["not one heading"])]


def test_no_page_that_is_entered_nowhere_else_shuts_anybody_out(
    open_desk: Callable[..., Desk], transactional_db: None
) -> None:
    assert visited(open_desk, NOWHERE_ELSE) == len(NOWHERE_ELSE)


@pytest.mark.long
def test_no_page_of_a_group_shuts_anybody_out(open_desk: Callable[..., Desk], transactional_db: None) -> None:
    assert visited(open_desk) > 50
