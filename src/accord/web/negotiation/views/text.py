"""The text: every amendment of every delegation in place, a section at a time, and what is said beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from accord.kernel.action import NotAllowed
from accord.kernel.actor import Actor
from accord.negotiation import queries
from accord.negotiation.queries.values import DelegationView, RoundText
from accord.people.queries import Membership
from accord.web.frame import frame
from accord.web.negotiation.views import sentences, sheet
from accord.web.reader import member_in
from accord.web.templatetags.accord import language_name

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})
WHOLE = "all"
_BEGAN_AT: dict[tuple[str, int, str], int] = {}
"""At which section each text began last time: a guess that saves asking twice, and is checked each time."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the text the address asks for; what makes no sense in it is left aside."""

    section: int | None
    part: int
    shown: tuple[str, ...] | None
    whole: bool
    base: bool

    @classmethod
    def of(cls, request: HttpRequest) -> "Wanted":
        """Read `section` (a number or "all"), `part`, `show` (codes) and `view=base` from the address."""
        said = request.GET
        section, part = said.get("section", ""), said.get("part", "")
        shown = tuple(code for code in said.get("show", "").upper().split(",") if code) if "show" in said else None
        return cls(
            int(section) if section.isdecimal() else None,
            int(part) if part.isdecimal() else 1,
            shown,
            whole=section == WHOLE,
            base=said.get("view") == "base",
        )

    @property
    def codes(self) -> tuple[str, ...] | None:
        """Return the delegations to show: none for the base alone, None for all of them."""
        return () if self.base else self.shown


@dataclass(frozen=True, slots=True)
class Link:
    """A word and where it leads."""

    label: str
    href: str
    current: bool = False


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
    return render(request, "negotiation/text.html", {**context, **_page(request, found, wanted)})


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


def _page(request: HttpRequest, found: RoundText, wanted: Wanted) -> dict[str, Any]:
    """Return what the template prints."""
    hues = {each.code: each.hue for each in found.delegations}
    # The title page has no heading of its own that the page would say twice.
    laid = sheet.below_title(found.blocks) if found.section else found.blocks
    cut = [list(found.blocks)] if wanted.whole else sheet.parts(laid)
    part = min(max(wanted.part, 1), len(cut))
    blocks = cut[part - 1]
    return {
        "text": found,
        "here": request.path,
        "heading": _heading(found),
        "asked": sentences.asked(found.round),
        "blocks": sheet.printable(blocks, hues, whole="" if wanted.whole else _query(wanted, section=WHOLE)),
        "broad": sheet.has_table(blocks),
        "language": found.base.language,
        "direction": _direction(found.base.language),
        "round_name": _("Round %(number)s") % {"number": found.round.number},
        "round_href": reverse("round", kwargs={"group": found.round.group, "number": found.round.number}),
        "language_name": language_name(found.base.language),
        "tally": sentences.tally(found.amendments, found.proposing, found.round),
        "sections": [(each, _query(wanted, section=each.number)) for each in found.sections],
        "other_bases": _other_bases(found),
        "modes": _modes(wanted),
        "chips": [] if wanted.base else _chips(found, wanted),
        "partial": wanted.shown is not None,
        "received": _received(found),
        **_through(found, wanted, part, len(cut)),
    }


def _heading(found: RoundText) -> str:
    current = next((each for each in found.sections if each.current), None)
    if current is None:
        return found.round.title
    return f"{current.label} {current.title}".strip() or found.round.title


def _direction(language: str) -> str:
    """Return the sheet's own direction where it differs from the page's."""
    rtl = language.partition("-")[0] in RIGHT_TO_LEFT
    return "" if rtl == get_language_bidi() else ("rtl" if rtl else "ltr")


def _query(wanted: Wanted, **changed: str | int | None) -> str:
    """Return the query of the address with some of its values changed; a value of None is left out."""
    kept: dict[str, str | int | None] = {
        "section": WHOLE if wanted.whole else wanted.section,
        "show": ",".join(wanted.shown) if wanted.shown is not None else None,
        "view": "base" if wanted.base else None,
    }
    said = {name: value for name, value in (kept | changed).items() if value is not None}
    return f"?{urlencode(said, safe=',')}" if said else "?"


