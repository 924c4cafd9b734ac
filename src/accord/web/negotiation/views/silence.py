"""The silence procedure: asked, answered, ended; five things in five columns, and a text named by its hash."""

from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accord.kernel import clocks
from accord.kernel.action import Refused
from accord.kernel.actor import Actor
from accord.library.queries import version_to_administer
from accord.negotiation import actions, queries
from accord.negotiation.queries.values import COLUMNS, SilenceNow, SilenceView
from accord.people.queries import Membership
from accord.web.frame import Ask, Words, frame
from accord.web.negotiation.body_forms import SilenceForm
from accord.web.negotiation.views import sentences
from accord.web.negotiation.views.typed import typed as typed_in
from accord.web.reader import member_in
from accord.web.templatetags.accord import city

NAMES: Final[dict[str, Words]] = {
    "delivered": gettext_lazy("Delivered"),
    "undelivered": gettext_lazy("No delivery"),
    "acknowledged": gettext_lazy("Acknowledged"),
    "silent": gettext_lazy("Silent"),
    "objected": gettext_lazy("Objected"),
}
MEANS: Final[dict[str, Words]] = {
    "delivered": gettext_lazy("The question reached them; they may still answer."),
    "undelivered": gettext_lazy("No mail server has taken the letter: their silence says nothing."),
    "acknowledged": gettext_lazy("They know of the question and raised no objection."),
    "silent": gettext_lazy("The question reached them, and they said nothing by the end."),
    "objected": gettext_lazy("They objected or amended; that ended it."),
}
NEW_VERSION: Final = "new_version"


def silence(
    request: HttpRequest,
    actor: Actor,
    *,
    group: str,
    number: int,
    refusal: Any = "",
    typed: str = "",
    status: int = 200,
) -> HttpResponse:
    """Show one procedure; after a refused act with what was typed, and why."""
    member = member_in(request, actor, group)
    found = queries.silence(actor, member.group, number)
    where: dict[str, Any] = {"group": group, "number": number}
    shown = [(NAMES[each], MEANS[each], found.column(each)) for each in COLUMNS]
    context = {
        "heading": _("Silence procedure %(number)s") % {"number": number},
        "found": found,
        "up": reverse("document", kwargs={"group": group, "document": found.document}),
        "asked": _asked(found),
        "columns": [each for each in shown if each[2]],
        "ended": _ended(found),
        "until": sentences.instant(found.expires_at, found.zone, found.place),
        "answer_href": reverse("silence-answer", kwargs=where),
        "cancel_href": reverse("silence-cancel", kwargs=where) if found.may_administer and not found.outcome else "",
        "refusal": refusal,
        "typed": typed,
    }
    around = frame(request, actor, member.group, current="documents", role=member.role)
    return render(request, "negotiation/silence.html", {**around, **context}, status=status)


def answer(request: HttpRequest, actor: Actor, *, group: str, number: int) -> HttpResponse:
    """Say for one's delegation that it knows of the question, objects, or amends."""
    row = queries.find_silence(actor, member_in(request, actor, group).group, number)
    words = typed_in(request, "words")
    try:
        kind = typed_in(request, "kind")
        actions.answer_silence(actor=actor, now=clocks.now(), silence=row, kind=kind, words=words)
    except Refused as refused:
        where: dict[str, Any] = {"group": group, "number": number}
        return silence(request, actor, **where, refusal=refused.sentence, typed=words, status=422)
    return _to(group, number)


def cancel(request: HttpRequest, actor: Actor, *, group: str, number: int) -> HttpResponse:
    """Put an end to a procedure before its time."""
    row = queries.find_silence(actor, member_in(request, actor, group).group, number)
    reason = typed_in(request, "reason")
    try:
        actions.cancel_silence(actor=actor, now=clocks.now(), silence=row, reason=reason)
    except Refused as refused:
        where: dict[str, Any] = {"group": group, "number": number}
        return silence(request, actor, **where, refusal=refused.sentence, typed=reason, status=422)
    return _to(group, number)


