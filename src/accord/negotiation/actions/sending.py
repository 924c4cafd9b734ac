"""A proposal is sent, replaced, taken back: acts of the focal point alone, each kept in the record (O2, O9)."""

import json
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accord.kernel import queue
from accord.kernel.action import JSON, Fact, Refused, action
from accord.kernel.actor import Actor
from accord.negotiation.actions import notices, wordings
from accord.negotiation.actions.lodging import confirm_lodged
from accord.negotiation.actions.numbering import give_numbers
from accord.negotiation.actions.outdated import too_late
from accord.negotiation.actions.rebasing import rebase
from accord.negotiation.actions.timing import demand_open, demand_withdrawable
from accord.negotiation.mail import letters
from accord.negotiation.models import Proposal
from accord.negotiation.policy import PROPOSAL_SPOKEN_FOR
from accord.negotiation.queries.evidence import canonical, digest
from accord.negotiation.queries.folded import is_sealed
from accord.negotiation.queries.sent import comment
from accord.negotiation.queries.timing import is_late
from accord.people.models import Person
from accord.texts.providers import word


def submit_proposal(*, actor: Actor, now: datetime, proposal: Proposal) -> Proposal:
    """Send a checked proposal: it stands, and the delegation's former one is superseded. Sent twice is sent once.

    She gets a letter and a signed receipt, the Chair a notice. Raises NotAllowed, and Refused: `not_open_yet`,
    `closed`, `late_standing`, `untracked`, `not_checking`.
    """
    return _submit(actor=actor, now=now, proposal=proposal)[0]


def withdraw_proposal(*, actor: Actor, now: datetime, proposal: Proposal) -> Proposal:
    """Take back a standing proposal while the round is open to it; it stays in the record, marked as withdrawn.

    Raises NotAllowed, and Refused: `not_open_yet`, `closed`, `not_standing`.
    """
    return _withdraw(actor=actor, now=now, proposal=proposal)[0]


def scope_of(row: Proposal) -> str:
    """Return whose record a sent proposal belongs to: its delegation's alone while the round is sealed."""
    if is_sealed(row.round):
        return f"delegation:{row.delegation_id}"
    return f"group:{row.round.group_id}"


def _submitted_fact(result: tuple[Proposal, Proposal | None, bool], **_given: Any) -> list[Fact]:
    row, former, fresh = result
    if not fresh:
        return []
    values = digest(list(row.amendments.order_by("ordinal").values_list("value", flat=True)))
    words = {"original": row.original_id, "file": row.file_id, "amendments": canonical(row), "values": values}
    data: dict[str, JSON] = {
        "round": row.round_id,
        "delegation": row.delegation.code,
        "base": row.base.sha256,
        "original": row.original_id,
        "file": row.file_id,
        "amendments": row.amendment_count,
        "paragraphs": row.paragraph_count,
        "reads": word.READS,
        "supersedes": former.pk if former else None,
    }
    body = json.dumps(words, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    facts = [Fact("proposal.submitted", scope_of(row), f"proposal:{row.pk}", data, body)]
    if former:
        facts.append(Fact("proposal.superseded", scope_of(row), f"proposal:{former.pk}", {"by": row.pk}))
    return facts


@action(allow=PROPOSAL_SPOKEN_FOR, on="proposal", record=_submitted_fact)
def _submit(*, actor: Actor, now: datetime, proposal: Proposal) -> tuple[Proposal, Proposal | None, bool]:
    row = _row(proposal)
    if row.state == Proposal.State.STANDING:
        return row, None, False
    if row.state != Proposal.State.CHECKING:
        raise too_late(row, "not_checking")
    demand_open(row.round, row.delegation, actor, now)
    if row.untracked_count:
        raise Refused(
            _("This file holds changes that are not tracked. Make them visible first, or send another file."),
            code="untracked",
        )
    standing = Proposal.objects.filter(round=row.round, delegation=row.delegation, state=Proposal.State.STANDING)
    former = standing.select_related("base", "round", "delegation__party").first()
    if now >= row.round.closes_at:
        # What was sealed until the close has its numbers before what came late.
        wordings.settle_first(row.base, now)
    standing.update(state=Proposal.State.SUPERSEDED, ended_at=now)
    row.state, row.submitted_at = Proposal.State.STANDING, now
    row.save(update_fields=["state", "submitted_at"])
    if not is_sealed(row.round):
        give_numbers(row.base, [row])
    confirm_lodged(actor=actor, now=now, proposal=row)
    wordings.proposal_changed(actor=actor, now=now, proposal=row, former=former)
    rebase(row.round_id, row.delegation_id, row, now)
    queue.enqueue("negotiation.render", base=row.base_id)
    _tell(row, actor, now)
    return row, former, True


def _withdrawn_fact(result: tuple[Proposal, bool], **_given: Any) -> Fact | None:
    row, fresh = result
    return Fact("proposal.withdrawn", scope_of(row), f"proposal:{row.pk}", {"file": row.file_id}) if fresh else None


@action(allow=PROPOSAL_SPOKEN_FOR, on="proposal", record=_withdrawn_fact)
def _withdraw(*, actor: Actor, now: datetime, proposal: Proposal) -> tuple[Proposal, bool]:
    row = _row(proposal)
    if row.state == Proposal.State.WITHDRAWN:
        return row, False
    if row.state != Proposal.State.STANDING:
        raise too_late(row, "not_standing")
    demand_withdrawable(row, actor, now)
    row.state, row.ended_at = Proposal.State.WITHDRAWN, now
    row.save(update_fields=["state", "ended_at"])
    wordings.proposal_changed(actor=actor, now=now, proposal=row)
    rebase(row.round_id, row.delegation_id, None, now)
    queue.enqueue("negotiation.render", base=row.base_id)
    return row, True


def _row(proposal: Proposal) -> Proposal:
    together = ("round__group", "round__version__document", "round__meeting", "base__text", "file", "delegation__party")
    return Proposal.objects.select_related(*together).get(pk=proposal.pk)


def _tell(row: Proposal, actor: Actor, now: datetime) -> None:
    about, party = notices.about(row.round), row.delegation.party
    sealed = is_sealed(row.round)
    if sender := Person.objects.filter(pk=actor.id or 0).first():
        written = letters.proposal_received(about, lambda: comment(row), row.file_id, row.pk)
        notices.tell(actor, now, sender, "proposal_received", written)
    said = None if sealed else lambda: comment(row)
    notice = letters.proposal_notice(about, party.short_name, said, late=is_late(row))
    for chair in notices.officers(row.round.group, now, ["chair"]):
        notices.tell(actor, now, chair, "proposal_notice", notice)
