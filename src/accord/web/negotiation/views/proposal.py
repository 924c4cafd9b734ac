"""A delegation's proposal: take the official text, send one's file, look once more, send it, keep the receipt."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accord.kernel import clocks
from accord.kernel.action import NotAllowed, Refused
from accord.kernel.actor import Actor
from accord.negotiation import actions, queries
from accord.negotiation.queries.values import CheckView, ProposalView, RoundFiles, RoundView
from accord.people.queries import Membership
from accord.web.frame import Ask, frame
from accord.web.negotiation.forms import UploadForm
from accord.web.negotiation.views import sentences, sheet
from accord.web.reader import found_at_door, member_in
from accord.web.templatetags.accord import language_name

LONGEST_CHECK = 400
"""How many paragraphs and cards the last look shows on one page; what is beyond it is on the page after."""


def proposal(request: HttpRequest, actor: Actor, *, group: str) -> HttpResponse:
    """Show how to propose, what stands and what was sent before; take the file that is sent."""
    member = member_in(request, actor, group)
    found = _current(actor, member)
    current = found.round if found else None
    posted = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if posted else UploadForm()
    refusal: Any = ""
    if posted and form.is_valid() and current is not None:
        filename, data = form.upload()
        round_ = queries.find_round(actor, member.group, current.number)
        try:
            made = actions.receive_proposal(actor=actor, now=clocks.now(), round=round_, data=data, filename=filename)
        except Refused as refused:
            refusal = refused.sentence
        else:
            return _to("check", group, made.pk)
    context = _proposing(member, found) if found else {"asked": _no_round()}
    status = 422 if posted else 200
    return render(
        request,
        "negotiation/proposal.html",
        {**_frame(request, actor, member), "form": form, "refusal": refusal, "here": _("Your proposal"), **context},
        status=status,
    )


def check(request: HttpRequest, actor: Actor, *, group: str, proposal: int) -> HttpResponse:
    """Show a file as the others will see it, before it is sent."""
    member = member_in(request, actor, group)
    found = queries.check(actor, found_at_door(request))
    if found.proposal.state == "standing":
        return _to("sent", group, proposal)
    return _checked(request, actor, member, found)


def visible(request: HttpRequest, actor: Actor, *, group: str, proposal: int) -> HttpResponse:
    """Make the untracked changes of a file visible, and show it again."""
    return _act(request, actor, group, proposal, "check")


def send(request: HttpRequest, actor: Actor, *, group: str, proposal: int) -> HttpResponse:
    """Send the file to the others."""
    return _act(request, actor, group, proposal, "sent")


def sent(request: HttpRequest, actor: Actor, *, group: str, proposal: int) -> HttpResponse:
    """Say that it was sent, what stands beside the text, who sees it, and how to undo it."""
    member = member_in(request, actor, group)
    found = queries.round_files(actor, member.group, found_at_door(request).round.number)
    mine = next(each for each in found.proposals if each.id == proposal)
    if mine.state == "checking":
        return _to("check", group, proposal)
    context = {
        "heading": _("Your proposal is sent"),
        "sentence": _("%(name)s proposes %(counted)s.")
        % {"name": mine.party.name, "counted": sentences.counted(mine.amendments, mine.paragraphs)},
        "who_sees": _who_sees(found.round),
        "proposal": mine,
        "round": found.round,
        "party": mine.party,
        "comment": mine.comment,
        "steps": _steps(),
        **_links(group, mine),
    }
    return render(request, "negotiation/sent.html", {**_frame(request, actor, member), **context})


def withdraw(request: HttpRequest, actor: Actor, *, group: str, proposal: int) -> HttpResponse:  # noqa: ARG001 - the door read it
    """Ask whether the proposal is to be withdrawn, and withdraw it."""
    member = member_in(request, actor, group)
    row = found_at_door(request)
    refusal: Any = ""
    if request.method == "POST":
        try:
            actions.withdraw_proposal(actor=actor, now=clocks.now(), proposal=row)
        except Refused as refused:
            refusal = refused.sentence
        else:
            return HttpResponseRedirect(reverse("proposal", kwargs={"group": group}), status=303)
    mine = queries.proposal(actor, row)
    context = {
        "heading": _("Withdraw your proposal?"),
        "sentence": _("%(file)s: %(counted)s.")
        % {"file": mine.filename, "counted": sentences.counted(mine.amendments, mine.paragraphs)},
        "refusal": refusal,
        **_links(group, mine),
    }
    status = 422 if refusal else 200
    return render(request, "negotiation/withdraw.html", {**_frame(request, actor, member), **context}, status=status)


def _act(request: HttpRequest, actor: Actor, group: str, proposal: int, onward: str) -> HttpResponse:
    """Make visible (onward to the check) or submit (onward to the receipt); a refusal shows the check page again."""
    member = member_in(request, actor, group)
    row = found_at_door(request)
    act = actions.submit_proposal if onward == "sent" else actions.make_visible
    try:
        act(actor=actor, now=clocks.now(), proposal=row)
    except Refused as refused:
        return _checked(request, actor, member, queries.check(actor, row), refused.sentence)
    return _to(onward, group, proposal)


def _to(name: str, group: str, proposal: int) -> HttpResponse:
    return HttpResponseRedirect(reverse(name, kwargs={"group": group, "proposal": proposal}), status=303)


def _frame(request: HttpRequest, actor: Actor, member: Membership) -> dict[str, Any]:
    """Return the frame, with the text as the tab one stands under."""
    around = frame(request, actor, member.group, current="text", role=member.role)
    return {**around, "text_href": reverse("text", kwargs={"group": member.group.slug}), "text_label": _("The text")}


def _steps() -> list[str]:
    return [_("Take the text"), _("Send your file"), _("Look once more"), _("Sent")]


def _links(group: str, mine: ProposalView) -> dict[str, str]:
    """Return where the acts on a proposal and its files are."""
    where = {"group": group, "proposal": mine.id}
    return {
        "up": reverse("proposal", kwargs={"group": group}),
        "up_label": _("Your proposal"),
        "text_href": reverse("text", kwargs={"group": group}),
        "file_href": reverse("proposal-file", kwargs=where),
        "receipt_href": reverse("receipt", kwargs=where) if mine.submitted_at else "",
        "withdraw_href": reverse("withdraw", kwargs=where) if mine.may_withdraw else "",
        "visible_href": reverse("visible", kwargs=where),
        "send_href": reverse("send", kwargs=where),
        "check_href": reverse("check", kwargs=where),
    }


def _no_round() -> Ask:
    return Ask(_("No round is open."), _("When one is, you take the official text here and send your file."))


def _current(actor: Actor, member: Membership) -> RoundFiles | None:
    """Return the round that matters now with the proposals of her delegation, or None when there never was one."""
    try:
        return queries.round_files(actor, member.group, own=True)
    except NotAllowed:
        return None


def _who_sees(round_: RoundView) -> str:
    seen_at = round_.closes_at if round_.sees == "after_close" else None
    return sentences.who_sees(round_.delegations - 1, seen_at, round_)


def _proposing(member: Membership, found: RoundFiles) -> dict[str, Any]:
    """Return what the page of one's proposal says in this round."""
    group, current = member.group.slug, found.round
    earlier = [each for each in found.proposals if each.state in {"superseded", "withdrawn"}]
    standing = current.own
    another = _("Send another file instead") if current.checking else ""
    return {
        "asked": _asked_here(current),
        "may_propose": current.may_propose,
        "steps": _steps() if current.may_propose else [],
        "step": 3 if current.checking else 1,
        "handouts": handouts(current),
        "upload_heading": another or (_("2. Send a better file") if standing else _("2. Send your file")),
        "upload_href": reverse("proposal", kwargs={"group": group}),
        "who_sees": _who_sees(current),
        "earlier": [_earlier(each, current) for each in earlier],
        "standing": standing
        and {
            "comment": standing.comment,
            "party": standing.party,
            "sent": sentences.state_of(standing, current),
            **_links(group, standing),
        },
    }


