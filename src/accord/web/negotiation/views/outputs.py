"""The texts for the meeting: have them prepared, see how far they are, take them away."""

from collections.abc import Mapping
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accord.kernel import clocks
from accord.kernel.action import Refused
from accord.kernel.actor import Actor
from accord.negotiation import actions, queries
from accord.negotiation.queries.values import OutputsView, OutputView, Since
from accord.web.frame import Words, frame
from accord.web.negotiation.forms import OutputForm, at
from accord.web.negotiation.views import sentences
from accord.web.negotiation.views.files import attachment
from accord.web.reader import member_in
from accord.web.templatetags.accord import language_name

KINDS: Final[dict[str, tuple[Words, Words]]] = {
    "tracked": (
        gettext_lazy("Tracked changes, in Word"),
        gettext_lazy("Each change is a tracked change under the code of who proposes it; reasons are in the margin."),
    ),
    "html": (
        gettext_lazy("The same to read in a browser"),
        gettext_lazy("One page without any address in it: it can be read without a connection."),
    ),
    "translators": (
        gettext_lazy("For translators"),
        gettext_lazy("Brackets in bold and struck through, with all numbers typed out."),
    ),
    "clean": (
        gettext_lazy("Clean text"),
        gettext_lazy("The official text with the words agreed so far, and nothing else."),
    ),
    "concordance": (
        gettext_lazy("Concordance of numbers"),
        gettext_lazy("Which number each paragraph had, and which it has in the clean text."),
    ),
    "table_docx": (gettext_lazy("Comparison table, in Word"), gettext_lazy("Official text, each delegation, all.")),
    "table_xlsx": (gettext_lazy("Comparison table, in Excel"), gettext_lazy("The same, to filter and to sort.")),
    "trace_docx": (
        gettext_lazy("Who proposed what, in Word"),
        gettext_lazy("Each wording, who proposes it, who says what of it, and where its paragraph stands."),
    ),
    "trace_xlsx": (gettext_lazy("Who proposed what, in Excel"), gettext_lazy("The same, to filter and to sort.")),
    "json": (gettext_lazy("For programs (JSON)"), gettext_lazy("All of it, without loss.")),
}
STYLES: Final[dict[str, Words]] = {
    "suffix": gettext_lazy("Delegations after the words"),
    "prefix": gettext_lazy("Delegations before the words"),
    "footnote": gettext_lazy("Delegations in footnotes"),
    "unattributed": gettext_lazy("Nobody named"),
}
MARK_UPS: Final[dict[str, Words]] = {
    "brackets": gettext_lazy("Brackets alone"),
    "bold": gettext_lazy("With bold and strike-through"),
    "symbols": gettext_lazy("With ADD, MOD, SUP, NOC"),
}
CHANGED: Final[dict[Since, Words]] = {
    "sent": gettext_lazy("A proposal was sent, replaced or taken back since; they do not say so."),
    "said": gettext_lazy("Positions, states or words of the Chair’s have changed since; they do not say so."),
    "closed": gettext_lazy("The round has closed since; they still call themselves preliminary."),
}
FAILED: Final[dict[str, Words]] = {
    "damaged": gettext_lazy("A stored file is damaged. Nothing was prepared. Ask technical support."),
    "unreadable": gettext_lazy("A stored file cannot be read. Nothing was prepared. Ask technical support."),
    "altered": gettext_lazy("A proposal is not the one on record. Nothing was prepared. Ask technical support."),
}


def outputs(
    request: HttpRequest,
    actor: Actor,
    *,
    group: str,
    number: int,
    language: str,
    form: OutputForm | None = None,
    refusal: Any = "",
    status: int = 200,
) -> HttpResponse:
    """Show the texts of one language version, the latest or those of `?at=`, and how to have them prepared."""
    member = member_in(request, actor, group)
    chosen = _instant(request.GET.get("at", ""))
    found = queries.outputs(actor, member.group, number, language, chosen)
    context = {
        **_page(found, {"group": group, "number": number, "language": language}),
        "form": form or OutputForm(),
        "refusal": refusal,
    }
    around = frame(request, actor, member.group, current="text", role=member.role)
    return render(request, "negotiation/outputs.html", {**around, **context}, status=status)


def make(request: HttpRequest, actor: Actor, *, group: str, number: int, language: str) -> HttpResponse:
    """Have all texts of one language version prepared, as it stands now or stood at the time that was written."""
    base = queries.find_base(actor, member_in(request, actor, group).group, number, language)
    where: dict[str, Any] = {"group": group, "number": number, "language": language}
    form = OutputForm(request.POST)
    if not form.is_valid():
        return outputs(request, actor, **where, form=form, status=422)
    local = form.cleaned_data["as_of"]
    try:
        as_of = at(local, base.round.zone) if local else None
        made = actions.prepare_outputs(actor=actor, now=clocks.now(), base=base, as_of=as_of)
    except ValidationError as error:
        form.add_error("as_of", error)
        return outputs(request, actor, **where, form=form, status=422)
    except Refused as refused:
        return outputs(request, actor, **where, form=form, refusal=refused.sentence, status=422)
    shown = {"at": made[0].as_of.isoformat()}
    return HttpResponseRedirect(reverse("outputs", kwargs=where, query=shown), status=303)


