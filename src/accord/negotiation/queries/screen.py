"""The text projected in the room: one paragraph at a time, in the order of discussion, behind the Chair's last act."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import F, QuerySet, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast

from accord.kernel.action import NotAllowed
from accord.kernel.actor import Actor
from accord.kernel.prepared import prepared
from accord.negotiation.models import Agenda, ChairWording, Proposal, Step
from accord.negotiation.policy import PROPOSAL_VISIBLE
from accord.negotiation.queries import placed, sent, sheets, timetable
from accord.negotiation.queries.readers import reader
from accord.negotiation.queries.values import AGREED, ParagraphView, ScreenView
from accord.people.models import Group

_Act = tuple[datetime, str, int, str]
AGENDA: Final = "agenda"
LEADS: Final = frozenset({"recorded", "reopened", "chair"})
"""What brings a paragraph onto the screen: that the Chair records where it stands, or words it."""


@dataclass(frozen=True, slots=True)
class _Floor:
    """What the Chair did last and the order of discussion: the last place, a name for that act, agreed words."""

    place: str
    seen: str
    agenda: tuple[str, ...]
    agreed: dict[str, str]


def screen(actor: Actor, group: Group, number: int, language: str, name: str = "", seen: str | None = "") -> ScreenView:
    """Return the paragraph that the room's screen shows, in five questions; NotAllowed when there is no such base.

    `name` is an anchor that whoever leads the screen has turned to, `seen` what the Chair had done last by then: once
    she records another, the screen is where she is; None: it is turned there now, whatever she did. While a round is
    sealed the base alone is shown, to anybody.
    """
    bases = timetable.bases_of(actor, group, number)
    base = next((each for each in bases if each.language == language), None)
    if base is None:
        raise NotAllowed
    who = reader(actor, group)
    round_ = timetable.view_of(who, bases, [])
    rows = [] if round_.sealed else sent.placed(_standing(actor, base.round_id), bases, who)
    standing = [each for each in rows if each.base_id == base.pk]
    laid = sheets.laid_out(base, standing, who.chips, None, None)
    floor = _Floor("", "", (), {}) if round_.sealed else _floor(base.pk)
    whole = laid.paragraphs if round_.sealed else placed.with_places(base, laid, who.chips).paragraphs
    order = _order(whole, floor.agenda)
    chosen = _chosen(whole, order, floor, name if seen is None or seen == floor.seen else "")
    at = order.index(chosen) if chosen in order else -1
    return ScreenView(
        round=round_,
        base=timetable.base_view(base),
        heading=_heading(whole, chosen),
        paragraph=chosen,
        agreed=floor.agreed.get(chosen.place, "") if chosen is not None else "",
        seen=floor.seen,
        before=order[at - 1].page if at > 0 else "",
        after=order[at + 1].page if at + 1 < len(order) else "",
        at=at + 1,
        of=len(order),
        turned_now=seen is None and bool(name) and chosen is not None and chosen.page == name,
    )


def _order(whole: Sequence[ParagraphView], agenda: Sequence[str]) -> list[ParagraphView]:
    """Return what the room goes through: the order of discussion, then what else is under discussion, as it stands."""
    by_place = {each.place: each for each in whole if each.place}
    first = [by_place[each] for each in agenda if each in by_place]
    rest = [each for each in whole if each.place and each not in first and (each.cards or each.state)]
    found = [*first, *rest]
    return found or [each for each in whole if each.place and each.kind != "heading"]


def _chosen(
    whole: Sequence[ParagraphView], order: Sequence[ParagraphView], floor: _Floor, name: str
) -> ParagraphView | None:
    """Return the paragraph turned to, else the one of the Chair's last act, else the first to be discussed."""
    turned = next((each for each in whole if name and each.page == name), None)
    last = next((each for each in whole if floor.place and each.place == floor.place), None)
    return turned or last or next(iter(order), None)


def _heading(whole: Sequence[ParagraphView], chosen: ParagraphView | None) -> str:
    """Return the heading above the paragraph, with its number; of a table's cells the one above the table."""
    above = ""
    for each in whole:
        if chosen is not None and each.anchor == chosen.anchor:
            return "" if each.kind == "heading" else above
        if each.kind == "heading":
            above = f"{each.label} {each.base}".strip()
    return above


def _floor(base: int) -> _Floor:
    """Return what the Chair did last, what is agreed, and the order of discussion, in one question."""
    acts: list[_Act] = []
    agreed: dict[str, str] = {}
    agenda: tuple[str, ...] = ()
    for kind, place, words, state, pk, at in _acts(base):
        if kind == AGENDA:
            agenda = tuple(json.loads(place))
        elif kind in LEADS:
            acts.append((at, kind, pk, place))
        if state in AGREED and words:
            agreed[place] = words
    last = max(acts, default=None)
    return _Floor(last[3] if last else "", f"{last[1]}-{last[2]}" if last else "", agenda, agreed)


def _acts(base: int) -> QuerySet[Any, Any]:
    """Return where paragraphs stand, the Chair's words beside them, and the order of discussion, all as it is now."""
    none = Value("", output_field=TextField())
    steps = _as_acts(Step.objects.filter(base=base), F("cause"), F("place"), F("agreed"), F("state"), F("at"))
    chair = _as_acts(ChairWording.objects.filter(base=base), _text("chair"), F("place"), none, none, F("written_at"))
    agenda = _as_acts(
        Agenda.objects.filter(base=base), _text(AGENDA), Cast("places", TextField()), none, none, F("set_at")
    )
    found: QuerySet[Any, Any] = steps.union(chair, agenda, all=True)
    return found


def _as_acts(rows: QuerySet[Any], *said: Combinable) -> QuerySet[Any, Any]:
    kind, where, words, stands, at = said
    current = rows.filter(ended_at__isnull=True)
    named = current.annotate(kind_=kind, where_=where, words_=words, stands_=stands, at_=at)
    found: QuerySet[Any, Any] = named.values_list("kind_", "where_", "words_", "stands_", "pk", "at_")
    return found


def _text(said: str) -> Value:
    return Value(said, output_field=TextField())


@prepared
def _standing(actor: Actor, round_: int) -> QuerySet[Proposal]:
    rows = Proposal.objects.filter(round=round_, state=Proposal.State.STANDING)
    return PROPOSAL_VISIBLE.filter(actor, sent.sized(rows)).order_by("delegation__party")
