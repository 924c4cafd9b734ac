"""Who speaks for a delegation: appointment, hand-over, acting for a stated time, recall (O4, O9, O14a)."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accord.kernel import storage
from accord.kernel.action import JSON, SYSTEM_ONLY, Fact, Refused, action
from accord.kernel.actor import Actor
from accord.people.actions.persons import REGISTRY, Newcomer, Roll
from accord.people.models import Appointment, Delegation, Person
from accord.people.policy import (
    APPOINTMENT_ENDED_BY,
    APPOINTMENT_RECALLED_BY,
    DELEGATION_APPOINTABLE,
    DELEGATION_LED,
    in_force_at,
    out_of_step_at,
    speaking_at,
)
from accord.people.providers.notes import Note


def _told(kind: str, appointment: Appointment) -> list[Fact]:
    """Tell the group's record of an appointment; the letters to all delegations follow from this fact."""
    data: dict[str, JSON] = {
        "delegation": appointment.delegation_id,
        "party": appointment.delegation.party_id,
        "person": appointment.person_id,
        "starts": appointment.starts_at.isoformat(),
        "ends": appointment.ends_at.isoformat() if appointment.ends_at else None,
        "note": appointment.note_id,
    }
    scope = f"group:{appointment.delegation.group_id}"
    facts = [Fact(kind, scope, f"appointment:{appointment.pk}", data, appointment.person.name)]
    if kind.endswith("appointed") and not appointment.person.has_account:
        facts.append(Fact("activation.wanted", f"person:{appointment.person_id}", f"person:{appointment.person_id}"))
    return facts


@action(
    allow=DELEGATION_APPOINTABLE,
    on="delegation",
    record=lambda result, **_arguments: _told("focal_point.appointed", result),
)
def appoint_focal_point(
    *,
    actor: Actor,
    now: datetime,
    delegation: Delegation,
    who: Person | Newcomer,
    note: Note,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
) -> Appointment:
    """Register the mission's focal point where it has none. Refused (`taken`) where it has: that is a hand-over."""
    roll, start = Roll(delegation.group_id, now), starts_at or now
    regular = Appointment.objects.filter(delegation=delegation, kind="focal_point").exclude(ends_at__lte=start)
    if regular.exists():
        raise Refused(
            _("%(party)s has its focal point. Register a hand-over instead.") % {"party": delegation.party},
            code="taken",
        )
    return _appoint(roll, delegation, who, "focal_point", start, ends_at, note)


@action(
    allow=DELEGATION_APPOINTABLE,
    on="delegation",
    record=lambda result, **_arguments: _told("focal_point_successor.appointed", result),
)
def hand_over(
    *,
    actor: Actor,
    now: datetime,
    delegation: Delegation,
    who: Person | Newcomer,
    note: Note,
    starts_at: datetime | None = None,
) -> Appointment:
    """End the focal point's appointment and begin her successor's at the same instant: now, or a later one stated."""
    roll, start = Roll(delegation.group_id, now), starts_at or now
    standing = Appointment.objects.filter(delegation=delegation, kind="focal_point").exclude(ends_at__lte=now)
    if standing.filter(starts_at__gt=now).exists():
        raise Refused(_("A hand-over is already planned. Recall it first."), code="planned")
    former = standing.filter(in_force_at(start)).first()
    if former is None:
        raise Refused(
            _("%(party)s has no focal point then. Register an appointment instead.") % {"party": delegation.party},
            code="vacant",
        )
    if roll.person(who).pk == former.person_id:
        raise Refused(_("This person is the focal point already."), code="same_person")
    Appointment.objects.filter(pk=former.pk).update(ends_at=start)
    return _appoint(roll, delegation, who, "focal_point", start, None, note)


@action(
    allow=DELEGATION_LED,
    on="delegation",
    record=lambda result, **_arguments: _told("acting_focal_point.appointed", result),
)
def appoint_acting(
    *,
    actor: Actor,
    now: datetime,
    delegation: Delegation,
    who: Person | Newcomer,
    ends_at: datetime,
    note: Note,
    starts_at: datetime | None = None,
) -> Appointment:
    """Have a person speak for the delegation for a stated time; meanwhile the regular focal point does not."""
    roll, start = Roll(delegation.group_id, now), starts_at or now
    acting = Appointment.objects.filter(delegation=delegation, kind="acting", starts_at__lt=ends_at, ends_at__gt=start)
    if acting.exists():
        raise Refused(_("Somebody already acts during part of that time."), code="acting_overlap")
    regular = Appointment.objects.filter(delegation=delegation, kind="focal_point", starts_at__lt=ends_at)
    if regular.exclude(ends_at__lte=start).filter(person=roll.person(who)).exists():
        raise Refused(_("This person is the regular focal point during that time."), code="same_person")
    return _appoint(roll, delegation, who, "acting", start, ends_at, note)


