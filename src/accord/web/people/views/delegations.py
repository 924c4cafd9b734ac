"""The delegations of a group, and who speaks for each."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accord.kernel import clocks
from accord.kernel.actor import Actor
from accord.people import actions, queries
from accord.people.queries import DelegationRow, Membership
from accord.web.frame import Ask, frame
from accord.web.people.forms import SeatForm
from accord.web.people.views.filling import fill, given
from accord.web.reader import member_in


def delegations(request: HttpRequest, actor: Actor, *, group: str) -> HttpResponse:
    """Show who speaks for each delegation, in the alphabet of the reader's language."""
    mine = member_in(request, actor, group)
    rows = queries.delegations(actor, mine.group)
    own = mine.role.delegation
    context: dict[str, Any] = {
        **frame(request, actor, mine.group, current="delegations", role=mine.role),
        "group": mine.group,
        "role": mine.role,
        "rows": [(row, mine.role.administers or row.delegation == own) for row in rows],
        "ask": asked(mine, rows),
    }
    return render(request, "people/delegations.html", context)


def delegation(request: HttpRequest, actor: Actor, *, group: str, delegation: int) -> HttpResponse:
    """Show one delegation to those who arrange who speaks for it: now, later, and before."""
    mine = member_in(request, actor, group)
    row = queries.delegation(actor, mine.group, delegation)
    context: dict[str, Any] = {
        **frame(request, actor, mine.group, current="delegations", role=mine.role),
        "group": mine.group,
        "role": mine.role,
        "row": row,
        "former": queries.former(actor, row.delegation),
        "opened": bool(row.speaks and row.speaks.person.has_account),
    }
    return render(request, "people/delegation.html", context)


def seat(request: HttpRequest, actor: Actor, *, group: str) -> HttpResponse:
    """Seat the delegation of one more party."""
    mine = member_in(request, actor, group)
    seated = {row.delegation.code for row in queries.delegations(actor, mine.group)}
    free = {party.code: party for party in queries.parties(actor) if party.code not in seated}
    form = SeatForm(given(request)[0]).offer([(code, f"{party} ({code})") for code, party in free.items()])

    def act(said: dict[str, Any]) -> str:
        party = free[said["party"]]
        made = actions.seat_delegation(actor=actor, now=clocks.now(), group=mine.group, party=party)
        messages.success(request, _("%(party)s has its delegation. Register its focal point next.") % {"party": party})
        return reverse("delegation", kwargs={"group": group, "delegation": made.pk})

    up = reverse("delegations", kwargs={"group": group})
    context = {
        **frame(request, actor, mine.group, current="delegations", role=mine.role),
        "heading": _("Seat a delegation"),
        "lead": _("Its mission then appoints the focal point by a note, which you register."),
        "button": _("Seat it"),
        "up": up,
        "up_label": _("Delegations"),
    }
    return fill(request, "form", context, form, act)


def asked(mine: Membership, rows: list[DelegationRow]) -> Ask:
    """Return what is asked of the reader here: to have every delegation speak, or to know who does."""
    silent = [row for row in rows if row.speaks is None]
    if mine.role.administers and silent:
        sentence = ngettext(
            "%(count)s delegation has no focal point yet.",
            "%(count)s delegations have no focal point yet.",
            len(silent),
        )
        detail = _("A mission appoints by a note. Register it, and the person is sent the link that opens an account.")
        first = {"group": mine.group.slug, "delegation": silent[0].delegation.pk}
        label = _("Register one: %(party)s") % {"party": silent[0].party}
        return Ask(sentence % {"count": len(silent)}, detail, label, reverse("appoint", kwargs=first), tone="warn")
    if mine.role.administers:
        return Ask(_("Every delegation has its focal point."), _("Nothing is asked of you here."), tone="done")
    until = next((row.acting_until for row in rows if row.delegation == mine.role.delegation), None)
    party = mine.role.delegation.party if mine.role.delegation else ""
    if until:
        detail = _("You are the acting focal point. The word goes back to the regular one at the end of your time:")
        sentence = _("You speak for %(party)s.") % {"party": party}
        group = mine.group
        return Ask(sentence, detail, due=until, official=group.official_zone, official_name=group.official_place)
    detail = _("Nobody else does. If you are away, somebody can act for you for a stated time.")
    own = {"group": mine.group.slug, "delegation": mine.role.delegation.pk if mine.role.delegation else 0}
    label = _("Have somebody act for me")
    return Ask(_("You speak for %(party)s.") % {"party": party}, detail, label, reverse("acting", kwargs=own))
