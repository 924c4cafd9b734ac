"""Posting a letter, to a person, an official addressee or support; its delivery, claimed once; its failure."""

import secrets
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from accord.kernel import queue
from accord.kernel.action import JSON, SYSTEM_ONLY, Fact, Refused, action
from accord.kernel.actor import Actor
from accord.kernel.models import Job, StoredFile
from accord.mailings import policy
from accord.mailings.models import Addressee, Attachment, Case, Letter
from accord.mailings.providers.composing import compose
from accord.mailings.queries import cases_of_visitors, due, recent_cases
from accord.people.models import Group, Party, Person
from accord.people.policy import GROUP_ADMINISTERED

ATTEMPTS = 12
HOUR = timedelta(hours=1)
# Questions to support within an hour: by one person, from one network without signing in, by all who have not.
PATIENCE, PATIENCE_OF_VISITOR, PATIENCE_WITH_VISITORS = 20, 5, 60
# Read out over the telephone: no letter or digit that is taken for another.
SPOKEN = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asks support: her words, where the answer goes, and what she was looking at.

    `address` is where support reads; `origin` the network address of who has not signed in, kept as a keyed hash only.
    """

    words: str
    reply_to: str
    page: str
    seen_at: str
    number: str
    language: str
    address: str
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Entered:
    """An official addressee as the Secretariat enters it: `name` of the mission or organ, `office` of who reads."""

    name: str
    email: str
    language: str
    office: str = ""
    party: Party | None = None


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


def _asked(result: Case, **_arguments: Any) -> Fact:
    # The number is told to whoever asked; her words and address stay out of the record.
    return Fact("support.asked", "letters", f"letter:{result.letter_id}", {"case": result.number})


def _letter_act(kind: str) -> Callable[..., Fact]:
    def fact(result: Letter, **_arguments: Any) -> Fact:
        return Fact(kind, "letters", f"letter:{result.pk}", {"to": result.to_id, "about": result.kind})

    return fact


def _work_act(kind: str) -> Callable[..., Fact]:
    def fact(result: Job, **_arguments: Any) -> Fact:
        error = result.error.partition(":")[0][:80]
        return Fact(kind, "queue", f"job:{result.pk}", {"task": result.name, "error": error})

    return fact


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
    fields = {"to": to, "address": to.email, "language": language or to.language, "kind": kind, "secret": secret}
    return _write(now, subject=subject, text=text, **fields)


@action(allow=policy.ADDRESSEE_ADMINISTERED, on="addressee", record=_posted)
def post_official(
    *,
    actor: Actor,  # noqa: ARG001 -- the act demands it
    now: datetime,
    addressee: Addressee,
    subject: str,
    text: str,
    files: Sequence[tuple[str, StoredFile]],
    kind: str,
) -> Letter:
    """Write a letter to an official addressee, with files under the names given; sent once this transaction stands.

    Refused (`ended`) when the group no longer writes to it.
    """
    if addressee.until is not None:
        raise Refused(_("The group no longer writes to %(name)s.") % {"name": addressee.name}, code="ended")
    fields = {"address": addressee.email, "language": addressee.language, "kind": kind}
    letter = _write(now, subject=subject, text=text, **fields)
    Attachment.objects.bulk_create(
        Attachment(letter=letter, file=file, filename=filename[-190:]) for filename, file in files
    )
    return letter


def _addressee_act(kind: str) -> Callable[..., Fact]:
    def fact(result: Addressee, **_arguments: Any) -> Fact:
        data: dict[str, JSON] = {"party": result.party_id, "language": result.language}
        said = f"{result.name}, {result.office} <{result.email}>" if result.office else str(result)
        return Fact(kind, f"group:{result.group_id}", f"addressee:{result.pk}", data, said)

    return fact


@action(allow=GROUP_ADMINISTERED, on="group", record=_addressee_act("addressee.entered"))
def enter_addressee(*, actor: Actor, now: datetime, group: Group, entered: Entered) -> Addressee:  # noqa: ARG001 -- the act demands it
    """Enter where the group's documents go officially.

    Refused: `no_name`, `no_address` (none that a letter can be sent to), `entered_already`, `party_unknown` (none of
    the group's).
    """
    name, email = " ".join(entered.name.split()), entered.email.strip().lower()
    if not name:
        raise Refused(_("Say whose address it is."), code="no_name")
    try:
        validate_email(email)
    except ValidationError:
        raise Refused(_("Give an address to which a letter can be sent."), code="no_address") from None
    if entered.party is not None and not group.delegations.filter(party=entered.party).exists():
        raise Refused(_("%(party)s has no delegation here.") % {"party": entered.party}, code="party_unknown")
    if Addressee.objects.filter(group=group, email=email, until__isnull=True).exists():
        raise Refused(_("The group writes to this address already."), code="entered_already")
    return Addressee.objects.create(
        group=group,
        party=entered.party,
        name=name,
        office=" ".join(entered.office.split()),
        email=email,
        language=entered.language,
        since=now,
    )


def _ended(result: Addressee, *, now: datetime, **_arguments: Any) -> Fact | None:
    return _addressee_act("addressee.ended")(result) if result.until == now else None


@action(allow=policy.ADDRESSEE_ADMINISTERED, on="addressee", record=_ended)
def end_addressee(*, actor: Actor, now: datetime, addressee: Addressee) -> Addressee:  # noqa: ARG001 -- the act demands it
    """Write to this address no more; what was sent to it stays as it was sent. A second time changes nothing."""
    Addressee.objects.filter(pk=addressee.pk, until__isnull=True).update(until=now)
    addressee.refresh_from_db()
    return addressee


@action(allow=policy.may_ask_support, record=_asked)
def ask_support(*, actor: Actor, now: datetime, question: Question) -> Case:
    """Write a question to technical support, and give it a case number.

    `Refused` without an address to write to, and when too many come from one person or one network within an hour.
    """
    if not question.address:
        raise Refused(_("No address for support is set on this platform."), code="no_address")
    origin = _origin(question.origin, now) if actor.kind != "person" else ""
    _demand_patience(actor, now, origin)
    number = _case_number()
    letter = _write(
        now,
        address=question.address,
        reply_to=question.reply_to,
        language=question.language,
        kind="support",
        **_composed(actor, number, question),
    )
    asker = actor.id if actor.kind == "person" else None
    return Case.objects.create(number=number, asked_at=now, person_id=asker, origin=origin, letter=letter)


@action(allow=policy.LETTER_FAILED, on="letter", record=_letter_act("letter.tried_again"))
def try_letter_again(*, actor: Actor, now: datetime, letter: Letter) -> Letter:  # noqa: ARG001 -- the act demands it
    """Have a letter that failed sent once more, to the person's present address."""
    letter.address = letter.to.email if letter.to else letter.address
    letter.state, letter.attempts, letter.due_at = "queued", 0, now
    letter.save(update_fields=["address", "state", "attempts", "due_at"])
    queue.enqueue("mailings.send")
    return letter


@action(allow=policy.LETTER_FAILED, on="letter", record=_letter_act("letter.set_aside"))
def set_letter_aside(*, actor: Actor, now: datetime, letter: Letter) -> Letter:  # noqa: ARG001 -- the act demands it
    """Let a letter that failed be: it is not tried again, and no longer shown."""
    letter.set_aside_at = now
    letter.save(update_fields=["set_aside_at"])
    return letter


@action(allow=policy.JOB_DEAD, on="job", record=_work_act("work.tried_again"))
def try_work_again(*, actor: Actor, now: datetime, job: Job) -> Job:  # noqa: ARG001 -- the act demands it
    """Have work that failed done once more; what comes back by itself needs no such push."""
    if job.recurring:
        raise Refused(_("This work comes back by itself."), code="recurring")
    job.state, job.attempt, job.due_at, job.ended_at = "queued", 0, now, None
    job.save(update_fields=["state", "attempt", "due_at", "ended_at"])
    return job


@action(allow=policy.JOB_DEAD, on="job", record=_work_act("work.set_aside"))
def set_work_aside(*, actor: Actor, now: datetime, job: Job) -> Job:  # noqa: ARG001 -- the act demands it
    """Let work that failed be: it leaves the queue, and the record keeps that it was there."""
    Job.objects.filter(pk=job.pk, state="dead").delete()
    return job


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


def _write(now: datetime, *, subject: str, **fields: Any) -> Letter:
    host = urlsplit(settings.ACCORD_ORIGIN).hostname or "localhost"
    letter = Letter.objects.create(
        subject=" ".join(subject.split())[:250],
        message_id=f"<{uuid.uuid4()}@{host}>",
        queued_at=now,
        due_at=now,
        **fields,
    )
    queue.enqueue("mailings.send")
    return letter


def _composed(actor: Actor, number: str, question: Question) -> dict[str, str]:
    """Return subject and text of the letter to support, in the language in which it was asked."""
    letter = compose(
        "support",
        question.language,
        case=number,
        words=question.words,
        reply_to=question.reply_to,
        page=question.page,
        at=question.seen_at,
        number=question.number,
        signed_in=actor.kind == "person",
    )
    return {"subject": letter.subject, "text": letter.text}


def _demand_patience(actor: Actor, now: datetime, origin: str) -> None:
    known = actor.kind == "person"
    many = recent_cases(actor, now - HOUR, origin) >= (PATIENCE if known else PATIENCE_OF_VISITOR)
    if many or (not known and cases_of_visitors(actor, now - HOUR) >= PATIENCE_WITH_VISITORS):
        raise Refused(_("Many questions came from here within an hour. Send this one by e-mail."), code="too_many")


def _origin(address: str, now: datetime) -> str:
    """Return a keyed hash of a network address that holds for a day: enough to count by, and to find nobody with."""
    return salted_hmac("accord.support", f"{now:%Y-%m-%d} {address}").hexdigest()[:16]


def _case_number() -> str:
    drawn = "".join(secrets.choice(SPOKEN) for _place in range(8))
    return f"{drawn[:4]}-{drawn[4:]}"
