"""Who may do what among people: each permission is one condition, for lists and for single objects alike."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from accord.kernel import clocks
from accord.kernel.actor import Actor
from accord.kernel.policy import EVERYTHING, NOTHING, Rule
from accord.kernel.prepared import prepared
from accord.people.models import Account, Appointment, Delegation, Expert, Group, LinkToken, Office, Person


def in_force_at(instant: datetime) -> Q:
    """Select appointments whose period holds the instant: from its start, up to but not including its end."""
    return Q(starts_at__lte=instant) & (Q(ends_at__isnull=True) | Q(ends_at__gt=instant))


def speaking_at(instant: datetime) -> Q:
    """Select, of each delegation, the one appointment that gives the word at the instant (O4, O9, O14a).

    It is that of the acting focal point while one is in force, else that of the regular one. The periods of one kind
    never overlap (guards of migration 0002), so this selects at most one appointment of a delegation; it depends on
    nothing but the periods, so that access begins and ends on the instant without anybody's doing.
    """
    acting = Appointment.objects.filter(in_force_at(instant), delegation=OuterRef("delegation"), kind="acting")
    return in_force_at(instant) & (Q(kind="acting") | ~Q(Exists(acting)))


def out_of_step_at(instant: datetime) -> Q:
    """Select appointments whose `in_office` does not say what their period says."""
    speaking = Appointment.objects.filter(speaking_at(instant)).values("pk")
    return Q(in_office=True) & ~Q(pk__in=speaking) | Q(in_office=False) & Q(pk__in=speaking)


def offices_out_of_step(instant: datetime) -> bool:
    """Return whether anybody took office or left it since that was last written down."""
    return Appointment.objects.filter(out_of_step_at(instant)).exists()


def serving_at(instant: datetime) -> Q:
    """Select offices and experts whose service holds the instant."""
    return Q(since__lte=instant) & (Q(until__isnull=True) | Q(until__gt=instant))


def spoken_for(person: int | None, instant: datetime) -> QuerySet[Appointment]:
    """Return the appointments by which the person speaks at the instant."""
    return Appointment.objects.filter(speaking_at(instant), person=person)


def _person(actor: Actor) -> int | None:
    return actor.id if actor.kind == "person" else None


def _administered(actor: Actor) -> Q:
    if (person := _person(actor)) is None:
        return NOTHING
    return Q(pk__in=Office.objects.filter(serving_at(clocks.now()), person=person).values("group"))


def _delegations_level(actor: Actor) -> Q:
    if (person := _person(actor)) is None:
        return NOTHING
    return _administered(actor) | Q(pk__in=spoken_for(person, clocks.now()).values("delegation__group"))


def _member(actor: Actor) -> Q:
    if (person := _person(actor)) is None:
        return NOTHING
    now = clocks.now()
    appointed = Appointment.objects.filter(in_force_at(now), person=person).values("delegation__group")
    experts = Expert.objects.filter(serving_at(now), person=person).values("delegation__group")
    return _administered(actor) | Q(pk__in=appointed) | Q(pk__in=experts)


def _speaks(actor: Actor) -> Q:
    if (person := _person(actor)) is None:
        return NOTHING
    return Q(pk__in=spoken_for(person, clocks.now()).values("delegation"))


def _room(actor: Actor) -> Q:
    if (person := _person(actor)) is None:
        return NOTHING
    admitted = Expert.objects.filter(serving_at(clocks.now()), person=person)
    return _speaks(actor) | Q(pk__in=admitted.values("delegation"))


def _led(actor: Actor) -> Q:
    if (person := _person(actor)) is None:
        return NOTHING
    regular = Appointment.objects.filter(in_force_at(clocks.now()), person=person, kind="focal_point")
    return Q(pk__in=regular.values("delegation")) | _appointable(actor)


def _appointable(actor: Actor) -> Q:
    return Q(group__in=Group.objects.filter(_administered(actor)).values("pk"))


def _own_expert(actor: Actor) -> Q:
    return Q(delegation__in=Delegation.objects.filter(_speaks(actor)).values("pk"))


def _note(actor: Actor) -> Q:
    """Give the mission's note to Chair and Secretariat, and to whoever now speaks for that delegation."""
    administered = Group.objects.filter(_administered(actor)).values("pk")
    return Q(delegation__group__in=administered) | _own_expert(actor)


