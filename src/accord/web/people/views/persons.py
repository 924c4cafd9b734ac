"""The register of persons, for the installation's secretariat."""

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
from accord.web.people.forms import EnterForm
from accord.web.people.views.filling import fill, given, see

LIMIT = 200


def persons(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the register, or those whom a search finds."""
    search = request.GET.get("q", "").strip()[:100]
    found = queries.persons(actor, search, limit=LIMIT)
    context: dict[str, Any] = {**frame(request, actor), "persons": found, "search": search, "full": len(found) == LIMIT}
    return render(request, "people/persons.html", context)


def enter(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Enter a person, and have her sent the link to her account if that is wanted."""
    form = EnterForm(given(request)[0])

    def act(said: dict[str, Any]) -> str:
        now = clocks.now()
        made = actions.enter_person(
            actor=actor, now=now, who=form.newcomer("UTC"), is_secretariat=said["is_secretariat"], invite=said["send"]
        )
        messages.success(request, _("%(name)s is entered.") % {"name": made})
        return reverse("persons")

    context = {
        **frame(request, actor),
        "heading": _("Enter a person"),
        "lead": _("Focal points, officers and experts are entered when they are named; enter others here."),
        "button": _("Enter"),
        "up": reverse("persons"),
        "up_label": _("Persons"),
    }
    return fill(request, "form", context, form, act)


def send(request: HttpRequest, actor: Actor, *, person: int, group: str = "") -> HttpResponse:
    """Have a person sent a fresh link: to open her account, or to choose a new password."""
    found = queries.person(actor, person)
    actions.send_activation(actor=actor, now=clocks.now(), person=found)
    messages.success(request, _("A new link is on its way to %(address)s.") % {"address": found.email})
    return see(reverse("delegations", kwargs={"group": group}) if group else reverse("persons"))
