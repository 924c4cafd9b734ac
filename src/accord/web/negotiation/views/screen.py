"""Room mode: one paragraph for everybody in the room to read, with who proposes what and where it stands."""

import hashlib
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accord.kernel.actor import Actor
from accord.negotiation import queries
from accord.negotiation.queries.values import CardView, ParagraphView, ScreenView
from accord.web.frame import frame
from accord.web.negotiation.views import standing
from accord.web.negotiation.views.paragraphs import Writer
from accord.web.reader import member_in
from accord.web.templatetags.accord import language_name

SHORT, LONG = 320, 900
"""Letters: a paragraph shorter than the first is shown largest, one longer than the second smallest."""


def screen(request: HttpRequest, actor: Actor, *, group: str, number: int, language: str) -> HttpResponse:
    """Show the paragraph under discussion, large; it turns by itself to what the Chair records."""
    member = member_in(request, actor, group)
    found = _found(request, actor, member.group, number, language)
    where: dict[str, Any] = {"group": group, "number": number, "language": language}
    if found.turned_now and found.paragraph is not None:
        # From the paragraph's own page: the screen turns there now, and goes on with what the Chair records next.
        return HttpResponseRedirect(_turned(where, found.paragraph.page, found.seen), status=303)
    written = _written(found)
    asked = {name: request.GET[name] for name in ("p", "seen") if name in request.GET}
    context = {
        "heading": found.round.symbol,
        "written": written,
        "mark": _mark(written),
        "state_href": reverse("screen-state", kwargs=where, query=asked),
        "before": _turned(where, found.before, found.seen),
        "after": _turned(where, found.after, found.seen),
        "leave": reverse("round-text", kwargs=where),
    }
    around = frame(request, actor, member.group, current="text", role=member.role)
    return render(request, "negotiation/screen.html", {**around, **context})


def screen_state(request: HttpRequest, actor: Actor, *, group: str, number: int, language: str) -> JsonResponse:
    """Tell the screen whether what it shows is still what stands."""
    found = _found(request, actor, member_in(request, actor, group).group, number, language)
    return JsonResponse({"mark": _mark(_written(found))})


def _found(request: HttpRequest, actor: Actor, group: Any, number: int, language: str) -> ScreenView:
    turned, seen = request.GET.get("p", ""), request.GET.get("seen")
    return queries.screen(actor, group, number, language, turned, seen)


def _turned(where: dict[str, Any], anchor: str, seen: str) -> str:
    """Return the address of the screen turned to a paragraph; "" where there is none."""
    return reverse("screen", kwargs=where, query={"p": anchor, "seen": seen}) if anchor else ""


def _written(found: ScreenView) -> SafeString:
    """Return what the room reads, written without anything that depends on who shows it."""
    each, write = found.paragraph, Writer(bare=True)
    context = {
        "found": found,
        "each": each,
        "title": each.cited or each.number if each else "",
        "language": found.base.language,
        "document": f"{found.round.symbol}, {language_name(found.base.language)}",
        "place": _("%(at)s of %(of)s") % {"at": found.at, "of": found.of} if found.at else "",
        "state": _state(each),
        "size": _size(each, found.agreed),
        "paragraph": write.html(each) if each else "",
        "cards": [_card(card, write) for card in each.cards] if each else [],
    }
    return render_to_string("negotiation/_screen.html", context)


def _state(each: ParagraphView | None) -> dict[str, str]:
    if each is None or each.state is None:
        return {"words": str(standing.STATES[""]), "sign": standing.SIGNS[""], "tone": ""}
    named = each.state.state
    return {
        "words": standing.badge(each.state),
        "sign": standing.SIGNS[named],
        "tone": standing.TONES.get(named, ""),
    }


def _card(card: CardView, write: Writer) -> dict[str, Any]:
    """Return one wording as a line: whose, the words, who says what of it."""
    return {
        "view": card,
        "hue": card.sponsors[0].hue,
        "words": write.words(card),
        "said": standing.counted(card.positions) if card.positions else "",
        "chair": card.kind == "chair",
    }


def _size(each: ParagraphView | None, agreed: str) -> str:
    if each is None:
        return "large"
    letters = max(len(each.base), len(agreed)) + 60 * len(each.cards)
    return "large" if letters <= SHORT else "small" if letters > LONG else "middle"


def _mark(written: str) -> str:
    return hashlib.sha256(written.encode()).hexdigest()[:16]
