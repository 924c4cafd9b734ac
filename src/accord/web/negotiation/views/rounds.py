"""Rounds: the list, one round with what was received, scheduling one, setting another close."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accord.kernel import clocks, dates
from accord.kernel.action import Refused
from accord.kernel.actor import Actor
from accord.library import queries as library
from accord.negotiation import actions, queries
from accord.negotiation.queries.values import MovedView, ProposalView, RoundView
from accord.people import queries as people
from accord.people.queries import Membership
from accord.web.frame import Ask, frame
from accord.web.negotiation.forms import CloseForm, ScheduleForm
from accord.web.negotiation.views import sentences
from accord.web.negotiation.views.proposal import handouts
from accord.web.negotiation.views.received import lodged
from accord.web.reader import member_in
from accord.web.templatetags.accord import city, language_name


def rounds(request: HttpRequest, actor: Actor, *, group: str) -> HttpResponse:
    """List the rounds, latest first."""
    member = member_in(request, actor, group)
    context = {
        "rounds": [_line(each) for each in queries.rounds(actor, member.group)],
        "may_schedule": member.role.administers,
        "schedule_href": reverse("schedule-round", kwargs={"group": group}),
        "nothing": _("There has been no round yet."),
        "how": _("The Chair or the Secretariat schedules a round on an official document, before a formal meeting."),
    }
    return render(request, "negotiation/rounds.html", {**_frame(request, actor, member), **context})


def round_page(request: HttpRequest, actor: Actor, *, group: str, number: int) -> HttpResponse:
    """Show one round: what was received from whom, the official text, the rules."""
    member = member_in(request, actor, group)
    found = queries.round_files(actor, member.group, number, counting=True)
    moves = queries.moved_closes(actor, found.round.id)
    said = {**_round(found.round, found.proposals), **_time(found.round, moves)}
    return render(request, "negotiation/round.html", {**_frame(request, actor, member), **said})


def schedule(request: HttpRequest, actor: Actor, *, group: str) -> HttpResponse:
    """Ask on what, before which meeting and from when to when; schedule the round."""
    member = member_in(request, actor, group)
    choices = _choices(actor, member)
    form = ScheduleForm(request.POST or None, initial={"zone": member.group.official_zone}, **choices)
    refusal: Any = ""
    if request.method == "POST" and form.is_valid():
        try:
            made = _schedule(actor, member, form.cleaned_data)
        except Refused as refused:
            refusal = refused.sentence
        else:
            return HttpResponseRedirect(reverse("round", kwargs={"group": group, "number": made}), status=303)
    context = {
        "form": form,
        "refusal": refusal,
        "here": _("Schedule a round"),
        **_up(group),
        **_impossible(group, choices),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "negotiation/schedule.html", {**_frame(request, actor, member), **context}, status=status)


def move_close(request: HttpRequest, actor: Actor, *, group: str, number: int) -> HttpResponse:
    """Ask for another close of the round and the reason; every focal point is told."""
    member = member_in(request, actor, group)
    row = queries.find_round(actor, member.group, number)
    found = queries.round_view(actor, row)
    page = reverse("round", kwargs={"group": group, "number": number})
    local = clocks.clock(found.closes_at, found.zone).local.replace(tzinfo=None)
    form = CloseForm(request.POST or None, zone=found.zone, city=city(found.zone), initial={"closes": local})
    refusal: Any = ""
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.set_close(
                actor=actor, now=clocks.now(), round=row, closes_at=said["closes_at"], reason=said["reason"]
            )
        except Refused as refused:
            refusal = refused.sentence
        else:
            return HttpResponseRedirect(page, status=303)
    context = {
        "form": form,
        "refusal": refusal,
        "round": found,
        "heading": _("Set another close"),
        "up": page,
        "up_label": _name(found),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "negotiation/move_close.html", {**_frame(request, actor, member), **context}, status=status)


def _frame(request: HttpRequest, actor: Actor, member: Membership) -> dict[str, Any]:
    return frame(request, actor, member.group, current="text", role=member.role)


def _up(group: str) -> dict[str, str]:
    return {"up": reverse("rounds", kwargs={"group": group}), "up_label": _("Rounds")}


def _name(round_: RoundView) -> str:
    return _("Round %(number)s") % {"number": round_.number}


def _where(round_: RoundView) -> dict[str, Any]:
    return {"group": round_.group, "number": round_.number}


def _text_of(round_: RoundView) -> str:
    """Return where the round's text is, in the first of its languages."""
    return reverse("round-text", kwargs={**_where(round_), "language": round_.bases[0].language})


def _line(round_: RoundView) -> dict[str, Any]:
    """Return a round as the list prints it."""
    where = _where(round_)
    words, tone = sentences.phase(round_)
    return {
        "name": _name(round_),
        "href": reverse("round", kwargs=where),
        "phase": words,
        "tone": tone,
        "document": f"{round_.symbol} · {round_.title}",
        "before": sentences.before(round_),
        "period": sentences.period(round_),
        "received": sentences.received(round_),
        "text_href": _text_of(round_),
        "compilation_href": reverse("compilation", kwargs=where) if round_.received else "",
    }


