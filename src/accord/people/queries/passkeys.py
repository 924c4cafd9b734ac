"""Passkeys (WebAuthn): which ones somebody has, and what a browser is asked for in order to make or to use one."""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from allauth.mfa.models import Authenticator
from django.conf import settings
from fido2.server import Fido2Server
from fido2.utils import websafe_decode
from fido2.webauthn import (
    AttestedCredentialData,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from accord.kernel.action import NotAllowed
from accord.kernel.actor import Actor
from accord.people.models import Account
from accord.people.queries.accounts import account_of

PASSKEY = Authenticator.Type.WEBAUTHN


@dataclass(frozen=True, slots=True)
class Passkey:
    """One passkey as its owner sees it."""

    pk: int
    name: str
    added: datetime
    used: datetime | None


@dataclass(frozen=True, slots=True)
class Asked:
    """What a browser is asked for (`options`, fit for JSON), and what its answer is checked against (`state`)."""

    options: dict[str, Any]
    state: dict[str, Any]


def passkeys(actor: Actor) -> list[Passkey]:
    """Return the actor's own passkeys, the oldest first."""
    held = Authenticator.objects.filter(user__person=actor.id, type=PASSKEY).order_by("pk")
    return [_passkey(each) for each in held] if actor.kind == "person" else []


def passkey(actor: Actor, pk: int) -> Passkey:
    """Return one of the actor's own passkeys; NotAllowed when it is not hers."""
    found = Authenticator.objects.filter(user__person=actor.id, type=PASSKEY, pk=pk).first()
    if found is None or actor.kind != "person":
        raise NotAllowed
    return _passkey(found)


def passkeys_work_here(actor: Actor | None) -> bool:  # noqa: ARG001  the same for everybody
    """Return whether a browser makes passkeys for this server's address: it needs a name, and TLS unless local."""
    origin = urlsplit(settings.ACCORD_ORIGIN)
    host = origin.hostname or ""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return origin.scheme == "https" or host == "localhost" or host.endswith(".localhost")
    return False


def passkey_wanted(actor: Actor) -> Asked:
    """Return what the actor's browser is asked for in order to make a passkey, unless it holds one of hers already."""
    account = account_of(actor)
    if account is None:
        raise NotAllowed
    who = PublicKeyCredentialUserEntity(
        id=str(account.pk).encode(), name=account.username, display_name=account.person.name
    )
    options, state = server().register_begin(
        who,
        credentials=credentials_of(account),
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return Asked(dict(options), dict(state))


def proof_wanted(actor: Actor | None) -> Asked:  # noqa: ARG001  nobody is signed in yet
    """Return what any browser is asked for in order to sign in with a passkey; it names nobody."""
    options, state = server().authenticate_begin(user_verification=UserVerificationRequirement.REQUIRED)
    return Asked(dict(options), dict(state))


def passkey_holder(actor: Actor | None, answer: Mapping[str, Any]) -> Account | None:  # noqa: ARG001  as above
    """Return whose passkey an answer says it is; that it is, `actions.prove_passkey` finds out."""
    try:
        handle = websafe_decode(answer["response"]["userHandle"]).decode()
        return Account.objects.filter(pk=int(handle), is_active=True).first()
    except (KeyError, TypeError, ValueError):
        return None


def server() -> Fido2Server:
    """Return who checks: passkeys are bound to the host of ACCORD_ORIGIN."""
    return Fido2Server(PublicKeyCredentialRpEntity(id=urlsplit(settings.ACCORD_ORIGIN).hostname or "", name="Accord"))


def credentials_of(account: Account) -> list[AttestedCredentialData]:
    """Return the public keys of the account's passkeys."""
    held = Authenticator.objects.filter(user=account, type=PASSKEY).order_by("pk")
    return [each.wrap().authenticator_data.credential_data for each in held]


def _passkey(held: Any) -> Passkey:
    return Passkey(held.pk, held.wrap().name, held.created_at, held.last_used_at)
