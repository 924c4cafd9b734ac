"""One paragraph and everything said of it: wordings with positions, where it stands, how it got there."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import FilteredRelation, Q, QuerySet, Subquery

from accord.kernel import clocks
from accord.kernel.action import NotAllowed
from accord.kernel.actor import Actor
from accord.kernel.prepared import prepared
from accord.negotiation.models import Caucus, CaucusMember, Place, Proposal, ReopeningRequest, RoundBase, Step, Wording
from accord.negotiation.policy import BASE_VISIBLE, REOPENING_ADMINISTERED, STEP_VISIBLE, WORDING_VISIBLE
from accord.negotiation.queries import timetable
from accord.negotiation.queries.agreed import cited_places, words_of_base
from accord.negotiation.queries.folded import of_base, words_hash
from accord.negotiation.queries.pieces import sheet_of
from accord.negotiation.queries.readers import Reader, reader, view
from accord.negotiation.queries.stories import anchor, anchor_of
from accord.negotiation.queries.values import (
    AGREED,
    AwaitedView,
    DelegationView,
    ParagraphPage,
    RequestView,
    RoundView,
    SaidView,
    StepView,
    WordingView,
)
from accord.people.models import Group

MOST_CAUCUSES = 3
"""On behalf of so many caucuses, the first by their codes, a delegation may be asked to speak."""


def address_of(base: RoundBase, name: str) -> str:
    """Return the place that `anchor_of` named; NotAllowed when the text has no such paragraph."""
    first, _bis, ordinal = name.partition("-bis-")
    found = next((each.address for each in sheet_of(base) if anchor(each.address) == first), None)
    if found is None or (_bis and not ordinal.isdecimal()):
        raise NotAllowed
    return f"{found}~{int(ordinal)}" if ordinal else found


def find_wording(actor: Actor, base: RoundBase, pk: int) -> Wording:
    """Return the wording's row; NotAllowed when there is none at this base that the actor may see."""
    found = WORDING_VISIBLE.filter(actor, Wording.objects.filter(pk=pk, base=base)).first()
    if found is None:
        raise NotAllowed
    return found


def find_caucus(actor: Actor, base: RoundBase, code: str) -> Caucus:
    """Return the caucus of this code in the group of a base; NotAllowed when there is none that the actor may see."""
    found = Caucus.objects.filter(group=base.round.group_id, code=code).first()
    if found is None or not BASE_VISIBLE.allows(actor, base):
        raise NotAllowed
    return found


def find_request(actor: Actor, base: RoundBase, pk: int) -> ReopeningRequest:
    """Return the row of a request to open a paragraph again; NotAllowed when the actor does not answer it."""
    found = REOPENING_ADMINISTERED.filter(actor, ReopeningRequest.objects.filter(pk=pk, base=base)).first()
    if found is None:
        raise NotAllowed
    return found


def find_step(actor: Actor, base: RoundBase, pk: int) -> Step:
    """Return the step's row; NotAllowed when there is none at this base that the actor may see."""
    found = STEP_VISIBLE.filter(actor, Step.objects.filter(pk=pk, base=base)).first()
    if found is None:
        raise NotAllowed
    return found


def place(actor: Actor, group: Group, number: int, language: str, name: str) -> ParagraphPage:
    """Return one paragraph with everything said of it, in at most seven questions; NotAllowed when there is none."""
    bases = timetable.bases_of(actor, group, number)
    base = next((each for each in bases if each.language == language), None)
    if base is None:
        raise NotAllowed
    address, who = address_of(base, name), reader(actor, group)
    round_ = timetable.view_of(who, bases, [])
    rows = {} if round_.sealed else {each.address: each for each in _rows(base.pk, of_base(address))}
    if address != of_base(address) and address not in rows:
        raise NotAllowed
    return _page(_Found(base, address, who, round_, rows, [] if round_.sealed else _steps(base.pk, address)))


