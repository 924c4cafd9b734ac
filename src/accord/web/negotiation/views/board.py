"""The board: how much is agreed, who holds what, what waits for whom; and the sheet to take away after a round."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accord.kernel import clocks
from accord.kernel.action import Refused
from accord.kernel.actor import Actor
from accord.negotiation import actions, queries
from accord.negotiation.queries.values import BoardView, HeldView, PlaceLine
from accord.web.frame import Ask, frame
from accord.web.negotiation.views import sentences, standing
from accord.web.negotiation.views.board_rows import Rows
from accord.web.negotiation.views.typed import chosen
from accord.web.negotiation.views.typed import typed as typed_in
from accord.web.reader import member_in
from accord.web.templatetags.accord import language_name

BULK = ("open", "bracketed", "pending", "ad_referendum", "approved")
"""What may be recorded of several paragraphs at once; words are agreed one paragraph at a time."""


def board(
    request: HttpRequest,
    actor: Actor,
    *,
    group: str,
    number: int,
    language: str,
    refusal: Any = "",
    typed: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show where the whole text stands; after a refused act with what was typed, and why."""
    member = member_in(request, actor, group)
    found = queries.board(actor, member.group, number, language)
    shown = _context(found, group, number, language, most=MOST_LISTED)
    rows = Rows(may_record=found.may_record, chosen=(typed or {}).get("places", ()))
    context = {
        **shown,
        "rows": rows.html(shown["lines"]),
        "refusal": refusal,
        "typed": typed or {},
        "asked": _asked(found),
        "states": [(each, standing.STATES[each]) for each in BULK],
        "record_href": reverse("board-record", kwargs={"group": group, "number": number, "language": language}),
        "screen_href": reverse("screen", kwargs={"group": group, "number": number, "language": language}),
        "agenda_href": reverse("agenda", kwargs={"group": group, "number": number, "language": language}),
        "meeting": (typed or {}).get("meeting") or found.round.meeting_number,
    }
    around = frame(request, actor, member.group, current="text", role=member.role)
    return render(request, "negotiation/board.html", {**around, **context}, status=status)


def sheet(request: HttpRequest, actor: Actor, *, group: str, number: int, language: str) -> HttpResponse:
    """Show the sheet after the round, made to be printed: who owes what by when."""
    member = member_in(request, actor, group)
    found = queries.board(actor, member.group, number, language)
    context = {**_context(found, group, number, language), "heading": _("Who owes what by when")}
    context["due"] = sentences.instant(found.round.closes_at, found.round.zone, found.round.place)
    context["meeting"] = found.round.meeting
    around = frame(request, actor, member.group, current="text", role=member.role)
    return render(request, "negotiation/board_sheet.html", {**around, **context})


def record(request: HttpRequest, actor: Actor, *, group: str, number: int, language: str) -> HttpResponse:
    """Record one state of several paragraphs at once."""
    where: dict[str, Any] = {"group": group, "number": number, "language": language}
    here = member_in(request, actor, group).group
    base, state = queries.find_base(actor, here, number, language), typed_in(request, "state")
    ticked = [each.split(" ", 1) for each in chosen(request, "place")]
    seen = {queries.place_address(actor, base, each[0]): each[1] for each in ticked if len(each) > 1}
    recorded = actions.Recorded(
        state,
        package=typed_in(request, "package").strip(),
        meeting=queries.find_meeting(actor, here, typed_in(request, "meeting")) if state == "approved" else None,
        seen=seen,
    )
    try:
        actions.record_state(actor=actor, now=clocks.now(), base=base, places=list(seen), recorded=recorded)
    except Refused as refused:
        typed = {"places": [each[0] for each in ticked], **{name: typed_in(request, name) for name in _TYPED}}
        return board(request, actor, **where, refusal=refused.sentence, typed=typed, status=422)
    return HttpResponseRedirect(reverse("board", kwargs=where), status=303)


