"""Personal links for reading: made by their person for herself, told once, ended by her at any time."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from accord.kernel.action import JSON, Fact, action
from accord.kernel.actor import Actor
from accord.people.actions.accounts import IssuedLink
from accord.people.models import LinkToken, Person
from accord.people.policy import LINK_OWN, PERSON_SELF


def _issued(result: IssuedLink, **_arguments: Any) -> Fact:
    # Neither the secret nor its hash: the record is read by others.
    token = result.token
    data: dict[str, JSON] = {"link": token.pk, "purpose": token.purpose, "expires": token.expires_at.isoformat()}
    return Fact("link.issued", f"person:{token.person_id}", f"person:{token.person_id}", data)


@action(allow=PERSON_SELF, on="person", record=_issued)
def issue_link(*, actor: Actor, now: datetime, person: Person, purpose: str, life: timedelta) -> IssuedLink:
    """Make a link of this purpose ("calendar") for oneself; only the SHA-256 of its secret is kept."""
    secret = secrets.token_urlsafe(32)
    token = LinkToken.objects.create(
        sha256=hashlib.sha256(secret.encode()).hexdigest(),
        purpose=purpose,
        person=person,
        issued_at=now,
        expires_at=now + life,
    )
    return IssuedLink(token, secret)


def _ended(result: bool, *, link: LinkToken, **_arguments: Any) -> Fact | None:  # noqa: FBT001 -- the act's result
    person = f"person:{link.person_id}"
    return Fact("link.ended", person, person, {"link": link.pk, "purpose": link.purpose}) if result else None


@action(allow=LINK_OWN, on="link", record=_ended)
def end_link(*, actor: Actor, now: datetime, link: LinkToken) -> bool:
    """End one's own link; whether it was live. Whoever still has its address is told that it has ended."""
    return bool(LinkToken.objects.filter(pk=link.pk, revoked_at__isnull=True).update(revoked_at=now))
