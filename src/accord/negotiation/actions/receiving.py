"""A delegation's Word file comes in: examined, recognised, compared with the base, and shown to her before it is sent.

Examining and reading take time, so they happen before a transaction opens; only what came of them is written.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accord.kernel import storage
from accord.kernel.action import JSON, Fact, NotAllowed, Refused, action
from accord.kernel.actor import Actor
from accord.library.providers import guard
from accord.negotiation.actions.outdated import too_late
from accord.negotiation.actions.reading import Read, read_against
from accord.negotiation.actions.timing import demand_open
from accord.negotiation.models import Amendment, Proposal, Remark, Round
from accord.negotiation.policy import PROPOSAL_SPOKEN_FOR, ROUND_PROPOSABLE
from accord.people.models import Delegation
from accord.people.policy import DELEGATION_SPOKEN_FOR
from accord.texts.providers import word

_PREFIX = re.compile(r"\A([A-Za-z]{2,3})_(.*)\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Incoming:
    """A delegation's Word file on its way in: whose it is, its bytes, as she called it ("": written here)."""

    delegation: Delegation
    uploaded_as: str
    received_sha256: str
    data: bytes
    read: Read


def receive_proposal(
    *,
    actor: Actor,
    now: datetime,
    round: Round,  # noqa: A002  the field's own name
    data: bytes,
    filename: str,
) -> Proposal:
    """Check an uploaded Word file; what comes of it is in state "checking" and seen by her delegation only (O9, O14).

    The same bytes again give the same proposal; other bytes take the place of what she was checking. The product gives
    the name (O23). Raises NotAllowed, and Refused with a sentence: `not_open_yet`, `closed`, `late_standing`,
    `other_delegation`, `not_word`, `other_base`, `no_change`, or a code of the guard or the engine for a file that
    cannot be read.
    """
    if not ROUND_PROPOSABLE.allows(actor, round):
        raise NotAllowed
    row = Round.objects.select_related("group").get(pk=round.pk)
    delegation = _delegation(actor, row)
    demand_open(row, delegation, actor, now)
    received = hashlib.sha256(data).hexdigest()
    if twin := _twin(row, delegation, received):
        return twin
    incoming = examined(row, delegation, data, filename)
    return enter(actor=actor, now=now, round=row, incoming=incoming)[0]


def examined(round_: Round, delegation: Delegation, data: bytes, filename: str) -> Incoming:
    """Examine and read a Word file of a delegation, outside of any transaction.

    Raises Refused: `other_delegation`, `not_word`, `other_base`, `no_change`, or a code of the guard or the engine.
    """
    _demand_name(filename, delegation, round_)
    verdict = guard.examine(data, filename)
    if verdict.outcome == "refuse":
        raise Refused(verdict.sentence, code=verdict.code)
    if verdict.kind != "docx":
        raise Refused(_("A proposal is a Word file with tracked changes. Send the .docx file."), code="not_word")
    clean = data if verdict.cleaned is None else verdict.cleaned
    read = read_against(round_, clean)
    storage.lay(clean)
    return Incoming(delegation, filename[:255], hashlib.sha256(data).hexdigest(), clean, read)


def make_visible(*, actor: Actor, now: datetime, proposal: Proposal) -> Proposal:
    """Turn the untracked changes of a proposal that is being checked into tracked ones, under her delegation's code.

    The file as she made it is kept beside. Raises NotAllowed, and Refused: `not_checking`, `still_untracked`.
    """
    if not PROPOSAL_SPOKEN_FOR.allows(actor, proposal):
        raise NotAllowed
    row = _checking(proposal)
    if not row.untracked_count:
        return row
    base, data = storage.read(row.base.file), storage.read(row.original)
    visible = word.made_visible(base, data, author=row.delegation.code)
    read = Read.of(row.base, visible)
    if read.untracked or not read.amendments:
        raise Refused(
            _("Some changes could not be made visible. Track them in Word and send the file again."),
            code="still_untracked",
        )
    storage.lay(visible)
    return _replace_file(actor=actor, now=now, proposal=row, data=visible, read=read)


def discard_proposal(*, actor: Actor, now: datetime, proposal: Proposal) -> Proposal:
    """Drop a proposal that was being checked and never sent. Raises NotAllowed, and Refused: `not_checking`."""
    return _discard(actor=actor, now=now, proposal=proposal)


def _received_fact(result: tuple[Proposal, bool], **_given: Any) -> Fact | None:
    row, fresh = result
    if not fresh:
        return None
    data: dict[str, JSON] = {
        "round": row.round_id,
        "base": row.base.sha256,
        "received_sha256": row.received_sha256,
        "original": row.original_id,
        "amendments": row.amendment_count,
        "untracked": row.untracked_count,
    }
    # Her delegation's own record: nobody else is told of what she has not sent.
    return Fact("proposal.received", f"delegation:{row.delegation_id}", f"proposal:{row.pk}", data, row.uploaded_as)


