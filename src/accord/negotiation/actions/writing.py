"""What was written in the browser is sent: it becomes a Word file and goes the way of every Word file (one track)."""

import hashlib
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accord.kernel import storage
from accord.kernel.action import Fact, NotAllowed, Refused, action
from accord.kernel.actor import Actor
from accord.negotiation.actions.drafting import other_language
from accord.negotiation.actions.reading import Read
from accord.negotiation.actions.receiving import Incoming, enter
from accord.negotiation.actions.sending import submit_proposal
from accord.negotiation.actions.timing import demand_open
from accord.negotiation.models import Bridge, Draft, DraftEdit, Proposal, Wording
from accord.negotiation.policy import DRAFT_OWN
from accord.negotiation.queries.own_words import written_file
from accord.texts.providers import word, writing


def send_draft(*, actor: Actor, now: datetime, draft: Draft, seen: int) -> Proposal:
    """Send what is written: it stands as if it had come from Word, with the same receipt, and the draft is ended.

    `seen` is the sum of the turns on the page she looked at: what was saved since is looked at first. Raises
    NotAllowed, and Refused: `not_open_yet`, `closed`, `in_check`, `rivals`, `stale`, `no_change`, `not_as_shown`,
    `other_language`, `nothing_written`.
    """
    if not DRAFT_OWN.allows(actor, draft):
        raise NotAllowed
    row = _row(draft)
    demand_open(row.round, row.delegation, actor, now)
    edits = list(row.edits.order_by("place", "ordinal"))
    _demand_settled(row, edits, seen)
    data, asked = written_file(row, row.delegation.code)
    read = _read(row, data, asked)
    storage.lay(data)
    received = hashlib.sha256(data).hexdigest()
    incoming = Incoming(row.delegation, "", received, data, read)
    return _send(actor=actor, now=now, draft=row, incoming=incoming, edits=edits)


def drop_draft(*, actor: Actor, now: datetime, draft: Draft) -> None:
    """Put aside all that is written and not sent. Raises NotAllowed, and Refused: `nothing_written`."""
    _end(actor=actor, now=now, draft=draft)


def _sent_fact(result: Proposal, **given: Any) -> Fact:
    draft: Draft = given["draft"]
    return Fact("draft.sent", f"delegation:{draft.delegation_id}", f"draft:{draft.pk}", {"proposal": result.pk})


@action(allow=DRAFT_OWN, on="draft", record=_sent_fact)
def _send(*, actor: Actor, now: datetime, draft: Draft, incoming: Incoming, edits: list[DraftEdit]) -> Proposal:
    fresh = Draft.objects.get(pk=draft.pk)
    turns = sum(fresh.edits.values_list("turn", flat=True))
    if fresh.ended_at is not None or fresh.ground_id != draft.ground_id or turns != sum(each.turn for each in edits):
        raise _stale()
    # Ended before it is sent: what now stands is what was written, and there is nothing to go on with.
    Draft.objects.filter(pk=draft.pk).update(ended_at=now)
    made, _fresh = enter(actor=actor, now=now, round=draft.round, incoming=incoming)
    sent = submit_proposal(actor=actor, now=now, proposal=made)
    Draft.objects.filter(pk=draft.pk).update(sent=sent)
    _build_bridges(sent, edits)
    return sent


def _dropped_fact(result: Draft, **_given: Any) -> Fact:
    return Fact("draft.dropped", f"delegation:{result.delegation_id}", f"draft:{result.pk}")


@action(allow=DRAFT_OWN, on="draft", record=_dropped_fact)
def _end(*, actor: Actor, now: datetime, draft: Draft) -> Draft:
    row = Draft.objects.get(pk=draft.pk)
    if row.ended_at is not None:
        raise Refused(_("Nothing is written here any more."), code="nothing_written")
    row.ended_at = now
    row.save(update_fields=["ended_at"])
    return row


def _row(draft: Draft) -> Draft:
    together = ("round__group", "base__text", "base__file", "delegation__party", "ground__base", "ground__file")
    return Draft.objects.select_related(*together).get(pk=draft.pk)


def _demand_settled(row: Draft, edits: list[DraftEdit], seen: int) -> None:
    if row.ended_at is not None or not edits:
        raise Refused(_("Nothing is written here any more."), code="nothing_written")
    if seen != sum(each.turn for each in edits):
        raise _stale()
    if any(each.rival for each in edits):
        raise Refused(_("Two texts wait for your choice. Choose first, then send."), code="rivals")
    mine = Proposal.objects.filter(round=row.round, delegation=row.delegation)
    if mine.filter(state=Proposal.State.CHECKING).exists():
        raise Refused(_("Your Word file waits for your last look. Send or discard it first."), code="in_check")
    other = mine.filter(state=Proposal.State.STANDING).exclude(base=row.base).select_related("base").first()
    if other is not None:
        raise other_language(other.base)


def _stale() -> Refused:
    return Refused(_("Something was written meanwhile. Look once more, then send."), code="stale")


def _read(row: Draft, data: bytes, asked: tuple[word.Amendment, ...]) -> Read:
    """Read the file back as anybody's is read; Refused unless it says what she was shown, and nothing else."""
    found = word.reading(storage.read(row.base.file), data)
    if found.status == "no_change":
        raise Refused(_("Nothing is changed against the official text. There is nothing to send."), code="no_change")
    if found.status != "tracked" or not _same(row, asked, found.amendments):
        raise Refused(
            _("What you wrote cannot be put into the Word file as you see it. Take the Word file and go on there."),
            code="not_as_shown",
        )
    return Read.from_reading(row.base, found)


def _same(row: Draft, asked: tuple[word.Amendment, ...], read: tuple[word.Amendment, ...]) -> bool:
    """Whether every paragraph reads alike in what was shown and in what the file holds."""
    base = row.base.file_id
    return writing.reads(base, asked) == writing.reads(base, read)


def _build_bridges(sent: Proposal, edits: list[DraftEdit]) -> None:
    """Say of each wording that was offered as a bridge which one it bridges."""
    for each in edits:
        if each.bridges_id is not None:
            own = Wording.objects.filter(sponsorships__proposal=sent, place=each.place).exclude(pk=each.bridges_id)
            Bridge.objects.bulk_create(Bridge(proposal=sent, wording=wording, of_id=each.bridges_id) for wording in own)
