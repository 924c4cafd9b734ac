"""One paragraph: its words, what is proposed at it, who says what of that, where the Chair records that it stands."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accord.kernel import clocks
from accord.kernel.action import Refused
from accord.kernel.actor import Actor
from accord.negotiation import actions, queries
from accord.negotiation.queries.values import AGREED, ParagraphPage, WordingView
from accord.web.frame import Ask, frame
from accord.web.negotiation.views import standing
from accord.web.negotiation.views.typed import number as number_in
from accord.web.negotiation.views.typed import typed as typed_in
from accord.web.reader import member_in

UPWARD = {
    "": ("open", "bracketed", "pending", "informal", "ad_referendum", "approved"),
    "open": ("bracketed", "pending", "informal", "ad_referendum"),
    "bracketed": ("pending", "informal", "ad_referendum"),
    "pending": ("pending", "informal", "ad_referendum"),
    "informal": ("ad_referendum", "approved"),
    "ad_referendum": ("approved",),
    "approved": (),
}


def place(  # noqa: PLR0913  the address of a paragraph, and what a refused act brings back
    request: HttpRequest,
    actor: Actor,
    *,
    group: str,
    number: int,
    language: str,
    anchor: str,
    refusal: Any = "",
    typed: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show one paragraph with everything said of it; after a refused act with what was typed, and why."""
    member = member_in(request, actor, group)
    found = queries.place(actor, member.group, number, language, anchor)
    where: dict[str, Any] = {"group": group, "number": number, "language": language}
    here = {**where, "anchor": anchor}
    context = {
        "found": found,
        "heading": found.cited,
        "up": f"{reverse('round-text', kwargs=where)}?section=all#{anchor}",
        "board_href": reverse("board", kwargs=where),
        "refusal": refusal,
        "typed": typed or {},
        "asked": _asked(found),
        "state": standing.state(found.step.state if found.step else "", found.step.meeting if found.step else None),
        "sign": standing.SIGNS[found.step.state if found.step else ""],
        "tone": standing.TONES.get(found.step.state if found.step else "", ""),
        "wordings": [_wording(found, each) for each in found.wordings],
        "history": [(standing.state(each.state, each.meeting), standing.cause(each), each) for each in found.history],
        "added": [(name, reverse("place", kwargs={**where, "anchor": at})) for at, name in found.added],
        **{f"{name}_href": reverse(name, kwargs=here) for name in ("position", "carried")},
        "amend_href": _amend(found, where),
        "stances": list(standing.STANCES.items()),
        **_requesting(found, here),
        **(_chair(found, here, typed or {}) if found.may_record else {}),
    }
    around = frame(request, actor, member.group, current="text", role=member.role)
    return render(request, "negotiation/place.html", {**around, **context}, status=status)


def position(
    request: HttpRequest, actor: Actor, *, group: str, number: int, language: str, anchor: str
) -> HttpResponse:
    """Say where one's delegation stands on a wording, or take back what it said."""
    where: dict[str, Any] = {"group": group, "number": number, "language": language, "anchor": anchor}
    base = queries.find_base(actor, member_in(request, actor, group).group, number, language)
    wording = queries.find_wording(actor, base, number_in(request, "wording"))
    now, stance = clocks.now(), typed_in(request, "stance")
    try:
        if stance == "withdraw":
            actions.withdraw_position(actor=actor, now=now, wording=wording)
        else:
            code = typed_in(request, "behalf")
            said: dict[str, Any] = {"stance": stance, "reason": typed_in(request, "reason")}
            said["caucus"] = queries.find_caucus(actor, base, code) if code else None
            actions.take_position(actor=actor, now=now, wording=wording, **said)
    except Refused as refused:
        typed = {name: typed_in(request, name) for name in ("reason", "behalf")} | {"wording": wording.pk}
        return place(request, actor, **where, refusal=refused.sentence, typed=typed, status=422)
    return HttpResponseRedirect(f"{reverse('place', kwargs=where)}#w{wording.pk}", status=303)


def confirm(
    request: HttpRequest, actor: Actor, *, group: str, number: int, language: str, anchor: str, step: int
) -> HttpResponse:
    """Answer for one's delegation what the paragraph waits for."""
    where: dict[str, Any] = {"group": group, "number": number, "language": language, "anchor": anchor}
    base = queries.find_base(actor, member_in(request, actor, group).group, number, language)
    row, words = queries.find_step(actor, base, step), typed_in(request, "words")
    agrees = request.POST.get("answer") == "yes"
    try:
        actions.confirm_step(actor=actor, now=clocks.now(), step=row, agrees=agrees, words=words)
    except Refused as refused:
        return place(request, actor, **where, refusal=refused.sentence, typed={"words": words}, status=422)
    return HttpResponseRedirect(reverse("place", kwargs=where), status=303)


