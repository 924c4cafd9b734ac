"""What the Chair does at a paragraph: record where it stands, reopen it, put words of the Chair's own beside it."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from accord.kernel import clocks
from accord.kernel.action import Refused
from accord.kernel.actor import Actor
from accord.negotiation import actions, queries
from accord.negotiation.queries.values import AGREED
from accord.web.negotiation.views.place import place
from accord.web.negotiation.views.typed import chosen
from accord.web.negotiation.views.typed import number as number_in
from accord.web.negotiation.views.typed import typed as typed_in
from accord.web.reader import member_in


def record_state(
    request: HttpRequest, actor: Actor, *, group: str, number: int, language: str, anchor: str
) -> HttpResponse:
    """Record where the paragraph stands; what is agreed is shown in its words first, and recorded when confirmed."""
    where: dict[str, Any] = {"group": group, "number": number, "language": language, "anchor": anchor}
    here = member_in(request, actor, group).group
    base, said = queries.find_base(actor, here, number, language), request.POST
    state, address = typed_in(request, "state"), queries.place_address(actor, base, anchor)
    taken = tuple(chosen(request, "taken")) if "words" in said else None
    parties = queries.delegations_named(actor, here, chosen(request, "party"))
    typed: dict[str, Any] = {name: typed_in(request, name) for name in ("state", "package", "meeting", "note", "seen")}
    typed |= {"taken": list(taken or ()), "parties": chosen(request, "party"), "named": "words" in said}
    try:
        if taken is not None and (state in AGREED or (state == "pending" and parties)) and "sure" not in said:
            typed["result"] = queries.words_if_taken(actor, base, address, taken)
            typed["look"] = True
            return place(request, actor, **where, typed=typed)
        recorded = actions.Recorded(
            state,
            taken=taken,
            package=typed_in(request, "package").strip(),
            parties=parties,
            meeting=queries.find_meeting(actor, here, typed_in(request, "meeting")) if state == "approved" else None,
            note=typed_in(request, "note").strip(),
            seen={address: typed_in(request, "seen")},
        )
        actions.record_state(actor=actor, now=clocks.now(), base=base, places=[address], recorded=recorded)
    except Refused as refused:
        return place(request, actor, **where, refusal=refused.sentence, typed=typed, status=422)
    return HttpResponseRedirect(reverse("place", kwargs=where), status=303)


def reopen(request: HttpRequest, actor: Actor, *, group: str, number: int, language: str, anchor: str) -> HttpResponse:
    """Open the paragraph again, for a delegation and with a reason; or decline a request to."""
    if "decline" in request.POST:
        return _decline(request, actor, group=group, number=number, language=language, anchor=anchor)
    where: dict[str, Any] = {"group": group, "number": number, "language": language, "anchor": anchor}
    here = member_in(request, actor, group).group
    base, reason = queries.find_base(actor, here, number, language), typed_in(request, "reason")
    party = next(iter(queries.delegations_named(actor, here, chosen(request, "party"))), None)
    given: dict[str, Any] = {"actor": actor, "now": clocks.now(), "base": base}
    given["place"] = queries.place_address(actor, base, anchor)
    try:
        actions.reopen_paragraph(**given, party=party, reason=reason)
    except Refused as refused:
        typed = {"reason": reason, "reopen_for": typed_in(request, "party")}
        return place(request, actor, **where, refusal=refused.sentence, typed=typed, status=422)
    return HttpResponseRedirect(reverse("place", kwargs=where), status=303)


def _decline(request: HttpRequest, actor: Actor, **where: Any) -> HttpResponse:
    here = member_in(request, actor, where["group"]).group
    base = queries.find_base(actor, here, where["number"], where["language"])
    row, words = queries.find_request(actor, base, number_in(request, "decline")), typed_in(request, "words")
    try:
        actions.decline_reopening(actor=actor, now=clocks.now(), request=row, words=words)
    except Refused as refused:
        return place(request, actor, **where, refusal=refused.sentence, typed={"declined": row.pk}, status=422)
    return HttpResponseRedirect(reverse("place", kwargs=where), status=303)


def chair_wording(
    request: HttpRequest, actor: Actor, *, group: str, number: int, language: str, anchor: str
) -> HttpResponse:
    """Put the Chair's words beside the paragraph, or take them back."""
    where: dict[str, Any] = {"group": group, "number": number, "language": language, "anchor": anchor}
    base = queries.find_base(actor, member_in(request, actor, group).group, number, language)
    given: dict[str, Any] = {"actor": actor, "now": clocks.now(), "base": base}
    given["place"] = queries.place_address(actor, base, anchor)
    words, note = typed_in(request, "words"), typed_in(request, "note")
    try:
        if "lift" in request.POST:
            actions.lift_chair_wording(**given)
        else:
            actions.write_chair_wording(**given, words=words, note=note)
    except Refused as refused:
        typed = {"words": words, "chair_note": note}
        return place(request, actor, **where, refusal=refused.sentence, typed=typed, status=422)
    return HttpResponseRedirect(reverse("place", kwargs=where), status=303)
