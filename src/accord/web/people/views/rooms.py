"""The delegation's own room: who is in it, and what the capital needs to know of the group's calendar."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accord.kernel import clocks
from accord.kernel.actor import Actor
from accord.negotiation import queries as negotiation
from accord.people import actions, queries
from accord.people.queries import Room
from accord.web.frame import frame
from accord.web.negotiation.views import sentences
from accord.web.people.forms import ConfirmForm, PersonForm
from accord.web.people.views.filling import fill, given, see


def room(request: HttpRequest, actor: Actor, *, group: str) -> HttpResponse:
    """Show the room to its members: its focal point, its experts, the formal meetings ahead."""
    own = queries.my_room(actor, group)
    today = clocks.now().date()
    context: dict[str, Any] = {
        **_around(request, actor, own),
        "room": own,
        "moderates": own.role.kind == "focal_point",
        "me": actor.id,
        **sentences.calendar(negotiation.calendar(actor, own.delegation.group), own.delegation),
        "ahead": [meeting for meeting in queries.meetings(actor, own.delegation.group) if meeting.closes_on >= today],
    }
    return render(request, "people/room.html", context)


def admit(request: HttpRequest, actor: Actor, *, group: str) -> HttpResponse:
    """Admit an expert to the room."""
    own = queries.my_room(actor, group)
    form = PersonForm(given(request)[0])

    def act(_said: dict[str, Any]) -> str:
        made = actions.admit_expert(
            actor=actor, now=clocks.now(), delegation=own.delegation, who=form.newcomer(own.delegation.party.zone)
        )
        messages.success(request, _("%(name)s is in your room.") % {"name": made.person})
        return reverse("experts", kwargs={"group": group})

    context = {
        **_around(request, actor, own),
        "heading": _("Admit an expert"),
        "lead": _(
            "An expert sees this room and the official documents, and nothing of the delegations level. No other "
            "delegation learns of it, nor do the Chair and the Secretariat. You can take an expert out at any time."
        ),
        "button": _("Admit"),
    }
    return fill(request, "form", context, form, act)


def remove(request: HttpRequest, actor: Actor, *, group: str, expert: int) -> HttpResponse:
    """Take an expert out of the room, after asking once more."""
    own = queries.my_room(actor, group)
    held = queries.expert(actor, own.delegation.group, expert)

    def act(_said: dict[str, Any]) -> str:
        actions.remove_expert(actor=actor, now=clocks.now(), expert=held)
        messages.success(request, _("%(name)s has left your room.") % {"name": held.person})
        return reverse("experts", kwargs={"group": group})

    context = {
        **_around(request, actor, own),
        "heading": _("Take %(name)s out of our room") % {"name": held.person},
        "lead": _("From this instant the room is closed to this person. You can admit them again."),
        "button": _("Take out"),
        "danger": True,
    }
    return fill(request, "form", context, ConfirmForm(given(request)[0]), act)


def send(request: HttpRequest, actor: Actor, *, group: str, expert: int) -> HttpResponse:
    """Have an expert sent a fresh link to her account."""
    own = queries.my_room(actor, group)
    held = queries.expert(actor, own.delegation.group, expert)
    actions.send_activation(actor=actor, now=clocks.now(), person=held.person)
    messages.success(request, _("A new link is on its way to %(address)s.") % {"address": held.person.email})
    return see(reverse("experts", kwargs={"group": group}))


def _around(request: HttpRequest, actor: Actor, own: Room) -> dict[str, Any]:
    group = own.delegation.group
    up = reverse("experts", kwargs={"group": group.slug})
    around = {"group": group, "role": own.role, "up": up, "up_label": _("Our room")}
    return {**frame(request, actor, group, current="experts", role=own.role), **around}
