"""Language versions side by side: two sheets, place by place, each with its own amendments (O17)."""

from dataclasses import replace
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accord.kernel.actor import Actor
from accord.negotiation import queries
from accord.negotiation.queries.values import PairView, ParagraphView, SidesView
from accord.web.frame import Words, frame
from accord.web.negotiation.views.paragraphs import Writer
from accord.web.negotiation.views.reading import RIGHT_TO_LEFT
from accord.web.reader import member_in
from accord.web.templatetags.accord import language_name

SAID: Final[dict[str, Words]] = {
    "pending": gettext_lazy("translation pending"),
    "stale": gettext_lazy("a former proposal was translated, this one is pending"),
    "translated": gettext_lazy("translated"),
}


def side(request: HttpRequest, actor: Actor, *, group: str, number: int, language: str, other: str) -> HttpResponse:
    """Show two language versions; `?changed=1` leaves out the places at which nobody proposes anything."""
    member = member_in(request, actor, group)
    found = queries.sides(actor, member.group, number, language, other)
    where: dict[str, Any] = {"group": group, "number": number}
    here = reverse("side", kwargs={**where, "language": language, "other": other})
    changed = request.GET.get("changed") == "1"
    write = Writer(bare=True)
    shown = [each for each in found.pairs if each.changed or not changed]
    context = {
        "heading": _("Language versions side by side"),
        "found": found,
        "up": reverse("round-text", kwargs={**where, "language": language}),
        "names": (language_name(found.left.language), language_name(found.right.language)),
        "sides": (_direction(found.left.language), _direction(found.right.language)),
        "rows": [_row(each, found, write) for each in shown],
        "courtesies": [_courtesy(found, each) for each in found.courtesies],
        "modes": [
            (_("All paragraphs"), here, not changed),
            (_("Only where something is proposed"), f"{here}?changed=1", changed),
        ],
        "swapped": reverse("side", kwargs={**where, "language": other, "other": language}),
    }
    around = frame(request, actor, member.group, current="text", role=member.role)
    return render(request, "negotiation/side.html", {**around, **context})


def _row(pair: PairView, found: SidesView, write: Writer) -> dict[str, Any]:
    """Return both sides of one place; each has ids of its own in the page."""
    return {
        "left": _written(pair.left, found.left.language, write),
        "right": _written(pair.right, found.right.language, write),
        "changed": pair.changed,
    }


def _written(those: tuple[ParagraphView, ...], language: str, write: Writer) -> list[SafeString]:
    return [write.html(replace(each, anchor=f"{language}-{each.anchor}")) for each in those]


def _courtesy(found: SidesView, each: Any) -> dict[str, Any]:
    """Return how a proposal in one language stands in the other: received in Spanish, translation pending."""
    said = _("received in %(language)s, %(state)s") % {
        "language": language_name(each.language),
        "state": SAID[each.state],
    }
    href = reverse("proposal-file", kwargs={"group": found.round.group, "proposal": each.proposal})
    return {"party": each.party, "words": said, "href": href, "tone": "" if each.state == "translated" else "warn"}


def _direction(language: str) -> str:
    return "rtl" if language.partition("-")[0] in RIGHT_TO_LEFT else "ltr"
