"""The installation's register of persons and accounts, for the command line on the server."""

from dataclasses import dataclass

from django.db.models import Q

from accord.kernel.actor import Actor
from accord.people.models import Person


@dataclass(frozen=True, slots=True)
class Registered:
    """A person in the register; `username` is None until she has chosen one."""

    person: Person
    username: str | None
    is_open: bool


def everybody(actor: Actor) -> list[Registered]:
    """Return every person in the register by family name; nobody but the system itself may ask."""
    return _found(actor, Q(pk__isnull=False))


def named(actor: Actor, name: str) -> Registered | None:
    """Return the person with this user name or e-mail address, or None; nobody but the system itself may ask."""
    return next(iter(_found(actor, Q(account__username=name) | Q(email__iexact=name))), None)


def _found(actor: Actor, which: Q) -> list[Registered]:
    if actor.kind != "system":
        return []
    persons = Person.objects.filter(which).select_related("account").order_by("family_name", "given_name", "id")
    return [_registered(person) for person in persons]


def _registered(person: Person) -> Registered:
    account = getattr(person, "account", None)
    return Registered(person, account.username if account else None, bool(account and account.is_active))
