"""A real browser at two widths before a real server, a way to sign in, and the accessibility rules of axe."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from accord.kernel.actor import Actor
from tests.browser import chromium
from tests.factories.people import account

WIDTHS = {"desk": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}
AXE = chromium.NODE / "node_modules" / "axe-core" / "axe.min.js"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder, so that `-m browser` finds it."""
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the one browser of the run."""
    found = chromium.find()
    # Playwright keeps a loop in this thread; the tests themselves are synchronous, so that Django may be asked here.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    environment = {**os.environ, **found.environment}
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found.program, args=list(chromium.FLAGS), env=environment)
        yield started
        started.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@dataclass
class Desk:
    """One person before the screen: `page` is what she sees, `complaints` what the browser wrote on its console."""

    context: BrowserContext
    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)

    def go(self, path: str) -> Page:
        """Open a path of the server."""
        self.page.goto(self.address + path)
        return self.page

    def sign_in(self, actor: Actor) -> None:
        """Be signed in as the actor, by a session of the server's; the sign-in page has its own tests."""
        client = Client()
        client.force_login(account(actor))
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": self.address}])

    def faults(self) -> list[str]:
        """Return what axe finds wrong on this page, as "rule: element" lines."""
        # Through the debugger, not a script element: the page's own policy stays as strict as it is.
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found: dict[str, Any] = self.page.evaluate("rules => axe.run(document, rules)", RULES)
        return [f"{each['id']}: {node['html'][:160]}" for each in found["violations"] for node in each["nodes"]]

    def overflow(self) -> int:
        """Return by how many pixels the page is wider than the screen."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


@pytest.fixture
def open_desk(browser: Browser, live_server: LiveServer) -> Iterator[Callable[..., Desk]]:
    """Call it with "desk" or "phone" (and Playwright's context options) for a new person before a new screen."""
    contexts: list[BrowserContext] = []

    def opened(width: str = "desk", **options: Any) -> Desk:
        context = browser.new_context(viewport=WIDTHS[width], **options)
        contexts.append(context)
        desk = Desk(context, context.new_page(), live_server.url)
        desk.page.on("console", lambda said: desk.complaints.append(said.text) if said.type == "error" else None)
        # Hand every file dialog over from the start: asked for only when a key opens one, it can come too late.
        desk.page.on("filechooser", lambda _: None)
        desk.page.on("pageerror", lambda error: desk.complaints.append(str(error)))
        return desk

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture(params=list(WIDTHS))
def desk(request: pytest.FixtureRequest, open_desk: Callable[..., Desk]) -> Desk:
    """Put one person before a wide screen, and again before a phone."""
    return open_desk(request.param)
