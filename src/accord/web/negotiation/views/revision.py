"""The next version by decisions: each wording is taken, kept in brackets or left; then it is published."""

from collections.abc import Sequence
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
from accord.negotiation import actions, queries
from accord.negotiation.queries.values import Choice, DecidedView, RevisionPage, UnaskedView
from accord.web.frame import Ask, Words, frame
from accord.web.negotiation.forms import PublishForm
from accord.web.negotiation.views import sentences, standing
from accord.web.negotiation.views.typed import chosen
from accord.web.negotiation.views.typed import typed as typed_in
from accord.web.reader import member_in
from accord.web.signs import labelled
from accord.web.templatetags.accord import language_name

CHOICES: Final[tuple[tuple[Choice, Words, Words], ...]] = (
    ("take", gettext_lazy("Take into the text"), gettext_lazy("taken into the text")),
    ("keep", gettext_lazy("Keep in brackets"), gettext_lazy("kept in brackets")),
    ("leave", gettext_lazy("Leave for the meeting"), gettext_lazy("left for the meeting")),
)
"""What may be decided: as a button says it, and as it is said afterwards."""
AT_ONCE: Final = 40
"""So many wordings are on one page."""
Where = dict[str, Any]


def revision(request: HttpRequest, actor: Actor, *, group: str, number: int, language: str) -> HttpResponse:
    """Show what is decided on each wording; decide on one, on those shown, or as the paragraphs were agreed."""
    where: Where = {"group": group, "number": number, "language": language}
    if request.method != "POST":
        return _page(request, actor, where)
    try:
        _do(request, actor, where)
    except Refused as refused:
        return _page(request, actor, where, refusal=refused.sentence, status=422)
    anchor = typed_in(request, "back")
    back = f"#{anchor}" if anchor.startswith("w") and anchor[1:].isdecimal() else ""
    return HttpResponseRedirect(f"{_here(where, _filter(request))}{back}", status=303)


def publish(request: HttpRequest, actor: Actor, *, group: str, number: int, language: str) -> HttpResponse:
    """Publish the next version under the date and label that were written; first say who was not asked."""
    where: Where = {"group": group, "number": number, "language": language}
    row = queries.find_revision(actor, member_in(request, actor, group).group, number, language)
    form = PublishForm(request.POST)
    if not form.is_valid():
        return _page(request, actor, where, form=form, status=422)
    day, label = form.cleaned_data["day"], form.cleaned_data["label"]
    # Whose words are merged is asked before anything is published, or knowingly not.
    if "sure" not in request.POST and (left := queries.unasked(actor, row)):
        return _page(request, actor, where, form=form, unasked=left, status=422)
    try:
        actions.publish_revision(actor=actor, now=clocks.now(), revision=row, day=day, label=label)
    except Refused as refused:
        return _page(request, actor, where, form=form, refusal=refused.sentence, status=422)
    return HttpResponseRedirect(reverse("revision", kwargs=where), status=303)


def _do(request: HttpRequest, actor: Actor, where: Where) -> None:
    """Do what the button says."""
    here = member_in(request, actor, where["group"]).group
    act, now = typed_in(request, "do"), clocks.now()
    if act == "begin":
        base = queries.find_base(actor, here, where["number"], where["language"])
        actions.begin_revision(actor=actor, now=now, base=base)
        return
    row = queries.find_revision(actor, here, where["number"], where["language"])
    if act == "questions":
        put = actions.check_streamlining(actor=actor, now=now, revision=row)
        messages.success(request, _asked_out(len({each.delegation_id for each in put if not each.answer})))
        return
    if act == "agreed":
        actions.take_agreed(actor=actor, now=now, revision=row)
        return
    choices: dict[str, Choice] = dict.fromkeys(chosen(request, "ask"), act)  # type: ignore[arg-type]  # any is asked
    actions.decide(actor=actor, now=now, revision=row, choices=choices, reason=typed_in(request, "reason"))


