"""How a session begins: whose it is, when, and with which browser, so that its owner knows it again on her page.

Where the owner has turned on the second step, a right password leads to its page (sign-in/code/) and only that begins
the session; and what needs the password anew asks whether it was typed a moment ago (`confirmed`).
"""

from datetime import datetime, timedelta
from typing import Any, Literal

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from accord.kernel import clocks
from accord.people import queries
from accord.people.queries import BEGAN, BROWSER

BACKEND = "accord.people.queries.signed_in.Accounts"
# What a session was begun by. Experts' rooms open with the password alone (security.md section 1): one that a passkey
# began asks for the password at their door.
BY = "signed_in_by"
WAITING, CONFIRMED = "waiting_for_code", "password_confirmed_at"
WAITS, HOLDS = timedelta(minutes=10), timedelta(minutes=5)
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


def enter(request: HttpRequest, account: Any, where: str) -> HttpResponse:
    """Sign in whose password was right, or ask her for the second step first; then go to the address."""
    if not queries.asks_for_code(queries.actor_of(account)):
        begin_session(request, account)
        return HttpResponseRedirect(where, status=303)
    until = clocks.now() + WAITS
    mark = account.get_session_auth_hash()
    request.session[WAITING] = {"account": account.pk, "mark": mark, "next": where, "until": until.isoformat()}
    return HttpResponseRedirect(reverse("sign-in-code"), status=303)


def waiting(request: HttpRequest) -> tuple[Any, str] | None:
    """Return whose password was right in this browser within ten minutes, and where she was going; else None."""
    kept = request.session.get(WAITING)
    if not kept or datetime.fromisoformat(kept["until"]) <= clocks.now():
        return None
    account = queries.waiting_account(None, kept["account"], kept["mark"])
    return None if account is None else (account, kept["next"])


def begin_session(request: HttpRequest, account: Any, by: Literal["password", "passkey"] = "password") -> None:
    """Sign the account in with this browser."""
    login(request, account, BACKEND)
    request.session.pop(WAITING, None)
    request.session[BEGAN] = clocks.now().isoformat()
    request.session[BROWSER] = browser_of(request.headers.get("User-Agent", ""))
    request.session[BY] = by


def confirm(request: HttpRequest) -> None:
    """Note that the reader has typed her password now."""
    request.session[CONFIRMED] = clocks.now().isoformat()


def confirmed(request: HttpRequest) -> bool:
    """Return whether the reader has typed her password for such a purpose within five minutes."""
    at = request.session.get(CONFIRMED)
    return at is not None and clocks.now() < datetime.fromisoformat(at) + HOLDS


def browser_of(agent: str) -> str:
    """Return "Firefox, Windows" for what a browser says of itself; nothing when it says nothing known."""
    named = next((name for word, name in BROWSERS.items() if f"{word}/" in agent), "")
    system = next((name for word, name in SYSTEMS.items() if word in agent), "")
    return ", ".join(filter(None, (named, system)))
