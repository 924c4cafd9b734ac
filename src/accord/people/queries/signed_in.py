"""Sessions and the accounts they belong to, asked for by questions written once: every page asks both."""

from datetime import datetime
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from accord.kernel.prepared import prepared
from accord.people.models import Account


class SessionStore(db.SessionStore):
    """Django's sessions in the database; only how one is read differs."""

    def _get_session_from_db(self) -> Session | None:
        """Return the session if there is one and it has not run out, else None, and forget its key."""
        found = _alive(self.session_key or "", timezone.now())
        if not found:
            self._session_key = None
            return None
        return found[0]


class Accounts(AuthenticationBackend):  # type: ignore[misc] # allauth carries no types
    """Allauth's way to sign in; only how the account of a session is read differs."""

    def get_user(self, user_id: Any) -> Account | None:
        """Return the account with its person, unless it is closed."""
        found = _account(int(user_id))
        return found[0] if found and self.user_can_authenticate(found[0]) else None


@prepared
def _alive(key: str, now: datetime) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=now)


@prepared
def _account(pk: int) -> QuerySet[Account]:
    return Account.objects.filter(pk=pk)
