"""An older page of a file that is not any longer what it was: what took its place, and the way on from there."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accord.kernel.action import NotAllowed
from accord.kernel.actor import Actor
from accord.negotiation import queries
from accord.negotiation.queries.values import ProposalView
from accord.web.door import READING
from accord.web.frame import frame
from accord.web.negotiation.views import sentences
from accord.web.reader import found_at_door, member_in

View = Callable[..., HttpResponse]
ALIVE = frozenset({"checking", "standing"})


def or_newer(view: View, *, again: str = "") -> View:
    """Return the view for files that are being checked or stand; for others it says what took their place.

    `again`: the state in which the view itself takes the same button pressed once more.
    """

    def shown(request: HttpRequest, actor: Actor, *, group: str, proposal: int) -> HttpResponse:
        state = found_at_door(request).state
        pressed_again = state == again and request.method not in READING
        if not (state in ALIVE or pressed_again):
            return _outdated(request, actor, group, found_at_door(request))
        try:
            return view(request, actor, group=group, proposal=proposal)
        except NotAllowed:
            # In another window a newer file came while this one was being sent: the door still saw it alive.
            row = queries.find_own_proposal(actor, group, proposal)
            if row is None or row.state in ALIVE:
                raise
            return _outdated(request, actor, group, row)

    return shown


def _outdated(request: HttpRequest, actor: Actor, group: str, row: Any) -> HttpResponse:
    """Show the file that the page was about, and the newer one; after a button 422, for nothing was done."""
    member = member_in(request, actor, group)
    round_, old, newer = queries.succession(actor, row)
    up = reverse("proposal", kwargs={"group": group})
    context = {
        **frame(request, actor, member.group, current="text", role=member.role),
        "up": up,
        "heading": _heading(old, newer),
        "sentence": _pressed() if request.method not in READING else "",
        "kept": _kept(old),
        "old": {"name": old.uploaded_as, "sentence": sentences.state_of(old, round_), **_files(group, old)},
        "newer": newer and {"name": newer.uploaded_as, "sentence": sentences.state_of(newer, round_)},
        **_onward(group, up, newer),
    }
    status = 200 if request.method in READING else 422
    return render(request, "negotiation/outdated.html", context, status=status)


def _heading(old: ProposalView, newer: ProposalView | None) -> str:
    if newer is not None:
        return _("A newer file has taken the place of this one")
    return _("This proposal was withdrawn") if old.state == "withdrawn" else _("This file was put aside")


def _pressed() -> str:
    return _("You pressed a button on an older page. Nothing was done, and nothing is lost.")


def _kept(old: ProposalView) -> str:
    if old.state == "discarded":
        return _(
            "It was not sent, and nobody outside your delegation has seen it. "
            "If it is the one you mean, choose it again and look at it first."
        )
    return _("It stays in the record with its receipt.")


def _files(group: str, old: ProposalView) -> dict[str, str]:
    """Return where the file and its receipt are; what was never sent has neither for anybody."""
    if old.submitted_at is None:
        return {}
    where = {"group": group, "proposal": old.id}
    return {"file_href": reverse("proposal-file", kwargs=where), "receipt_href": reverse("receipt", kwargs=where)}


def _onward(group: str, up: str, newer: ProposalView | None) -> dict[str, str]:
    """Return the button: to the newer file where it waits or stands, else to the page where one is sent."""
    if newer is not None and newer.state in ALIVE:
        where = {"group": group, "proposal": newer.id}
        checking = newer.state == "checking"
        label = _("Go on with the newer file") if checking else _("See the newer file")
        return {"href": reverse("check" if checking else "sent", kwargs=where), "label": label}
    return {"href": up, "label": _("Your proposal")}
