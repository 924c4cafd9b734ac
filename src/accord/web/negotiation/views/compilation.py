"""The compiled text: make it, see how far it is, take it away, and the proof that nobody's word is missing."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accord.kernel import clocks
from accord.kernel.action import Refused
from accord.kernel.actor import Actor
from accord.negotiation import actions, queries
from accord.negotiation.queries.values import BaseView, CompilationView, InclusionView, RoundCompiled, RoundView
from accord.web.frame import frame
from accord.web.negotiation.views import sentences
from accord.web.reader import member_in
from accord.web.templatetags.accord import language_name

Made = tuple[CompilationView, tuple[InclusionView, ...]]
UNDER_WAY = frozenset({"queued", "running"})


def compilation(
    request: HttpRequest, actor: Actor, *, group: str, number: int, refusal: Any = "", status: int = 200
) -> HttpResponse:
    """Show, for each language version of the round, the compiled text and its proof, or how to make it."""
    member = member_in(request, actor, group)
    found = queries.round_compiled(actor, member.group, number)
    parts = [part for base in found.round.bases for part in _parts(found, base)]
    context = {
        "heading": _("The compiled text"),
        "up": reverse("round", kwargs={"group": group, "number": number}),
        "up_label": _("Round %(number)s") % {"number": number},
        "refusal": refusal,
        "parts": [part for part in parts if part["worth_saying"]] or parts[:1],
        "running": any(part["running"] for part in parts),
    }
    around = frame(request, actor, member.group, current="text", role=member.role)
    return render(request, "negotiation/compilation.html", {**around, **context}, status=status)


def compile_text(request: HttpRequest, actor: Actor, *, group: str, number: int, language: str) -> HttpResponse:
    """Have the text of one language version compiled."""
    base = queries.find_base(actor, member_in(request, actor, group).group, number, language)
    try:
        actions.compile_round(actor=actor, now=clocks.now(), base=base, late="late" in request.POST)
    except Refused as refused:
        return compilation(request, actor, group=group, number=number, refusal=refused.sentence, status=422)
    return HttpResponseRedirect(reverse("compilation", kwargs={"group": group, "number": number}), status=303)


def compilation_state(request: HttpRequest, actor: Actor, *, group: str, compilation: int) -> JsonResponse:
    """Tell the page's module how far a compilation is."""
    found = queries.compilation_in(actor, member_in(request, actor, group).group, compilation)
    return JsonResponse({"state": found.state, "sentence": _progress(found)})


def _latest(made: tuple[Made, ...], base: BaseView, *, late: bool) -> Made | None:
    """Return the latest compilation of a base, without or with what came late; they come latest first."""
    here = (each for each in made if each[0].base == base.id and bool(each[0].late) is late)
    return next(here, None)


def _parts(found: RoundCompiled, base: BaseView) -> list[dict[str, Any]]:
    """Return what the page says of a language version: what came in time and, where anything came late, all of it."""
    plain = {**_part(found.round, base, _latest(found.made, base, late=False)), "with_late": False}
    late, made = found.late.get(base.id, ()), _latest(found.made, base, late=True)
    if not late and made is None:
        return [plain]
    codes = {"codes": ", ".join(late or (made[0].late if made else ()))}
    every = {
        **_part(found.round, base, made),
        "with_late": True,
        "key": f"{base.id}-late",
        "name": _("%(name)s, with late proposals") % {"name": plain["name"]},
        "make_label": _("Compile with the late proposals"),
        "outputs_href": "",
        "revision_href": "",
        "late": _("Late, and in this file only: %(codes)s.") % codes,
    }
    if made is None:
        every["sentence"] = _("What came late can be compiled with the rest.")
    return [plain, every]