def open_(request: HttpRequest, actor: Actor, *, group: str, version: int) -> HttpResponse:
    """Ask all delegations a question on a version that silence answers, where the body's rules know it."""
    member = member_in(request, actor, group)
    found = queries.dispatching(actor, member.group, version)
    zone = member.group.official_zone
    form = SilenceForm(request.POST or None, zone=zone, city=member.group.official_place or city(zone))
    refusal: Any = ""
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = actions.open_silence(
                actor=actor,
                now=clocks.now(),
                version=version_to_administer(actor, version),
                expires_at=said["expires_at"],
                question=said["question"],
            )
        except Refused as refused:
            refusal = refused.sentence
        else:
            messages.success(request, _("Asked. Every delegation receives a letter."))
            return _to(group, made.number)
    customs = queries.customs(actor, member.group)
    context = {
        "heading": _("Open a silence procedure"),
        "found": found,
        "customs": customs,
        "customs_href": reverse("customs", kwargs={"group": group}),
        "up": reverse("document", kwargs={"group": group, "document": found.document}),
        "form": form,
        "refusal": refusal,
    }
    around = frame(request, actor, member.group, current="documents", role=member.role)
    status = 422 if request.method == "POST" else 200
    return render(request, "negotiation/silence_open.html", {**around, **context}, status=status)


def put(mine: Membership, now: SilenceNow) -> Ask:
    """Return that a silence procedure runs and her delegation has said nothing to it; until when, in her capital."""
    party = mine.role.delegation.party if mine.role.delegation else None
    return Ask(
        _("A silence procedure runs on %(symbol)s, and your delegation has not answered.") % {"symbol": now.symbol},
        _("Who says nothing raises no objection."),
        _("Answer"),
        reverse("silence", kwargs={"group": mine.group.slug, "number": now.number}),
        now.expires_at,
        now.zone,
        party.zone if party else "",
        "warn",
        capital_name=party.capital if party else "",
        official_name=mine.group.official_place,
    )


def line(mine: Membership, now: SilenceNow) -> dict[str, str]:
    """Return the line on the procedure that runs: until when, and who has acknowledged it; to a delegation its own."""
    until = sentences.instant(now.expires_at, now.zone, mine.group.official_place)
    return {
        "href": reverse("silence", kwargs={"group": mine.group.slug, "number": now.number}),
        "name": _("Silence procedure on %(symbol)s") % {"symbol": now.symbol},
        "until": _("It ends on %(instant)s.") % {"instant": until},
        "said": _("Your delegation has acknowledged it.") if mine.role.kind == "focal_point" else _known(now),
    }


def _known(now: SilenceNow) -> str:
    if not now.acknowledged:
        return _("Nobody has acknowledged it yet.")
    said = ngettext(
        "%(n)s of %(all)s delegations has acknowledged it: %(codes)s.",
        "%(n)s of %(all)s delegations have acknowledged it: %(codes)s.",
        len(now.acknowledged),
    )
    return said % {"n": len(now.acknowledged), "all": now.asked, "codes": ", ".join(now.acknowledged)}


def _to(group: str, number: int) -> HttpResponse:
    return HttpResponseRedirect(reverse("silence", kwargs={"group": group, "number": number}), status=303)


def _asked(found: SilenceView) -> Ask:
    """Return the one thing asked of the reader here."""
    if found.outcome:
        return Ask(_ended(found), _not_reached(found), tone="done" if found.outcome == "no_objection" else "warn")
    until = {
        "due": found.expires_at,
        "official": found.zone,
        "capital": found.capital_zone,
        "capital_name": found.capital,
        "official_name": found.place,
    }
    if found.may_answer and not found.own:
        return Ask(
            _("Answer by the end, or be silent."),
            _("Who says nothing raises no objection."),
            _("Answer"),
            "#answer",
            **until,  # type: ignore[arg-type]  # each of its own type
        )
    return Ask(_("The procedure is running."), _("An objection or an amendment ends it at once."), **until)  # type: ignore[arg-type]  # as above


def _ended(found: SilenceView) -> str:
    """Return how a procedure ended; "" while it runs. It is never called approval."""
    if found.outcome == "no_objection":
        return _("No objection was received. That is no approval.")
    if found.outcome == "broken":
        who = [each.party.name for each in found.column("objected")]
        return _("%(party)s broke it.") % {"party": ", ".join(who)}
    if found.outcome == "cancelled":
        if found.reason == NEW_VERSION:
            return _("It ended because a later version was published: another text is another procedure.")
        return _("It was ended before its time: %(reason)s") % {"reason": found.reason}
    return ""


def _not_reached(found: SilenceView) -> str:
    count = len(found.column("undelivered"))
    if not count:
        return ""
    said = ngettext(
        "%(n)s delegation was not reached: its silence says nothing.",
        "%(n)s delegations were not reached: their silence says nothing.",
        count,
    )
    return said % {"n": count}
