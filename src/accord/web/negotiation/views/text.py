"""The text: every amendment of every delegation in place, a section at a time, and what is said beside it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accord.kernel.action import NotAllowed
from accord.kernel.actor import Actor
from accord.negotiation import queries
from accord.negotiation.queries.values import RoundText
from accord.people.queries import Membership
from accord.web.frame import frame
from accord.web.negotiation.views.reading import Wanted, printed
from accord.web.reader import member_in

_BEGAN_AT: dict[tuple[str, int, str], int] = {}
"""At which section each text began last time: a guess that saves asking twice, and is checked each time."""


def text(request: HttpRequest, actor: Actor, *, group: str, number: int = 0, language: str = "") -> HttpResponse:
    """Show the text of a round: of the present one, in the reader's language, unless the address says another."""
    member = member_in(request, actor, group)
    wanted = Wanted.of(request)
    context = frame(request, actor, member.group, current="text", role=member.role)
    try:
        found = _found(actor, member, number, language, wanted)
    except NotAllowed:
        if number:
            raise
        return render(request, "negotiation/no_text.html", {**context, **_nothing_yet(group, member.role.administers)})
    page = {**context, **printed(request.path, found, wanted), **_writing(found)}
    return render(request, "negotiation/text.html", page)


def _writing(found: RoundText) -> dict[str, Any]:
    """Return, for a focal point while the round is open, where she amends a paragraph and finds what she wrote."""
    if not found.round.may_propose:
        return {}
    where = {"group": found.round.group, "number": found.round.number}
    here = {**where, "language": found.base.language, "anchor": "ANCHOR"}
    return {
        "amend_href": reverse("amend", kwargs=here),
        "draft_href": reverse("draft", kwargs=where),
        # The script puts in how the paragraph in hand is cited.
        "amend_here": _("Amend here: %(place)s"),
        "how_to_amend": _("Press a paragraph to amend it here, or its number."),
    }


def _found(actor: Actor, member: Membership, number: int, language: str, wanted: Wanted) -> RoundText:
    """Return the section that the address asks for, or all; where it asks for none, the first one under discussion."""

    def asked(section: int | None) -> RoundText:
        return queries.round_text(actor, member.group, number, language, wanted.codes, section)

    if wanted.whole or wanted.section is not None:
        found = asked(wanted.section)
        if wanted.section is not None and not any(each.current for each in found.sections):
            raise Http404
        return found
    key = (member.group.slug, number, language or get_language() or "")
    found = asked(_BEGAN_AT.get(key, 1))
    first = next((each for each in found.sections if each.amendments), next(iter(found.sections), None))
    if first is None or first.current:
        return found
    _BEGAN_AT[key] = first.number
    return asked(first.number)


def _nothing_yet(group: str, administers: bool) -> dict[str, Any]:  # noqa: FBT001 - one question, asked once
    """Return what the page says before there is any round."""
    if administers:
        detail = _("Schedule a round on an official document; its text then stands here.")
        href = reverse("schedule-round", kwargs={"group": group})
        return {"detail": detail, "href": href, "label": _("Schedule a round")}
    return {"detail": _("When the Chair opens a round on an official document, its text stands here.")}