class _Found:
    """What was read of a place, before it is told."""

    def __init__(
        self,
        base: RoundBase,
        address: str,
        who: Reader,
        round_: RoundView,
        rows: Mapping[str, Place],
        steps: Sequence[Step],
    ) -> None:
        self.base, self.address, self.who, self.round, self.rows, self.steps = base, address, who, round_, rows, steps
        row = rows.get(address)
        self.here: Mapping[str, Any] = row.value if row else {"w": {}}
        self.chair = row.chair if row else None
        self.parties = {each.code: view(each, own=who.own) for each in who.delegations}
        self.codes = {each.pk: each.code for each in who.delegations}
        self.caucuses: tuple[str, ...] = ()

    def named(self, codes: Iterable[str]) -> tuple[DelegationView, ...]:
        """Return delegations by their codes, in the alphabetical order of the reader's language."""
        wanted = set(codes)
        return tuple(each for code, each in self.parties.items() if code in wanted)

    def sponsors(self, codes: Iterable[str], *, carried: bool) -> tuple[DelegationView, ...]:
        """Return who asks for a wording, those marked as late whose proposal in this round came after its close."""
        late = frozenset() if carried else self._late
        return tuple(replace(each, late=True) if each.code in late else each for each in self.named(codes))

    @cached_property
    def _late(self) -> frozenset[str]:
        """The codes of those who came late; asked only once the round has closed."""
        round_ = self.base.round
        closed = round_.closes_at <= clocks.now()
        return frozenset(code for (code,) in _late(round_.pk, round_.closes_at)) if closed else frozenset()


@prepared
def _late(round_: int, closes_at: datetime) -> QuerySet[Proposal, tuple[str]]:
    """Return the codes of those whose standing proposal came after the close."""
    late = Proposal.objects.filter(round=round_, state=Proposal.State.STANDING, submitted_at__gte=closes_at)
    return late.values_list("delegation__party")


@prepared
def _asked(base: int, address: str) -> QuerySet[ReopeningRequest]:
    """Return the requests to open a paragraph again, latest first."""
    return ReopeningRequest.objects.filter(base=base, place=address).order_by("-pk")


def _requests(found: _Found) -> tuple[RequestView, ...]:
    own = found.who.own.pk if found.who.own else None
    # Nobody asks on a paragraph that was never recorded.
    rows = _asked(found.base.pk, found.address) if found.steps else ()
    return tuple(
        RequestView(
            id=row.pk,
            party=found.parties[found.codes[row.delegation_id]],
            reason=row.reason,
            at=row.asked_at,
            answer=row.answer,
            words=row.words,
            mine=row.delegation_id == own,
        )
        for row in rows
    )


def _page(found: _Found) -> ParagraphPage:
    base, who, here = found.base, found.who, found.here
    current = next((each for each in found.steps if each.ended_at is None), None)
    requests = _requests(found)
    waits = any(each.mine and not each.answer for each in requests)
    speaks = who.own is not None and found.round.phase != "scheduled" and not found.round.sealed
    parties = here.get("step", {}).get("parties", {}) if current else {}
    added = [each for each in found.rows if each not in {found.address, of_base(each)}]
    names = cited_places(base, [found.address, *added])
    wordings = _wordings(found, set(current.taken) if current else set())
    return ParagraphPage(
        round=found.round,
        base=timetable.base_view(base),
        address=found.address,
        anchor=anchor_of(found.address),
        cited=names[found.address],
        words=words_of_base(base, found.address),
        stands_on=words_hash(here["w"]),
        wordings=wordings,
        added=tuple((anchor_of(each), names[each]) for each in added),
        step=_step(found, current) if current else None,
        awaited=tuple(AwaitedView(found.parties[code], parties[code]) for code in found.parties if code in parties),
        since_approval=found.named(here.get("after_approval", ())),
        history=tuple(_step(found, each) for each in found.steps),
        chair_words=found.chair.words if found.chair else "",
        chair_note=found.chair.note if found.chair else "",
        delegations=tuple(found.parties.values()),
        may_speak=speaks,
        may_record=who.administers and found.round.phase != "scheduled" and not found.round.sealed,
        asked=who.own is not None and parties.get(who.own.code) == "waiting",
        caucuses=found.caucuses,
        requests=requests,
        may_request=speaks and not waits and current is not None and current.state in AGREED,
    )


