"""The formal meetings of the group's body."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accord.kernel import clocks
from accord.kernel.actor import Actor
from accord.people import actions, queries
from accord.web.frame import frame
from accord.web.people.forms import MeetingForm
from accord.web.people.views.filling import fill, given
from accord.web.reader import member_in


def meetings(request: HttpRequest, actor: Actor, *, group: str) -> HttpResponse:
    """Show the formal meetings: the next one, those after it, those that were held."""
    mine = member_in(request, actor, group)
    today = clocks.now().date()
    entered = queries.meetings(actor, mine.group)
    ahead = [meeting for meeting in entered if meeting.closes_on >= today]
    context: dict[str, Any] = {
        **frame(request, actor, mine.group, current="meetings", role=mine.role),
        "group": mine.group,
        "role": mine.role,
        "next": ahead[0] if ahead else None,
        "ahead": ahead,
        "held": [meeting for meeting in reversed(entered) if meeting.closes_on < today],
        "today": today,
    }
    return render(request, "people/meetings.html", context)


def schedule(request: HttpRequest, actor: Actor, *, group: str) -> HttpResponse:
    """Enter a formal meeting."""
    mine = member_in(request, actor, group)
    entered = queries.meetings(actor, mine.group)
    form = MeetingForm(
        given(request)[0], initial={"number": max((meeting.number for meeting in entered), default=0) + 1}
    )
    here = reverse("meetings", kwargs={"group": group})

    def act(said: dict[str, Any]) -> str:
        closes = said["closes_on"] or said["opens_on"]
        told = {**said, "closes_on": closes}
        actions.schedule_meeting(actor=actor, now=clocks.now(), group=mine.group, **told)
        messages.success(request, _("The meeting is entered."))
        return here

    context = {
        **frame(request, actor, mine.group, current="meetings", role=mine.role),
        "heading": _("Enter a formal meeting"),
        "lead": _("Rounds are held before a formal meeting; only there can a text be approved."),
        "button": _("Enter it"),
        "up": here,
        "up_label": _("Meetings"),
    }
    return fill(request, "form", context, form, act)
