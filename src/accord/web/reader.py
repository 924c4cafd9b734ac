"""Who reads this page: the actor and the person of a request, looked up once."""

from typing import Protocol

from django.http import HttpRequest

from accord.kernel.actor import Actor
from accord.people import queries


class Reader(Protocol):
    """What the pages know of the person who reads."""

    @property
    def language(self) -> str:
        """The language in which she reads."""

    @property
    def zone(self) -> str:
        """The zone of her clock."""


def actor_in(request: HttpRequest) -> Actor | None:
    """Return who acts in this request, or None for a reader who has not signed in."""
    account = request.user
    return queries.actor_of(account) if account.is_authenticated else None


def person_in(request: HttpRequest) -> Reader | None:
    """Return the person who reads, or None; kept on the request, so that a page asks for it once."""
    kept = request.__dict__
    if "accord_person" not in kept:
        actor = actor_in(request)
        kept["accord_person"] = None if actor is None else queries.person_of(actor)
    person: Reader | None = kept["accord_person"]
    return person
