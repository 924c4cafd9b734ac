"""Whom a round reminds, and when: at its opening and before its close who speaks, a day ahead the own capital (O16).

What is due is worked out anew from the clock each time; a row says what was sent, so that a worker that was killed
sends each reminder once, and one that comes late sends the latest alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from accord.kernel.action import JSON, SYSTEM_ONLY, Fact, NotAllowed, Refused, action
from accord.kernel.actor import Actor
from accord.negotiation.actions import notices
from accord.negotiation.mail import round_letters
from accord.negotiation.models import InternalDeadline, Proposal, Reminder, Round
from accord.negotiation.policy import ROUND_PROPOSABLE
from accord.negotiation.queries.timing import rules_of
from accord.people.models import Appointment, Delegation, Expert, Person
from accord.people.policy import DELEGATION_SPOKEN_FOR, serving_at, speaking_at

OPENS: Final = "opens"
INTERNAL: Final = "internal"
AHEAD: Final = timedelta(hours=24)
"""How long before a delegation's own deadline its experts are reminded."""
FRESH: Final = timedelta(hours=24)
"""How long after the opening word of it is still news."""


@dataclass(frozen=True, slots=True)
class Due:
    """A reminder that one delegation has not had yet."""

    round: Round
    delegation: Delegation
    kind: str
    due_at: datetime


def due_at(
    opens_at: datetime, closes_at: datetime, scheduled_at: datetime, hours: Iterable[int], now: datetime
) -> tuple[str, datetime] | None:
    """Return the reminder of a round that is due now, and since when; the latest alone, None when there is none.

    Its opening, unless it was open when it was scheduled and for a day only; then, so many hours before its close, each
    that falls after the opening. Nothing is due outside its time.
    """
    if not opens_at <= now < closes_at:
        return None
    told = {f"{each}h": closes_at - timedelta(hours=each) for each in hours}
    found = {kind: at for kind, at in told.items() if opens_at < at <= now}
    if scheduled_at < opens_at and now < opens_at + FRESH:
        found[OPENS] = opens_at
    return max(found.items(), key=lambda each: each[1]) if found else None


def all_due(now: datetime) -> list[Due]:
    """Return every reminder that is due now and was not sent: of each round, and of each delegation's own deadline."""
    rounds = Round.objects.filter(opens_at__lte=now, closes_at__gt=now)
    together = rounds.select_related("group", "version__document", "meeting").order_by("pk")
    return [due for round_ in together for due in (*_of_round(round_, now), *_internal(round_, now))]


def _reminded_fact(result: int, **given: Any) -> Fact | None:
    due: Due = given["due"]
    if not result:
        return None
    # Who has not proposed is known to her delegation alone while a round is sealed: its own record.
    scope, subject = f"delegation:{due.delegation.pk}", f"round:{due.round.pk}"
    return Fact("round.reminded", scope, subject, {"kind": due.kind, "due_at": due.due_at.isoformat(), "to": result})


@action(allow=SYSTEM_ONLY, record=_reminded_fact)
def remind(*, actor: Actor, now: datetime, due: Due) -> int:
    """Remind a delegation, once; return how many persons were written to, 0 when it is not due any more."""
    if due not in _again(due, now):
        return 0
    told = _experts(due.delegation, now) if due.kind == INTERNAL else _speaking(due.delegation, now)
    if not told:
        return 0
    round_, delegation = due.round, due.delegation
    Reminder.objects.create(round=round_, delegation=delegation, kind=due.kind, due_at=due.due_at, sent_at=now)
    about, capital = notices.about(round_), notices.capital(delegation)
    written = {
        OPENS: round_letters.round_opens(about, capital),
        INTERNAL: round_letters.internal_reminder(about, due.due_at + AHEAD, capital),
    }.get(due.kind, round_letters.round_reminder(about, capital, delegation.party.short_name))
    kind = {OPENS: "round_opens", INTERNAL: "internal_reminder"}.get(due.kind, "round_reminder")
    for person in told:
        notices.tell(actor, now, person, kind, written)
    return len(told)


def told_of_new_close(round_: Round, now: datetime) -> None:
    """Count the letter about a new close as the reminder that would be due at once: nobody is written to twice."""
    due = due_at(round_.opens_at, round_.closes_at, round_.scheduled_at, rules_of(round_).reminders, now)
    if due is None or due[0] == OPENS:
        return
    kind, at = due
    had = Reminder.objects.filter(round=round_, kind=kind, due_at=at).values("delegation")
    rows = Delegation.objects.filter(group=round_.group_id).exclude(pk__in=had)
    told = {"round": round_, "kind": kind, "due_at": at, "sent_at": now}
    Reminder.objects.bulk_create([Reminder(delegation=each, **told) for each in rows])


