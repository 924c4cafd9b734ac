"""Sessions and the accounts they belong to, asked for in one question written once: every page asks it.

Whose a session is stands inside it, signed. So the account is asked for beside it by a guess, whose it was last time,
and counts only if the session then says the same.
"""

from contextvars import ContextVar
from datetime import datetime
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet, Subquery
from django.utils import timezone

from accord.kernel.prepared import prepared
from accord.kernel.remembered import Remembered
from accord.people.models import Account

_WHOSE: Remembered[int] = Remembered(4096)
_BESIDE: ContextVar[Account | None] = ContextVar("the account that was read beside the session", default=None)


class SessionStore(db.SessionStore):
    """Django's sessions in the database; only how one is read differs."""

    def load(self) -> dict[str, Any]:
        """Return what the session holds; nothing when there is none, or it has run out."""
        key = self.session_key or ""
        whose = _WHOSE.get(key)
        beside = _with_account(whose, key, timezone.now()) if whose else []
        if beside and (held := beside[0].__dict__.pop("session_data")) is not None:
            _BESIDE.set(beside[0])
            said: dict[str, Any] = self.decode(held)
            return said
        _BESIDE.set(None)
        said = super().load()
        if whose := said.get(SESSION_KEY):
            _WHOSE.keep(key, int(whose))
        return said

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
        beside = _BESIDE.get()
        _BESIDE.set(None)
        if beside is None or beside.pk != int(user_id):
            beside = next(iter(_account(int(user_id))), None)
        return beside if beside is not None and self.user_can_authenticate(beside) else None


@prepared
def _with_account(pk: int, key: str, now: datetime) -> QuerySet[Account]:
    session = Session.objects.filter(session_key=key, expire_date__gt=now)
    return Account.objects.filter(pk=pk).annotate(session_data=Subquery(session.values("session_data")))


@prepared
def _alive(key: str, now: datetime) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=now)


@prepared
def _account(pk: int) -> QuerySet[Account]:
    return Account.objects.filter(pk=pk)
