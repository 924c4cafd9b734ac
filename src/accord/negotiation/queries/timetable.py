"""Rounds as pages show them, and the rows that actions take."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, DateTimeField, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accord.kernel import clocks
from accord.kernel.action import NotAllowed
from accord.kernel.actor import Actor
from accord.kernel.prepared import prepared
from accord.library.models import Folder, Version
from accord.library.policy import VERSION_ADMINISTERED
from accord.negotiation.models import (
    Draft,
    InternalDeadline,
    Proposal,
    Question,
    ReopeningRequest,
    Revision,
    Round,
    RoundBase,
    StepParty,
)
from accord.negotiation.policy import (
    BASE_VISIBLE,
    DEADLINE_VISIBLE,
    DRAFT_OWN,
    PROPOSAL_SPOKEN_FOR,
    PROPOSAL_VISIBLE,
    QUESTION_PUT,
    ROUND_VISIBLE,
)
from accord.negotiation.queries import sent
from accord.negotiation.queries.readers import Reader, reader
from accord.negotiation.queries.silent import running, silence_now
from accord.negotiation.queries.stories import anchor_of
from accord.negotiation.queries.timing import begins, replaced, stamping
from accord.negotiation.queries.values import BaseView, Phase, ProposalView, RoundFiles, RoundView
from accord.people.models import Delegation, Group
from accord.people.policy import DELEGATION_SPOKEN_FOR

_WITH_ROUND = ("round__version__document", "round__meeting", "round__group", "handout", "text")


def find_round(actor: Actor, group: Group, number: int) -> Round:
    """Return the round of this number; NotAllowed when there is none that the actor may see."""
    rows = Round.objects.filter(group=group, number=number).select_related("group", "version__document", "meeting")
    found = ROUND_VISIBLE.filter(actor, rows).first()
    if found is None:
        raise NotAllowed
    return found


def find_base(actor: Actor, group: Group, number: int, language: str) -> RoundBase:
    """Return one language version of the round; NotAllowed when there is none that the actor may see."""
    found = next((each for each in bases_of(actor, group, number) if each.language == language), None)
    if found is None:
        raise NotAllowed
    return found


def find_version(actor: Actor, group: Group, pk: int) -> Version:
    """Return the classified version of a base document on which the actor may schedule a round, else NotAllowed."""
    rows = Version.objects.filter(pk=pk, document__group=group, document__folder=Folder.BASE)
    found = VERSION_ADMINISTERED.filter(actor, rows.exclude(document__symbol="").select_related("document")).first()
    if found is None:
        raise NotAllowed
    return found


def current_round(actor: Actor, group: Group) -> RoundView | None:
    """Return the open round; else the next one scheduled; else the last one closed; None when there never was one."""
    found = current(bases_of(actor, group), clocks.now())
    return _views(actor, group, found)[0] if found else None


def rounds(actor: Actor, group: Group) -> tuple[RoundView, ...]:
    """Return all rounds of the group, latest first."""
    return _views(actor, group, bases_of(actor, group))


def round_view(actor: Actor, round_: Round) -> RoundView:
    """Return one round as pages show it; NotAllowed when the actor may not see it."""
    found = _views(actor, round_.group, bases_of(actor, round_.group, round_.number))
    if not found:
        raise NotAllowed
    return found[0]


def round_files(
    actor: Actor, group: Group, number: int = 0, *, own: bool = False, counting: bool = False
) -> RoundFiles:
    """Return the round of this number (0: the current one) and the proposals in it, in three queries.

    `own`: those of the reader's own delegation alone; `counting`: those that stand, and hers in check. NotAllowed when
    there is no such round that the actor may see.
    """
    bases = bases_of(actor, group, number)
    bases = bases if number else current(bases, clocks.now())
    if not bases:
        raise NotAllowed
    who = reader(actor, group)
    if counting:
        rows = sent.rows_that_count(actor, bases, who)
    else:
        rows = sent.rows_in(actor, bases, who, [who.own.pk if who.own else 0] if own else None)
    late = takes_late(bases, clocks.now())
    return RoundFiles(view_of(who, bases, rows), tuple(sent.view_of(who, each, late=late) for each in rows))


def succession(actor: Actor, row: Proposal) -> tuple[RoundView, ProposalView, ProposalView | None]:
    """Return the round of a file of her delegation, the file, put aside or not, and the last one received after it.

    `row` as `find_own_proposal` gives it; to others NotAllowed. Four queries.
    """
    if not PROPOSAL_SPOKEN_FOR.allows(actor, row):
        raise NotAllowed
    group = row.round.group
    bases, who = bases_of(actor, group, row.round.number), reader(actor, group)
    rows = sent.rows_in(actor, bases, who, [row.delegation_id])
    newer = next((each for each in rows if each.pk > row.pk), None)
    return view_of(who, bases, rows), sent.view_of(who, row), None if newer is None else sent.view_of(who, newer)


def bases_of(actor: Actor, group: Group, number: int = 0) -> tuple[RoundBase, ...]:
    """Return the language versions of a round (of all rounds: number 0), latest round first, in one query.

    Each comes with its round, document and meeting, and counts its standing proposals as `received`.
    """
    return tuple(bases_in(actor, (group.pk,), number or None))


@prepared
def bases_in(actor: Actor, groups: tuple[int, ...], number: int | None) -> QuerySet[RoundBase]:
    """Return language versions of rounds as `bases_of` does, of several groups."""
    which = Q(round__group__in=groups) if number is None else Q(round__group__in=groups, round__number=number)
    drafts = DRAFT_OWN.filter(actor, Draft.objects.filter(round=OuterRef("round"), ended_at=None))
    counted = RoundBase.objects.filter(which).annotate(received=Coalesce(_standing(), 0), drafting=Exists(drafts))
    counted = counted.annotate(waiting=Coalesce(_awaited(actor), 0), internal=_internal(actor))
    counted = counted.annotate(stamps=stamping(), replaced=replaced(), question=Coalesce(_question(actor), 0))
    asked = ReopeningRequest.objects.filter(base=OuterRef("pk"), answered_at=None)
    counted = counted.annotate(requests=Coalesce(_number_of(asked), 0), request=_first_place(asked))
    counted = counted.annotate(silence=running(actor, "round__group"))
    counted = counted.annotate(revised=Exists(Revision.objects.filter(base=OuterRef("pk"), ended_at=None)))
    rows = counted.select_related(*_WITH_ROUND)
    return BASE_VISIBLE.filter(actor, rows).order_by("-round__number", "language")


def current(bases: Sequence[RoundBase], now: datetime) -> tuple[RoundBase, ...]:
    """Return the bases of the round that matters now: open, else scheduled next, else closed last; () when none."""
    chosen = matters({each.round_id: each.round for each in bases}.values(), now)
    return tuple(each for each in bases if chosen is not None and each.round_id == chosen.pk)


def matters(rounds_: Iterable[Round], now: datetime) -> Round | None:
    """Return the round that matters now: open, else scheduled next, else closed last; None when there is none."""
    found = list(rounds_)
    is_open = sorted((r for r in found if r.opens_at <= now < r.closes_at), key=lambda r: r.closes_at)
    ahead = sorted((r for r in found if r.opens_at > now), key=lambda r: r.opens_at)
    over = sorted((r for r in found if r.closes_at <= now), key=lambda r: r.closes_at, reverse=True)
    return next(iter([*is_open, *ahead, *over]), None)


def phase_of(round_: Round, now: datetime) -> Phase:
    """Return whether the round is still to come, open, or closed; it is closed at the very instant of its close."""
    if now < round_.opens_at:
        return "scheduled"
    return "open" if now < round_.closes_at else "closed"


def is_sealed(round_: Round, now: datetime) -> bool:
    """Whether what others propose is still hidden from everybody else, Chair and Secretariat included."""
    return round_.sees == Round.Sees.AFTER_CLOSE and now < round_.closes_at


def view_of(who: Reader, bases: Sequence[RoundBase], proposals: Iterable[Proposal]) -> RoundView:
    """Return a round from its bases and proposals, of which those of the reader's own delegation are told."""
    now, round_ = clocks.now(), bases[0].round
    late, phase = takes_late(bases, now), phase_of(round_, now)
    mine = {each.state: sent.view_of(who, each, late=late) for each in proposals if _is_own(who, round_, each)}
    is_open = phase == "open" or (late and Proposal.State.STANDING not in mine)
    return RoundView(
        id=round_.pk,
        number=round_.number,
        group=round_.group.slug,
        document=round_.version.document_id,
        version=round_.version_id,
        symbol=round_.version.symbol,
        title=round_.version.document.title,
        meeting=round_.meeting.title,
        meeting_number=round_.meeting.number,
        meeting_opens_on=round_.meeting.opens_on,
        opens_at=round_.opens_at,
        closes_at=round_.closes_at,
        zone=round_.zone,
        sees="at_once" if round_.sees == Round.Sees.AT_ONCE else "after_close",
        phase=phase,
        sealed=is_sealed(round_, now),
        received=sum(_received(each) for each in bases),
        delegations=len(who.delegations),
        bases=tuple(base_view(each) for each in bases),
        own=mine.get(Proposal.State.STANDING),
        checking=mine.get(Proposal.State.CHECKING),
        may_propose=who.own is not None and is_open,
        may_administer=who.administers,
        capital_zone=who.own.party.zone if who.own else "",
        capital=who.own.party.capital if who.own else "",
        place=round_.place,
        late_until=late_until(bases),
        takes_late=late,
        **_waits(bases),
        unrevised=_unrevised(bases) if phase == "closed" else "",
    )


