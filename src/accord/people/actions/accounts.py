"""Accounts: opened by a personal link, never by a password that somebody else typed (O6-O8)."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accord.kernel.action import JSON, SYSTEM_ONLY, Fact, Refused, action
from accord.kernel.actor import Actor
from accord.kernel.derivation import is_derived
from accord.people.models import Account, LinkToken, Person
from accord.people.models.accounts import USERNAME
from accord.people.policy import ACCOUNT_OWN, PERSON_INVITED_BY, PERSON_SELF
from accord.people.queries import invitation

LIFE = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class IssuedLink:
    """A personal link as it is told once, to its person alone; only its hash is kept."""

    token: LinkToken
    secret: str

    @property
    def address(self) -> str:
        """The whole address of the page that the link opens."""
        return f"{settings.ACCORD_ORIGIN}/activate/{self.secret}"


def _issued(result: IssuedLink, **_arguments: Any) -> Fact:
    # Neither the secret nor its hash: the record is read by others.
    data: dict[str, JSON] = {"link": result.token.pk, "expires": result.token.expires_at.isoformat()}
    return Fact("activation.issued", f"person:{result.token.person_id}", f"person:{result.token.person_id}", data)


@action(allow=SYSTEM_ONLY, record=_issued)
def issue_activation(*, actor: Actor, now: datetime, person: Person) -> IssuedLink:
    """Make the link by which a person chooses user name and password, or a new password; earlier links end.

    Only the machine holds it, for as long as it takes to write the letter: an officer who could read it could sign in
    as a focal point. Refused (`account_closed`) when the account was closed.
    """
    if Account.objects.filter(person=person, is_active=False).exists():
        raise Refused(_("This person's account was closed."), code="account_closed")
    LinkToken.objects.filter(person=person, purpose="activation", revoked_at__isnull=True).update(revoked_at=now)
    secret = secrets.token_urlsafe(32)
    token = LinkToken.objects.create(
        sha256=hashlib.sha256(secret.encode()).hexdigest(),
        purpose="activation",
        person=person,
        issued_at=now,
        expires_at=now + LIFE,
    )
    return IssuedLink(token, secret)


@action(
    allow=PERSON_INVITED_BY,
    on="person",
    record=lambda _result, *, person, **_arguments: Fact(
        "activation.wanted", f"person:{person.pk}", f"person:{person.pk}"
    ),
)
def send_activation(*, actor: Actor, now: datetime, person: Person) -> None:
    """Have the person sent a fresh link, to her own address; whoever asks for it does not see it."""
    if Account.objects.filter(person=person, is_active=False).exists():
        raise Refused(_("This person's account was closed."), code="account_closed")


def _holds_the_link(actor: Actor, arguments: Mapping[str, Any]) -> bool:
    opened = invitation(actor, str(arguments.get("secret", "")), at=arguments["now"])
    return opened is not None and actor.kind == "link" and opened.token.pk == actor.id


def _opened(result: Account, **_arguments: Any) -> Fact:
    person = f"person:{result.person_id}"
    return Fact("account.opened", person, person, {"username": result.username})


@action(allow=_holds_the_link, record=_opened)
def activate(*, actor: Actor, now: datetime, secret: str, username: str, derived: str) -> Account:
    """Open the account with the user name and password its owner chose, or give it a new password; the link is used up.

    `derived` is what her page made of the password (`kernel.derivation`): the password itself is not taken.

    A user name that was chosen before stays, whatever `username` says (O8).
    """
    opened = invitation(actor, secret, at=now)
    # Marked while unused: of two who press at once, one changes the row.
    if opened is None or not LinkToken.objects.filter(pk=opened.token.pk, used_count=0).update(used_count=1):
        raise Refused(_("This link has been used. Ask for a new one."), code="link_used")
    account = Account.objects.filter(person=opened.person).first()
    if account is None:
        account = Account(username=_free_username(username), person=opened.person, opened_at=now)
    _demand_derived(derived)
    account.set_password(derived)
    account.save()
    return account


def _password_changed(_result: None, *, account: Account, **_arguments: Any) -> Fact:
    return Fact("account.password_changed", f"person:{account.person_id}", f"person:{account.person_id}")


@action(allow=ACCOUNT_OWN, on="account", record=_password_changed)
def change_password(*, actor: Actor, now: datetime, account: Account, current: str, new: str) -> None:
    """Change one's own password; every other session of the account ends with it, for its key is gone (O7).

    Both are what the page derived, never what was typed; how strong a new one is, the page has judged.
    """
    if not account.check_password(current):
        raise Refused(_("That is not your present password."), code="wrong_password")
    if current == new:
        raise Refused(_("The new password is the old one."), code="same_password")
    _demand_derived(new)
    account.set_password(new)
    account.save(update_fields=["password"])


def _settings_changed(result: Person, **_arguments: Any) -> Fact:
    data = {"language": result.language, "zone": result.zone}
    return Fact("person.settings_changed", f"person:{result.pk}", f"person:{result.pk}", data)


@action(allow=PERSON_SELF, on="person", record=_settings_changed)
def change_settings(*, actor: Actor, now: datetime, person: Person, language: str, zone: str) -> Person:
    """Choose the language and the clock in which one reads."""
    if language not in dict(settings.LANGUAGES) or zone not in available_timezones():
        raise Refused(_("Choose a language and a time zone from the lists."), code="settings")
    person.language, person.zone = language, zone
    person.save(update_fields=["language", "zone"])
    return person


@action(allow=PERSON_SELF, on="person", record=_settings_changed)
def change_language(*, actor: Actor, now: datetime, person: Person, language: str) -> Person:
    """Choose the language in which one reads."""
    if language not in dict(settings.LANGUAGES):
        raise Refused(_("Choose a language from the list."), code="settings")
    person.language = language
    person.save(update_fields=["language"])
    return person


def _free_username(username: str) -> str:
    try:
        USERNAME(username)
    except ValidationError as error:
        raise Refused(" ".join(error.messages), code="username") from error
    if Account.objects.filter(username=username).exists():
        raise Refused(_("Somebody has this user name. Choose another."), code="username_taken")
    return username


def _demand_derived(derived: str) -> None:
    if not is_derived(derived):
        sentence = _("The password was not prepared by the page, so it was not taken. Load the page again.")
        raise Refused(sentence, code="not_derived")
