"""All that a delegation has written and not sent: look once more, take a piece back, take the Word file, send."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accord.kernel import clocks
from accord.kernel.action import Refused
from accord.kernel.actor import Actor
from accord.negotiation import actions, queries
from accord.negotiation.queries.values import DraftView, EditView, hue_of
from accord.people.queries import Membership
from accord.web.frame import Ask, frame
from accord.web.negotiation.forms import PlaceForm, SendForm
from accord.web.negotiation.views import sentences
from accord.web.negotiation.views.files import attachment
from accord.web.reader import member_in


def draft(request: HttpRequest, actor: Actor, *, group: str, number: int) -> HttpResponse:
    """Show what is written as the others will see it."""
    member = member_in(request, actor, group)
    return _page(request, actor, member, number)


def draft_file(request: HttpRequest, actor: Actor, *, group: str, number: int) -> HttpResponse:
    """Hand out what is written as the Word file that would be sent, to go on there."""
    member = member_in(request, actor, group)
    try:
        file = queries.draft_file(actor, member, number)
    except Refused as refused:
        return _page(request, actor, member, number, refused.sentence)
    return _back(group, number) if file is None else attachment(request, file)


def draft_send(request: HttpRequest, actor: Actor, *, group: str, number: int) -> HttpResponse:
    """Send what is written; a refusal shows the page again."""
    member = member_in(request, actor, group)
    form = SendForm(request.POST)
    seen = form.cleaned_data["seen"] if form.is_valid() else 0
    found = queries.find_draft(actor, member, number)
    if found is None:
        return _back(group, number)
    try:
        sent = actions.send_draft(actor=actor, now=clocks.now(), draft=found, seen=seen)
    except Refused as refused:
        return _page(request, actor, member, number, refused.sentence)
    return HttpResponseRedirect(reverse("sent", kwargs={"group": group, "proposal": sent.pk}), status=303)


def draft_drop(request: HttpRequest, actor: Actor, *, group: str, number: int) -> HttpResponse:
    """Take back what is written at one place, or, where none is named, all of it."""
    member = member_in(request, actor, group)
    found, form = queries.find_draft(actor, member, number), PlaceForm(request.POST)
    now = clocks.now()
    if found is None:
        return _back(group, number)
    try:
        if form.is_valid():
            place, ordinal = form.cleaned_data["place"], form.cleaned_data["ordinal"]
            actions.drop_edit(actor=actor, now=now, draft=found, place=place, ordinal=ordinal)
        elif request.POST.get("all") == "1":
            actions.drop_draft(actor=actor, now=now, draft=found)
    except Refused as refused:
        return _page(request, actor, member, number, refused.sentence)
    return _back(group, number)


def draft_settle(request: HttpRequest, actor: Actor, *, group: str, number: int) -> HttpResponse:
    """Keep one of two texts saved at one place."""
    member = member_in(request, actor, group)
    found, form = queries.find_draft(actor, member, number), PlaceForm(request.POST)
    if found is not None and form.is_valid():
        where = {"place": form.cleaned_data["place"], "ordinal": form.cleaned_data["ordinal"]}
        mine = request.POST.get("keep") == "waiting"
        try:
            actions.settle_rival(actor=actor, now=clocks.now(), draft=found, mine=mine, **where)
        except Refused as refused:
            return _page(request, actor, member, number, refused.sentence)
    return _back(group, number)


def _back(group: str, number: int) -> HttpResponse:
    return HttpResponseRedirect(reverse("draft", kwargs={"group": group, "number": number}), status=303)


def _page(request: HttpRequest, actor: Actor, member: Membership, number: int, refusal: Any = "") -> HttpResponse:
    slug = member.group.slug
    found = queries.draft_of(actor, member, number)
    where = {"group": slug, "number": number}
    context: dict[str, Any] = {
        **frame(request, actor, member.group, current="text", role=member.role),
        "heading": _("Your proposal so far"),
        "refusal": refusal,
        "hue": hue_of(member.role.delegation.code) if member.role.delegation else "",
        "up": reverse("text", kwargs={"group": slug}),
        "proposal_href": reverse("proposal", kwargs={"group": slug}),
        **{f"{name}_href": reverse(f"draft-{name}", kwargs=where) for name in ("send", "drop", "settle", "file")},
    }
    if found is None:
        context["asked"] = Ask(
            _("Nothing is written here."),
            _("Amend a paragraph in the text, or send a Word file."),
            _("Go to the text"),
            context["up"],
        )
    else:
        context |= _shown(found, slug)
    return render(request, "negotiation/draft.html", context, status=422 if refusal else 200)


def _shown(found: DraftView, group: str) -> dict[str, Any]:
    """Return what the page prints of a draft."""
    count = len({each.place for each in found.edits})
    kept = ngettext(
        "%(n)s paragraph of your standing proposal stays as it is.",
        "%(n)s paragraphs of your standing proposal stay as they are.",
        found.kept,
    ) % {"n": found.kept}
    closed = sentences.asked(found.round) if not found.round.may_propose else None
    return {
        "draft": found,
        "lines": [_line(each, found, group) for each in found.edits],
        "kept": kept if found.grounded and found.kept else "",
        "asked": closed or _asked(found, count),
        "may_write": closed is None,
        "may_send": closed is None and not found.rivals and not found.round.checking,
        "seen": sum(each.turn for each in found.edits),
        "language": found.base.language,
        "checking_href": reverse("check", kwargs={"group": group, "proposal": found.round.checking.id})
        if found.round.checking
        else "",
        "who_sees": _who_sees(found),
    }


def _who_sees(found: DraftView) -> str:
    if found.round.sees == "at_once":
        return _(
            "The Chair, the Secretariat and the other delegations see it at once. Your room with the capital does not."
        )
    when = sentences.instant(found.round.closes_at, found.round.zone, found.round.place)
    return _("The Chair, the Secretariat and the other delegations see it when the round closes, on %(when)s.") % {
        "when": when
    }


def _line(each: EditView, found: DraftView, group: str) -> dict[str, Any]:
    where = {"group": group, "number": found.round.number, "language": found.base.language, "anchor": each.anchor}
    told = {
        "delete": _("The whole paragraph is removed."),
        "move": _("Moved to: %(place)s") % {"place": each.to},
        "add": _("A new paragraph.") if each.words else _("The paragraph is not put in."),
        "words": "",
    }[each.op]
    return {"edit": each, "told": told, "href": reverse("amend", kwargs=where)}


def _asked(found: DraftView, count: int) -> Ask:
    if found.rivals:
        sentence = ngettext(
            "Two texts wait at %(n)s place: choose one.",
            "Two texts wait at %(n)s places: choose one each.",
            found.rivals,
        )
        return Ask(sentence % {"n": found.rivals}, _("Nothing is lost; you decide which words stand."), tone="warn")
    sentence = ngettext(
        "%(n)s paragraph is amended. Look, then send.", "%(n)s paragraphs are amended. Look, then send.", count
    )
    return Ask(
        sentence % {"n": count},
        _("Nothing is sent yet: only your delegation sees this page."),
        due=found.round.closes_at,
        official=found.round.zone,
        official_name=found.round.place,
        capital=found.round.capital_zone,
        capital_name=found.round.capital,
    )
