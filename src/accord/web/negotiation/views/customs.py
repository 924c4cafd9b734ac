"""What the body is used to: set by Chair and Secretariat, read by all they preside over."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accord.kernel import clocks
from accord.kernel.action import Refused
from accord.kernel.actor import Actor
from accord.negotiation import actions, queries
from accord.people.queries import Membership
from accord.web.frame import frame
from accord.web.negotiation.body_forms import CaucusForm, CustomsForm
from accord.web.reader import member_in

_NAMES = ("revision_label", "bracket_style", "mark_up", "silence", "silence_rule", "silence_hours")


def customs(request: HttpRequest, actor: Actor, *, group: str) -> HttpResponse:
    """Show how the body does things and who speaks together; set either."""
    member = member_in(request, actor, group)
    found = queries.customs(actor, member.group)
    which = request.POST.get("set", "") if request.method == "POST" else ""
    body = CustomsForm(
        request.POST if which == "customs" else None, initial={name: getattr(found, name) for name in _NAMES}
    )
    caucus = CaucusForm(request.POST if which == "caucus" else None)
    caucus.offer([(each.code, f"{each.name} ({each.code})") for each in found.delegations])
    refusal: Any = ""
    try:
        if _set(actor, member, body if which == "customs" else None, caucus if which == "caucus" else None):
            messages.success(request, _("It holds from now on, and stands in the record."))
            return HttpResponseRedirect(reverse("customs", kwargs={"group": group}), status=303)
    except Refused as refused:
        refusal = refused.sentence
    context = {
        "heading": _("Customs of the body"),
        "group": member.group,
        "found": found,
        "body": body,
        "caucus": caucus,
        "shown": caucus if which == "caucus" else body,
        "refusal": refusal,
    }
    around = frame(request, actor, member.group, current="delegations", role=member.role)
    status = 422 if request.method == "POST" else 200
    return render(request, "negotiation/customs.html", {**around, **context}, status=status)


def _set(actor: Actor, member: Membership, body: CustomsForm | None, caucus: CaucusForm | None) -> bool:
    """Do what was filled in; return whether anything was."""
    now = clocks.now()
    if body is not None and body.is_valid():
        actions.set_customs(actor=actor, now=now, group=member.group, customs=body.customs())
        return True
    if caucus is not None and caucus.is_valid():
        said = caucus.cleaned_data
        seats = queries.delegations_named(actor, member.group, said["members"])
        actions.define_caucus(
            actor=actor, now=now, group=member.group, code=said["code"], name=said["name"], members=seats
        )
        return True
    return False
