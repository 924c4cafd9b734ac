"""The second step at sign-in: turned on, answered, turned off by its owner; taken away by whoever runs the server."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.utils.translation import gettext_lazy as _

from accord.kernel import vault
from accord.kernel.action import SYSTEM_ONLY, Fact, Refused, action
from accord.kernel.actor import Actor
from accord.people.models import Account, Person
from accord.people.policy import ACCOUNT_OWN
from accord.people.providers.codes import step_of
from accord.people.queries.second_step import APP, RECOVERY

# After so many wrong codes within the hour the owner is told that somebody has her password; after so many, the app's
# codes rest for the hour. Recovery codes (one in ten million is right) and passkeys do not: nobody is locked out.
TOLD_AFTER, REST_AFTER = 5, 50
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Answered:
    """By what the second step was answered ("": not at all), and how many wrong answers there were within the hour."""

    by: Literal["", "app", "recovery"]
    wrong: int = 0
    codes_left: int = 0


def _about(kind: str, account: Account, **data: int) -> Fact:
    person = f"person:{account.person_id}"
    return Fact(kind, person, person, dict(data))


def _turned_on(_result: list[str], *, account: Account, **_arguments: Any) -> Fact:
    return _about("second_step.turned_on", account)


@action(allow=ACCOUNT_OWN, on="account", record=_turned_on)
def turn_on_second_step(*, actor: Actor, now: datetime, account: Account, sealed: str, code: str) -> list[str]:
    """Ask for an authenticator app's code from now on, and return ten recovery codes, which are told this once.

    `sealed` is the key as `queries.offer` gave it; `code` shows that the app has it. Refused: `on_already`,
    `wrong_code`.
    """
    if Authenticator.objects.filter(user=account, type=APP).exists():
        raise Refused(_("The second step is turned on already."), code="on_already")
    secret = vault.unseal(sealed) or ""
    step = step_of(secret, digits(code), at=now, after=0)
    if step is None:
        sentence = _("This is not the code that your app shows now. Wait for the next one and type it.")
        raise Refused(sentence, code="wrong_code")
    app = TOTP.activate(account, secret).instance
    app.data["step"], app.created_at = step, now
    app.save()
    return _fresh_codes(account)


def _codes_made(_result: list[str], *, account: Account, **_arguments: Any) -> Fact:
    return _about("recovery_codes.made", account)


@action(allow=ACCOUNT_OWN, on="account", record=_codes_made)
def make_recovery_codes(*, actor: Actor, now: datetime, account: Account) -> list[str]:
    """Return ten new recovery codes, told this once; the former ones end. Refused (`off`) without a second step."""
    if not Authenticator.objects.filter(user=account, type=APP).exists():
        raise Refused(_("The second step is not turned on."), code="off")
    return _fresh_codes(account)


def _turned_off(result: bool, *, account: Account, **_arguments: Any) -> Fact | None:  # noqa: FBT001  the act's result
    return _about("second_step.turned_off", account) if result else None


@action(allow=ACCOUNT_OWN, on="account", record=_turned_off)
def turn_off_second_step(*, actor: Actor, now: datetime, account: Account) -> bool:
    """Ask for the password alone from now on; return False when it was so."""
    removed, _models = Authenticator.objects.filter(user=account, type__in=(APP, RECOVERY)).delete()
    return bool(removed)


def _answered(result: Answered, *, account: Account, **_arguments: Any) -> Iterator[Fact]:
    if result.by == "recovery":
        yield _about("recovery_code.used", account, left=result.codes_left)
    if result.wrong == TOLD_AFTER:
        yield _about("second_step.guessed_at", account)


@action(allow=ACCOUNT_OWN, on="account", record=_answered)
def answer_second_step(*, actor: Actor, now: datetime, account: Account, code: str) -> Answered:
    """Check a code of the app or a recovery code, at most once each; a wrong one is counted and told, not refused.

    `actor` is whose password was right a moment ago; she is not signed in yet.
    """
    held = {each.type: each for each in Authenticator.objects.filter(user=account, type__in=(APP, RECOVERY))}
    if (app := held.get(APP)) is None:
        return Answered("")
    given, wrong = digits(code), _wrong_within_the_hour(app, now)
    secret = vault.unseal(app.data["secret"]) or ""
    step = step_of(secret, given, at=now, after=app.data["step"]) if wrong < REST_AFTER else None
    if step is not None:
        app.data = {"secret": app.data["secret"], "step": step}
        app.last_used_at = now
        app.save()
        return Answered("app")
    if (codes := held.get(RECOVERY)) is not None and (kept := RecoveryCodes(codes)).validate_code(given):
        return Answered("recovery", codes_left=len(kept.get_unused_codes()))
    app.data |= {"wrong": wrong + 1, "wrong_since": app.data["wrong_since"] if wrong else now.isoformat()}
    app.save(update_fields=["data"])
    return Answered("", wrong=wrong + 1)


def _taken(result: int, *, person: Person, **_arguments: Any) -> Fact | None:
    who = f"person:{person.pk}"
    return Fact("second_step.taken_away", who, who, {"taken": result}) if result else None


@action(allow=SYSTEM_ONLY, record=_taken)
def take_second_step_away(*, actor: Actor, now: datetime, person: Person) -> int:
    """Take a lost app, its recovery codes and every passkey away, and return how many there were.

    The password stays; whoever runs the server does it on the Secretariat's word, and the owner is told.
    """
    return int(Authenticator.objects.filter(user__person=person).delete()[0])


def digits(code: str) -> str:
    """Return a code as it is compared: people type it with spaces and dashes."""
    return re.sub(r"[\s-]", "", code)


def _wrong_within_the_hour(app: Authenticator, now: datetime) -> int:
    since = app.data.get("wrong_since")
    over = since is None or datetime.fromisoformat(since) + HOUR <= now
    return 0 if over else int(app.data["wrong"])


def _fresh_codes(account: Account) -> list[str]:
    Authenticator.objects.filter(user=account, type=RECOVERY).delete()
    return list(RecoveryCodes.activate(account).generate_codes())
