"""The demo in a real browser: nobody is shut out of its pages, and one click is enough."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from accord.mailings.models import Letter
from tests.browser.conftest import WIDTHS, Desk
from tests.factories.demo import demo_on, tell


def test_the_demo_s_pages_shut_nobody_out_and_one_click_is_enough(
    open_desk: Callable[..., Desk], transactional_db: None
) -> None:
    tell()
    letters = Letter.objects.exclude(text="").order_by("pk")
    longest = max(letters, key=lambda letter: len(letter.text))
    with demo_on():
        for width in WIDTHS:
            desk = open_desk(width)
            for path in ("/demo/", "/demo/outbox/", f"/demo/outbox/{longest.pk}/"):
                desk.go(path)
                assert (path, desk.faults()) == (path, [])
                assert (path, desk.overflow()) == (path, 0)
            for button in ("Enter as Helena", "Ian Joseph, focal point", "Denise Richards, expert in the capital"):
                page = desk.go("/demo/")
                page.get_by_role("button", name=button).click()
                expect(page.get_by_role("heading", level=1)).to_have_text("Working Group on the Inter-American Plan")
            assert desk.complaints == []


@pytest.mark.parametrize("path", ["/demo/", "/demo/outbox/"])
def test_outside_the_demo_there_is_no_such_page(desk: Desk, transactional_db: None, path: str) -> None:
    page = desk.go(path)
    expect(page.get_by_role("heading", level=1)).to_have_text("There is no page here for you")
