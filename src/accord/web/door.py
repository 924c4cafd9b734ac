"""The only way to an address: a page cannot be declared without saying who may enter, and a closed door answers 404."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse

from accord.kernel.action import NotAllowed
from accord.kernel.actor import Actor
from accord.kernel.policy import Rule
from accord.people import policy
from accord.people.queries import Membership, membership_under
from accord.web.errors.views import not_allowed
from accord.web.reader import actor_in, keep_found

View = Callable[..., HttpResponseBase]
READING = frozenset({"GET", "HEAD"})
# The largest number that a database keeps; an address with a larger one names nothing.
LARGEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Door:
    """Who may enter: a name for the tests' grid, and a question asked of the actor and the address's own values.

    `needs` names the values of the address that the question reads ("group"): a route without them is refused.
    `opens` returns what it found, for the view (`reader.found_at_door`): the door is closed when that is nothing.
    """

    name: str
    opens: Callable[[Actor | None, dict[str, Any]], object]
    needs: frozenset[str] = field(default=frozenset())

    def __call__(self, actor: Actor | None, values: dict[str, Any]) -> bool:
        """Return whether this actor may enter the page with these values."""
        return bool(self.opens(actor, values))


@dataclass(frozen=True, slots=True)
class Page:
    """One page behind its door; the resolver's callback, and what the system check and the grid test read."""

    route: str
    name: str
    view: View
    door: Door
    methods: tuple[str, ...]

    def __call__(self, request: HttpRequest, **values: Any) -> HttpResponseBase:
        """Answer 405 to another method, 404 or the way to the sign-in page at a closed door, else show the page.

        What the view asks for and may not have (NotAllowed) is 404 too: nobody learns what there is.
        """
        if request.method not in self.methods:
            return not_allowed(request, self.methods)
        if any(isinstance(value, int) and value > LARGEST for value in values.values()):
            raise Http404
        actor = None if self.door is public else actor_in(request)
        if found := self.door.opens(actor, values):
            keep_found(request, found)
            try:
                return self.view(request, actor, **values)
            except NotAllowed as closed:
                raise Http404 from closed
        if actor is None and request.method in READING:
            return redirect(f"{reverse('sign-in')}?{urlencode({'next': request.get_full_path()})}")
        raise Http404


def page(route: str, view: View, *, door: Door, name: str, methods: Sequence[str] = ("GET",)) -> URLPattern:
    """Declare a page: its address, its view `(request, actor, **values)`, who may enter, its name, its methods.

    HEAD comes with GET. A door that reads a value the route does not carry is a TypeError at import.
    """
    if not isinstance(door, Door):
        raise TypeError(f"The page {name!r} needs a Door.")
    missing = sorted(value for value in door.needs if f"{value}>" not in route)
    if missing:
        raise TypeError(f"The door {door.name!r} of page {name!r} needs {', '.join(missing)} in its route {route!r}.")
    allowed = (*methods, "HEAD") if "GET" in methods else tuple(methods)
    return path(route, Page(route, name, view, door, allowed), name=name)


def foreign(view: Callable[..., HttpResponseBase]) -> View:
    """Fit a view that is not ours (allauth's) to a page: it takes the request alone and asks `request.user` itself."""

    def fitted(request: HttpRequest, actor: Actor | None, **values: Any) -> HttpResponseBase:  # noqa: ARG001 - not its way
        return view(request, **values)

    return fitted


def in_group(name: str, rule: Rule[Any]) -> Door:
    """Return a door for those to whom the rule gives the group named in the address, or a delegation of it.

    One query, the rule's own; the door finds the group and her role in it (`reader.member_in`).
    """

    def opens(actor: Actor | None, values: dict[str, Any]) -> Membership | None:
        return None if actor is None else membership_under(actor, values["group"], rule)

    return Door(name, opens, frozenset({"group"}))


public = Door("public", lambda _actor, _values: True)
"""The same for everybody: nothing about the reader is looked up (style sheets, scripts)."""
anyone = Door("anyone", lambda _actor, _values: True)
"""Everybody may enter; the view is told who it is, or None."""
signed_in = Door("signed_in", lambda actor, _values: actor is not None)
secretariat = Door("secretariat", lambda actor, _values: actor is not None and policy.serves_the_installation(actor))
"""Staff of the installation's secretariat, who may convene groups and enter persons."""
group_member = in_group("group_member", policy.GROUP_OF_EXPERT)
"""Whoever takes part in the group, experts too; what is shown inside depends on the role."""
delegations_level = in_group("delegations_level", policy.GROUP_AT_DELEGATIONS_LEVEL)
"""Chair, Vice-Chairs, Technical Secretariat and the focal points in office (O4, O9)."""
administers = in_group("administers", policy.GROUP_ADMINISTERED)
"""Chair, Vice-Chairs and Technical Secretariat."""
focal_point = in_group("focal_point", policy.DELEGATION_SPOKEN_FOR)
"""Who speaks for a delegation of the group now (O9)."""
room_member = in_group("room_member", policy.DELEGATION_ROOM)
"""The focal point in office and the experts of a delegation of the group (O5)."""
