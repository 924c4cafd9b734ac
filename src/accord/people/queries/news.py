"""What letters about people need to know; for the machine that writes them."""

from dataclasses import dataclass

from django.db.models import Q

from accord.kernel import clocks
from accord.kernel.action import NotAllowed
from accord.kernel.actor import Actor
from accord.people.models import Appointment, Office, Person
from accord.people.policy import serving_at, speaking_at


@dataclass(frozen=True, slots=True)
class AppointmentNews:
    """An appointment, and all whom it concerns: those at the delegations level, the appointed and the regular one."""

    appointment: Appointment
    recipients: tuple[Person, ...]


def appointment_news(actor: Actor, pk: int) -> AppointmentNews:
    """Return who is to be told of an appointment (O14a); NotAllowed to anybody but the machine."""
    if actor.kind != "system":
        raise NotAllowed
    told = Appointment.objects.select_related("person", "delegation__party", "delegation__group").get(pk=pk)
    group, now = told.delegation.group, clocks.now()
    officers = Office.objects.filter(serving_at(now), group=group).values("person")
    speaking = Appointment.objects.filter(speaking_at(now), delegation__group=group).values("person")
    own = Appointment.objects.filter(delegation=told.delegation).filter(Q(ends_at=None) | Q(ends_at__gte=told.made_at))
    concerned = Q(pk__in=officers) | Q(pk__in=speaking) | Q(pk__in=own.values("person")) | Q(pk=told.person_id)
    return AppointmentNews(told, tuple(Person.objects.filter(concerned).order_by("pk")))


def person_to_tell(actor: Actor, pk: int) -> Person:
    """Return a person to whom the machine writes; NotAllowed to anybody else."""
    if actor.kind != "system":
        raise NotAllowed
    return Person.objects.get(pk=pk)


def secretariat_to_tell(actor: Actor) -> list[Person]:
    """Return the staff of the installation's secretariat, to whom the machine writes; NotAllowed to anybody else."""
    if actor.kind != "system":
        raise NotAllowed
    return list(Person.objects.filter(is_secretariat=True).order_by("pk"))