def _ended(actor: Actor) -> Q:
    return Q(kind="acting", delegation__in=Delegation.objects.filter(_led(actor)).values("pk"))


def _recalled(actor: Actor) -> Q:
    return Q(kind="focal_point", delegation__in=Delegation.objects.filter(_appointable(actor)).values("pk"))


def _offices(actor: Actor) -> Q:
    return Q(group__in=Group.objects.filter(_administered(actor)).values("pk"))


def _registered(actor: Actor) -> Q:
    """Show staff the register without those who are known to a delegation's own room alone (O12)."""
    if actor.kind == "system":
        return EVERYTHING
    if not serves_the_installation(actor):
        return NOTHING
    known = Q(is_secretariat=True)
    known |= Q(pk__in=Office.objects.values("person")) | Q(pk__in=Appointment.objects.values("person"))
    return known | ~Q(pk__in=Expert.objects.values("person"))


def _invited(actor: Actor) -> Q:
    """Let staff invite whom the register shows, officers those of their group, a focal point her own experts."""
    return _registered(actor) | _known(actor)


def _known(actor: Actor) -> Q:
    groups = Group.objects.filter(_administered(actor)).values("pk")
    now = clocks.now()
    named = Appointment.objects.filter(delegation__group__in=groups).exclude(ends_at__lte=now).values("person")
    officers = Office.objects.filter(serving_at(now), group__in=groups).values("person")
    own = Expert.objects.filter(_own_expert(actor), serving_at(now)).values("person")
    return Q(pk__in=named) | Q(pk__in=officers) | Q(pk__in=own)


def _own_account(actor: Actor) -> Q:
    return NOTHING if (person := _person(actor)) is None else Q(person=person)


def _self(actor: Actor) -> Q:
    return NOTHING if (person := _person(actor)) is None else Q(pk=person)


GROUP_ADMINISTERED = Rule("presides over or serves the group", Group, _administered)
GROUP_AT_DELEGATIONS_LEVEL = Rule("takes part at the delegations level", Group, _delegations_level)
# Any member, experts too: opens the overview of the own room, never the delegations level.
GROUP_OF_EXPERT = Rule("takes part in the group", Group, _member)
DELEGATION_SPOKEN_FOR = Rule("speaks for the delegation now", Delegation, _speaks)
DELEGATION_ROOM = Rule("belongs to the delegation's own room", Delegation, _room)
DELEGATION_APPOINTABLE = Rule("registers the mission's appointments", Delegation, _appointable)
DELEGATION_LED = Rule("arranges who acts for the focal point", Delegation, _led)
EXPERT_MODERATED = Rule("moderates the expert's room", Expert, _own_expert)
APPOINTMENT_NOTE = Rule("may read the mission's note", Appointment, _note)
APPOINTMENT_ENDED_BY = Rule("ends an acting appointment", Appointment, _ended)
APPOINTMENT_RECALLED_BY = Rule("registers the mission's recall", Appointment, _recalled)
OFFICE_ADMINISTERED = Rule("administers the officer's group", Office, _offices)
PERSON_REGISTERED = Rule("reads the register of persons", Person, _registered)
PERSON_INVITED_BY = Rule("may have the person sent her link", Person, _invited)
ACCOUNT_OWN = Rule("is the account's owner", Account, _own_account)
PERSON_SELF = Rule("is that person", Person, _self)
LINK_OWN = Rule("is the person whose link it is", LinkToken, _own_account)


def serves_the_installation(actor: Actor, _given: Mapping[str, Any] | None = None) -> bool:
    """Return whether the actor is staff of the installation's secretariat, or the system itself."""
    if actor.kind == "system":
        return True
    person = _person(actor)
    return person is not None and bool(_staff(person))


@prepared
def _staff(person: int) -> QuerySet[Person, int]:
    return Person.objects.filter(pk=person, is_secretariat=True).values_list("pk", flat=True)
