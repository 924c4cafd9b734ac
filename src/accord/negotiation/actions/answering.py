"""Those whom a paragraph waits for answer; the Chair reopens what was agreed, naming for whom and why (O19)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accord.kernel.action import JSON, Fact, NotAllowed, Refused, action
from accord.kernel.actor import Actor
from accord.negotiation.actions import announcing, steps
from accord.negotiation.actions.timing import demand_current
from accord.negotiation.actions.wordings import settle_first
from accord.negotiation.models import RoundBase, Step, StepParty
from accord.negotiation.policy import BASE_ADMINISTERED, STEP_AWAITS
from accord.people.models import Delegation
from accord.people.policy import DELEGATION_SPOKEN_FOR

State, Cause = Step.State, Step.Cause


def confirm_step(*, actor: Actor, now: datetime, step: Step, agrees: bool, words: str = "") -> StepParty:
    """Answer for one's delegation what a paragraph waits for: yes, or no with a reason; once.

    Of a pending paragraph, the last yes makes it agreed informally in the words named, and a no opens it again. Of a
    bracketed one, yes lifts one's own brackets and no keeps them. Raises NotAllowed, and Refused: `ended`, `answered`,
    `closed`.
    """
    return _confirm(actor=actor, now=now, step=step, agrees=agrees, words=words.strip())[0]


def reopen_paragraph(
    *, actor: Actor, now: datetime, base: RoundBase, place: str, party: Delegation | None, reason: str
) -> Step:
    """Open a paragraph again, the one way down the ladder: for which delegation, and why.

    Raises NotAllowed, and Refused: `no_party`, `no_reason`, `is_open`, `closed`, `sealed`, `not_open_yet`.
    """
    return _reopen(actor=actor, now=now, base=base, place=place, party=party, reason=reason.strip())[0]


def _answered_facts(result: tuple[StepParty, Sequence[Step]], **_given: Any) -> list[Fact]:
    row, moved = result
    scope = f"group:{row.step.base.round.group_id}"
    data: dict[str, JSON] = {
        "delegation": row.delegation.code,
        "agrees": row.objected_at is None,
        "place": row.step.place,
    }
    return [Fact("step.answered", scope, f"step:{row.step_id}", data, row.words), *steps.facts(moved)]


@action(allow=STEP_AWAITS, on="step", record=_answered_facts)
def _confirm(*, actor: Actor, now: datetime, step: Step, agrees: bool, words: str) -> tuple[StepParty, Sequence[Step]]:
    mine = DELEGATION_SPOKEN_FOR.filter(actor, Delegation.objects.all()).values("pk")
    rows = StepParty.objects.filter(step=step.pk, delegation__in=mine).order_by("-confirmed_at", "-objected_at", "pk")
    row = rows.select_related("step__base__round__group", "step__meeting", "delegation__party").first()
    if row is None:
        raise NotAllowed
    demand_current(row.step.base.round, now)
    settle_first(row.step.base, now)
    row.step.refresh_from_db(fields=["ended_at"])
    if row.step.ended_at is not None:
        raise Refused(_("The paragraph has moved on since. Look where it stands now."), code="ended")
    if row.confirmed_at is not None or row.objected_at is not None:
        raise Refused(_("Your delegation has answered already."), code="answered")
    if not agrees and not words:
        raise Refused(_("Say why not: the Chair and the others will ask."), code="no_reason")
    row.confirmed_at, row.objected_at, row.words = (now, None, words) if agrees else (None, now, words)
    row.save(update_fields=["confirmed_at", "objected_at", "words"])
    moved = _moved(actor, now, row)
    steps.fold_all([row.step, *moved])
    announcing.answered(actor, now, row, moved)
    return row, moved


def _moved(actor: Actor, now: datetime, row: StepParty) -> list[Step]:
    """Return the steps that an answer brings about: of a pending paragraph the last yes, or any no."""
    step = row.step
    if step.state != State.PENDING:
        return []
    if row.objected_at is not None:
        values = {"state": State.OPEN, "party": row.delegation, "reason": row.words}
        return steps.next_step(actor, now, step, Cause.OBJECTED, **values)
    if step.parties.filter(confirmed_at__isnull=True).exists():
        return []
    values = {"state": State.INFORMAL, "taken": step.taken, "agreed": step.agreed, "package": step.package}
    return steps.next_step(actor, now, step, Cause.CONFIRMED, **values)


def _facts(result: Sequence[Step], **_given: Any) -> list[Fact]:
    return steps.facts(result)


@action(allow=BASE_ADMINISTERED, on="base", record=_facts)
def _reopen(
    *, actor: Actor, now: datetime, base: RoundBase, place: str, party: Delegation | None, reason: str
) -> list[Step]:
    base = steps.base_of(base)
    demand_current(base.round, now)
    settle_first(base, now)
    steps.demand_places(base, [place])
    if party is None or party.group_id != base.round.group_id:
        raise Refused(_("Say for which delegation it is reopened."), code="no_party")
    if not reason:
        raise Refused(_("Say why it is reopened: every delegation is told."), code="no_reason")
    step = steps.current(base, place)
    if step is None or step.state == State.OPEN:
        raise Refused(_("The paragraph is open."), code="is_open")
    step.base = base
    made = steps.next_step(actor, now, step, Cause.REOPENED, state=State.OPEN, party=party, reason=reason)
    steps.fold_all(made)
    announcing.reopened(actor, now, made)
    return made