def _earlier(each: ProposalView, current: RoundView) -> dict[str, str]:
    """Return a file that no longer stands as a line: what became of it, and where to take it."""
    return {
        "filename": each.filename,
        "sentence": sentences.state_of(each, current),
        **_links(current.group, each),
    }


def _asked_here(current: RoundView) -> Ask:
    """Return what is asked, without the button that would lead to the page one is on."""
    asked = sentences.asked(current)
    elsewhere = current.checking or current.question or current.waiting or current.phase == "closed"
    return asked if elsewhere else replace(asked, label="", href="")


def handouts(round_: RoundView) -> list[dict[str, Any]]:
    """Return the official text in each language, the reader's first, as files to take."""
    return [
        {
            "label": _("Official text, %(language)s") % {"language": language_name(base.language)},
            "filename": base.filename,
            "size": base.handout_size,
            "first": place == 0,
            "href": reverse(
                "handout", kwargs={"group": round_.group, "number": round_.number, "language": base.language}
            ),
        }
        for place, base in enumerate(round_.bases)
    ]


def _checked(
    request: HttpRequest, actor: Actor, member: Membership, found: CheckView, refusal: Any = ""
) -> HttpResponse:
    """Show the check page, after a refusal with its sentence."""
    mine = found.proposal
    may_act = mine.own and mine.state == "checking" and found.round.may_propose
    blocks = sheet.parts(found.blocks, LONGEST_CHECK)[0]
    context = {
        "heading": _("Look once more before the others see it") if may_act else _("This file was not sent"),
        "steps": _steps(),
        "refusal": refusal,
        "proposal": mine,
        "untracked": _untracked(found),
        "made_visible": mine.made_visible,
        "outside": ", ".join(found.outside),
        "blocks": sheet.printable(blocks, {mine.party.code: mine.party.hue}, bare=True),
        "language": found.base.language,
        "based_on": sentences.based_on(found.round, found.base),
        "uploaded_as": "" if mine.uploaded_as == mine.filename else mine.uploaded_as,
        "who_sees": sentences.who_sees(found.others, found.seen_at, found.round),
        "may_submit": may_act,
        "send_label": _("Send as %(name)s") % {"name": mine.party.name},
        **_links(member.group.slug, mine),
    }
    status = 422 if refusal else 200
    return render(request, "negotiation/check.html", {**_frame(request, actor, member), **context}, status=status)