def _waits(bases: Sequence[RoundBase]) -> dict[str, Any]:
    """Return what of a round waits for the reader, as `bases_in` counted it."""
    told = [each.__dict__ for each in bases]
    asked = ((each.language, place) for each in bases if (place := each.__dict__.get("request")))
    return {
        "drafting": any(each.get("drafting", False) for each in told),
        "waiting": sum(each.get("waiting", 0) for each in told),
        "question": max((each.get("question", 0) for each in told), default=0),
        "internal_at": told[0].get("internal"),
        "silence": silence_now(told[0].get("silence")),
        "requests": sum(each.get("requests", 0) for each in told),
        "request": next(((language, anchor_of(place)) for language, place in asked), None),
    }


def _unrevised(bases: Sequence[RoundBase]) -> str:
    """Return the first language in which something is proposed and no next version is begun, nor published; or ""."""
    if any(getattr(each, "replaced", False) for each in bases):
        return ""
    return next((each.language for each in bases if _received(each) and not getattr(each, "revised", False)), "")


def late_until(bases: Sequence[RoundBase]) -> datetime | None:
    """Return until when a round takes what comes late, from its bases; None when it refuses it."""
    base = bases[0]
    stamps = getattr(base, "stamps", False) and not getattr(base, "replaced", False)
    return begins(base.round.meeting) if stamps else None


