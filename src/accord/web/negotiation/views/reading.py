"""What the text's page prints: what is the same for every reader is written once and remembered."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from accord.kernel.remembered import Remembered
from accord.negotiation.queries.values import DelegationView, RoundText
from accord.web.negotiation.views import beside, sentences, sheet
from accord.web.templatetags.accord import language_name, relative

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})
WHOLE = "all"


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


@dataclass(frozen=True, slots=True)
class Written:
    """What of the page is the same for every reader: the contents, the sheet with its tools, the files received.

    In `work` an instant stands between two NULs, which no text holds: how long ago it was is said when it is read.
    """

    contents: SafeString
    work: SafeString
    side: SafeString
    broad: bool


_WRITTEN: Remembered[Written] = Remembered(256)
_CHIPS: Remembered[tuple[SafeString, SafeString]] = Remembered(256)


def printed(here: str, found: RoundText, wanted: Wanted) -> dict[str, Any]:
    """Return what the template prints; `here` is the page's address without its query."""
    if found.edition is None:
        written = _written(here, found, wanted)
    else:
        written = _WRITTEN.of(_key(here, found, wanted), lambda: _written(here, found, wanted))
    return {
        "heading": _heading(found),
        "broad": written.broad,
        "asked": sentences.asked(found.round),
        "contents": written.contents,
        "work": _with_times(written.work),
        "side": written.side,
    }


def _key(here: str, found: RoundText, wanted: Wanted) -> Hashable:
    """Return all that the page is written from; what of it depends on the reader is not written, and left out."""
    round_ = replace(
        found.round,
        own=None,
        checking=None,
        may_propose=False,
        capital_zone="",
        capital="",
        drafting=False,
        waiting=0,
        internal_at=None,
    )
    delegations = tuple(replace(each, own=False) for each in found.delegations)
    return here, wanted, get_language(), round_, found.base, delegations, found.proposing, found.edition


def _written(here: str, found: RoundText, wanted: Wanted) -> Written:
    page = _page(here, found, wanted)
    contents, work, side = (
        render_to_string(f"negotiation/_{name}.html", page) for name in ("contents", "work", "received")
    )
    return Written(contents, work, side, broad=page["broad"])


def _mark(at: datetime) -> str:
    return f"\0{at.isoformat()}\0"


def _with_times(html: str) -> SafeString:
    """Return the page with how long ago each instant is, as of now."""
    parts = html.split("\0")
    said = {iso: str(relative(datetime.fromisoformat(iso))) for iso in set(parts[1::2])}
    parts[1::2] = [said[iso] for iso in parts[1::2]]
    return SafeString("".join(parts))


def _page(here: str, found: RoundText, wanted: Wanted) -> dict[str, Any]:
    """Return what is written alike for all who say where their delegation stands, and for all who record it."""
    hues = {each.code: each.hue for each in found.delegations}
    # The title page has no heading of its own that the page would say twice.
    laid = sheet.below_title(found.blocks) if found.section else found.blocks
    cut = [list(found.blocks)] if wanted.whole else sheet.parts(laid)
    part = min(max(wanted.part, 1), len(cut))
    blocks = cut[part - 1]
    whole = "" if wanted.whole else _query(wanted, section=WHOLE)
    chips, names = _chips(found, wanted)
    return {
        "text": found,
        "here": here,
        "heading": _heading(found),
        "blocks": sheet.printable(
            blocks,
            hues,
            whole=whole,
            when=_mark,
            places=_text(found),
            records=found.round.may_administer,
            kept=found.edition is not None,
        ),
        "board_href": _board(found),
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
        "chips": chips,
        "names": names,
        "received": beside.received(found, late=False),
        "received_late": beside.received(found, late=True),
        **_through(found, wanted, part, len(cut)),
    }


def _text(found: RoundText) -> str:
    where = {"group": found.round.group, "number": found.round.number, "language": found.base.language}
    return reverse("round-text", kwargs=where)


def _board(found: RoundText) -> str:
    """Return the address of the board; of a sealed round there is nothing on it."""
    where = {"group": found.round.group, "number": found.round.number, "language": found.base.language}
    return "" if found.round.sealed else reverse("board", kwargs=where)


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


def _chips(found: RoundText, wanted: Wanted) -> tuple[SafeString, SafeString]:
    """Return a switch for each delegation whose amendments the reader sees, and their names as they are printed.

    As a link a switch turns the delegation on or off.
    """
    here = [each for each in found.delegations if each.language == found.base.language]
    proposing = [each for each in here if each.proposal is not None]

    def written() -> tuple[SafeString, SafeString]:
        on = [each.code for each in proposing if wanted.shown is None or each.code in wanted.shown]
        chips = [_chip(each, on, len(proposing), wanted) for each in proposing]
        page = {"chips": chips, "partial": wanted.shown is not None}
        return render_to_string("negotiation/_chips.html", page), render_to_string("negotiation/_names.html", page)

    if not proposing or wanted.base:
        return SafeString(), SafeString()
    return _CHIPS.of((get_language(), wanted, tuple((e.code, e.name, e.hue) for e in proposing)), written)


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
            "beside": reverse("side", kwargs={**where, "language": found.base.language, "other": base.language}),
        }
        for base in found.round.bases
        if base.id != found.base.id
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
