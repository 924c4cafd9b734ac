"""What a delegation gave on paper: put in by the Secretariat, confirmed or declined by the focal point."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accord.kernel import clocks
from accord.kernel.actor import Actor
from accord.negotiation import actions, queries
from accord.negotiation.queries.values import LodgingView, RoundView
from accord.people.queries import Membership
from accord.web.frame import frame
from accord.web.negotiation.timing_forms import AnswerForm, LodgeForm
from accord.web.negotiation.views import sentences
from accord.web.negotiation.views.files import attachment
from accord.web.negotiation.views.filling import fill, given
from accord.web.negotiation.views.received import how_received
from accord.web.reader import found_at_door, member_in


def lodge(request: HttpRequest, actor: Actor, *, group: str, number: int) -> HttpResponse:
    """Ask for a delegation's file and what it was received as; show what was put in, and what became of it."""
    member = member_in(request, actor, group)
    found = queries.lodgings(actor, member.group, number)
    form = LodgeForm(*given(request), delegations=found.delegations, initial={"received_on": clocks.now().date()})
    here = reverse("lodge", kwargs={"group": group, "number": number})

    def act() -> str:
        name, data = form.upload()
        made = actions.lodge_proposal(
            actor=actor,
            now=clocks.now(),
            round=queries.find_round(actor, member.group, number),
            delegation=queries.find_delegation(actor, member.group, int(form.cleaned_data["delegation"])),
            data=data,
            filename=name,
            evidence=form.lodged(),
        )
        messages.success(request, _("It is put in. %(name)s is asked.") % {"name": made.delegation.party.short_name()})
        return here

    open_ = found.round.phase == "open" or found.round.takes_late
    context: dict[str, Any] = {
        **_frame(request, actor, member),
        "heading": _("Put in what came on paper"),
        "round": found.round,
        "may_lodge": open_,
        "lines": [_line(each, found.round) for each in found.lines],
        "up": reverse("round", kwargs={"group": group, "number": number}),
        "up_label": _("Round %(number)s") % {"number": number},
    }
    return fill(request, "lodge", context, form, act)


def lodging(request: HttpRequest, actor: Actor, *, group: str, proposal: int) -> HttpResponse:
    """Ask the focal point whether what was put in for her is hers: she sends it, or says why not."""
    member, row = member_in(request, actor, group), found_at_door(request)
    round_, found = queries.lodging(actor, row)
    declines = "decline" in request.POST
    form = AnswerForm(request.POST if declines else None)

    def act() -> str:
        if not declines:
            actions.submit_proposal(actor=actor, now=clocks.now(), proposal=row)
            return reverse("sent", kwargs={"group": group, "proposal": proposal})
        reason = form.cleaned_data["reason"]
        actions.decline_lodging(actor=actor, now=clocks.now(), proposal=row, reason=reason)
        messages.success(request, _("It is put aside, and the Secretariat is told."))
        return reverse("proposal", kwargs={"group": group})

    context = {**_frame(request, actor, member), **_asked(round_, found)}
    return fill(request, "lodging", context, form, act, complete=not declines)


def lodged_file(request: HttpRequest, actor: Actor, *, group: str, proposal: int) -> HttpResponse:
    """Hand out the Word file of what was put in."""
    return attachment(request, queries.lodged_file(actor, member_in(request, actor, group).group, proposal))


def evidence_file(request: HttpRequest, actor: Actor, *, group: str, proposal: int) -> HttpResponse:
    """Hand out what the delegation gave."""
    return attachment(request, queries.evidence_file(actor, member_in(request, actor, group).group, proposal))


def _frame(request: HttpRequest, actor: Actor, member: Membership) -> dict[str, Any]:
    return frame(request, actor, member.group, current="text", role=member.role)


def _line(each: LodgingView, round_: RoundView) -> dict[str, Any]:
    """Return what was put in as a line: whose, how it came, what became of it, its files."""
    return {"party": each.party, "how": how_received(each), "filename": each.filename, **_state(each, round_)}


def _state(each: LodgingView, round_: RoundView) -> dict[str, Any]:
    said = {
        "waiting": (_("waits for the focal point"), "warn"),
        "confirmed": (_("confirmed, it stands"), "good"),
        "declined": (_("not theirs"), "bad"),
        "put_aside": (_("put aside: they prepared a file of their own"), ""),
    }
    words, tone = said[each.state]
    when = sentences.instant(each.answered_at or each.lodged_at, round_.zone, round_.place)
    where = {"group": round_.group, "proposal": each.proposal}
    return {
        "words": words,
        "tone": tone,
        "reason": each.reason,
        "when": (_("answered %(when)s") if each.answered_at else _("put in %(when)s")) % {"when": when},
        "file_href": reverse("lodged-file", kwargs=where),
        "evidence_href": reverse("evidence-file", kwargs=where) if each.evidence else "",
        "evidence": each.evidence,
    }


def _asked(round_: RoundView, found: LodgingView) -> dict[str, Any]:
    where = {"group": round_.group, "proposal": found.proposal}
    waits = found.state == "waiting"
    return {
        "heading": _("Is this yours?") if waits else _("Put in by the Secretariat"),
        "waits": waits,
        "may_confirm": waits and not found.untracked and (round_.phase == "open" or round_.takes_late),
        "round": round_,
        "lodging": found,
        "how": how_received(found),
        "size": sentences.counted(found.amendments, found.paragraphs),
        "check_href": reverse("check", kwargs=where),
        "send_label": _("It is ours: send as %(name)s") % {"name": found.party.name},
        "late": sentences.late_now(round_) if waits and round_.takes_late else "",
        "up": reverse("proposal", kwargs={"group": round_.group}),
        "up_label": _("Your proposal"),
        **_state(found, round_),
    }