def takes_late(bases: Sequence[RoundBase], now: datetime) -> bool:
    """Whether a round is closed and still takes what comes late."""
    until = late_until(bases)
    return until is not None and bases[0].round.closes_at <= now < until


def base_view(base: RoundBase) -> BaseView:
    """Return one language version of a round as pages show it."""
    size = base.handout.size
    return BaseView(base.pk, base.language, base.filename, base.sha256, base.handout_id, size, _received(base))


def own_of(actor: Actor, who: Reader, rounds_: Iterable[int]) -> list[Proposal]:
    """Return the reader's delegation's standing and checking proposals in these rounds."""
    if who.own is None:
        return []
    return _own(actor, tuple(rounds_), who.own.pk)


@prepared
def _own(actor: Actor, rounds_: tuple[int, ...], delegation: int) -> QuerySet[Proposal]:
    wanted = Proposal.objects.filter(round__in=rounds_, delegation=delegation, state__in=["standing", "checking"])
    return PROPOSAL_VISIBLE.filter(actor, wanted).select_related("round", "base", "file", "delegation__party")


def _views(actor: Actor, group: Group, bases: Sequence[RoundBase]) -> tuple[RoundView, ...]:
    if not bases:
        return ()
    who = reader(actor, group)
    by_round: dict[int, list[RoundBase]] = {}
    for each in bases:
        by_round.setdefault(each.round_id, []).append(each)
    own = own_of(actor, who, by_round)
    return tuple(view_of(who, each, own) for each in by_round.values())


def _is_own(who: Reader, round_: Round, row: Proposal) -> bool:
    mine = who.own is not None and row.delegation_id == who.own.pk and row.round_id == round_.pk
    return mine and row.state in {"standing", "checking"}


def _received(base: RoundBase) -> int:
    return int(getattr(base, "received", 0))


def _awaited(actor: Actor) -> Subquery:
    """Return how many paragraphs of a base wait for the word of the delegation that the actor speaks for."""
    mine = DELEGATION_SPOKEN_FOR.filter(actor, Delegation.objects.all()).values("pk")
    asked = StepParty.objects.filter(delegation__in=mine, confirmed_at=None, objected_at=None)
    here = asked.filter(step__base=OuterRef("pk"), step__ended_at=None).order_by().values("step__base")
    return Subquery(here.annotate(n=Count("pk")).values("n"), output_field=IntegerField())


def _internal(actor: Actor) -> Subquery:
    """Return until when the reader's own capital is to send its word on a round."""
    mine = InternalDeadline.objects.filter(round=OuterRef("round"), ended_at=None)
    return Subquery(DEADLINE_VISIBLE.filter(actor, mine).order_by("pk").values("at")[:1], output_field=DateTimeField())


def _number_of(asked: QuerySet[ReopeningRequest]) -> Subquery:
    """Return how many requests to open a paragraph of a base again wait for the Chair."""
    return Subquery(asked.order_by().values("base").annotate(n=Count("pk")).values("n"), output_field=IntegerField())


def _first_place(asked: QuerySet[ReopeningRequest]) -> Subquery:
    """Return at which paragraph of a base the first of them was put."""
    return Subquery(asked.order_by("pk").values("place")[:1])


def _question(actor: Actor) -> Subquery:
    """Return the first open question on merged words of a base's next version, to the actor's delegation."""
    here = Question.objects.filter(revision__base=OuterRef("pk"), answer="", revision__ended_at=None)
    put = QUESTION_PUT.filter(actor, here.filter(revision__published_at=None))
    return Subquery(put.order_by("pk").values("pk")[:1], output_field=IntegerField())


def _standing() -> Subquery:
    standing: QuerySet[Proposal] = Proposal.objects.filter(base=OuterRef("pk"), state=Proposal.State.STANDING)
    counted = standing.order_by().values("base").annotate(n=Count("pk")).values("n")
    return Subquery(counted, output_field=IntegerField())
