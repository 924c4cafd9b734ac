"""Entering persons, and finding the one who is meant by a name and an address."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accord.kernel import actor as actors
from accord.kernel.action import JSON, SYSTEM_ONLY, Fact, Refused, action
from accord.kernel.actor import Actor
from accord.people.models import Appointment, Delegation, Expert, Group, Office, Person
from accord.people.policy import serves_the_installation

REGISTRY = actors.system("people")


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A person as somebody else names her; the address decides who she is."""

    given_name: str
    family_name: str
    email: str
    language: str = "en"
    zone: str = "UTC"


def _entered(result: Person, *, who: Newcomer, invite: bool = False, **_arguments: Any) -> list[Fact]:
    person = f"person:{result.pk}"
    data: dict[str, JSON] = {"language": who.language, "zone": who.zone, "secretariat": result.is_secretariat}
    entered = Fact("person.entered", person, person, data, f"{result.name} <{result.email}>")
    return [entered, Fact("activation.wanted", person, person)] if invite else [entered]


@action(allow=serves_the_installation, record=_entered)
def enter_person(
    *,
    actor: Actor,
    now: datetime,
    who: Newcomer,
    is_secretariat: bool = False,
    invite: bool = False,
) -> Person:
    """Enter a person into the register and, with `invite`, have her sent the link that opens her account.

    Refused (`address_taken`) when the address belongs to somebody already.
    """
    if Person.objects.filter(email__iexact=who.email.strip()).exists():
        raise Refused(_("A person with this e-mail address is in the register already."), code="address_taken")
    return _write(who, now, is_secretariat=is_secretariat)


@action(allow=SYSTEM_ONLY, record=_entered)
def register_newcomer(*, actor: Actor, now: datetime, who: Newcomer) -> Person:
    """Enter a person who was named in another act (an appointment, an admission), whose own rule was asked."""
    return _write(who, now)


class Roll:
    """Those who take part in one group; acts about them wait for each other, so that their checks hold to the end."""

    def __init__(self, group: int, now: datetime) -> None:
        self.group = Group.objects.select_for_update().get(pk=group)
        self.now = now

    def person(self, who: Person | Newcomer) -> Person:
        """Return the person who is meant: by her address when the register has it, else entered now."""
        if isinstance(who, Person):
            return who
        known = Person.objects.filter(email__iexact=who.email.strip()).first()
        return known or register_newcomer(actor=REGISTRY, now=self.now, who=who)

    def take(self, who: Person | Newcomer, delegation: Delegation | None = None) -> Person:
        """Return the person who is meant, if she takes part in the group for this delegation or not at all (O9-O13).

        Refused (`other_capacity`) otherwise: an officer sits in no delegation, and nobody in two.
        """
        person = self.person(who)
        offices = Office.objects.filter(person=person, group=self.group).exclude(until__lte=self.now)
        named = Appointment.objects.filter(person=person, delegation__group=self.group).exclude(ends_at__lte=self.now)
        admitted = Expert.objects.filter(person=person, delegation__group=self.group).exclude(until__lte=self.now)
        if delegation is not None:
            named, admitted = named.exclude(delegation=delegation), admitted.exclude(delegation=delegation)
        if offices.exists() or named.exists() or admitted.exists():
            raise Refused(
                _("This person already takes part in this group in another capacity; nobody can sit on two chairs."),
                code="other_capacity",
            )
        return person


def _write(who: Newcomer, now: datetime, *, is_secretariat: bool = False) -> Person:
    person = Person(
        given_name=" ".join(who.given_name.split()),
        family_name=" ".join(who.family_name.split()),
        email=who.email.strip(),
        language=who.language,
        zone=who.zone,
        is_secretariat=is_secretariat,
        entered_at=now,
    )
    try:
        person.full_clean()
    except ValidationError as error:
        raise Refused(" ".join(error.messages), code="person") from error
    person.save()
    return person
