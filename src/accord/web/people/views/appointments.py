"""Appointing, handing over, acting, and ending before time; and the mission's note."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accord.kernel import clocks
from accord.kernel.actor import Actor
from accord.people import actions, queries
from accord.people.queries import DelegationRow, Membership
from accord.web.downloads import handed_out
from accord.web.frame import frame
from accord.web.people.forms import ActingForm, AppointForm, ConfirmForm
from accord.web.people.views.filling import fill, given
from accord.web.reader import member_in

TYPES = {"pdf": "application/pdf", "png": "image/png", "jpg": "image/jpeg"}
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
Verb = Callable[..., Any]


def appoint(request: HttpRequest, actor: Actor, *, group: str, delegation: int) -> HttpResponse:
    """Register the mission's appointment of its focal point."""
    mine, row = _arranged(request, actor, group, delegation)
    words = {
        "heading": _("Register a focal point"),
        "lead": _(
            "All delegations are told. The person is sent the link that opens an account, unless there is one already."
        ),
        "button": _("Register the appointment"),
    }
    return _register(request, actor, mine, row, AppointForm(*given(request)), actions.appoint_focal_point, words)


def hand_over(request: HttpRequest, actor: Actor, *, group: str, delegation: int) -> HttpResponse:
    """Register a hand-over from the present focal point to the next."""
    mine, row = _arranged(request, actor, group, delegation)
    words = {
        "heading": _("Register a hand-over"),
        "lead": _("At that instant %(name)s loses access and the successor has it. All delegations are told.")
        % {"name": row.regular.person if row.regular else _("the present focal point")},
        "button": _("Register the hand-over"),
    }
    return _register(request, actor, mine, row, AppointForm(*given(request)), actions.hand_over, words)


def acting(request: HttpRequest, actor: Actor, *, group: str, delegation: int) -> HttpResponse:
    """Register who acts for the focal point, for a stated time."""
    mine, row = _arranged(request, actor, group, delegation)
    words = {
        "heading": _("Register an acting focal point"),
        "lead": _(
            "For the stated time this person alone speaks for the delegation; the regular focal point has no access "
            "then, and has it again afterwards. It can be ended sooner. All delegations are told."
        ),
        "button": _("Register who acts"),
    }
    return _register(request, actor, mine, row, ActingForm(*given(request)), actions.appoint_acting, words)


def end(request: HttpRequest, actor: Actor, *, group: str, appointment: int) -> HttpResponse:
    """End an appointment before its time, after asking once more."""
    mine = member_in(request, actor, group)
    held = queries.appointment_to_end(actor, mine.group, appointment)
    verb = actions.end_acting if held.kind == "acting" else actions.recall_focal_point
    lead = (
        _("%(name)s no longer acts for %(party)s, from this instant; its regular focal point speaks again.")
        if held.kind == "acting"
        else _("%(name)s no longer speaks for %(party)s, from this instant. Nobody does until another is registered.")
    )
    names = {"name": held.person, "party": held.delegation.party}

    def act(_said: dict[str, Any]) -> str:
        verb(actor=actor, now=clocks.now(), appointment=held)
        messages.success(request, _("Ended. All delegations are told."))
        if queries.role_in(actor, mine.group) is None:
            return reverse("home")
        return reverse("delegation", kwargs={"group": group, "delegation": held.delegation_id})

    context = {
        **_around(request, actor, mine),
        "heading": _("End the appointment of %(name)s") % names,
        "lead": lead % names,
        "button": _("End it now"),
        "danger": True,
        "up": reverse("delegation", kwargs={"group": group, "delegation": held.delegation_id}),
        "up_label": held.delegation.party,
    }
    return fill(request, "form", context, ConfirmForm(given(request)[0]), act)


def note(request: HttpRequest, actor: Actor, *, group: str, appointment: int) -> HttpResponse:
    """Hand out the mission's note, to be saved and never opened in the page."""
    kept = queries.appointment_note(actor, member_in(request, actor, group).group, appointment)
    kind = TYPES.get(kept.name.rpartition(".")[2], WORD)
    return handed_out(request, kept.data, kind, kept.name)


def _register(
    request: HttpRequest,
    actor: Actor,
    mine: Membership,
    row: DelegationRow,
    form: AppointForm,
    verb: Verb,
    words: dict[str, Any],
) -> HttpResponse:
    zone = mine.group.official_zone
    form.on_clock(zone)
    here = reverse("delegation", kwargs={"group": mine.group.slug, "delegation": row.delegation.pk})

    def act(said: dict[str, Any]) -> str:
        times = {name: said[name] for name in ("starts_at", "ends_at") if said.get(name)}
        made = verb(
            actor=actor,
            now=clocks.now(),
            delegation=row.delegation,
            who=form.newcomer(zone),
            note=said["note"],
            **times,
        )
        messages.success(request, _("Registered: %(name)s. All delegations are told.") % {"name": made.person})
        return here

    context = {**_around(request, actor, mine), **words, "party": row.party, "up": here, "up_label": row.party}
    return fill(request, "form", context, form, act)


def _arranged(request: HttpRequest, actor: Actor, group: str, delegation: int) -> tuple[Membership, DelegationRow]:
    mine = member_in(request, actor, group)
    return mine, queries.delegation(actor, mine.group, delegation)


def _around(request: HttpRequest, actor: Actor, mine: Membership) -> dict[str, Any]:
    return {**frame(request, actor, mine.group, current="delegations", role=mine.role), "group": mine.group}
