"""Convening a group, and naming its officers."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accord.kernel import clocks
from accord.kernel.actor import Actor
from accord.people import actions, queries
from accord.web.frame import frame
from accord.web.people.forms import ConfirmForm, ConveneForm, OfficerForm
from accord.web.people.views.filling import fill, given
from accord.web.reader import member_in


def convene(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Convene a group with its delegations and its Chair."""
    parties = [(party.code, f"{party} ({party.code})") for party in queries.parties(actor)]
    form = ConveneForm(given(request)[0]).offer(parties)

    def act(said: dict[str, Any]) -> str:
        names = ("body", "name", "official_zone", "official_place", "kind", "languages", "parties")
        terms = actions.Convocation(**{name: said[name] for name in names}, chair=form.chair())
        made = actions.convene_group(actor=actor, now=clocks.now(), terms=terms)
        messages.success(request, _("Convened. Register the focal point of each delegation next."))
        return reverse("delegations", kwargs={"group": made.slug})

    context = {
        **frame(request, actor),
        "heading": _("Convene a group"),
        "lead": _("You serve it as Technical Secretariat. The Chair is sent the link that opens an account."),
        "button": _("Convene it"),
        "up": reverse("home"),
        "up_label": _("My groups"),
    }
    return fill(request, "form", context, form, act)


def officers(request: HttpRequest, actor: Actor, *, group: str) -> HttpResponse:
    """Show who presides and serves, and name one more."""
    mine = member_in(request, actor, group)
    form = OfficerForm(given(request)[0])

    def act(said: dict[str, Any]) -> str:
        made = actions.name_officer(
            actor=actor,
            now=clocks.now(),
            group=mine.group,
            who=form.newcomer(mine.group.official_zone),
            role=said["role"],
        )
        named = {"name": made.person, "office": made.get_role_display()}
        messages.success(request, _("%(name)s is named %(office)s.") % named)
        return reverse("officers", kwargs={"group": group})

    context = {
        **frame(request, actor, mine.group, current="overview", role=mine.role),
        "group": mine.group,
        "officers": queries.officers(actor, mine.group),
        "me": actor.id,
    }
    return fill(request, "officers", context, form, act)


def end_office(request: HttpRequest, actor: Actor, *, group: str, office: int) -> HttpResponse:
    """End an officer's service, after asking once more."""
    mine = member_in(request, actor, group)
    held = queries.office(actor, mine.group, office)
    here = reverse("officers", kwargs={"group": group})
    named = {"name": held.person, "office": held.get_role_display()}

    def act(_said: dict[str, Any]) -> str:
        actions.end_office(actor=actor, now=clocks.now(), office=held)
        messages.success(request, _("%(name)s no longer serves as %(office)s.") % named)
        return here

    context = {
        **frame(request, actor, mine.group, current="overview", role=mine.role),
        "heading": _("End the service of %(name)s as %(office)s") % named,
        "lead": _("From this instant the group is closed to this person. They can be named again."),
        "button": _("End it now"),
        "danger": True,
        "up": here,
        "up_label": _("Who presides and serves"),
    }
    return fill(request, "form", context, ConfirmForm(given(request)[0]), act)