def _page(
    request: HttpRequest,
    actor: Actor,
    where: Where,
    *,
    form: PublishForm | None = None,
    refusal: Any = "",
    unasked: Sequence[UnaskedView] = (),
    status: int = 200,
) -> HttpResponse:
    member = member_in(request, actor, where["group"])
    found = queries.revision_page(actor, member.group, where["number"], where["language"])
    chosen_now = _filter(request)
    context = {
        "found": found,
        "heading": _heading(found),
        "up": reverse("board", kwargs=where),
        "up_label": _("Where the text stands"),
        "text_name": _("%(symbol)s, %(language)s")
        % {"symbol": found.round.symbol, "language": language_name(found.base.language)},
        "asked": _asked_first(unasked) if unasked else _asked(found, where),
        "unasked": unasked,
        "refusal": refusal,
        "form": form or PublishForm(initial={"day": clocks.now().date(), "label": found.label}),
        "publish_href": reverse("revision-publish", kwargs=where),
        "publish_label": _("Publish %(label)s") % {"label": found.label},
        "ask_label": _ask_them(len(unasked)),
        "may_begin": found.id is None and found.round.phase == "closed" and not found.superseded,
        "word_href": reverse("revision-upload", kwargs=where),
        "whose_href": reverse("revision-assign", kwargs=where) if found.way == "upload" else "",
        "questions_href": reverse("revision-questions", kwargs=where),
        "compiled_href": reverse("compilation", kwargs={"group": where["group"], "number": where["number"]}),
        "agreeable": _agreeable(found),
        "document_href": reverse("document", kwargs={"group": where["group"], "document": found.round.document}),
        "round_href": reverse("schedule-round", kwargs={"group": where["group"]}) if found.published_at else "",
        **_list(found, where, chosen_now, _typed(request) if refusal else {}),
    }
    around = frame(request, actor, member.group, current="text", role=member.role)
    return render(request, "negotiation/revision.html", {**around, **context}, status=status)


def _typed(request: HttpRequest) -> dict[str, str]:
    """Return the reason that was written, by the wording that it was written for; "" for those shown together."""
    asks = chosen(request, "ask")
    return {asks[0] if len(asks) == 1 else "": typed_in(request, "reason")}


