"""What stands of a delegation changes under what it is writing: nothing it wrote is lost, nothing doubled."""

from datetime import datetime

from accord.negotiation.models import Draft, DraftEdit, Proposal, RoundBase
from accord.negotiation.queries.own_words import Present, present_at, reason_at


def rebase(round_: int, delegation: int, ground: Proposal | None, now: datetime) -> None:
    """Let an open draft go on from what now stands of its delegation (None: nothing), within the act that changed it.

    What the new file holds already is dropped from the draft; where the file changed the same place otherwise, its
    words wait beside hers for her choice; the rest stays as it is. A file on another language version is no ground.
    """
    rows = Draft.objects.filter(round=round_, delegation=delegation, ended_at=None)
    draft = rows.select_related("base", "ground__base").first()
    if draft is None or (ground is not None and ground.base_id != draft.base_id):
        return
    for edit in draft.edits.order_by("place", "-ordinal"):
        _carry(edit, draft.base, draft.ground, ground)
    draft.ground = ground
    # Where the file holds all of it, there is nothing left to go on with.
    draft.ended_at = None if draft.edits.exists() else now
    draft.save(update_fields=["ground", "ended_at"])


def _carry(edit: DraftEdit, base: RoundBase, former: Proposal | None, ground: Proposal | None) -> None:
    before, now = (present_at(base, each, edit.place) for each in (former, ground))
    if edit.op == "add":
        _carry_added(edit, before, now)
        return
    if _holds(now, edit):
        if edit.reason in reason_at(ground, edit.place):
            edit.delete()
    elif (before.words, before.fate) != (now.words, now.fate) and not now.fate:
        _ask(edit, now.words)


def _holds(now: Present, edit: DraftEdit) -> bool:
    """Whether the file asks for it already."""
    return now.fate == edit.op if edit.op in {"delete", "move"} else not now.fate and now.words == edit.words


def _carry_added(edit: DraftEdit, before: Present, now: Present) -> None:
    """Carry a paragraph that is added: one that the file has already is dropped, a new one comes behind the file's."""
    if edit.words.strip() in {each.strip() for each in now.added}:
        edit.delete()
        return
    if edit.ordinal <= len(before.added):
        theirs = now.added[edit.ordinal - 1] if edit.ordinal <= len(now.added) else ""
        if theirs and theirs != before.added[edit.ordinal - 1]:
            _ask(edit, theirs)
        return
    moved = edit.ordinal - len(before.added) + len(now.added)
    if moved != edit.ordinal and not edit.draft.edits.filter(place=edit.place, ordinal=moved).exists():
        edit.ordinal = moved
        edit.save(update_fields=["ordinal"])


def _ask(edit: DraftEdit, theirs: str) -> None:
    """Have her choose: her words stay, those of the file wait beside them."""
    if theirs not in {edit.words, edit.rival}:
        edit.rival = "\n\n".join(each for each in (edit.rival, theirs) if each)
        edit.save(update_fields=["rival"])
