"""What changed from one version to the next, paragraph by paragraph, and whose doing each change was (R13, O2)."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accord.kernel.actor import Actor
from accord.negotiation import queries
from accord.negotiation.queries.values import ChangesView
from accord.web.frame import Words, frame
from accord.web.negotiation.views.questions import quoted
from accord.web.reader import member_in
from accord.web.signs import series
from accord.web.templatetags.accord import language_name

OUTCOMES: Final[dict[str, Words]] = {
    "take": gettext_lazy("taken into the text"),
    "keep": gettext_lazy("kept in brackets"),
    "leave": gettext_lazy("left for the meeting"),
    "fell": gettext_lazy("fell with what it stood in"),
    "": gettext_lazy("not in the text as proposed"),
}
ANSWERS: Final[dict[str, Words]] = {
    "confirmed": gettext_lazy("it is right"),
    "refused": gettext_lazy("it is not right"),
    "": gettext_lazy("asked, no answer"),
}


def changes(request: HttpRequest, actor: Actor, *, group: str, document: int, version: int) -> HttpResponse:
    """Show the account of a published version as it was frozen, in the language of `?lang=` or the first."""
    member = member_in(request, actor, group)
    found = queries.changes(actor, member.group, document, version, request.GET.get("lang", ""))
    account = found.account
    why = {each["ask"]: each["reason"] for each in account["wordings"] if each["reason"]}
    told = zip(account["changed"], found.pieces, strict=True)
    paragraphs = [_paragraph(each, pieces, why) for each, pieces in told]
    here = reverse("changes", kwargs={"group": group, "document": document, "version": version})
    context = {
        "found": found,
        "heading": _("What changed in %(symbol)s") % {"symbol": found.symbol},
        "counted": _counted(found, paragraphs),
        "paragraphs": paragraphs,
        "wordings": [_wording(each, account["changed"]) for each in account["wordings"]],
        "questions": [_question(each) for each in account["questions"]],
        "languages": [(language_name(each), f"{here}?lang={each}", each == found.language) for each in found.languages],
        "up": reverse("document", kwargs={"group": group, "document": document}),
        "up_label": found.symbol,
    }
    around = frame(request, actor, member.group, current="documents", role=member.role)
    return render(request, "negotiation/changes.html", {**around, **context})


def _counted(found: ChangesView, paragraphs: list[dict[str, Any]]) -> str:
    count = len(paragraphs)
    said = {"n": count, "before": found.before}
    return (
        ngettext("%(n)s paragraph is not as in %(before)s.", "%(n)s paragraphs are not as in %(before)s.", count) % said
    )


def _paragraph(each: dict[str, Any], pieces: tuple[tuple[str, str], ...], why: dict[str, str]) -> dict[str, Any]:
    """Return what the page says of a paragraph; `why` are the reasons for what was decided, by wording."""
    whose = [code for code in each["by"] if code != "Chair"]
    chairs = [_("the Chair")] if each["chair"] else []
    return {
        "cited": each["cited"] or _("The beginning"),
        "now": each.get("cited_now", ""),
        "added": bool(each["after"]) and not each["before"],
        "gone": bool(each["before"]) and not each["after"],
        "moved": bool(each["before"]) and each["before"] == each["after"],
        "pieces": pieces,
        "whose": ", ".join([*whose, *chairs]),
        "why": [*dict.fromkeys([*(why[ask] for ask in each["asks"] if ask in why), *each["notes"]])],
    }


def _wording(each: dict[str, Any], changed: list[dict[str, Any]]) -> dict[str, Any]:
    taken = not each["outcome"] and any(each["ask"] in one["asks"] for one in changed)
    outcome = _("in the edited text") if taken else OUTCOMES[each["outcome"]]
    notes = [note for one in changed if each["ask"] in one["asks"] for note in one["notes"]]
    why = list(dict.fromkeys(filter(None, [each["reason"], *notes])))
    return {**each, "codes": ", ".join(each["by"]), "outcome": outcome, "why": why, "now": each.get("cited_now", "")}


def _question(each: dict[str, Any]) -> dict[str, Any]:
    told = [
        _("leaves out %(words)s") % {"words": _listed(each["lost"])} if each["lost"] else "",
        _("brings back %(words)s") % {"words": _listed(each["back"])} if each["back"] else "",
        _("adds %(words)s") % {"words": _listed(each["added"])} if each["added"] else "",
    ]
    answer = ANSWERS[each["answer"]]
    return {**each, "told": series(told), "answered": answer}


def _listed(words: list[str]) -> str:
    return ", ".join(map(quoted, words))
