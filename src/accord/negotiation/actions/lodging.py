"""What a delegation gave the Secretariat on paper or by mail is put in for it; it stands once she confirms it (O9).

Until then it is in check like a file of her own: nobody but her delegation and whoever lodged it knows of it. It is
never the Secretariat that proposes: the act that makes it stand is the focal point's, as if she had sent it then.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _

from accord.kernel import storage
from accord.kernel.action import JSON, Fact, NotAllowed, Refused, action
from accord.kernel.actor import Actor
from accord.library.providers import guard
from accord.negotiation.actions import notices
from accord.negotiation.actions.outdated import too_late
from accord.negotiation.actions.receiving import Incoming, discard_proposal, examined, put_in_check
from accord.negotiation.actions.timing import demand_open
from accord.negotiation.mail import round_letters
from accord.negotiation.models import Lodging, Proposal, Round
from accord.negotiation.policy import PROPOSAL_SPOKEN_FOR, ROUND_ADMINISTERED
from accord.people.models import Appointment, Delegation, Person
from accord.people.policy import speaking_at

LONGEST = 500


@dataclass(frozen=True, slots=True)
class Evidence:
    """How the delegation gave its proposal, on which day, and what was received: a scan, the message (or nothing)."""

    source: Literal["paper", "mail", "fax"]
    received_on: date
    note: str = ""
    filename: str = ""
    data: bytes = b""


def lodge_proposal(
    *,
    actor: Actor,
    now: datetime,
    round: Round,  # noqa: A002  the field's own name
    delegation: Delegation,
    data: bytes,
    filename: str,
    evidence: Evidence,
) -> Proposal:
    """Put in, for a delegation, the Word file of what it gave otherwise; its focal point is asked whether it is hers.

    It waits in check. Raises NotAllowed, and Refused: `not_open_yet`, `closed`, `late_standing`, `source`,
    `received_later`, `in_check` (the delegation is checking a file of its own), `nobody_in_office`, or as
    `receive_proposal` for the file and the guard for the evidence.
    """
    if not ROUND_ADMINISTERED.allows(actor, round) or delegation.group_id != round.group_id:
        raise NotAllowed
    together = ("group", "version__document", "meeting")
    row = Round.objects.select_related(*together).get(pk=round.pk)
    demand_open(row, delegation, actor, now)
    _demand_evidence(evidence, now)
    _demand_place(row, delegation, now)
    incoming = examined(row, delegation, data, filename)
    kept = _examined(evidence)
    return _lodge(actor=actor, now=now, round=row, incoming=incoming, evidence=kept).proposal


def confirm_lodged(*, actor: Actor, now: datetime, proposal: Proposal) -> bool:
    """Say, as the delegation sends what was lodged for it, that it is its own; whether there was anything to say.

    Called by the act that sends: it is the focal point's word, from that instant. Raises NotAllowed.
    """
    return _confirm(actor=actor, now=now, proposal=proposal) is not None


def decline_lodging(*, actor: Actor, now: datetime, proposal: Proposal, reason: str) -> Lodging:
    """Say that what was lodged is not one's own; the file is put aside, unsent, and whoever lodged it is told why.

    Raises NotAllowed, and Refused: `not_lodged`, `answered`, `no_reason`.
    """
    return _decline(actor=actor, now=now, proposal=proposal, reason=" ".join(reason.split())[:LONGEST])


def _lodged_fact(result: Lodging, **_given: Any) -> Fact:
    row = result.proposal
    data: dict[str, JSON] = {
        "round": row.round_id,
        "delegation": row.delegation.code,
        "base": row.base.sha256,
        "original": row.original_id,
        "amendments": row.amendment_count,
        "source": result.source,
        "received_on": result.received_on.isoformat(),
        "evidence": result.evidence_id,
    }
    # The delegation's own record: nobody else is told of what it has not sent.
    return Fact("proposal.lodged", f"delegation:{row.delegation_id}", f"proposal:{row.pk}", data, result.note)


@action(allow=ROUND_ADMINISTERED, on="round", record=_lodged_fact)
def _lodge(
    *,
    actor: Actor,
    now: datetime,
    round: Round,  # noqa: A002  the field's own name
    incoming: Incoming,
    evidence: Evidence,
) -> Lodging:
    speaking = _demand_place(round, incoming.delegation, now)
    proposal = put_in_check(actor, now, round, incoming)
    row = Lodging.objects.create(
        proposal=proposal,
        source=evidence.source,
        evidence=storage.keep(evidence.data) if evidence.data else None,
        evidence_name=evidence.filename,
        received_on=evidence.received_on,
        note=evidence.note,
        lodged_at=now,
        lodged_by=actor.label,
    )
    about, capital = notices.about(round), notices.capital(incoming.delegation)
    written = round_letters.proposal_lodged(about, row.received_on, proposal.pk, capital)
    for person in speaking:
        notices.tell(actor, now, person, "proposal_lodged", written)
    return row


def _confirmed_fact(result: Lodging | None, **_given: Any) -> Fact | None:
    return _answered_fact(result, "proposal.lodging_confirmed")


@action(allow=PROPOSAL_SPOKEN_FOR, on="proposal", record=_confirmed_fact)
def _confirm(*, actor: Actor, now: datetime, proposal: Proposal) -> Lodging | None:
    row = _lodging(proposal)
    if row is None or row.confirmed_at is not None or row.declined_at is not None:
        return None
    row.confirmed_at, row.answered_by = now, actor.label
    row.save(update_fields=["confirmed_at", "answered_by"])
    _tell(row, actor, now, confirmed=True)
    return row


def _declined_fact(result: Lodging, **_given: Any) -> Fact | None:
    return _answered_fact(result, "proposal.lodging_declined")


@action(allow=PROPOSAL_SPOKEN_FOR, on="proposal", record=_declined_fact)
def _decline(*, actor: Actor, now: datetime, proposal: Proposal, reason: str) -> Lodging:
    row = _lodging(proposal)
    if row is None:
        raise Refused(_("This file was not put in by the Secretariat."), code="not_lodged")
    if row.confirmed_at is not None or row.declined_at is not None:
        raise Refused(_("This was answered already."), code="answered")
    if not reason:
        raise Refused(_("Say why: whoever put it in for you reads it."), code="no_reason")
    if row.proposal.state != Proposal.State.CHECKING:
        raise too_late(row.proposal, "answered")
    row.declined_at, row.answered_by, row.reason = now, actor.label, reason
    row.save(update_fields=["declined_at", "answered_by", "reason"])
    discard_proposal(actor=actor, now=now, proposal=row.proposal)
    _tell(row, actor, now, confirmed=False)
    return row


def _answered_fact(result: Lodging | None, kind: str) -> Fact | None:
    if result is None:
        return None
    row = result.proposal
    data: dict[str, JSON] = {"source": result.source, "lodged_by": result.lodged_by}
    return Fact(kind, f"delegation:{row.delegation_id}", f"proposal:{row.pk}", data, result.reason)


def _lodging(proposal: Proposal) -> Lodging | None:
    together = ("proposal__round__group", "proposal__round__version__document", "proposal__round__meeting")
    rows = Lodging.objects.select_related(*together, "proposal__delegation__party")
    return rows.filter(proposal=proposal.pk).first()


def _demand_place(round_: Round, delegation: Delegation, now: datetime) -> list[Person]:
    """Return who speaks for the delegation; Refused when nobody does, or when a file of its own is being checked."""
    if Proposal.objects.filter(round=round_, delegation=delegation, state=Proposal.State.CHECKING).exists():
        sentence = _("This delegation is checking a file already. It sends that one, or puts it aside, first.")
        raise Refused(sentence, code="in_check")
    rows = Appointment.objects.filter(speaking_at(now), delegation=delegation).select_related("person")
    if not (speaking := [each.person for each in rows]):
        raise Refused(
            _("Nobody speaks for this delegation now: there is nobody to confirm it."), code="nobody_in_office"
        )
    return speaking


def _demand_evidence(evidence: Evidence, now: datetime) -> None:
    if evidence.source not in Lodging.Source.values:
        raise Refused(_("Say how it was received: on paper, by mail or by fax."), code="source")
    # A day is not over everywhere at once: the day after, in the zone furthest ahead, has begun.
    if (evidence.received_on - now.date()).days > 1:
        raise Refused(_("This day has not come yet."), code="received_later")


def _examined(evidence: Evidence) -> Evidence:
    """Return the evidence as the guard lets it in, under a name that is safe."""
    note = " ".join(evidence.note.split())[:LONGEST]
    if not evidence.data:
        return Evidence(evidence.source, evidence.received_on, note)
    verdict = guard.examine(evidence.data, evidence.filename)
    if verdict.outcome == "refuse":
        raise Refused(verdict.sentence, code=verdict.code)
    clean = evidence.data if verdict.cleaned is None else verdict.cleaned
    storage.lay(clean)
    return Evidence(evidence.source, evidence.received_on, note, verdict.filename[:180], clean)


def _tell(row: Lodging, actor: Actor, now: datetime, *, confirmed: bool) -> None:
    about, party = notices.about(row.proposal.round), row.proposal.delegation.party
    written = round_letters.lodging_answered(about, party.short_name, confirmed=confirmed)
    for person in _told(row, now):
        notices.tell(actor, now, person, "lodging_answered", written)


def _told(row: Lodging, now: datetime) -> Iterable[Person]:
    return notices.officers(row.proposal.round.group, now, ["secretariat"])