def _wordings(found: _Found, taken: set[str]) -> tuple[WordingView, ...]:
    own = found.who.own.code if found.who.own else ""
    views = []
    for row, of_it in _spoken_of(found):
        folded = found.here["w"][row.ask]
        spoken = {*folded["by"], *(each.party.code for each in of_it)}
        views.append(
            WordingView(
                id=row.pk,
                ask=row.ask,
                kind=row.kind,
                removed=row.removed,
                added=row.added,
                sponsors=found.sponsors(folded["by"], carried="carried" in folded),
                chair=folded["chair"],
                mine=own in folded["by"],
                taken=row.ask in taken,
                said=of_it,
                silent=tuple(each for code, each in found.parties.items() if code not in spoken),
                own=next((each for each in of_it if each.party.code == own), None),
                carried=folded.get("carried", {}).get("round", 0),
                still=own in folded.get("carried", {}).get("asked", ()),
            )
        )
    return tuple(views)


@dataclass(frozen=True, slots=True)
class _Wording:
    pk: int
    ask: str
    kind: str
    removed: str
    added: str


def _spoken_of(found: _Found) -> list[tuple[_Wording, tuple[SaidView, ...]]]:
    """Return the wordings at the place, in the order in which they came, each with what is said of it now."""
    ids = tuple(sorted(each["id"] for each in found.here["w"].values()))
    order = list(found.parties)
    said: dict[_Wording, list[SaidView]] = {}
    own = found.who.own.pk if found.who.own else None
    for row in _said(ids, own) if ids else ():
        *words, delegation, stance, reason, at, caucus = row[:-MOST_CAUCUSES]
        found.caucuses = tuple(filter(None, row[-MOST_CAUCUSES:]))
        here = said.setdefault(_Wording(*words), [])
        if delegation is not None:
            here.append(SaidView(found.parties[found.codes[delegation]], stance, reason, at, caucus or ""))
    return [
        (wording, tuple(sorted(those, key=lambda each: order.index(each.party.code))))
        for wording, those in said.items()
    ]


def _step(found: _Found, row: Step) -> StepView:
    return StepView(
        id=row.pk,
        state=row.state,  # type: ignore[arg-type]  # a choice
        cause=_cause(row),
        at=row.at,
        agreed=row.agreed,
        package=row.package,
        meeting=row.meeting.number if row.meeting else None,
        party=found.parties[found.codes[row.party_id]] if row.party_id else None,
        reason=row.reason,
        elsewhere=row.carried_from_id is not None,
    )


def _cause(row: Step) -> str:
    """Return why a paragraph stands there; "closed" where words that were sealed until the close opened it."""
    at_close = row.cause == Step.Cause.TEXT_CHANGED and row.party_id is None and row.by.startswith("system:")
    return "closed" if at_close else row.cause


def _rows(base: int, address: str) -> QuerySet[Place]:
    here = Q(address=address) | Q(address__startswith=f"{address}~")
    return Place.objects.filter(here, base=base).select_related("chair").order_by("pk")


@prepared
def _steps(base: int, address: str) -> QuerySet[Step]:
    return Step.objects.filter(base=base, place=address).select_related("meeting").order_by("-pk")


@prepared
def _said(wordings: tuple[int, ...], own: int | None) -> QuerySet[Wording, Any]:
    """Select what is said of each wording, and in each row for which caucuses the reader's delegation may speak."""
    now = FilteredRelation("positions", condition=Q(positions__ended_at__isnull=True))
    rows = Wording.objects.filter(pk__in=wordings).annotate(now=now).order_by("pk", "now__pk")
    words = ("pk", "ask", "kind", "removed", "added")
    said = ("now__delegation", "now__stance", "now__reason", "now__taken_at", "now__caucus__code")
    members = CaucusMember.objects.filter(delegation=own, until__isnull=True).order_by("caucus__code")
    codes = members.values("caucus__code")
    return rows.values_list(*words, *said, *(Subquery(codes[at : at + 1]) for at in range(MOST_CAUCUSES)))
