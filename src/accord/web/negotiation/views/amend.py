"""One paragraph amended in the browser: words, a new paragraph behind it, deletion, move; saved as it is typed."""

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
from accord.negotiation.queries.values import AmendView, Saved, WrittenEdit, hue_of, preview
from accord.people.queries import Membership
from accord.web.frame import Ask, frame
from accord.web.negotiation.forms import EditForm
from accord.web.negotiation.views import sentences
from accord.web.reader import member_in
from accord.web.templatetags.accord import language_name


def amend(request: HttpRequest, actor: Actor, *, group: str, number: int, language: str, anchor: str) -> HttpResponse:
    """Show a paragraph to amend; show how what is written would read, or save it."""
    member = member_in(request, actor, group)
    found = queries.amending(actor, member, number, language, anchor, _taken_up(request))
    if request.method != "POST":
        return _page(request, actor, member, found)
    form = EditForm(request.POST)
    if not form.is_valid():
        return _page(request, actor, member, found, form=form, status=422)
    edit: WrittenEdit | None = form.edit(found.address, found.official)
    if form.cleaned_data["do"] == "preview":
        return _page(request, actor, member, found, edit=edit)
    round_ = queries.find_round(actor, member.group, number)
    try:
        saved = _do(actor, round_, found, form)
    except Refused as refused:
        if refused.code == "other_version":
            found = queries.amending(actor, member, number, language, anchor)
            edit = None
        return _page(request, actor, member, found, edit=edit, refusal=refused.sentence, status=422)
    where = reverse("amend", kwargs={"group": group, "number": number, "language": language, "anchor": anchor})
    return HttpResponseRedirect(f"{where}{'?saved=1' if saved.turn else ''}", status=303)


def amend_save(
    request: HttpRequest, actor: Actor, *, group: str, number: int, language: str, anchor: str
) -> JsonResponse:
    """Save what is being typed and answer with how it reads: 200, 409 with both texts, 422 with the sentence."""
    member = member_in(request, actor, group)
    found = queries.amending(actor, member, number, language, anchor)
    form = EditForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"sentence": _("This cannot be saved.")}, status=422)
    round_ = queries.find_round(actor, member.group, number)
    try:
        saved = _do(actor, round_, found, form)
    except Refused as refused:
        answer: dict[str, Any] = {"sentence": str(refused.sentence)}
        if refused.code == "other_version":
            return JsonResponse(answer | {name: refused.details[name] for name in ("mine", "theirs")}, status=409)
        return JsonResponse(answer, status=422)
    return JsonResponse({"turn": saved.turn, "pieces": list(saved.pieces), "sentence": _("Saved.")})


def _do(actor: Actor, round_: Any, found: AmendView, form: EditForm) -> Saved:
    edit, seen = form.edit(found.address, found.official), form.cleaned_data["seen"]
    language = found.base.language
    return actions.save_edit(actor=actor, now=clocks.now(), round=round_, language=language, edit=edit, seen=seen)


def _taken_up(request: HttpRequest) -> int:
    """Return the id of the wording in the address from which she starts, 0 for none."""
    said = request.GET.get("from", "")
    return int(said) if said.isdecimal() and len(said) < 18 else 0


def _page(
    request: HttpRequest,
    actor: Actor,
    member: Membership,
    found: AmendView,
    *,
    edit: WrittenEdit | None = None,
    form: EditForm | None = None,
    refusal: Any = "",
    status: int = 200,
) -> HttpResponse:
    where = {"group": member.group.slug, "number": found.round.number, "language": found.base.language}
    text_href = reverse("round-text", kwargs=where)
    context = {
        **frame(request, actor, member.group, current="text", role=member.role),
        **_written(found, edit, bridging=request.GET.get("bridge") == "1"),
        "amend": found,
        "form": form,
        "refusal": refusal,
        "heading": _("Amend: %(place)s") % {"place": found.cited},
        "asked": _asked(found, member.group.slug),
        "hue": hue_of(member.role.delegation.code) if member.role.delegation else "",
        "language": found.base.language,
        "saved": request.GET.get("saved") == "1" and status == 200,
        "up": f"{text_href}#{found.anchor}",
        "save_href": reverse("amend-save", kwargs={**where, "anchor": found.anchor}),
        # Under this name the browser keeps what could not be saved: hers alone, should somebody else sit down there.
        "key": f"draft:{actor.id}:{member.group.slug}:{found.round.number}:{found.base.language}:{found.address}",
        "settle_href": reverse("draft-settle", kwargs={"group": member.group.slug, "number": found.round.number}),
        "draft_href": reverse("draft", kwargs={"group": member.group.slug, "number": found.round.number}),
        "drafted": ngettext("%(n)s change is written.", "%(n)s changes are written.", found.drafted)
        % {"n": found.drafted},
    }
    return render(request, "negotiation/amend.html", context, status=status)


def _written(found: AmendView, edit: WrittenEdit | None, *, bridging: bool) -> dict[str, Any]:
    """Return what stands in the fields: what was just typed, else what is offered, else what is saved."""
    offered = found.offered
    extra = "\n".join(offered.added) if offered else ""
    here: dict[str, Any] = {"words": found.words, "reason": found.reason, "preview": found.pieces, "extra_reason": ""}
    if offered and offered.words and offered.words != found.official:
        here["words"], here["preview"] = offered.words, preview(found.official, offered.words)
    bridges = offered.wording if offered and bridging else ""
    new = len(found.added) + 1
    if edit is not None and edit.op == "words":
        here |= {"words": edit.words, "reason": edit.reason, "preview": preview(found.official, edit.words)}
        bridges = edit.bridges or ""
    added = [
        {"ordinal": each.ordinal, "cited": each.cited, "words": each.words, "reason": each.reason, "turn": each.turn}
        | {"rival": each.rival, "preview": preview("", each.words)}
        for each in found.added
    ]
    if edit is not None and edit.op == "add":
        typed = {"words": edit.words, "reason": edit.reason, "preview": preview("", edit.words)}
        added = [each | typed if each["ordinal"] == edit.ordinal else each for each in added]
        if edit.ordinal == new:
            extra, here["extra_reason"] = edit.words, edit.reason
    extras = {"extra": extra, "extra_preview": preview("", extra)}
    return here | extras | {"bridges": bridges, "added": added, "new": new}


def _asked(found: AmendView, group: str) -> Ask:
    """Return what is asked on the page: to write, or to go where her proposal is."""
    if found.elsewhere:
        where = {"group": group, "number": found.round.number, "language": found.elsewhere}
        return Ask(
            _("Your proposal is on the text in %(language)s.") % {"language": language_name(found.elsewhere)},
            _("Go on there, or take it back first."),
            _("Go to that text"),
            reverse("round-text", kwargs=where),
            tone="warn",
        )
    if not found.round.may_propose:
        return sentences.asked(found.round)
    if found.checking:
        where = {"group": group, "proposal": found.checking}
        return Ask(
            _("Your Word file waits for your last look."),
            _("Send or discard it first, then send what you write here."),
            _("Look at the file"),
            reverse("check", kwargs=where),
            tone="warn",
        )
    return Ask(
        _("Write the words that you propose."),
        _("Only your delegation sees them until you send them."),
        due=found.round.closes_at,
        official=found.round.zone,
        official_name=found.round.place,
        capital=found.round.capital_zone,
        capital_name=found.round.capital,
    )
