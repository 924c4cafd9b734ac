"""Closing an account, and opening it again; an act of whoever runs the server, on the Secretariat's word."""

from datetime import datetime
from typing import Any

from accord.kernel.action import SYSTEM_ONLY, Fact, action
from accord.kernel.actor import Actor
from accord.people.models import Account, LinkToken, Person


def _closed(result: bool, *, person: Person, **_arguments: Any) -> Fact | None:  # noqa: FBT001  the act's result
    return Fact("account.closed", f"person:{person.pk}", f"person:{person.pk}") if result else None


def _opened_again(result: bool, *, person: Person, **_arguments: Any) -> Fact | None:  # noqa: FBT001  the act's result
    return Fact("account.opened_again", f"person:{person.pk}", f"person:{person.pk}") if result else None


@action(allow=SYSTEM_ONLY, record=_closed)
def close_account(*, actor: Actor, now: datetime, person: Person) -> bool:
    """Close the person's account at once, with every link she holds; return False when there was none open."""
    LinkToken.objects.filter(person=person, revoked_at__isnull=True).update(revoked_at=now)
    return bool(Account.objects.filter(person=person, is_active=True).update(is_active=False))


@action(allow=SYSTEM_ONLY, record=_opened_again)
def open_account_again(*, actor: Actor, now: datetime, person: Person) -> bool:
    """Open a closed account again, under the same user name; return False when it was not closed."""
    return bool(Account.objects.filter(person=person, is_active=False).update(is_active=True))
