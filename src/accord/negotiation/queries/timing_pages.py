"""A round's rules and how its close moved; what was lodged for delegations, to who put it in and to whose it is."""

from typing import Any, Literal

from django.db.models import QuerySet

from accord.kernel import storage
from accord.kernel.action import NotAllowed
from accord.kernel.actor import Actor
from accord.kernel.prepared import prepared
from accord.negotiation.models import InternalDeadline, Lodging, MovedClose, Proposal
from accord.negotiation.policy import DEADLINE_VISIBLE, LODGING_VISIBLE
from accord.negotiation.queries import timetable
from accord.negotiation.queries.compiled import DOCX
from accord.negotiation.queries.readers import Reader, reader
from accord.negotiation.queries.timing import rules_of
from accord.negotiation.queries.values import FileView, LodgingsView, LodgingView, MovedView, RoundView, RulesView
from accord.people.models import Delegation, Group

_PDF = "application/pdf"


def round_rules(actor: Actor, group: Group, number: int) -> RulesView:
    """Return what holds in a round and how its close was moved; NotAllowed to who does not preside over it."""
    bases, who = timetable.bases_of(actor, group, number), reader(actor, group)
    if not bases or not who.administers:
        raise NotAllowed
    round_ = bases[0].round
    rules = rules_of(round_)
    return RulesView(timetable.view_of(who, bases, []), rules.late, rules.reminders, moved_closes(actor, round_.pk))


def moved_closes(actor: Actor, round_: int) -> tuple[MovedView, ...]:  # noqa: ARG001  the caller found the round
    """Return how the close of a round, which the caller has found for the actor, was moved: the latest first."""
    return tuple(MovedView(each.former, each.closes_at, each.reason, each.moved_at) for each in _moved(round_))


def internal_note(actor: Actor, round_: RoundView) -> str:
    """Return what a focal point said to her capital with the deadline she set it; "" where there is none."""
    rows = InternalDeadline.objects.filter(round=round_.id, ended_at=None)
    found = DEADLINE_VISIBLE.filter(actor, rows).order_by("pk").first()
    return found.note if found else ""


def lodgings(actor: Actor, group: Group, number: int) -> LodgingsView:
    """Return what was lodged in a round and for whom one may lodge; NotAllowed to who does not serve the round."""
    bases, who = timetable.bases_of(actor, group, number), reader(actor, group)
    if not bases or not who.administers:
        raise NotAllowed
    rows = _lodged(actor, bases[0].round_id)
    seats = tuple((each.pk, each.party.short_name()) for each in who.delegations)
    return LodgingsView(timetable.view_of(who, bases, []), tuple(_view(who, each) for each in rows), seats)


def lodging(actor: Actor, row: Proposal) -> tuple[RoundView, LodgingView]:
    """Return the round and what was lodged for the reader's delegation; NotAllowed when this file was not lodged."""
    group = row.round.group
    bases, who = timetable.bases_of(actor, group, row.round.number), reader(actor, group)
    found = next((each for each in _lodged(actor, row.round_id) if each.proposal_id == row.pk), None)
    if found is None:
        raise NotAllowed
    return timetable.view_of(who, bases, []), _view(who, found)


def lodged_file(actor: Actor, group: Group, pk: int) -> FileView:
    """Return the Word file of what was lodged, to who serves the round and to whose it is; else NotAllowed."""
    row = _found(actor, group, pk)
    return FileView(row.proposal.filename, DOCX, storage.read(row.proposal.file), row.proposal.file_id)


def evidence_file(actor: Actor, group: Group, pk: int) -> FileView:
    """Return what a delegation gave the Secretariat (the scan, the message), to both of them; else NotAllowed."""
    row = _found(actor, group, pk)
    if row.evidence is None:
        raise NotAllowed
    media = DOCX if row.evidence_name.endswith(".docx") else _PDF
    return FileView(row.evidence_name, media, storage.read(row.evidence), row.evidence.sha256)


def find_delegation(actor: Actor, group: Group, pk: int) -> Delegation:
    """Return a delegation of the group for which one may lodge; NotAllowed to who does not serve the group."""
    who = reader(actor, group)
    found = next((each for each in who.delegations if each.pk == pk), None)
    if found is None or not who.administers:
        raise NotAllowed
    return found


def _found(actor: Actor, group: Group, pk: int) -> Lodging:
    rows = Lodging.objects.filter(proposal=pk, proposal__round__group=group)
    found = LODGING_VISIBLE.filter(actor, rows.select_related("proposal__file", "evidence")).first()
    if found is None:
        raise NotAllowed
    return found


@prepared
def _lodged(actor: Actor, round_: int) -> QuerySet[Lodging]:
    rows = Lodging.objects.filter(proposal__round=round_).select_related("proposal__base")
    return LODGING_VISIBLE.filter(actor, rows).order_by("-lodged_at", "-pk")


@prepared
def _moved(round_: int) -> QuerySet[MovedClose]:
    return MovedClose.objects.filter(round=round_).order_by("-moved_at", "-pk")


def _view(who: Reader, row: Lodging) -> LodgingView:
    proposal = row.proposal
    counts: dict[str, Any] = {"amendments": proposal.amendment_count, "paragraphs": proposal.paragraph_count}
    return LodgingView(
        proposal=proposal.pk,
        party=who.party(proposal.delegation_id),
        filename=proposal.filename,
        language=proposal.base.language,
        untracked=proposal.untracked_count,
        state=_state(row),
        source=row.source,
        received_on=row.received_on,
        note=row.note,
        evidence=row.evidence_name,
        lodged_at=row.lodged_at,
        answered_at=row.confirmed_at or row.declined_at,
        reason=row.reason,
        **counts,
    )


def _state(row: Lodging) -> Literal["waiting", "confirmed", "declined", "put_aside"]:
    if row.confirmed_at is not None:
        return "confirmed"
    if row.declined_at is not None:
        return "declined"
    return "waiting" if row.proposal.state == Proposal.State.CHECKING else "put_aside"
