"""The delegation's own room: who is in it, and what the capital needs to know of the group's calendar."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accord.kernel import clocks
from accord.kernel.action import NotAllowed
from accord.kernel.actor import Actor
from accord.people import actions, queries
from accord.people.queries import Membership, Room
from accord.web.frame import frame
from accord.web.people.forms import ConfirmForm, PersonForm
from accord.web.people.views.filling import fill, given, see


def room(request: HttpRequest, actor: Actor, *, group: str) -> HttpResponse:
    """Show the room to its members: its focal point, its experts, the formal meetings ahead."""
    mine, own = _own(actor, group)
    today = clocks.now().date()
    context: dict[str, Any] = {
        **_around(request, actor, mine),
        "room": own,
        "moderates": mine.role.kind == "focal_point",
        "me": actor.id,
        "ahead": [meeting for meeting in queries.meetings(actor, mine.group) if meeting.closes_on >= today],
    }
    return render(request, "people/room.html", context)


def admit(request: HttpRequest, actor: Actor, *, group: str) -> HttpResponse:
    """Admit an expert to the room."""
    mine, own = _own(actor, group)
    form = PersonForm(given(request)[0])

    def act(_said: dict[str, Any]) -> str:
        made = actions.admit_expert(
            actor=actor, now=clocks.now(), delegation=own.delegation, who=form.newcomer(own.delegation.party.zone)
        )
        messages.success(request, _("%(name)s is in your room.") % {"name": made.person})
        return reverse("experts", kwargs={"group": group})

    context = {
        **_around(request, actor, mine),
        "heading": _("Admit an expert"),
        "lead": _(
            "She sees this room and the official documents, and nothing of the delegations level. No other delegation "
            "learns of it, nor do the Chair and the Secretariat. You can take her out at any time."
        ),
        "button": _("Admit her"),
    }
    return fill(request, "form", context, form, act)


def remove(request: HttpRequest, actor: Actor, *, group: str, expert: int) -> HttpResponse:
    """Take an expert out of the room, after asking once more."""
    mine, _room = _own(actor, group)
    held = queries.expert(actor, mine.group, expert)

    def act(_said: dict[str, Any]) -> str:
        actions.remove_expert(actor=actor, now=clocks.now(), expert=held)
        messages.success(request, _("%(name)s has left your room.") % {"name": held.person})
        return reverse("experts", kwargs={"group": group})

    context = {
        **_around(request, actor, mine),
        "heading": _("Take %(name)s out of our room") % {"name": held.person},
        "lead": _("From this instant she sees nothing of it. You can admit her again."),
        "button": _("Take her out"),
        "danger": True,
    }
    return fill(request, "form", context, ConfirmForm(given(request)[0]), act)


def send(request: HttpRequest, actor: Actor, *, group: str, expert: int) -> HttpResponse:
    """Have an expert sent a fresh link to her account."""
    mine, _room = _own(actor, group)
    held = queries.expert(actor, mine.group, expert)
    actions.send_activation(actor=actor, now=clocks.now(), person=held.person)
    messages.success(request, _("A new link is on its way to %(address)s.") % {"address": held.person.email})
    return see(reverse("experts", kwargs={"group": group}))


def _own(actor: Actor, group: str) -> tuple[Membership, Room]:
    mine = queries.membership(actor, group)
    if mine.role.delegation is None:
        raise NotAllowed
    return mine, queries.room(actor, mine.role.delegation)


def _around(request: HttpRequest, actor: Actor, mine: Membership) -> dict[str, Any]:
    up = reverse("experts", kwargs={"group": mine.group.slug})
    around = {"group": mine.group, "role": mine.role, "up": up, "up_label": _("Our room")}
    return {**frame(request, actor, mine.group, current="experts", role=mine.role), **around}
