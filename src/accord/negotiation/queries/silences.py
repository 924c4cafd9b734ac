"""Silence procedures and the customs that allow them, as their readers see them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, QuerySet

from accord.kernel import clocks
from accord.kernel.action import NotAllowed
from accord.kernel.actor import Actor
from accord.kernel.prepared import prepared
from accord.negotiation.models import Caucus, CaucusMember, Customs, Silence, SilenceAnswer, SilenceNotice
from accord.negotiation.policy import SILENCE_VISIBLE
from accord.negotiation.queries.readers import Reader, reader
from accord.negotiation.queries.values import (
    CaucusView,
    Column,
    CustomsView,
    DelegationView,
    SilenceLine,
    SilenceRun,
    SilenceView,
)
from accord.people.models import Delegation, Group
from accord.people.policy import GROUP_ADMINISTERED

_ORDER = {"objected": 2, "amended": 2, "acknowledged": 1}


def find_silence(actor: Actor, group: Group, number: int) -> Silence:
    """Return the procedure's row; NotAllowed when there is none that the actor may see."""
    rows = Silence.objects.filter(group=group, number=number).select_related("group", "version__document")
    found = SILENCE_VISIBLE.filter(actor, rows).first()
    if found is None:
        raise NotAllowed
    return found


def silence(actor: Actor, group: Group, number: int) -> SilenceView:
    """Return a procedure with each delegation in its column, in five questions; NotAllowed when there is none."""
    row, who, now = find_silence(actor, group, number), reader(actor, group), clocks.now()
    answers = SilenceAnswer.objects.filter(silence=row).order_by("pk")
    notices = {each.delegation_id: each for each in SilenceNotice.objects.filter(silence=row).select_related("letter")}
    said: dict[int, list[SilenceAnswer]] = {}
    for each in answers:
        said.setdefault(each.delegation_id, []).append(each)
    over = row.ended_at is not None or now >= row.expires_at
    seats = [each for each in who.delegations if each.pk in notices]
    lines = tuple(_line(who, each, row, notices[each.pk], said.get(each.pk, []), over=over) for each in seats)
    customs = Customs.objects.filter(group=group).first()
    return _view(row, who, lines, said, customs.silence_rule if customs else "", over=over)


def silence_runs(actor: Actor, document: int) -> tuple[SilenceRun, ...]:
    """Return the procedures on a document, latest first, in one question; to the delegations level."""
    now = clocks.now()
    return tuple(
        SilenceRun(each.number, each.version_id, each.expires_at, each.zone, each.group.official_place, _now(each, now))
        for each in _runs(actor, document)
    )


def silence_allowed(actor: Actor, group: Group) -> bool:
    """Return whether the body's rules know a silence procedure, to who may open one."""
    administered = GROUP_ADMINISTERED.filter(actor, Group.objects.filter(pk=group.pk))
    return Customs.objects.filter(group__in=administered.values("pk"), silence=True).exists()


def customs(actor: Actor, group: Group) -> CustomsView:
    """Return how the group's body does things, in three questions; the door lets in who may see it."""
    who = reader(actor, group)
    row = Customs.objects.filter(group=group).first() or Customs(group=group)
    return CustomsView(
        revision_label=row.revision_label,
        mark_up=row.mark_up,
        bracket_style=row.bracket_style,
        silence=row.silence,
        silence_hours=row.silence_hours,
        silence_rule=row.silence_rule,
        caucuses=_caucuses(group),
        delegations=tuple(who.party(each.pk) for each in who.delegations),
    )


def _line(
    who: Reader, seat: Delegation, row: Silence, notice: SilenceNotice, said: Sequence[SilenceAnswer], *, over: bool
) -> SilenceLine:
    """Return a delegation in its column: what it said comes first, then whether the question reached it."""
    party: DelegationView = who.party(seat.pk)
    last = max(said, key=lambda each: (_ORDER[each.kind], each.pk), default=None)
    if last is not None:
        column: Column = "acknowledged" if last.kind == "acknowledged" else "objected"
        return SilenceLine(party, column, last.at, last.words, last.kind == "amended")
    accepted = notice.letter.sent_at if notice.letter is not None and notice.letter.state == "sent" else None
    end = row.ended_at or row.expires_at
    if accepted is None or accepted >= end:
        return SilenceLine(party, "undelivered", None, "", amended=False)
    return SilenceLine(party, "silent" if over else "delivered", accepted, "", amended=False)


def _view(
    row: Silence, who: Reader, lines: tuple[SilenceLine, ...], said: dict[int, Any], rule: str, *, over: bool
) -> SilenceView:
    own = who.own
    mine = said.get(own.pk, []) if own else []
    return SilenceView(
        id=row.pk,
        number=row.number,
        document=row.version.document_id,
        version=row.version_id,
        symbol=row.version.symbol,
        title=row.version.document.title,
        question=row.question,
        rule=rule,
        opens_at=row.opens_at,
        expires_at=row.expires_at,
        zone=row.zone,
        place=row.group.official_place,
        capital_zone=own.party.zone if own else "",
        capital=own.party.capital if own else "",
        texts=tuple(sorted(row.texts.items())),
        text_sha256=row.text_sha256,
        outcome=_now(row, clocks.now()),
        ended_at=row.ended_at or (row.expires_at if over else None),
        reason=row.reason,
        lines=lines,
        own=mine[-1].kind if mine else "",
        may_answer=own is not None and not over,
        may_administer=who.administers,
    )


def _now(row: Silence, now: datetime) -> Any:
    """Return how the procedure ended; when its time is over it ended, whether or not the worker has said so."""
    return row.outcome or ("no_objection" if now >= row.expires_at else "")


def _caucuses(group: Group) -> tuple[CaucusView, ...]:
    members = CaucusMember.objects.filter(until__isnull=True).select_related("delegation").order_by("delegation__party")
    rows = Caucus.objects.filter(group=group).order_by("code").prefetch_related(Prefetch("members", members))
    return tuple(
        CaucusView(each.pk, each.code, each.name, tuple(member.delegation.code for member in each.members.all()))
        for each in rows
    )


@prepared
def _runs(actor: Actor, document: int) -> QuerySet[Silence]:
    rows = Silence.objects.filter(version__document=document).select_related("group")
    return SILENCE_VISIBLE.filter(actor, rows).order_by("-number")