def _modes(wanted: Wanted) -> list[Link]:
    """Return the two ways to read: the base alone, or all proposals in place."""
    return [
        Link(_("Base"), _query(wanted, view="base"), current=wanted.base),
        Link(_("All proposals"), _query(wanted, view=None, show=None), current=not wanted.base),
    ]


def _chips(found: RoundText, wanted: Wanted) -> list[dict[str, Any]]:
    """Return a switch for each delegation whose amendments the reader sees; as a link it turns it on or off."""
    here = [each for each in found.delegations if each.language == found.base.language]
    proposing = [each for each in here if each.proposal is not None]
    on = [each.code for each in proposing if wanted.shown is None or each.code in wanted.shown]
    return [_chip(each, on, len(proposing), wanted) for each in proposing]


def _chip(each: DelegationView, on: Sequence[str], of: int, wanted: Wanted) -> dict[str, Any]:
    shown = each.code in on
    then = [code for code in on if code != each.code] if shown else [*on, each.code]
    words = _("%(name)s: shown, hide it") if shown else _("%(name)s: hidden, show it")
    return {
        "code": each.code,
        "name": each.name,
        "hue": each.hue,
        "shown": shown,
        "words": words % {"name": each.name},
        "href": _query(wanted, show=None if len(then) == of else ",".join(then)),
    }


def _other_bases(found: RoundText) -> list[dict[str, str]]:
    """Return the other language versions of the round, each with what was received on it (O17)."""
    where = {"group": found.round.group, "number": found.round.number}
    return [
        {
            "language": base.language,
            "name": language_name(base.language),
            "sentence": sentences.in_language(base),
            "href": reverse("round-text", kwargs={**where, "language": base.language}),
        }
        for base in found.round.bases
        if base.id != found.base.id
    ]


def _received(found: RoundText) -> list[dict[str, Any]]:
    """Return the comment that stands beside the text for each file received (O24), under the name given to it (O23)."""
    names = {base.language: base.filename for base in found.round.bases}
    return [
        {
            "party": each,
            "filename": f"{each.code}_{names.get(each.language, '')}",
            "counted": sentences.counted(each.amendments, each.paragraphs),
            "other_language": "" if each.language == found.base.language else language_name(each.language),
            "href": reverse("proposal-file", kwargs={"group": found.round.group, "proposal": each.proposal}),
        }
        for each in found.delegations
        if each.proposal is not None
    ]


def _through(found: RoundText, wanted: Wanted, part: int, count: int) -> dict[str, Any]:
    """Return the ways on: the part or section before and after, and the whole text or its sections."""
    if wanted.whole:
        return {"sections_href": _query(wanted, section=None), "part": 1, "part_count": 1}
    numbers = [each.number for each in found.sections]
    current = next((place for place, each in enumerate(found.sections) if each.current), 0)
    before: Link | None = None
    after: Link | None = None
    if part > 1:
        before = Link(_("Earlier in this section"), _query(wanted, part=part - 1))
    elif current > 0:
        before = Link(_title(found, current - 1), _query(wanted, section=numbers[current - 1]))
    if part < count:
        after = Link(_("Further in this section"), _query(wanted, part=part + 1))
    elif current + 1 < len(numbers):
        after = Link(_title(found, current + 1), _query(wanted, section=numbers[current + 1]))
    whole = _query(wanted, section=WHOLE) if len(numbers) > 1 or count > 1 else ""
    return {"previous": before, "following": after, "whole_href": whole, "part": part, "part_count": count}


def _title(found: RoundText, place: int) -> str:
    section = found.sections[place]
    return f"{section.label} {section.title}".strip()


def _nothing_yet(group: str, administers: bool) -> dict[str, Any]:  # noqa: FBT001 - one question, asked once
    """Return what the page says before there is any round."""
    if administers:
        detail = _("Schedule a round on an official document; its text then stands here.")
        href = reverse("schedule-round", kwargs={"group": group})
        return {"detail": detail, "href": href, "label": _("Schedule a round")}
    return {"detail": _("When the Chair opens a round on an official document, its text stands here.")}