def _round(found: RoundView, received: tuple[ProposalView, ...]) -> dict[str, Any]:
    """Return what the page of one round prints."""
    where = _where(found)
    words, tone = sentences.phase(found)
    standing = [each for each in received if each.state == "standing"]
    silent = found.delegations - found.received
    return {
        "heading": _name(found),
        **_up(found.group),
        "phase": words,
        "tone": tone,
        "asked": _asked_here(found),
        "round": found,
        "sealed": found.sealed,
        "lines": [_received(each, found) for each in standing if not each.late],
        "late_lines": [_received(each, found) for each in standing if each.late],
        "nothing": _("No delegation has sent a file yet."),
        "silent": ngettext("%(n)s delegation has not proposed.", "%(n)s delegations have not proposed.", silent)
        % {"n": silent}
        if silent and found.phase != "scheduled"
        else "",
        "before": sentences.before(found),
        "handouts": handouts(found),
        "opened": sentences.period(found),
        "sees": sentences.sees(found),
        "text_href": _text_of(found),
        "compilation_href": reverse("compilation", kwargs=where),
        "outputs_href": reverse("outputs", kwargs={**where, "language": found.bases[0].language}),
    }


def _time(found: RoundView, moves: Sequence[MovedView]) -> dict[str, Any]:
    """Return what the page says of the round's time: what is late, how the close moved, the capital's own deadline."""
    where, administers = _where(found), found.may_administer
    internal = found.internal_at and sentences.instant(
        found.internal_at, found.capital_zone or found.zone, found.capital
    )
    return {
        "late_rule": sentences.late_rule(found),
        "moved": [sentences.moved(each, found) for each in moves],
        "move_href": reverse("move-close", kwargs=where) if administers and found.phase != "closed" else "",
        "rule_href": reverse("round-rule", kwargs=where) if administers else "",
        "lodge_href": reverse("lodge", kwargs=where) if administers and found.phase != "scheduled" else "",
        "internal": internal or "",
        "internal_href": reverse("internal-deadline", kwargs=where)
        if found.capital_zone and found.phase != "closed"
        else "",
    }


def _asked_here(found: RoundView) -> Ask:
    """Return what is asked, without the button that would lead to the page one is on."""
    asked = sentences.asked(found)
    return replace(asked, label="", href="") if asked.href == reverse("round", kwargs=_where(found)) else asked


def _received(each: ProposalView, round_: RoundView) -> dict[str, Any]:
    """Return a received file as a line: whose, the comment that says it is attached (O24), when, where to take it."""
    return {
        "party": each.party,
        "sentence": each.comment,
        "language": language_name(each.language),
        "lodged": lodged(each),
        "when": sentences.instant(each.submitted_at, round_.zone, round_.place) if each.submitted_at else "",
        "filename": each.filename,
        "href": reverse("proposal-file", kwargs={"group": round_.group, "proposal": each.id}),
    }


def _choices(actor: Actor, member: Membership) -> dict[str, list[tuple[str, str]]]:
    """Return what the form offers: the versions of official documents, the meetings to come, the zones in use."""
    today = clocks.now().date()
    meetings = [each for each in people.meetings(actor, member.group) if each.closes_on >= today]
    zones = dict.fromkeys([member.group.official_zone, *(each.zone for each in meetings), "UTC"])
    return {
        "versions": [
            (str(version.id), f"{version.symbol} · {document.title}")
            for document in library.bases(actor, member.group)
            for version in document.versions
        ],
        "meetings": [(str(each.pk), f"{each} · {dates.written_day(each.opens_on)}") for each in meetings],
        "zones": [(zone, city(zone)) for zone in zones],
    }


def _impossible(group: str, choices: dict[str, list[tuple[str, str]]]) -> dict[str, str]:
    """Return what is still missing before a round can be scheduled, and where to provide it."""
    if not choices["versions"]:
        return {
            "impossible": _("There is no official document to negotiate on yet."),
            "remedy": _("Publish the base document under its symbol first."),
            "remedy_href": reverse("documents", kwargs={"group": group}),
            "remedy_label": _("Documents"),
        }
    if not choices["meetings"]:
        return {
            "impossible": _("No formal meeting is set."),
            "remedy": _("A round is always held before a formal meeting. Enter its number and dates first."),
            "remedy_href": reverse("meetings", kwargs={"group": group}),
            "remedy_label": _("Meetings"),
        }
    return {}


def _schedule(actor: Actor, member: Membership, said: dict[str, Any]) -> int:
    """Schedule the round that the form describes; return its number."""
    meeting = next(each for each in people.meetings(actor, member.group) if str(each.pk) == said["meeting"])
    made = actions.schedule_round(
        actor=actor,
        now=clocks.now(),
        group=member.group,
        version=queries.find_version(actor, member.group, int(said["version"])),
        meeting=meeting,
        opens_at=said["opens_at"],
        closes_at=said["closes_at"],
        zone=said["zone"],
        sees=said["sees"],
    )
    return made.number