def set_internal_deadline(
    *,
    actor: Actor,
    now: datetime,
    round: Round,  # noqa: A002  the field's own name
    at: datetime | None,
    note: str = "",
) -> InternalDeadline | None:
    """Say until when one's own capital is to send its word; None lifts it. Nobody outside the delegation is told.

    Her experts are reminded a day ahead. Raises NotAllowed, and Refused: `closed`, `deadline_past`, `after_close`.
    """
    return _set_deadline(actor=actor, now=now, round=round, at=at, note=" ".join(note.split())[:500])[1]


def _deadline_fact(result: tuple[Delegation, InternalDeadline | None, bool], **given: Any) -> Fact | None:
    delegation, row, fresh = result
    if not fresh:
        return None
    data: dict[str, JSON] = {"at": row.at.isoformat() if row else None}
    subject = f"round:{given['round'].pk}"
    return Fact("deadline.set", f"delegation:{delegation.pk}", subject, data, given["note"])


@action(allow=ROUND_PROPOSABLE, on="round", record=_deadline_fact)
def _set_deadline(
    *,
    actor: Actor,
    now: datetime,
    round: Round,  # noqa: A002  the field's own name
    at: datetime | None,
    note: str,
) -> tuple[Delegation, InternalDeadline | None, bool]:
    mine = DELEGATION_SPOKEN_FOR.filter(actor, Delegation.objects.filter(group=round.group_id)).order_by("pk").first()
    if mine is None:
        raise NotAllowed
    row = Round.objects.get(pk=round.pk)
    if row.closes_at <= now:
        raise Refused(_("This round is closed."), code="closed")
    if at is not None and at <= now:
        raise Refused(_("This time has passed. Choose one that is still to come."), code="deadline_past")
    if at is not None and at >= row.closes_at:
        raise Refused(_("Your capital's time must end before the round closes."), code="after_close")
    current = InternalDeadline.objects.filter(round=row, delegation=mine, ended_at=None)
    former = current.first()
    if (former.at, former.note) == (at, note) if former else at is None:
        return mine, former, False
    current.update(ended_at=now)
    if at is None:
        return mine, None, True
    said = {"at": at, "note": note, "set_at": now, "set_by": actor.label}
    return mine, InternalDeadline.objects.create(round=row, delegation=mine, **said), True


def _again(due: Due, now: datetime) -> list[Due]:
    """Return what is due to that delegation now, as the database says within the act."""
    rows = Round.objects.filter(pk=due.round.pk).select_related("group", "version__document", "meeting")
    return [each for row in rows for each in (*_of_round(row, now), *_internal(row, now))]


def _of_round(round_: Round, now: datetime) -> list[Due]:
    due = due_at(round_.opens_at, round_.closes_at, round_.scheduled_at, rules_of(round_).reminders, now)
    if due is None:
        return []
    kind, at = due
    had = Reminder.objects.filter(round=round_, kind=kind, due_at=at).values("delegation")
    stands = Proposal.objects.filter(round=round_, state=Proposal.State.STANDING).values("delegation")
    rows = Delegation.objects.filter(group=round_.group_id).exclude(pk__in=had).exclude(pk__in=stands)
    return [Due(round_, each, kind, at) for each in rows.select_related("party").order_by("party")]


def _internal(round_: Round, now: datetime) -> list[Due]:
    rows = InternalDeadline.objects.filter(round=round_, ended_at=None, at__gt=now, at__lte=now + AHEAD)
    found = [
        Due(round_, each.delegation, INTERNAL, each.at - AHEAD) for each in rows.select_related("delegation__party")
    ]
    had = set(Reminder.objects.filter(round=round_, kind=INTERNAL).values_list("delegation", "due_at"))
    return [each for each in found if (each.delegation.pk, each.due_at) not in had]


def _speaking(delegation: Delegation, now: datetime) -> list[Person]:
    rows = Appointment.objects.filter(speaking_at(now), delegation=delegation).select_related("person")
    return [each.person for each in rows]


def _experts(delegation: Delegation, now: datetime) -> list[Person]:
    rows = Expert.objects.filter(serving_at(now), delegation=delegation).select_related("person")
    return [each.person for each in rows.order_by("pk")]
