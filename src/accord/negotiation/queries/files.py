"""Files of a negotiation that are handed to people: hand-outs, proposals, receipts."""

from django.db.models import QuerySet

from accord.kernel import storage
from accord.kernel.action import NotAllowed
from accord.kernel.actor import Actor
from accord.kernel.prepared import prepared
from accord.kernel.record import queries as record
from accord.negotiation.models import Proposal, RoundBase
from accord.negotiation.policy import BASE_VISIBLE, PROPOSAL_SPOKEN_FOR
from accord.negotiation.queries.compiled import DOCX
from accord.negotiation.queries.sent import find_proposal
from accord.negotiation.queries.values import FileView


def handout_file(actor: Actor, base: RoundBase) -> FileView:
    """Return the Word file to work in, with tracking enforced; NotAllowed to who takes no part in the round."""
    for found in _with_handout(actor, base.pk):
        return FileView(found.filename, DOCX, storage.read(found.handout), found.handout_id)
    raise NotAllowed


def proposal_file(actor: Actor, proposal_: Proposal, *, as_uploaded: bool = False) -> FileView:
    """Return a proposal's Word file under the name the product gave it.

    `as_uploaded` gives the bytes as they came in, before untracked changes were made visible; to her delegation only.
    """
    found = find_proposal(actor, proposal_.round.group, proposal_.pk)
    if as_uploaded and not PROPOSAL_SPOKEN_FOR.allows(actor, found):
        raise NotAllowed
    file = found.original if as_uploaded else found.file
    return FileView(found.filename, DOCX, storage.read(file), file.sha256)


def receipt_file(actor: Actor, proposal_: Proposal) -> FileView:
    """Return the signed receipt of a sent proposal, to her delegation only; NotAllowed when there is none."""
    found = find_proposal(actor, proposal_.round.group, proposal_.pk)
    entry = record.entry_about(f"proposal:{found.pk}", "proposal.submitted")
    if entry is None or not PROPOSAL_SPOKEN_FOR.allows(actor, found):
        raise NotAllowed
    data = record.receipt(entry)
    name = f"{found.filename.removesuffix('.docx')}_receipt_{found.pk}.json"
    return FileView(name, "application/json", data, "")


@prepared
def _with_handout(actor: Actor, base: int) -> QuerySet[RoundBase]:
    return BASE_VISIBLE.filter(actor, RoundBase.objects.filter(pk=base).select_related("handout"))
