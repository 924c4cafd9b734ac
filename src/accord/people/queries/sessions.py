"""Where an account is signed in."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session

from accord.kernel import clocks
from accord.kernel.actor import Actor
from accord.people.models import Account
from accord.people.queries.accounts import account_of

BEGAN, BROWSER = "signed_in_at", "signed_in_with"


@dataclass(frozen=True, slots=True)
class OpenSession:
    """One browser in which somebody is signed in; `mark` names it on a page without giving its key away."""

    mark: str
    browser: str
    began: datetime | None
    here: bool


def open_sessions(actor: Actor, *, here: str | None) -> list[OpenSession]:
    """Return where the actor is signed in: this browser (whose session's key is `here`) first, then the newest."""
    account = account_of(actor)
    rows = [] if account is None else list(sessions_of(account))
    found = [OpenSession(mark_of(key), browser, began, here=key == here) for key, browser, began in rows]
    return sorted(found, key=lambda each: (not each.here, -(each.began.timestamp() if each.began else 0)))


def sessions_of(account: Account) -> Iterator[tuple[str, str, datetime | None]]:
    """Yield key, browser and beginning of each session by which the account is signed in now.

    Sessions do not say whose they are until they are read; they last half a day, so there are few.
    """
    valid = account.get_session_auth_hash()
    for row in Session.objects.filter(expire_date__gt=clocks.now()).iterator():
        held = row.get_decoded()
        # A session of before the password was changed is over, though its row still lies there.
        if held.get(SESSION_KEY) == str(account.pk) and held.get(HASH_SESSION_KEY) == valid:
            began = held.get(BEGAN)
            yield row.session_key, str(held.get(BROWSER, "")), datetime.fromisoformat(began) if began else None


def mark_of(key: str) -> str:
    """Return what names a session on a page: its key is as good as a password and is shown nowhere."""
    return hashlib.sha256(key.encode()).hexdigest()[:16]
