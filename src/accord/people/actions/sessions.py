"""Signing out elsewhere (O7)."""

from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import Any

from django.contrib.sessions.models import Session

from accord.kernel.action import Fact, action
from accord.kernel.actor import Actor
from accord.people.models import Account
from accord.people.policy import ACCOUNT_OWN
from accord.people.queries.sessions import mark_of, sessions_of


def _ended(result: int, *, account: Account, **_arguments: Any) -> Fact:
    person = f"person:{account.person_id}"
    return Fact("account.sessions_ended", person, person, {"sessions": result})


@action(allow=ACCOUNT_OWN, on="account", record=_ended)
def end_sessions(*, actor: Actor, now: datetime, account: Account, marks: AbstractSet[str]) -> int:
    """End those of one's own sessions that the marks name, and return how many there were."""
    keys = [key for key, _browser, _began in sessions_of(account) if mark_of(key) in marks]
    Session.objects.filter(session_key__in=keys).delete()
    return len(keys)