@action(
    allow=APPOINTMENT_ENDED_BY,
    on="appointment",
    record=lambda result, **_arguments: _told("acting_focal_point.ended", result),
)
def end_acting(*, actor: Actor, now: datetime, appointment: Appointment) -> Appointment:
    """End an acting appointment before its time, or cancel one that has not begun; the regular one speaks again."""
    return _end(now, appointment, "acting")


@action(
    allow=APPOINTMENT_RECALLED_BY,
    on="appointment",
    record=lambda result, **_arguments: _told("focal_point.recalled", result),
)
def recall_focal_point(*, actor: Actor, now: datetime, appointment: Appointment) -> Appointment:
    """Withdraw a focal point at once, or a successor who has not begun, at the mission's word."""
    return _end(now, appointment, "focal_point")


def _settled(result: list[tuple[Delegation, Appointment | None]], **_arguments: Any) -> list[Fact]:
    facts = []
    for delegation, speaks in result:
        data: dict[str, JSON] = {"party": delegation.party_id}
        if speaks:
            data |= {"person": speaks.person_id, "appointment": speaks.pk, "as": speaks.kind}
        kind = "delegation.spoken_for" if speaks else "delegation.vacant"
        facts.append(Fact(kind, f"group:{delegation.group_id}", f"delegation:{delegation.pk}", data))
    return facts


@action(allow=SYSTEM_ONLY, record=_settled)
def settle_offices(
    *,
    actor: Actor,
    now: datetime,
    delegation: Delegation | None = None,
) -> list[tuple[Delegation, Appointment | None]]:
    """Write down who is in office where time has changed it, in one delegation or in all; return the changes.

    Nobody's access waits for this: it follows from the periods. It tells the record when office was taken and left.
    """
    moved = Appointment.objects.filter(out_of_step_at(now))
    if delegation is not None:
        moved = moved.filter(delegation=delegation)
    changed = Delegation.objects.filter(pk__in=list(moved.values_list("delegation", flat=True))).order_by("pk")
    Appointment.objects.filter(delegation__in=changed, in_office=True).update(in_office=False)
    settled = []
    for seat in changed:
        speaks = Appointment.objects.filter(speaking_at(now), delegation=seat).first()
        if speaks is not None:
            Appointment.objects.filter(pk=speaks.pk).update(in_office=True)
        settled.append((seat, speaks))
    return settled


def _appoint(
    roll: Roll,
    delegation: Delegation,
    who: Person | Newcomer,
    kind: str,
    starts_at: datetime,
    ends_at: datetime | None,
    note: Note,
) -> Appointment:
    now = roll.now
    if starts_at < now:
        raise Refused(_("An appointment cannot begin in the past."), code="starts_in_the_past")
    if ends_at is not None and ends_at <= starts_at:
        raise Refused(_("The appointment would end before it begins."), code="ends_too_early")
    person = roll.take(who, delegation)
    kept = note.checked()
    appointment = Appointment.objects.create(
        delegation=delegation,
        person=person,
        kind=kind,
        starts_at=starts_at,
        ends_at=ends_at,
        note=storage.keep(kept.data),
        note_name=kept.name,
        made_at=now,
    )
    return _take_effect(appointment, now)


def _end(now: datetime, appointment: Appointment, kind: str) -> Appointment:
    Roll(appointment.delegation.group_id, now)
    current = Appointment.objects.select_related("delegation__party", "person").get(pk=appointment.pk)
    if current.kind != kind or (current.ends_at is not None and current.ends_at <= max(now, current.starts_at)):
        raise Refused(_("This appointment has ended already."), code="ended_already")
    current.ends_at = max(now, current.starts_at)
    current.save(update_fields=["ends_at"])
    return _take_effect(current, now)


def _take_effect(appointment: Appointment, now: datetime) -> Appointment:
    settle_offices(actor=REGISTRY, now=now, delegation=appointment.delegation)
    appointment.refresh_from_db(fields=["in_office"])
    return appointment
