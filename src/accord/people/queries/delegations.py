"""Delegations, who speaks for them, and their own rooms."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, FilteredRelation, Q, QuerySet

from accord.kernel import clocks, storage
from accord.kernel.action import NotAllowed
from accord.kernel.actor import Actor
from accord.kernel.prepared import prepared
from accord.people.models import Appointment, Delegation, Expert, Group, Party
from accord.people.policy import (
    APPOINTMENT_ENDED_BY,
    APPOINTMENT_NOTE,
    APPOINTMENT_RECALLED_BY,
    DELEGATION_LED,
    DELEGATION_ROOM,
    EXPERT_MODERATED,
    GROUP_AT_DELEGATIONS_LEVEL,
    serving_at,
)
from accord.people.queries.alphabet import alphabetical
from accord.people.queries.groups import Role


@dataclass(frozen=True, slots=True)
class DelegationRow:
    """A delegation as the others see it: who speaks for it now, and whoever is stated to speak later."""

    delegation: Delegation
    speaks: Appointment | None
    regular: Appointment | None
    coming: tuple[Appointment, ...]

    @property
    def party(self) -> Party:
        """The party whose delegation it is."""
        return self.delegation.party

    @property
    def acting_until(self) -> datetime | None:
        """The instant at which the regular focal point speaks again, when another acts now."""
        return self.speaks.ends_at if self.speaks and self.speaks.kind == "acting" else None


@dataclass(frozen=True, slots=True)
class Seat:
    """A delegation and the name of who speaks for it now ("" for nobody); `acting_until` when it is for a time."""

    delegation: Delegation
    speaks: str
    acting_until: datetime | None


@dataclass(frozen=True, slots=True)
class NoteFile:
    """The note by which a mission appointed: its file name and bytes."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Room:
    """A delegation's own room: the reader's role in it, who speaks for it, the experts whom she admitted (O5)."""

    delegation: Delegation
    role: Role
    speaks: Appointment | None
    experts: tuple[Expert, ...]


def delegations(actor: Actor, group: Group) -> list[DelegationRow]:
    """Return the group's delegations in the alphabet of the reader's language, to those at the delegations level."""
    found, now = _visible(actor, group.pk), clocks.now()
    held: dict[int, list[Appointment]] = {delegation.pk: [] for delegation in found}
    for appointment in _lasting(tuple(held)):
        held[appointment.delegation_id].append(appointment)
    rows = [_row(delegation, held[delegation.pk], now) for delegation in found]
    return alphabetical(rows, name=lambda row: row.party.short_name())


def seats(actor: Actor, group: Group) -> list[Seat]:
    """Return the group's delegations and who speaks for each, in one query, to those at the delegations level."""
    found: dict[int, Seat] = {}
    # Where another acts there are two rows; the acting one's kind comes first.
    for row in _seated(actor, group.pk):
        said: dict[str, Any] = row.__dict__
        name = f"{said['given'] or ''} {said['family'] or ''}".strip()
        found.setdefault(row.pk, Seat(row, name, said["ends"] if said["kind"] == "acting" else None))
    return alphabetical(found.values(), name=lambda seat: seat.delegation.party.short_name())


def delegation(actor: Actor, group: Group, pk: int) -> DelegationRow:
    """Return one delegation to those who arrange its appointments; NotAllowed to everybody else."""
    seats = Delegation.objects.filter(pk=pk, group=group).select_related("party", "group")
    found = DELEGATION_LED.filter(actor, seats).first()
    if found is None:
        raise NotAllowed
    now = clocks.now()
    standing = Appointment.objects.filter(delegation=found).exclude(ends_at__lte=now)
    return _row(found, list(standing.select_related("person").order_by("starts_at", "pk")), now)


def experts(actor: Actor, delegation: Delegation) -> list[Expert]:
    """Return the delegation's experts to that delegation's room; to everybody else, none (O11-O13)."""
    return alphabetical(
        _admitted(actor, delegation.pk), name=lambda expert: f"{expert.person.family_name} {expert.person.given_name}"
    )


def former(actor: Actor, delegation: Delegation) -> list[Appointment]:
    """Return the delegation's appointments that have ended, latest first, to those who arrange them."""
    seats = DELEGATION_LED.filter(actor, Delegation.objects.filter(pk=delegation.pk))
    ended = Appointment.objects.filter(delegation__in=seats, ends_at__lte=clocks.now()).select_related("person")
    return list(ended.order_by("-ends_at", "-pk"))


def appointment_to_end(actor: Actor, group: Group, pk: int) -> Appointment:
    """Return an appointment to those who may end it before its time; NotAllowed to everybody else."""
    standing = Appointment.objects.filter(pk=pk, delegation__group=group).exclude(ends_at__lte=clocks.now())
    found = standing.select_related("person", "delegation__party")
    mine = APPOINTMENT_ENDED_BY.filter(actor, found).first() or APPOINTMENT_RECALLED_BY.filter(actor, found).first()
    if mine is None:
        raise NotAllowed
    return mine