def carried(request: HttpRequest, actor: Actor, *, group: str, number: int, language: str, anchor: str) -> HttpResponse:
    """Say whether words of an earlier round, or one's position on them, are still one's delegation's."""
    where: dict[str, Any] = {"group": group, "number": number, "language": language, "anchor": anchor}
    base = queries.find_base(actor, member_in(request, actor, group).group, number, language)
    wording, upheld = queries.find_wording(actor, base, number_in(request, "wording")), typed_in(request, "still")
    try:
        actions.answer_carried(actor=actor, now=clocks.now(), wording=wording, upheld=upheld == "yes")
    except Refused as refused:
        return place(request, actor, **where, refusal=refused.sentence, status=422)
    return HttpResponseRedirect(f"{reverse('place', kwargs=where)}#w{wording.pk}", status=303)


def request_reopening(
    request: HttpRequest, actor: Actor, *, group: str, number: int, language: str, anchor: str
) -> HttpResponse:
    """Ask the Chair, for one's delegation, to open the paragraph again."""
    where: dict[str, Any] = {"group": group, "number": number, "language": language, "anchor": anchor}
    base = queries.find_base(actor, member_in(request, actor, group).group, number, language)
    reason, address = typed_in(request, "why"), queries.place_address(actor, base, anchor)
    try:
        actions.ask_reopening(actor=actor, now=clocks.now(), base=base, place=address, reason=reason)
    except Refused as refused:
        return place(request, actor, **where, refusal=refused.sentence, typed={"why": reason or " "}, status=422)
    return HttpResponseRedirect(f"{reverse('place', kwargs=where)}#requests", status=303)


def _requesting(found: ParagraphPage, here: dict[str, Any]) -> dict[str, Any]:
    """Return where a delegation answers, where it asks for the paragraph to be opened again, and who answers that."""
    where = {name: value for name, value in here.items() if name != "anchor"}
    return {
        "asks_brackets": found.step is not None and found.step.state == "bracketed",
        "confirm_href": reverse("confirm", kwargs={**here, "step": found.step.id}) if found.step else "",
        "request_href": reverse("request-reopening", kwargs=here) if found.may_request else "",
        "answer_href": reverse("reopen", kwargs=here) if found.may_record else "",
        "screen_href": reverse("screen", kwargs=where, query={"p": found.anchor}) if found.may_record else "",
    }


def _asked(found: ParagraphPage) -> Ask | None:
    """Return the one thing asked of the reader here."""
    if found.asked and found.step is not None:
        detail = found.step.agreed
        if found.step.state == "bracketed":
            return Ask(_("Do you lift your brackets?"), _("Say yes, or why you keep them."), _("Answer"), "#answer")
        return Ask(_("Can your delegation agree to these words?"), detail, _("Answer"), "#answer", tone="warn")
    waiting = [each for each in found.requests if not each.answer]
    if found.may_record and waiting:
        sentence = _("%(party)s asks for this paragraph to be opened again.") % {"party": waiting[-1].party.name}
        return Ask(sentence, label=_("Answer"), href="#requests", tone="warn")
    if found.may_record:
        if found.step is not None and found.step.state == "approved":
            return None
        return Ask(_("Record where this paragraph stands."), label=_("Record it"), href="#record")
    return _asked_of_hers(found) if found.may_speak else None


def _asked_of_hers(found: ParagraphPage) -> Ask | None:
    """Return what a delegation is asked to say: what it has not said, or whether it still says so."""
    if any(each.still for each in found.wordings):
        return Ask(_("Say whether what your delegation said in the earlier round still holds."), tone="warn")
    if any(not each.mine and each.own is None for each in found.wordings):
        return Ask(_("Say where your delegation stands."), _("Silence is not recorded as consent."))
    return None


def _amend(found: ParagraphPage, where: dict[str, Any]) -> str:
    """Return where a focal point amends this paragraph, or the one behind which it is to be added; "" for others."""
    at = found.anchor.partition("-bis-")[0]
    return reverse("amend", kwargs={**where, "anchor": at}) if found.round.may_propose else ""


def _wording(found: ParagraphPage, each: WordingView) -> dict[str, Any]:
    """Return what the page says of one wording."""
    spoken = [
        (standing.SAID[stance], [said for said in each.said if said.stance == stance])
        for stance in standing.SAID
        if any(said.stance == stance for said in each.said)
    ]
    return {
        "view": each,
        "hue": each.sponsors[0].hue if each.sponsors else "chair",
        "spoken": spoken,
        "may_speak": found.may_speak and not each.mine,
        "own": standing.OWN[each.own.stance] if each.own and each.own.stance != "withdrawn" else "",
    }


def _chair(found: ParagraphPage, here: dict[str, Any], typed: dict[str, Any]) -> dict[str, Any]:
    """Return what the Chair's tools need."""
    state = found.step.state if found.step else ""
    return {
        "states": [(each, standing.STATES[each], standing.SIGNS[each]) for each in UPWARD[state]],
        "names_words": state not in AGREED,
        "record_href": reverse("record-state", kwargs=here),
        "reopen_href": reverse("reopen", kwargs=here) if state not in {"", "open"} else "",
        "wording_href": reverse("chair-wording", kwargs=here) if "~" not in found.address else "",
        "chair_words": typed.get("words", found.chair_words or found.words),
        "meeting": typed.get("meeting") or found.round.meeting_number,
    }
