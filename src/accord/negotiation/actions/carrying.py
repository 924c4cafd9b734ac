"""What was said of the earlier version is carried to the next one; its delegations say whether it is still theirs."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accord.kernel.action import JSON, SYSTEM_ONLY, Fact, Refused, action
from accord.kernel.actor import Actor
from accord.negotiation.actions.folding import fold
from accord.negotiation.actions.positions import delegation_of
from accord.negotiation.actions.steps import base_of
from accord.negotiation.actions.timing import demand_current
from accord.negotiation.actions.wordings import settle_first
from accord.negotiation.models import Position, RoundBase, Sponsorship, Step, StepParty, Upholding, Wording
from accord.negotiation.policy import WORDING_OPEN
from accord.negotiation.queries.carried import KEPT, Carriage, CarriedStep, sponsorships_of
from accord.negotiation.queries.folded import words_hash

Said = tuple[tuple[Upholding, ...], tuple[Position, ...]]


def _carried_fact(result: tuple[Sequence[Wording], Sequence[Step]], **given: Any) -> Fact | None:
    wordings, steps = result
    if not wordings and not steps:
        return None
    base: RoundBase = given["base"]
    states: dict[str, JSON] = {each.place: each.state for each in steps}
    data: dict[str, JSON] = {
        "base": base.sha256,
        "from": given["carriage"].former.sha256,
        "states": states,
        "wordings": sorted(each.ask for each in wordings),
    }
    return Fact("round.carried", f"group:{base.round.group_id}", f"base:{base.pk}", data)


@action(allow=SYSTEM_ONLY, record=_carried_fact)
def carry_over(
    *, actor: Actor, now: datetime, base: RoundBase, carriage: Carriage
) -> tuple[Sequence[Wording], Sequence[Step]]:
    """Write states, wordings kept in brackets and positions of the earlier round on the base of a new one, once.

    Nothing that was said or recorded on the new base already is touched. What is carried is nobody's act: each
    delegation confirms it, or ends it (`answer_carried`, `take_position`).
    """
    base = base_of(base)
    if Wording.objects.filter(base=base, carried_from__isnull=False).exists() or _has_steps(base):
        return (), ()
    wordings = [_wording(actor, now, base, former, place) for former, place in carriage.wordings]
    at: dict[str, list[str]] = {}
    for each in wordings:
        at.setdefault(each.place, []).append(each.ask)
    recorded = set(Step.objects.filter(base=base).values_list("place", flat=True))
    steps = [
        _step(actor, now, base, each, words_hash(at.get(each.place, ())))
        for each in carriage.steps
        if each.place not in recorded
    ]
    fold(base)
    return wordings, steps


def _has_steps(base: RoundBase) -> bool:
    return Step.objects.filter(base=base, cause=Step.Cause.CARRIED).exists()


def _wording(actor: Actor, now: datetime, base: RoundBase, former: Wording, place: str) -> Wording:
    made = Wording.objects.create(
        base=base,
        ask=f"{KEPT}{former.pk}",
        place=place,
        kind=former.kind,
        removed=former.removed,
        added=former.added,
        carried_from=former,
        first_at=now,
    )
    voices = [Sponsorship(wording=made, proposal=e.proposal, chair=e.chair) for e in sponsorships_of(former)]
    Sponsorship.objects.bulk_create(voices)
    said = Position.objects.filter(wording=former, ended_at__isnull=True).exclude(stance=Position.Stance.WITHDRAWN)
    same = ("delegation_id", "stance", "reason", "caucus_id")
    Position.objects.bulk_create(
        Position(
            wording=made,
            base=base,
            taken_at=now,
            taken_by=actor.label,
            carried_from=each,
            **{name: getattr(each, name) for name in same},
        )
        for each in said.order_by("pk")
    )
    return made


def _step(actor: Actor, now: datetime, base: RoundBase, carried: CarriedStep, stands_on: str) -> Step:
    former = carried.step
    kept = carried.state == former.state
    made = Step.objects.create(
        base=base,
        place=carried.place,
        state=carried.state,
        cause=Step.Cause.CARRIED,
        at=now,
        by=actor.label,
        stands_on=stands_on,
        agreed=former.agreed if kept else "",
        package=former.package if kept else "",
        meeting=former.meeting if kept else None,
        certainty=carried.certainty,
        carried_from=former,
    )
    if kept and carried.state in {Step.State.BRACKETED, Step.State.PENDING}:
        answered = ("delegation_id", "confirmed_at", "objected_at", "words")
        StepParty.objects.bulk_create(
            StepParty(step=made, **{name: getattr(each, name) for name in answered})
            for each in former.parties.order_by("pk")
        )
    return made


def answer_carried(*, actor: Actor, now: datetime, wording: Wording, upheld: bool) -> Said:
    """Say of words carried from an earlier round whether they are still one's delegation's, or its position on them.

    Confirmed, a carried position is taken anew, now by whoever speaks; else it is withdrawn. Raises NotAllowed, and
    Refused: `not_carried`, `not_open_yet`, `sealed`, `closed`.
    """
    return _answer_carried(actor=actor, now=now, wording=wording, upheld=upheld)


def _answered_fact(result: Said, **given: Any) -> Fact | None:
    said: list[Upholding | Position] = [*result[0], *result[1]]
    if not said:
        return None
    wording: Wording = said[0].wording
    data: dict[str, JSON] = {
        "base": wording.base.sha256,
        "wording": wording.ask,
        "delegation": said[0].delegation.code,
        "upheld": bool(given["upheld"]),
    }
    return Fact("carried.answered", f"group:{wording.base.round.group_id}", f"wording:{wording.pk}", data)


@action(allow=WORDING_OPEN, on="wording", record=_answered_fact)
def _answer_carried(*, actor: Actor, now: datetime, wording: Wording, upheld: bool) -> Said:
    row = Wording.objects.select_related("base__round__group", "base__round__version").get(pk=wording.pk)
    demand_current(row.base.round, now)
    settle_first(row.base, now)
    delegation = delegation_of(actor, row)
    own = Sponsorship.objects.filter(wording=row, proposal__delegation=delegation).exists()
    carried = Position.objects.filter(wording=row, delegation=delegation, ended_at__isnull=True)
    position = carried.filter(carried_from__isnull=False).first()
    if row.carried_from_id is None or not (own or position):
        raise Refused(_("Nothing was carried over for your delegation here."), code="not_carried")
    upholdings: tuple[Upholding, ...] = ()
    positions: tuple[Position, ...] = ()
    said = {"wording": row, "delegation": delegation}
    former = Upholding.objects.filter(**said, ended_at__isnull=True).first()
    if own and (former is None or former.upheld != upheld):
        Upholding.objects.filter(**said, ended_at__isnull=True).update(ended_at=now)
        upholdings = (Upholding.objects.create(**said, upheld=upheld, at=now, by=actor.label),)
    if position is not None:
        Position.objects.filter(pk=position.pk).update(ended_at=now)
        stance = position.stance if upheld else Position.Stance.WITHDRAWN
        words = {"reason": position.reason, "caucus": position.caucus} if upheld else {}
        taken = {"base": row.base, "stance": stance, "taken_at": now, "taken_by": actor.label}
        positions = (Position.objects.create(**said, **taken, **words),)
    fold(row.base, {row.place})
    return upholdings, positions
