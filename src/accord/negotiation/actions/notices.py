"""Who is told of an act in a negotiation; the letters leave once the act stands."""

from collections.abc import Callable, Iterable
from datetime import datetime

from accord.kernel.actor import Actor
from accord.mailings.actions import post
from accord.negotiation.mail import letters
from accord.negotiation.models import Round
from accord.people.models import Appointment, Delegation, Group, Office, Person
from accord.people.policy import serving_at, speaking_at


def about(round_: Round) -> letters.About:
    """Return what letters say of a round."""
    return letters.About(
        group=round_.group.slug,
        number=round_.number,
        symbol=round_.version.symbol,
        title=round_.version.document.title,
        meeting=str(round_.meeting),
        opens_at=round_.opens_at,
        closes_at=round_.closes_at,
        official=letters.Place(round_.zone, round_.place),
        sealed=round_.sees == Round.Sees.AFTER_CLOSE,
    )


def focal_points(group: Group, now: datetime) -> list[tuple[Person, letters.Place]]:
    """Return who speaks for the delegations now, each with her capital."""
    speaking = Appointment.objects.filter(speaking_at(now), delegation__group=group)
    rows = speaking.select_related("person", "delegation__party").order_by("delegation__party")
    return [(row.person, capital(row.delegation)) for row in rows]


def capital(delegation: Delegation) -> letters.Place:
    """Return the delegation's capital, as the party itself calls it."""
    return letters.Place(delegation.party.zone, delegation.party.capital)


def officers(group: Group, now: datetime, roles: Iterable[str]) -> list[Person]:
    """Return the persons who serve the group now in these roles."""
    rows = Office.objects.filter(serving_at(now), group=group, role__in=list(roles)).select_related("person")
    return [row.person for row in rows.order_by("pk")]


def tell(actor: Actor, now: datetime, to: Person, kind: str, compose: Callable[[], letters.Composed]) -> None:
    """Post one letter in the language of who reads it."""
    subject, text = letters.in_language(to.language, compose)
    post(actor=actor, now=now, to=to, subject=subject, text=text, kind=kind)
