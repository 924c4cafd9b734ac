"""Until when a focal point asks for her own capital's word: hers and her experts' alone to know."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accord.kernel import clocks
from accord.kernel.actor import Actor
from accord.negotiation import actions, queries
from accord.web.frame import frame
from accord.web.negotiation.timing_forms import InternalForm
from accord.web.negotiation.views.filling import fill, given
from accord.web.reader import member_in
from accord.web.templatetags.accord import city


def internal_deadline(request: HttpRequest, actor: Actor, *, group: str, number: int) -> HttpResponse:
    """Ask until when, on the clock of the capital; lift what was set."""
    member = member_in(request, actor, group)
    row = queries.find_round(actor, member.group, number)
    found = queries.round_view(actor, row)
    note = queries.internal_note(actor, found)
    page = reverse("round", kwargs={"group": group, "number": number})
    if request.method == "POST" and "lift" in request.POST:
        actions.set_internal_deadline(actor=actor, now=clocks.now(), round=row, at=None)
        return HttpResponseRedirect(page, status=303)
    zone = found.capital_zone or found.zone
    set_at = clocks.clock(found.internal_at, zone).local.replace(tzinfo=None) if found.internal_at else None
    where = {"zone": zone, "city": found.capital or city(zone)}
    form = InternalForm(given(request)[0], initial={"at": set_at, "note": note}, **where)

    def act() -> str:
        actions.set_internal_deadline(actor=actor, now=clocks.now(), round=row, **form.cleaned_data)
        return page

    context: dict[str, Any] = {
        **frame(request, actor, member.group, current="text", role=member.role),
        "heading": _("Your capital’s deadline"),
        "round": found,
        "up": page,
        "up_label": _("Round %(number)s") % {"number": number},
    }
    return fill(request, "internal", context, form, act)
