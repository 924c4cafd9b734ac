"""How a session begins: whose it is, when, and with which browser, so that its owner knows it again on her page."""

from typing import Any

from django.contrib.auth import login
from django.http import HttpRequest

from accord.kernel import clocks
from accord.people.queries import BEGAN, BROWSER

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
# The first that is named in what a browser says of itself: many name the others too.
BROWSERS = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS": "macOS",
    "Linux": "Linux",
}


def begin_session(request: HttpRequest, account: Any) -> None:
    """Sign the account in with this browser."""
    login(request, account, BACKEND)
    request.session[BEGAN] = clocks.now().isoformat()
    request.session[BROWSER] = browser_of(request.headers.get("User-Agent", ""))


def browser_of(agent: str) -> str:
    """Return "Firefox, Windows" for what a browser says of itself; nothing when it says nothing known."""
    named = next((name for word, name in BROWSERS.items() if f"{word}/" in agent), "")
    system = next((name for word, name in SYSTEMS.items() if word in agent), "")
    return ", ".join(filter(None, (named, system)))