def _part(round_: RoundView, base: BaseView, latest: Made | None) -> dict[str, Any]:
    """Return what the page says of one language version."""
    made, proof = latest or (None, ())
    where = {"group": round_.group, "number": round_.number}
    part: dict[str, Any] = {
        "base": base,
        "key": str(base.id),
        "name": _("%(symbol)s, %(language)s") % {"symbol": round_.symbol, "language": language_name(base.language)},
        "may_compile": round_.may_administer and not round_.sealed,
        "make_href": reverse("compile", kwargs={**where, "language": base.language}),
        "make_label": _("Compile the text") if round_.phase == "closed" else _("Compile what is there"),
        "here": reverse("compilation", kwargs=where),
        "outputs_href": reverse("outputs", kwargs={**where, "language": base.language}) if base.received else "",
        "revision_href": reverse("revision", kwargs={**where, "language": base.language})
        if round_.may_administer and round_.phase == "closed"
        else "",
        "running": made is not None and made.state in UNDER_WAY,
        "made": made is not None and made.state == "done",
        "failed": made is not None and made.state == "failed",
        "worth_saying": made is not None or base.received > 0,
        "sentence": _not_made(round_, base),
    }
    if made is None:
        return part
    asked_for = {"group": round_.group, "compilation": made.id}
    part["state_href"] = reverse("compilation-state", kwargs=asked_for)
    if made.state != "done":
        return {**part, "sentence": made.sentence if made.state == "failed" else _progress(made)}
    return {
        **part,
        **_done(made, round_, proof),
        "file_href": reverse("compilation-file", kwargs=asked_for),
        "proof_href": reverse("proof-file", kwargs=asked_for),
    }


def _not_made(round_: RoundView, base: BaseView) -> str:
    if round_.sealed:
        return _("The text can be compiled when the round has closed.")
    if not base.received:
        return _("No proposal was received on this language version.")
    if round_.phase == "closed":
        return _("The round is closed and its text is not compiled yet.")
    return _("The round is still open. You may compile what is there; it is marked as preliminary.")


def _progress(made: CompilationView) -> str:
    count = len(made.proposals)
    return ngettext("%(n)s file is being compiled.", "%(n)s files are being compiled.", count) % {"n": count}


def _done(made: CompilationView, round_: RoundView, inclusion: tuple[InclusionView, ...]) -> dict[str, Any]:
    """Return the words on a compiled file and its proof."""
    count = len(made.proposals)
    when = sentences.instant(made.made_at or made.requested_at, round_.zone, round_.place)
    sentence = ngettext(
        "Compiled from %(n)s proposal on %(when)s.", "Compiled from %(n)s proposals on %(when)s.", count
    ) % {"n": count, "when": when}
    if made.preliminary:
        sentence = sentence + " " + _("Preliminary: the round was still open.")
    return {
        "sentence": sentence,
        "filename": made.filename,
        "size": made.size,
        "stale": _stale(made) if made.stale else "",
        "verdict": "whole" if made.whole else "broken",
        "verdict_words": _("Not a word is missing.") if made.whole else _("Words are missing: do not send this out."),
        "inclusion": [
            {"party": each.party, "sentence": _included(each), "missing": each.missing} for each in inclusion
        ],
    }


def _stale(made: CompilationView) -> str:
    changed = ", ".join(made.changed_since)
    return _("Since it was made, proposals were sent or withdrawn by: %(names)s.") % {"names": changed}


def _included(proof: InclusionView) -> str:
    """Return the proof for one delegation in words."""
    said: dict[str, Any] = {"name": proof.party.name, "code": proof.party.code}
    said |= {"added": proof.words_added, "removed": proof.words_removed}
    if proof.whole and proof.words_added and proof.words_removed:
        return (
            _(
                "Every one of the %(added)s words %(name)s added and the %(removed)s it removed "
                "is in this file under %(code)s."
            )
            % said
        )
    if proof.whole and proof.words_added:
        return _("Every one of the %(added)s words %(name)s added is in this file under %(code)s.") % said
    if proof.whole and proof.words_removed:
        return _("Every one of the %(removed)s words %(name)s removed is marked so in this file under %(code)s.") % said
    if proof.whole:
        return _("What %(name)s proposes is in this file under %(code)s.") % said
    found = {"found": proof.words_added_found, "gone": proof.words_removed_found}
    return _(
        "Of the %(added)s words %(name)s added, %(found)s were found; of the %(removed)s it removed, %(gone)s."
    ) % {**said, **found}
