"""The round that matters now, of each group: to the delegations level with what stands, to the capital its calendar."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from django.db.models import OuterRef, QuerySet, Subquery

from accord.kernel import clocks
from accord.kernel.actor import Actor
from accord.kernel.prepared import prepared
from accord.negotiation.models import InternalDeadline, Proposal, Round, RoundBase
from accord.negotiation.policy import CALENDAR_VISIBLE, DEADLINE_VISIBLE, PROPOSAL_VISIBLE
from accord.negotiation.queries import sent, timetable
from accord.negotiation.queries.readers import reader_as
from accord.negotiation.queries.values import Calendar, RoundView, Sent
from accord.people.models import Delegation, Group
from accord.people.queries import Membership


def current_rounds(
    actor: Actor, members: Iterable[Membership], seats: Iterable[Delegation] | None = None
) -> dict[int, RoundView]:
    """Return, by group, the round that matters now, to a reader at the delegations level: three questions for all.

    `seats` are the delegations of these groups where they were read already: then it is two.
    """
    level = {each.group.pk: each for each in members if each.role.at_delegations_level}
    found = _current(actor, list(level))
    if not found:
        return {}
    rounds = [bases[0].round_id for bases in found.values()]
    proposals = _visible(actor, tuple(rounds))
    delegations = _seated(tuple(found)) if seats is None else list(seats)
    views = {}
    for group, bases in found.items():
        who = reader_as(level[group], [each for each in delegations if each.group_id == group])
        here = sent.placed([each for each in proposals if each.round_id == bases[0].round_id], bases, who)
        own = [each for each in here if who.own is not None and each.delegation_id == who.own.pk]
        views[group] = replace(timetable.view_of(who, bases, own), sent=tuple(_sent(here)))
    return views


def calendar(actor: Actor, group: Group) -> Calendar | None:
    """Return when the group's present round opens and closes, to every member, experts too; nothing of proposals."""
    now = clocks.now()
    found = timetable.matters(_dated(actor, group.pk), now)
    if found is None:
        return None
    phase, symbol = timetable.phase_of(found, now), found.version.symbol
    own, note = found.__dict__["internal_at"], found.__dict__["note"] or ""
    when = (found.opens_at, found.closes_at, found.zone, found.place, phase)
    return Calendar(found.number, symbol, *when, internal_at=own, note=note)


def _current(actor: Actor, groups: list[int]) -> dict[int, tuple[RoundBase, ...]]:
    """Return by group the bases of its present round; nothing for a group that never had one."""
    by_group: dict[int, list[RoundBase]] = {}
    for base in timetable.bases_in(actor, tuple(groups), None):
        by_group.setdefault(base.round.group_id, []).append(base)
    now = clocks.now()
    return {group: timetable.current(bases, now) for group, bases in by_group.items()}


@prepared
def _visible(actor: Actor, rounds: tuple[int, ...]) -> QuerySet[Proposal]:
    visible = PROPOSAL_VISIBLE.filter(actor, Proposal.objects.filter(round__in=rounds))
    return sent.sized(visible.filter(state__in=["standing", "checking"])).defer("touches")


@prepared
def _seated(groups: tuple[int, ...]) -> QuerySet[Delegation]:
    return Delegation.objects.filter(group__in=groups).select_related("party")


@prepared
def _dated(actor: Actor, group: int) -> QuerySet[Round]:
    mine = DEADLINE_VISIBLE.filter(actor, InternalDeadline.objects.filter(round=OuterRef("pk"), ended_at=None))
    first = mine.order_by("pk")
    rows = Round.objects.filter(group=group).annotate(
        internal_at=Subquery(first.values("at")[:1]), note=Subquery(first.values("note")[:1])
    )
    return CALENDAR_VISIBLE.filter(actor, rows).select_related("group", "version__document")


def _sent(visible: Iterable[Proposal]) -> Iterator[Sent]:
    for each in visible:
        if each.state == Proposal.State.STANDING:
            yield Sent(each.delegation.code, each.amendment_count, each.paragraph_count)
