"""Passkeys: made by their owner on her own device, used in the place of the password, removed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import WebAuthn
from cryptography.exceptions import InvalidSignature
from django.utils.translation import gettext_lazy as _

from accord.kernel.action import Fact, Refused, action
from accord.kernel.actor import Actor
from accord.people.models import Account
from accord.people.policy import ACCOUNT_OWN
from accord.people.queries.passkeys import PASSKEY, credentials_of, server

LIMIT, LONGEST_NAME = 20, 60
# What a browser's answer may be wrong in: not what it should hold, another challenge, another key, no signature of it.
WRONG = (ValueError, TypeError, KeyError, AttributeError, InvalidSignature)


def _added(_result: int, *, account: Account, **_arguments: Any) -> Fact:
    return Fact("passkey.added", f"person:{account.person_id}", f"person:{account.person_id}")


@action(allow=ACCOUNT_OWN, on="account", record=_added)
def add_passkey(
    *, actor: Actor, now: datetime, account: Account, name: str, state: Mapping[str, Any], answer: Mapping[str, Any]
) -> int:
    """Keep the public key that the owner's device made for what was asked (`state`), and return its number.

    Refused: `wrong_answer` (not what was asked, or not of this server's address), `too_many`.
    """
    if Authenticator.objects.filter(user=account, type=PASSKEY).count() >= LIMIT:
        raise Refused(_("You have twenty passkeys. Remove one that you no longer use."), code="too_many")
    try:
        server().register_complete(dict(state), dict(answer))
    except WRONG as fault:
        raise Refused(
            _("The passkey could not be kept. Load the page again and try once more."), code="wrong_answer"
        ) from fault
    made = WebAuthn.add(account, name.strip()[:LONGEST_NAME], dict(answer)).instance
    Authenticator.objects.filter(pk=made.pk).update(created_at=now)
    return int(made.pk)


@action(allow=ACCOUNT_OWN, on="account", record=lambda _result, **_arguments: None)
def prove_passkey(
    *, actor: Actor, now: datetime, account: Account, state: Mapping[str, Any], answer: Mapping[str, Any]
) -> bool:
    """Return whether the answer to what was asked is signed by a passkey of the account, unlocked by its owner."""
    try:
        proved = server().authenticate_complete(dict(state), credentials_of(account), dict(answer))
    except WRONG:
        return False
    held = Authenticator.objects.filter(user=account, type=PASSKEY)
    used = [each for each in held if each.wrap().authenticator_data.credential_data == proved]
    return bool(used) and bool(Authenticator.objects.filter(pk=used[0].pk).update(last_used_at=now))


def _removed(result: bool, *, account: Account, **_arguments: Any) -> Fact | None:  # noqa: FBT001  the act's result
    return Fact("passkey.removed", f"person:{account.person_id}", f"person:{account.person_id}") if result else None


@action(allow=ACCOUNT_OWN, on="account", record=_removed)
def remove_passkey(*, actor: Actor, now: datetime, account: Account, passkey: int) -> bool:
    """Let a passkey open the account no longer; return False when there was none of that number."""
    return bool(Authenticator.objects.filter(user=account, type=PASSKEY, pk=passkey).delete()[0])
