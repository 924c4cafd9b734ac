"""What a delegation says of words that others propose: each position stands until its own next one ends it (O2, O9)."""

from datetime import datetime
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _

from accord.kernel.action import Fact, NotAllowed, Refused, action
from accord.kernel.actor import Actor
from accord.negotiation.actions.folding import fold
from accord.negotiation.actions.timing import demand_current
from accord.negotiation.actions.wordings import settle_first
from accord.negotiation.models import Caucus, CaucusMember, Position, Sponsorship, Wording
from accord.negotiation.policy import WORDING_OPEN
from accord.negotiation.queries.carried import given_up
from accord.people.models import Delegation
from accord.people.policy import DELEGATION_SPOKEN_FOR

Stance = Literal["support", "object", "reserve", "dissociate"]


def take_position(
    *, actor: Actor, now: datetime, wording: Wording, stance: Stance, reason: str = "", caucus: Caucus | None = None
) -> Position:
    """Say where one's delegation stands on a wording; said again in the same words it is said once.

    Raises NotAllowed, and Refused: `stance`, `own_wording`, `not_standing`, `not_member`, `not_open_yet`, `sealed`,
    `closed`.
    """
    if stance not in {"support", "object", "reserve", "dissociate"}:
        raise Refused(_("Choose where your delegation stands."), code="stance")
    words = reason.strip()
    return _take(actor=actor, now=now, wording=wording, stance=stance, reason=words, caucus=caucus)[0]


def withdraw_position(*, actor: Actor, now: datetime, wording: Wording) -> Position:
    """Take back what one's delegation said of a wording; that it was said stays in the record.

    Raises NotAllowed, and Refused: `no_position`, `not_open_yet`, `sealed`, `closed`.
    """
    return _take(actor=actor, now=now, wording=wording, stance="withdrawn", reason="", caucus=None)[0]


def delegation_of(actor: Actor, row: Wording) -> Delegation:
    """Return the delegation of the wording's group that the actor speaks for; NotAllowed when there is none."""
    mine = Delegation.objects.filter(group=row.base.round.group_id).select_related("party")
    found = DELEGATION_SPOKEN_FOR.filter(actor, mine).first()
    if found is None:
        raise NotAllowed
    return found


def _taken_fact(result: tuple[Position, bool], **_given: Any) -> Fact | None:
    row, fresh = result
    if not fresh:
        return None
    kind = "position.withdrawn" if row.stance == Position.Stance.WITHDRAWN else "position.taken"
    data = {
        "base": row.base.sha256,
        "wording": row.wording.ask,
        "delegation": row.delegation.code,
        "stance": row.stance,
        "on_behalf_of": row.caucus.code if row.caucus else "",
    }
    return Fact(kind, f"group:{row.base.round.group_id}", f"position:{row.pk}", data, row.reason)


@action(allow=WORDING_OPEN, on="wording", record=_taken_fact)
def _take(
    *, actor: Actor, now: datetime, wording: Wording, stance: str, reason: str, caucus: Caucus | None
) -> tuple[Position, bool]:
    row = Wording.objects.select_related("base__round__group", "base__round__version").get(pk=wording.pk)
    demand_current(row.base.round, now)
    settle_first(row.base, now)
    delegation = delegation_of(actor, row)
    former = Position.objects.filter(wording=row, delegation=delegation, ended_at__isnull=True).first()
    if stance == Position.Stance.WITHDRAWN:
        if former is None or former.stance == stance:
            raise Refused(_("Your delegation has no position on these words."), code="no_position")
    else:
        _demand_others_words(row, delegation)
        _demand_member(caucus, delegation, row)
    same = former is not None and (former.stance, former.reason, former.caucus) == (stance, reason, caucus)
    # What was carried from an earlier round is nobody's act: said again, it is said now.
    if former is not None and same and former.carried_from_id is None:
        return former, False
    if former is not None:
        Position.objects.filter(pk=former.pk).update(ended_at=now)
    said = {"stance": stance, "reason": reason, "caucus": caucus, "taken_at": now, "taken_by": actor.label}
    made = Position.objects.create(wording=row, base=row.base, delegation=delegation, **said)
    fold(row.base, {row.place})
    return made, True


def _demand_others_words(row: Wording, delegation: Delegation) -> None:
    voices = Sponsorship.objects.filter(wording=row).exclude(given_up()).select_related("proposal", "chair")
    standing = [each for each in voices if (each.chair and each.chair.ended_at is None) or _stands(each)]
    if any(each.proposal and each.proposal.delegation_id == delegation.pk for each in standing):
        raise Refused(_("These are your own words. Withdraw or change your proposal instead."), code="own_wording")
    if not standing:
        raise Refused(_("Nobody proposes these words any more; propose them yourself."), code="not_standing")


def _stands(each: Sponsorship) -> bool:
    return each.proposal is not None and each.proposal.state == "standing"


def _demand_member(caucus: Caucus | None, delegation: Delegation, row: Wording) -> None:
    if caucus is None:
        return
    members = CaucusMember.objects.filter(caucus=caucus, delegation=delegation, until__isnull=True)
    if caucus.group_id != row.base.round.group_id or not members.exists():
        raise Refused(_("Your delegation does not belong to this group of delegations."), code="not_member")