def expert(actor: Actor, group: Group, pk: int) -> Expert:
    """Return one expert to the focal point who moderates the room; NotAllowed to everybody else."""
    serving = Expert.objects.filter(serving_at(clocks.now()), pk=pk, delegation__group=group)
    found = serving.select_related("person", "delegation__party")
    mine = EXPERT_MODERATED.filter(actor, found).first()
    if mine is None:
        raise NotAllowed
    return mine


def my_room(actor: Actor, slug: str) -> Room:
    """Return the own room of the reader's delegation in the group; NotAllowed to who is in none (three queries)."""
    return _room(actor, slug, None)


def room(actor: Actor, delegation: Delegation) -> Room:
    """Return the delegation's own room to its members; NotAllowed to everybody else."""
    return _room(actor, None, delegation.pk)


def _room(actor: Actor, slug: str | None, delegation: int | None) -> Room:
    standing, now = _appointed(actor, slug, delegation), clocks.now()
    # One question for both, as long as somebody is appointed.
    mine = standing[0].delegation if standing else _rooms(actor, slug, delegation).first()
    if mine is None:
        raise NotAllowed
    speaks = _row(mine, [each for each in standing if each.delegation_id == mine.pk], now).speaks
    own = speaks is not None and speaks.person_id == actor.id
    role = Role("focal_point", mine, acting=speaks.kind == "acting") if speaks and own else Role("expert", mine)
    return Room(mine, role, speaks, tuple(experts(actor, mine)))


def appointment_note(actor: Actor, group: Group, pk: int) -> NoteFile:
    """Return the mission's note; NotAllowed when there is none or it is not hers to read."""
    held = Appointment.objects.filter(pk=pk, delegation__group=group, note__isnull=False).select_related("note")
    found = APPOINTMENT_NOTE.filter(actor, held).first()
    if found is None or found.note is None:
        raise NotAllowed
    return NoteFile(found.note_name, storage.read(found.note))


@prepared
def _visible(actor: Actor, group: int) -> QuerySet[Delegation]:
    visible = GROUP_AT_DELEGATIONS_LEVEL.filter(actor, Group.objects.filter(pk=group))
    return Delegation.objects.filter(group__in=visible).select_related("party")


@prepared
def _seated(actor: Actor, group: int) -> QuerySet[Delegation]:
    now = clocks.now()
    visible = GROUP_AT_DELEGATIONS_LEVEL.filter(actor, Group.objects.filter(pk=group))
    in_force = Q(appointments__starts_at__lte=now)
    in_force &= Q(appointments__ends_at__isnull=True) | Q(appointments__ends_at__gt=now)
    held = Delegation.objects.filter(group__in=visible).select_related("party")
    rows = held.annotate(standing=FilteredRelation("appointments", condition=in_force)).annotate(
        kind=F("standing__kind"),
        ends=F("standing__ends_at"),
        given=F("standing__person__given_name"),
        family=F("standing__person__family_name"),
    )
    return rows.order_by("pk", "kind")


@prepared
def _lasting(delegations: tuple[int, ...]) -> QuerySet[Appointment]:
    lasting = Appointment.objects.filter(delegation__in=delegations).exclude(ends_at__lte=clocks.now())
    return lasting.select_related("person").order_by("starts_at", "pk")


@prepared
def _appointed(actor: Actor, slug: str | None, delegation: int | None) -> QuerySet[Appointment]:
    rooms = _rooms(actor, slug, delegation).values("pk")
    lasting = Appointment.objects.filter(delegation__in=rooms).exclude(ends_at__lte=clocks.now())
    return lasting.select_related("person", "delegation__party", "delegation__group")


def _rooms(actor: Actor, slug: str | None, delegation: int | None) -> QuerySet[Delegation]:
    which = Q(pk=delegation) if slug is None else Q(group__slug=slug)
    return DELEGATION_ROOM.filter(actor, Delegation.objects.filter(which)).select_related("party", "group")


@prepared
def _admitted(actor: Actor, delegation: int) -> QuerySet[Expert]:
    rooms = DELEGATION_ROOM.filter(actor, Delegation.objects.filter(pk=delegation))
    return Expert.objects.filter(serving_at(clocks.now()), delegation__in=rooms).select_related("person")


def _row(delegation: Delegation, standing: list[Appointment], now: datetime) -> DelegationRow:
    in_force = [a for a in standing if a.starts_at <= now and (a.ends_at is None or a.ends_at > now)]
    acting = next((a for a in in_force if a.kind == "acting"), None)
    regular = next((a for a in in_force if a.kind == "focal_point"), None)
    coming = tuple(a for a in standing if a.starts_at > now and a.ends_at != a.starts_at)
    return DelegationRow(delegation, acting or regular, regular, coming)
