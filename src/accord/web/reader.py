"""Who reads this page: the actor, the person and the membership of a request, looked up once."""

from typing import Any, Protocol
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.utils import timezone, translation

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
        account = request.user
        kept["accord_person"] = account.person if account.is_authenticated else None
    person: Reader | None = kept["accord_person"]
    return person


def known_person(request: HttpRequest) -> Reader | None:
    """Return the person who reads if this request has found her already, without asking."""
    person: Reader | None = request.__dict__.get("accord_person")
    return person


def speak_to_reader(request: HttpRequest) -> None:
    """Have this page written in its reader's language and on her clock; a stranger keeps the browser's language."""
    person = person_in(request)
    if person is None:
        return
    if person.language:
        translation.activate(person.language)
        request.LANGUAGE_CODE = translation.get_language() or person.language
    if person.zone:
        timezone.activate(ZoneInfo(person.zone))


def member_in(request: HttpRequest, actor: Actor, slug: str) -> queries.Membership:
    """Return the group and the reader's role in it: what the page's door found, else asked for now (or NotAllowed)."""
    found = found_at_door(request)
    if isinstance(found, queries.Membership) and found.group.slug == slug:
        return found
    return queries.membership(actor, slug)


def found_at_door(request: HttpRequest) -> Any:
    """Return what the page's door found when it let the reader in: each door says what that is."""
    return request.__dict__.get("accord_found")


def keep_found(request: HttpRequest, found: object) -> None:
    """Keep on the request what the door found, so that the view need not ask again."""
    request.__dict__["accord_found"] = found