def _list(found: RevisionPage, where: Where, chosen_now: dict[str, str], typed: dict[str, str]) -> dict[str, Any]:
    """Return the wordings of one page of those that are wanted: of one paragraph, or undecided, or all."""
    place, left = chosen_now.get("at", ""), chosen_now.get("show") == "left"
    wanted = [
        (index, each)
        for index, each in enumerate(found.wordings, 1)
        if (not place or each.anchor == place) and (not left or (each.choice is None and not each.since))
    ]
    pages = max(1, -(-len(wanted) // AT_ONCE))
    page = min(int(chosen_now.get("page", "1")), pages)
    shown = wanted[(page - 1) * AT_ONCE : page * AT_ONCE]
    places = {each.anchor: each.cited for each in found.wordings}
    return {
        "here": _here(where, chosen_now),
        "plain_href": reverse("revision", kwargs=where),
        "rows": [_row(index, each, where, typed.get(each.ask)) for index, each in shown],
        "places": [(anchor, cited, anchor == place) for anchor, cited in places.items()],
        "left": left,
        "together": sum(not each.since for _index, each in shown),
        "wanted": len(wanted),
        "choices": [(name, words) for name, words, _said in CHOICES],
        "earlier_href": _here(where, {**chosen_now, "page": str(page - 1)}) if page > 1 else "",
        "later_href": _here(where, {**chosen_now, "page": str(page + 1)}) if page < pages else "",
        "pages": _("Page %(page)s of %(pages)s") % {"page": page, "pages": pages} if pages > 1 else "",
        "typed": typed.get("", ""),
    }


def _row(index: int, each: DecidedView, where: Where, typed: str | None) -> dict[str, Any]:
    """Return what the page says of one wording."""
    said = {name: words for name, _button, words in CHOICES}
    support = ngettext("%(n)s supports", "%(n)s support", len(each.support)) % {"n": len(each.support)}
    against = ngettext("%(n)s is against or reserves", "%(n)s are against or reserve", len(each.against)) % {
        "n": len(each.against)
    }
    return {
        "view": each,
        "id": f"w{index}",
        "href": reverse("place", kwargs={**where, "anchor": each.anchor}),
        "why": each.reason if typed is None else typed,
        "typing": bool(typed),
        "hue": each.sponsors[0].hue if each.sponsors else "chair",
        "support": labelled(support, ", ".join(each.support)) if each.support else "",
        "against": labelled(against, ", ".join(each.against)) if each.against else "",
        "state": standing.STATES[each.state] if each.state else "",
        "sign": standing.SIGNS[each.state] if each.state else "",
        "tone": standing.TONES.get(each.state, "") if each.state else "",
        "decided": said[each.choice] if each.choice else "",
        "since": _since(each),
        "agreed": said[each.agreed] if each.agreed else "",
    }


def _since(each: DecidedView) -> str:
    """Return in words that a wording stands in brackets since an earlier round, and what can be done with it."""
    if not each.since:
        return ""
    told = _("In brackets in the text since round %(n)s.") % {"n": each.since}
    if not each.liftable:
        rest = _("Its brackets cannot be lifted from here: word the paragraph anew, or send the version from Word.")
    else:
        rest = "" if each.choice else _("It stays there unless you decide otherwise.")
    return f"{told} {rest}".strip()


def _heading(found: RevisionPage) -> str:
    if found.published_as:
        return found.published_as
    return _("Next version: %(label)s") % {"label": found.label} if found.label else _("The next version of the text")


def _agreeable(found: RevisionPage) -> str:
    count = found.agreeable
    return (
        ngettext("Take all that is agreed (%(n)s wording)", "Take all that is agreed (%(n)s wordings)", count)
        % {"n": count}
        if count
        else ""
    )


def _asked(found: RevisionPage, where: Where) -> Ask:
    """Return the one thing asked of the reader here."""
    if found.published_at is not None:
        at = {"group": where["group"], "document": found.round.document, "version": found.version}
        published = _("%(symbol)s is published.") % {"symbol": found.published_as}
        detail = _("Nothing in it changes any more.")
        return Ask(published, detail, _("What changed, and whose it was"), reverse("changes", kwargs=at), tone="done")
    if found.id is None or found.round.phase != "closed":
        return _not_begun(found)
    if found.undecided and found.way == "decisions":
        progress = _("%(n)s of %(all)s wordings are decided.") % {"n": found.decided, "all": len(found.proposed)}
        return Ask(progress, label=_("Show what is left"), href=_here(where, {"show": "left"}))
    if found.unexplained:
        count = found.unexplained
        belongs = ngettext(
            "%(n)s difference belongs to nobody yet.", "%(n)s differences belong to nobody yet.", count
        ) % {"n": count}
        return Ask(belongs, "", _("Say whose they are"), reverse("revision-assign", kwargs=where), tone="warn")
    ready = _("Publish %(label)s.") % {"label": found.label}
    return Ask(ready, _("Every wording is decided. All delegations are told."), _("Publish it"), "#publish")


def _asked_first(unasked: Sequence[UnaskedView]) -> Ask:
    """Return that delegations whose words are merged were not asked yet, before anything is published."""
    sentence = ngettext(
        "%(n)s delegation’s words are merged, and it was not asked.",
        "%(n)s delegations’ words are merged, and they were not asked.",
        len(unasked),
    ) % {"n": len(unasked)}
    return Ask(sentence, _("Nothing is published yet."), _("Ask first"), "#unasked", tone="warn")


def _ask_them(count: int) -> str:
    return ngettext("Ask %(n)s delegation", "Ask these %(n)s delegations", count) % {"n": count}


def _asked_out(count: int) -> str:
    said = ngettext("%(n)s delegation is asked by letter.", "%(n)s delegations are asked by letter.", count)
    return said % {"n": count}


def _not_begun(found: RevisionPage) -> Ask:
    """Return what is asked where nothing is begun, or cannot be."""
    if found.round.phase != "closed":
        closes = sentences.instant(found.round.closes_at, found.round.zone, found.round.place)
        return Ask(
            _("The round is not closed yet."),
            _("The next version is made once it has closed, on %(instant)s.") % {"instant": closes},
        )
    if found.superseded:
        return Ask(_("A later version of the document is published. Go on there."))
    return Ask(
        _("Begin the next version."),
        _("You decide on each wording: into the text, in brackets, or left for the meeting. Nobody sees it yet."),
    )


def _filter(request: HttpRequest) -> dict[str, str]:
    """Return what of the list is wanted, from the address or from the form that was sent."""
    given = {name: (request.POST.get(name) or request.GET.get(name, ""))[:130] for name in ("at", "show", "page")}
    if not (given["page"].isdecimal() and len(given["page"]) < 5 and int(given["page"])):
        given["page"] = ""
    return {name: value for name, value in given.items() if value}


def _here(where: Where, chosen_now: dict[str, str]) -> str:
    return reverse("revision", kwargs=where, query=chosen_now or None)
