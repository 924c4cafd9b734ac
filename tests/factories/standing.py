"""Positions and states for tests: who says what of whose words, and where the Chair records that they stand."""

from accord.kernel import clocks
from accord.negotiation import actions
from accord.negotiation.actions import Recorded
from accord.negotiation.models import Position, Sponsorship, Step, Wording
from tests.factories.negotiation import Negotiation


def wording_of(held: Negotiation, code: str, place: str = "") -> Wording:
    """Return the wording that this delegation's standing proposal asks for (at this place)."""
    rows = Sponsorship.objects.filter(proposal__delegation=held.world.delegations[code], proposal__state="standing")
    rows = rows.filter(wording__place=place) if place else rows
    return rows.select_related("wording").get().wording


def says(held: Negotiation, code: str, stance: str, wording: Wording, reason: str = "") -> Position:
    """Have a delegation say where it stands on a wording."""
    return actions.take_position(
        actor=held.world.focal_points[code],
        now=clocks.now(),
        wording=wording,
        stance=stance,  # type: ignore[arg-type]  # tests also try what is no stance
        reason=reason,
    )


def record(held: Negotiation, place: str, state: str, language: str = "en", **recorded: object) -> Step:
    """Have the Chair record where a paragraph stands."""
    made = actions.record_state(
        actor=held.world.chair,
        now=clocks.now(),
        base=held.base(language),
        places=[place],
        recorded=Recorded(state, **recorded),  # type: ignore[arg-type]  # passed through as given
    )
    return made[0]


def answers(held: Negotiation, code: str, step: Step, *, agrees: bool, words: str = "") -> None:
    """Have a delegation answer what a paragraph waits for."""
    actor = held.world.focal_points[code]
    actions.confirm_step(actor=actor, now=clocks.now(), step=step, agrees=agrees, words=words)


def standing(held: Negotiation, place: str, language: str = "en") -> str:
    """Return the state on which a paragraph stands; "" when nothing was ever recorded."""
    step = Step.objects.filter(base=held.base(language), place=place, ended_at__isnull=True).first()
    return step.state if step else ""