@action(allow=ROUND_PROPOSABLE, on="round", record=_received_fact)
def enter(
    *,
    actor: Actor,
    now: datetime,
    round: Round,  # noqa: A002  the field's own name
    incoming: Incoming,
) -> tuple[Proposal, bool]:
    """Write what came of a file: a proposal in check, in the place of one that was; the same bytes give the same one.

    Returns it, and whether it is new. Raises NotAllowed.
    """
    delegation = incoming.delegation
    if not DELEGATION_SPOKEN_FOR.allows(actor, delegation):
        raise NotAllowed
    if twin := _twin(round, delegation, incoming.received_sha256):
        return twin, False
    former = Proposal.objects.filter(round=round, delegation=delegation, state=Proposal.State.CHECKING)
    former.update(state=Proposal.State.DISCARDED, ended_at=now)
    return put_in_check(actor, now, round, incoming), True


def put_in_check(actor: Actor, now: datetime, round_: Round, incoming: Incoming) -> Proposal:
    """Write a proposal in state "checking", within the act that received it."""
    delegation, file = incoming.delegation, storage.keep(incoming.data)
    row = Proposal.objects.create(
        round=round_,
        base=incoming.read.base,
        delegation=delegation,
        filename=f"{delegation.code}_{incoming.read.base.filename}",
        uploaded_as=incoming.uploaded_as,
        received_sha256=incoming.received_sha256,
        original=file,
        file=file,
        received_at=now,
        received_from=actor.label,
        **incoming.read.counts,
    )
    _write_amendments(row, incoming.read)
    return row


def _visible_fact(result: Proposal, **_given: Any) -> Fact:
    data: dict[str, JSON] = {"original": result.original_id, "file": result.file_id}
    data["amendments"] = result.amendment_count
    return Fact("proposal.made_visible", f"delegation:{result.delegation_id}", f"proposal:{result.pk}", data)


@action(allow=PROPOSAL_SPOKEN_FOR, on="proposal", record=_visible_fact)
def _replace_file(
    *,
    actor: Actor,
    now: datetime,
    proposal: Proposal,
    data: bytes,
    read: Read,
) -> Proposal:
    row = _checking(proposal)
    row.amendments.all().delete()
    row.file = storage.keep(data)
    for name, value in read.counts.items():
        setattr(row, name, value)
    row.save(update_fields=["file", *read.counts])
    _write_amendments(row, read)
    return row


def _discarded_fact(result: Proposal, **_given: Any) -> Fact:
    return Fact("proposal.discarded", f"delegation:{result.delegation_id}", f"proposal:{result.pk}")


@action(allow=PROPOSAL_SPOKEN_FOR, on="proposal", record=_discarded_fact)
def _discard(*, actor: Actor, now: datetime, proposal: Proposal) -> Proposal:
    row = _checking(proposal)
    row.state, row.ended_at = Proposal.State.DISCARDED, now
    row.save(update_fields=["state", "ended_at"])
    return row


def _checking(proposal: Proposal) -> Proposal:
    rows = Proposal.objects.select_related("round__group", "base__file", "base__text", "original", "delegation")
    row = rows.get(pk=proposal.pk)
    if row.state != Proposal.State.CHECKING:
        raise too_late(row, "not_checking")
    return row


def _delegation(actor: Actor, round_: Round) -> Delegation:
    mine = Delegation.objects.filter(group=round_.group_id).select_related("party")
    found = DELEGATION_SPOKEN_FOR.filter(actor, mine).order_by("pk").first()
    if found is None:
        raise NotAllowed
    return found


def _twin(round_: Round, delegation: Delegation, received: str) -> Proposal | None:
    """Return what these bytes have become already: sent twice is sent once."""
    alive = Proposal.objects.filter(round=round_, delegation=delegation, state__in=["checking", "standing"])
    return alive.filter(received_sha256=received).select_related("base", "delegation").order_by("state").first()


def _demand_name(filename: str, delegation: Delegation, round_: Round) -> None:
    """Raise Refused when the file's name carries another delegation's code (O23).

    A code is written in capitals; in small letters ("ag_Matriz.docx") it counts only before the name of a base, since
    "my_text.docx" is nobody's.
    """
    found = _PREFIX.match(filename.replace("\\", "/").rsplit("/", 1)[-1])
    if found is None:
        return
    code, rest = found[1].upper(), found[2]
    bases = {each.casefold() for each in round_.bases.values_list("filename", flat=True)}
    if found[1] != code and rest.casefold() not in bases:
        return
    others = Delegation.objects.filter(group=round_.group_id, party=code).exclude(pk=delegation.pk)
    if other := others.select_related("party").first():
        names = {"file": filename, "other": other.party.short_name(), "own": delegation.party.short_name()}
        raise Refused(
            _(
                "The name %(file)s says that this is a proposal of %(other)s; you speak for %(own)s. "
                "Choose your own delegation's file, or rename it."
            )
            % names,
            code="other_delegation",
        )


def _write_amendments(row: Proposal, read: Read) -> None:
    Amendment.objects.bulk_create(
        Amendment(
            proposal=row,
            ordinal=each.ordinal,
            address=each.address,
            kind=each.kind,
            start=each.start,
            end=each.end,
            removed=each.removed,
            added=each.added,
            tracked=each.tracked,
            value=word.amendment_value(each),
        )
        for each in read.amendments
    )
    Remark.objects.filter(proposal=row).delete()
    Remark.objects.bulk_create(
        Remark(proposal=row, ordinal=ordinal, address=address, words=words)
        for ordinal, (address, words) in enumerate(read.reasons, 1)
    )
