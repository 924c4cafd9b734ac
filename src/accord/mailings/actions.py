"""Posting a letter, and the steps of its delivery: claimed before it is sent, so that no two workers send it."""

import uuid
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from accord.kernel import queue
from accord.kernel.action import JSON, SYSTEM_ONLY, Fact, action
from accord.kernel.actor import Actor
from accord.mailings import policy
from accord.mailings.models import Letter
from accord.mailings.queries import due
from accord.people.models import Person

ATTEMPTS = 12


def _posted(result: Letter, **_arguments: Any) -> Fact:
    # Neither words nor address: the record keeps that she was written to, when and about what.
    data: dict[str, JSON] = {
        "to": result.to_id,
        "kind": result.kind,
        "language": result.language,
        "message": result.message_id,
    }
    return Fact("letter.posted", "letters", f"letter:{result.pk}", data)


def _sent(result: bool, *, letter: Letter, **_arguments: Any) -> Fact | None:  # noqa: FBT001 -- the act's result
    return Fact("letter.sent", "letters", f"letter:{letter.pk}", {"to": letter.to_id}) if result else None


def _failed(result: str, *, letter: Letter, **_arguments: Any) -> Fact | None:
    return Fact("letter.failed", "letters", f"letter:{letter.pk}", {"to": letter.to_id}) if result == "failed" else None


def _nothing(_result: object, **_arguments: Any) -> None:
    """Record nothing: claiming is a step of a delivery, and the delivery's end is recorded."""


@action(allow=policy.may_post, record=_posted)
def post(
    *,
    actor: Actor,  # noqa: ARG001 -- the act demands it
    now: datetime,
    to: Person,
    subject: str,
    text: str,
    kind: str,
    language: str = "",
    secret: bool = False,
) -> Letter:
    """Write a letter to a person and have it sent once this transaction stands.

    `kind` is a short name such as ``activation`` or ``receipt``; `language` defaults to the person's own. A letter that
    holds a personal link is `secret`: its text is dropped once the mail server has taken it.
    """
    host = urlsplit(settings.ACCORD_ORIGIN).hostname or "localhost"
    letter = Letter.objects.create(
        to=to,
        address=to.email,
        language=language or to.language,
        kind=kind,
        subject=" ".join(subject.split())[:250],
        text=text,
        secret=secret,
        message_id=f"<{uuid.uuid4()}@{host}>",
        queued_at=now,
        due_at=now,
    )
    queue.enqueue("mailings.send")
    return letter


@action(allow=SYSTEM_ONLY, record=_nothing)
def claim(*, actor: Actor, now: datetime) -> Letter | None:
    """Take the letter that has waited longest for this worker alone, or None when no letter is due."""
    letter = due(actor, now).first()
    if letter is None:
        return None
    letter.state, letter.claimed_at, letter.attempts = "sending", now, letter.attempts + 1
    letter.save(update_fields=["state", "claimed_at", "attempts"])
    return letter


@action(allow=SYSTEM_ONLY, record=_sent)
def mark_sent(*, actor: Actor, now: datetime, letter: Letter) -> bool:  # noqa: ARG001 -- the act demands it
    """Say that the mail server has taken the letter; return False when another worker said so before."""
    changed = {"state": "sent", "sent_at": now, "error": ""}
    if letter.secret:
        changed["text"] = ""
    return bool(Letter.objects.filter(pk=letter.pk, state="sending").update(**changed))


@action(allow=SYSTEM_ONLY, record=_failed)
def mark_refused(*, actor: Actor, now: datetime, letter: Letter, answer: str, for_good: bool) -> str:  # noqa: ARG001 -- the act demands it
    """Keep what the mail server answered and return the letter's state: queued for later, or failed for good."""
    state = "failed" if for_good or letter.attempts >= ATTEMPTS else "queued"
    wait = timedelta(seconds=min(30 * 2**letter.attempts, 6 * 3600))
    waiting = Letter.objects.filter(pk=letter.pk, state="sending")
    return state if waiting.update(state=state, error=answer[:2000], due_at=now + wait) else "sent"
