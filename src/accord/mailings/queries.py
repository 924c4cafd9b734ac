"""Letters as their readers see them."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from accord.kernel.actor import Actor
from accord.mailings.models import Letter
from accord.mailings.policy import LETTER_READABLE
from accord.people.models import Appointment, Person

# A letter claimed longer ago than this was left by a killed worker.
CLAIM = timedelta(minutes=5)


def outbox(actor: Actor, *, limit: int = 200) -> list[Letter]:
    """Return the newest letters that the actor may read (in the demo: all), newest first."""
    return list(LETTER_READABLE.filter(actor, Letter.objects.select_related("to"))[:limit])


def letter(actor: Actor, pk: int) -> Letter | None:
    """Return one letter, or None when there is none for this actor."""
    return LETTER_READABLE.filter(actor, Letter.objects.select_related("to").filter(pk=pk)).first()


def due(actor: Actor, now: datetime) -> QuerySet[Letter]:
    """Return the letters to be sent by now, longest waiting first; one left by a killed worker is among them."""
    waiting = Q(state="queued", due_at__lte=now) | Q(state="sending", claimed_at__lte=now - CLAIM)
    return LETTER_READABLE.filter(actor, Letter.objects.filter(waiting)).order_by("due_at", "id")


def failed(actor: Actor, *, limit: int = 20) -> list[Letter]:
    """Return the latest letters that the mail server refused for good, newest first."""
    return list(LETTER_READABLE.filter(actor, Letter.objects.filter(state="failed"))[:limit])


def invited(actor: Actor, person: int, wanted_at: datetime) -> Person | None:
    """Return the person to be invited, or None when she opened her account after the invitation was asked for."""
    if actor.kind != "system":
        return None
    found = Person.objects.filter(pk=person).select_related("account").first()
    account = getattr(found, "account", None)
    return None if account is not None and account.opened_at >= wanted_at else found


def witnesses(actor: Actor) -> list[Person]:
    """Return the focal points in office, who receive the record's daily checkpoint; for the system only."""
    if actor.kind != "system":
        return []
    in_office = Appointment.objects.filter(in_office=True).values("person")
    return list(Person.objects.filter(pk__in=in_office).order_by("id"))