def state(request: HttpRequest, actor: Actor, *, group: str, output: int) -> JsonResponse:
    """Tell the page's module how far a text is."""
    found = queries.output(actor, member_in(request, actor, group).group, output)
    return JsonResponse({"state": found.state, "sentence": ""})


def file(request: HttpRequest, actor: Actor, *, group: str, output: int) -> HttpResponse:
    """Hand out one of the texts."""
    return attachment(request, queries.output_file(actor, member_in(request, actor, group).group, output))


def _page(found: OutputsView, where: dict[str, Any]) -> dict[str, Any]:
    """Return what the page prints."""
    round_ = found.round
    running = [each for each in found.outputs if each.state == "queued"]
    up = {"group": where["group"], "number": where["number"]}
    return {
        "heading": _("Texts for the meeting"),
        "up": reverse("round", kwargs=up),
        "up_label": _("Round %(number)s") % {"number": round_.number},
        "text_name": _("%(symbol)s, %(language)s")
        % {"symbol": round_.symbol, "language": language_name(found.base.language)},
        "asked": _asked(found) if _may_make(found) and not running else {},
        "nothing": "" if _may_make(found) or found.outputs else _nothing(found),
        "newer_href": "" if found.latest else _at(where, found.instants[0].isoformat()),
        "may_make": _may_make(found),
        "make_href": reverse("output-make", kwargs=where),
        "pack_href": reverse("pack", kwargs=where),
        "here": _at(where, found.as_of.isoformat() if found.as_of else ""),
        "as_of": sentences.instant(found.as_of, round_.zone, round_.place) if found.as_of else "",
        "running": ngettext("%(n)s file is being prepared.", "%(n)s files are being prepared.", len(running))
        % {"n": len(running)}
        if running
        else "",
        "state_href": reverse("output-state", kwargs={"group": where["group"], "output": running[0].id})
        if running
        else "",
        "earlier": [
            (sentences.instant(each, round_.zone, round_.place), _at(where, each.isoformat()))
            for each in found.instants
            if each != found.as_of
        ],
        "mark_ups": list(MARK_UPS.values()),
        **_files(found, where["group"]),
    }


def _may_make(found: OutputsView) -> bool:
    """Whether there is something to print, or was at some time."""
    return not found.sealed and found.round.phase != "scheduled" and bool(found.base.received or found.as_of)


def _files(found: OutputsView, group: str) -> dict[str, Any]:
    """Return the files that are there: the body's own brackets first, then the others, then all ways of brackets."""
    made = {(each.kind, each.style, each.mark_up): _file(each, group) for each in found.outputs if each.state == "done"}
    lines = [
        {"name": name, "words": words, **made[kind, "", ""]}
        for kind, (name, words) in KINDS.items()
        if (kind, "", "") in made
    ]
    own = made.get(("brackets", found.style, found.mark_up))
    brackets = [
        (
            style,
            [
                (mark_up, made.get(("brackets", key, look), {}), (key, look) == (found.style, found.mark_up))
                for look, mark_up in MARK_UPS.items()
            ],
        )
        for key, style in STYLES.items()
    ]
    if own:
        words = _("%(who)s. %(how)s.") % {"who": STYLES[found.style], "how": MARK_UPS[found.mark_up]}
        lines.insert(0, {"name": _("In brackets, as the body’s rules say"), "words": words, **own})
    return {"lines": lines, "brackets": brackets if lines else []}


def _file(each: OutputView, group: str) -> dict[str, Any]:
    href = reverse("output-file", kwargs={"group": group, "output": each.id})
    return {"href": href, "filename": each.filename, "size": each.size}


def _asked(found: OutputsView) -> dict[str, Words]:
    """Return what is asked of the reader here, beside its one button: a sentence, more words, what the button says."""
    if found.as_of is None:
        return {
            "sentence": _("Prepare the texts for the meeting."),
            "detail": _("All of them are made at once, from the same proposals, positions and states."),
            "label": _("Prepare the texts"),
        }
    failed = next((each for each in found.outputs if each.state == "failed"), None)
    if failed is not None:
        return {"sentence": _("The files could not be made."), "detail": _failed(failed), "label": _("Prepare again")}
    if found.since and found.latest:
        return {
            "sentence": _("These texts are out of date."),
            "detail": CHANGED[found.since],
            "label": _("Make them again"),
        }
    return {}


def _nothing(found: OutputsView) -> str:
    """Return why there is nothing here and nothing to do."""
    if found.sealed:
        return _("The proposals are sealed. The texts can be prepared when the round has closed.")
    if found.round.phase == "scheduled":
        return _("The round is not open yet. There is nothing to print before it opens.")
    return _("Nothing is proposed on this text. There is nothing to print before a proposal is sent.")


def _failed(each: OutputView) -> str:
    otherwise = _("The files could not be prepared. Ask technical support.")
    return str(FAILED.get(each.failure.partition(" ")[0], otherwise))


def _instant(written: str) -> Any:
    try:
        found = parse_datetime(written)
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None else None


def _at(where: Mapping[str, Any], instant: str) -> str:
    return reverse("outputs", kwargs=dict(where), query={"at": instant} if instant else None)
