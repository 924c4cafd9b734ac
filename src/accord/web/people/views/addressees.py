"""The official addressees of a group: whom its documents go to, in the register or outside it (O18)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accord.kernel import clocks
from accord.kernel.actor import Actor
from accord.mailings import actions, queries
from accord.people.queries import delegations
from accord.web.frame import frame
from accord.web.people.forms import AddresseeForm
from accord.web.people.views.filling import fill, given, see
from accord.web.reader import member_in


def addressees(request: HttpRequest, actor: Actor, *, group: str) -> HttpResponse:
    """Show where documents go officially, enter one more, and end one."""
    mine = member_in(request, actor, group)
    here = reverse("addressees", kwargs={"group": group})
    if request.method == "POST" and (chosen := request.POST.get("end", "")):
        return _end(actor, mine.group, chosen, here)
    parties = {row.delegation.code: row.delegation.party for row in delegations(actor, mine.group)}
    form = AddresseeForm(given(request)[0]).offer([(code, f"{party} ({code})") for code, party in parties.items()])

    def act(said: dict[str, Any]) -> str:
        entered = actions.Entered(**{**said, "party": parties.get(said["party"])})
        made = actions.enter_addressee(actor=actor, now=clocks.now(), group=mine.group, entered=entered)
        messages.success(request, _("Documents go to %(name)s from now on.") % {"name": made.name})
        return here

    context = {
        **frame(request, actor, mine.group, current="delegations", role=mine.role),
        "group": mine.group,
        "addressees": queries.addressees(actor, mine.group),
    }
    return fill(request, "addressees", context, form, act)


def _end(actor: Actor, group: Any, chosen: str, here: str) -> HttpResponse:
    """Write to one of them no more; one that is gone already is gone."""
    found = [each for each in queries.addressees(actor, group) if str(each.pk) == chosen]
    for each in found:
        actions.end_addressee(actor=actor, now=clocks.now(), addressee=each)
    return see(here)