def agenda(request: HttpRequest, actor: Actor, *, group: str, number: int, language: str) -> HttpResponse:
    """Set the order of discussion: the numbers written beside the paragraphs, lowest first."""
    where: dict[str, Any] = {"group": group, "number": number, "language": language}
    base = queries.find_base(actor, member_in(request, actor, group).group, number, language)
    written = {name[3:]: typed_in(request, name) for name in request.POST if name.startswith("at-")}
    numbered = {at: value for at, value in written.items() if value.isdecimal() and len(value) <= LONGEST_NUMBER}
    order = sorted((int(value), at) for at, value in numbered.items() if int(value))
    try:
        places = [queries.place_address(actor, base, each) for _at, each in order]
        actions.set_agenda(actor=actor, now=clocks.now(), base=base, places=places)
    except Refused as refused:
        return board(request, actor, **where, refusal=refused.sentence, typed=written, status=422)
    return HttpResponseRedirect(reverse("board", kwargs=where), status=303)


LONGEST_NUMBER = 4
"""Digits: more paragraphs than that no order of discussion holds."""
_TYPED = ("state", "package", "meeting")


MOST_LISTED = 8
"""So many paragraphs are listed with a delegation; more are counted: the table has them all."""


def _context(found: BoardView, group: str, number: int, language: str, *, most: int = 0) -> dict[str, Any]:
    where: dict[str, Any] = {"group": group, "number": number, "language": language}
    lines = {each.address: _line(each, where) for each in found.lines}
    others = [each for each in found.round.bases if each.language != language]
    return {
        "found": found,
        "heading": _("Where the text stands"),
        "up": reverse("round-text", kwargs=where),
        "up_label": _("The text"),
        "sheet_href": reverse("board-sheet", kwargs=where),
        "board_href": reverse("board", kwargs=where),
        "revision_href": reverse("revision", kwargs=where)
        if found.may_record and found.round.phase == "closed"
        else "",
        "text_name": _("%(symbol)s, %(language)s")
        % {"symbol": found.round.symbol, "language": language_name(language)},
        "others": [
            (language_name(each.language), reverse("board", kwargs={**where, "language": each.language}))
            for each in others
        ],
        "counts": [
            (standing.STATES[state], standing.SIGNS[state], standing.TONES.get(state, ""), count)
            for state, count in found.counts
            if count
        ],
        "lines": list(lines.values()),
        "owed": [_held(each, lines, most) for each in found.owed],
        "held": [_held(each, lines, most) for each in found.held],
        "alone": [lines[each.address] for each in found.lines if each.alone is not None],
        "mine": [lines[each.address] for each in found.mine],
    }


def _asked(found: BoardView) -> Ask | None:
    """Return the one thing asked of the reader here."""
    if found.sealed:
        return None
    if found.mine and found.may_speak:
        count = len(found.mine)
        words = ngettext("%(n)s paragraph waits for you.", "%(n)s paragraphs wait for you.", count) % {"n": count}
        return Ask(words, label=sentences.look_at(count), href="#mine")
    alone = [each for each in found.lines if each.alone is not None]
    if found.may_record and alone:
        count = len(alone)
        words = ngettext(
            "%(n)s paragraph is one delegation away.", "%(n)s paragraphs are one delegation away.", count
        ) % {"n": count}
        return Ask(words, label=sentences.look_at(count), href="#alone")
    return None


def _line(each: PlaceLine, where: dict[str, Any]) -> dict[str, Any]:
    return {
        "view": each,
        "href": reverse("place", kwargs={**where, "anchor": each.anchor}),
        "words": standing.state(each.state, each.meeting),
        "sign": standing.SIGNS[each.state],
        "tone": standing.TONES.get(each.state, ""),
        "tick": f"{each.anchor} {each.seen}",
    }


def _held(each: HeldView, lines: dict[str, dict[str, Any]], most: int) -> dict[str, Any]:
    """Return a delegation with the lines it is named on; no more than `most` of them (0: all), and how many more."""
    shown = each.places[:most] if most else each.places
    left = len(each.places) - len(shown)
    more = ngettext("and %(n)s more", "and %(n)s more", left) % {"n": left} if left else ""
    return {"party": each.party, "lines": [lines[line.address] for line in shown], "more": more}
