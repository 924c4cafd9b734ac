"""The second step at sign-in, where its owner has turned it on: what she has, what she is offered, who waits for it."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote, urlencode, urlsplit

import qrcode
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.conf import settings
from django.utils.crypto import constant_time_compare
from qrcode.image.svg import SvgPathImage

from accord.kernel import vault
from accord.kernel.actor import Actor
from accord.people.models import Account
from accord.people.queries.accounts import account_of

APP, RECOVERY, PASSKEY = Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES, Authenticator.Type.WEBAUTHN


@dataclass(frozen=True, slots=True)
class SecondStep:
    """Since when an authenticator app is asked for (None: it is not), when last, and how many recovery codes are left.

    `passkeys` says how many there are.
    """

    since: datetime | None
    used: datetime | None
    codes: int
    passkeys: int


@dataclass(frozen=True, slots=True)
class Offer:
    """What the page shows to an authenticator app: the key to type, the same as a picture (SVG), and the key sealed.

    The sealed key goes into the form and comes back with the code, so that nothing is kept until the code was right.
    """

    key: str
    picture: str
    sealed: str


def second_step(actor: Actor) -> SecondStep:
    """Return what the actor has turned on."""
    account = account_of(actor)
    held = [] if account is None else list(Authenticator.objects.filter(user=account))
    app = next((each for each in held if each.type == APP), None)
    codes = next((each for each in held if each.type == RECOVERY), None)
    return SecondStep(
        app.created_at if app else None,
        app.last_used_at if app else None,
        len(RecoveryCodes(codes).get_unused_codes()) if codes else 0,
        sum(each.type == PASSKEY for each in held),
    )


def asks_for_code(actor: Actor) -> bool:
    """Return whether the actor's password alone does not sign her in."""
    return bool(Authenticator.objects.filter(user__person=actor.id, type=APP).exists())


def offer(actor: Actor, sealed: str = "") -> Offer:
    """Return a key for the actor's authenticator app: the one that was offered before, if this is it sealed."""
    key = (vault.unseal(sealed) if sealed else None) or generate_totp_secret()
    host = urlsplit(settings.ACCORD_ORIGIN).hostname or ""
    named = quote(f"{host}:{actor.label}")
    address = f"otpauth://totp/{named}?{urlencode({'secret': key, 'issuer': host}, quote_via=quote)}"
    picture = qrcode.make(address, image_factory=SvgPathImage).to_string(encoding="unicode")
    return Offer(" ".join(key[at : at + 4] for at in range(0, len(key), 4)), picture, vault.seal(key))


def waiting_account(actor: Actor | None, account: int, mark: str) -> Account | None:  # noqa: ARG001  nobody is signed in yet
    """Return the account whose password was right a moment ago; None when it was changed or closed since.

    `mark` is what the account's sessions held then (Django's session hash).
    """
    found = Account.objects.filter(pk=account, is_active=True).first()
    return found if found is not None and constant_time_compare(found.get_session_auth_hash(), mark) else None