def _untracked(found: CheckView) -> dict[str, str] | None:
    """Return the two sentences on what was changed without tracking, or None when nothing was."""
    count = found.proposal.untracked
    if not count:
        return None
    numbers = list(found.untracked_numbers)
    places = (
        numbers[0]
        if len(numbers) == 1
        else _("%(first)s and %(last)s") % {"first": ", ".join(numbers[:-1]), "last": numbers[-1]}
        if numbers
        else ""
    )
    return {
        "sentence": ngettext(
            "%(n)s change in your file was made without tracking.",
            "%(n)s changes in your file were made without tracking.",
            count,
        )
        % {"n": count},
        "detail": _differing(found, len(numbers)) % {"places": places}
        + " "
        + _("Send them as visible changes, or go back to Word."),
    }


def _differing(found: CheckView, count: int) -> str:
    """Return the sentence on where it differs: paragraphs by their numbers, anything else by its name."""
    named = [each for each in found.paragraphs if any(not card.tracked for card in each.cards)]
    if any(each.story or each.kind != "paragraph" for each in named):
        return _("These differ from the official text, but Word does not show it: %(places)s.")
    return ngettext(
        "Paragraph %(places)s differs from the official text, but Word does not show it.",
        "Paragraphs %(places)s differ from the official text, but Word does not show it.",
        count,
    )
