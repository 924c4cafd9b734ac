"""The ladder of a paragraph: the Chair records, those asked confirm, new words reopen; each step says on what (O19)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from accord.kernel.action import Fact, Refused, action
from accord.kernel.actor import Actor
from accord.negotiation.actions import announcing, steps
from accord.negotiation.actions.timing import demand_current
from accord.negotiation.actions.wordings import settle_first
from accord.negotiation.models import RoundBase, Step, StepParty
from accord.negotiation.policy import BASE_ADMINISTERED
from accord.negotiation.queries.agreed import ConflictError, InBracketsError, words_taken
from accord.negotiation.queries.folded import FoldedPlace, folded, words_hash
from accord.people.models import Delegation, FormalMeeting

State, Cause = Step.State, Step.Cause
UPWARD: Final[Mapping[str, frozenset[str]]] = {
    "": frozenset(State.values),
    State.OPEN: frozenset({State.BRACKETED, State.PENDING, State.INFORMAL, State.AD_REFERENDUM}),
    State.BRACKETED: frozenset({State.PENDING, State.INFORMAL, State.AD_REFERENDUM}),
    State.PENDING: frozenset({State.PENDING, State.INFORMAL, State.AD_REFERENDUM}),
    State.INFORMAL: frozenset({State.AD_REFERENDUM, State.APPROVED}),
    State.AD_REFERENDUM: frozenset({State.APPROVED}),
    State.APPROVED: frozenset(),
}
"""Which states a paragraph may be recorded in, from where it stands; the one way down is to reopen it."""
NAMED: Final = frozenset({State.INFORMAL, State.AD_REFERENDUM, State.APPROVED})
"""The states that name the words they are about."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What the Chair records of paragraphs: `taken` are the wordings in the agreed words, None = said nothing of them.

    `seen` says by place on which words she decided (Place.stands_on): what changed meanwhile is not recorded.
    """

    state: str
    taken: tuple[str, ...] | None = None
    package: str = ""
    parties: tuple[Delegation, ...] = ()
    meeting: FormalMeeting | None = None
    note: str = ""
    seen: Mapping[str, str] | None = None


def record_state(
    *, actor: Actor, now: datetime, base: RoundBase, places: Collection[str], recorded: Recorded
) -> tuple[Step, ...]:
    """Put paragraphs on a rung of the ladder, in every language version of the round that has the same paragraphs.

    Raises NotAllowed, and Refused: `not_open_yet`, `sealed`, `closed`, `no_place`, `not_numbered`, `backwards`,
    `not_agreed`, `stale`, `no_words`, `conflict`, `nobody_named`, `no_meeting`, `meeting_ahead`, `meeting_elsewhere`.
    """
    return _record_state(actor=actor, now=now, base=base, places=places, recorded=recorded)


def _facts(result: Sequence[Step], **_given: Any) -> list[Fact]:
    return steps.facts(result)


@action(allow=BASE_ADMINISTERED, on="base", record=_facts)
def _record_state(
    *, actor: Actor, now: datetime, base: RoundBase, places: Collection[str], recorded: Recorded
) -> tuple[Step, ...]:
    base = steps.base_of(base)
    demand_current(base.round, now)
    settle_first(base, now)
    _demand_named(base, recorded, now)
    steps.demand_places(base, places)
    found = folded(base, places)
    made: list[Step] = []
    for place in places:
        here = found.get(place) or FoldedPlace(place, "", words_hash(()), None, {"w": {}})
        if step := _recorded(actor, now, base, here, recorded):
            made += [step, *steps.on_the_others(base, step)]
    steps.fold_all(made)
    announcing.recorded(actor, now, [step for step in made if step.base_id == base.pk])
    return tuple(made)


def _recorded(actor: Actor, now: datetime, base: RoundBase, here: FoldedPlace, recorded: Recorded) -> Step | None:
    """Return the new step of one place; None when it stands there already, in the same words."""
    place, state = here.address, recorded.state
    if recorded.seen is not None and recorded.seen.get(place) != here.stands_on:
        raise Refused(_("The words changed while you were deciding. Look at them again."), code="stale")
    current = Step.objects.filter(base=base, place=place, ended_at__isnull=True).first()
    if current is not None and current.state == state != State.PENDING:
        return None
    _demand_upward(here.state, state)
    parties = list(recorded.parties)
    if state == State.BRACKETED and not parties:
        parties = _holding(base, here)
    taken, agreed = _words(base, here, recorded, current)
    steps.end(current, now)
    step = Step.objects.create(
        base=base,
        place=place,
        state=state,
        cause=Cause.RECORDED,
        at=now,
        by=actor.label,
        stands_on=here.stands_on,
        agreed=agreed,
        taken=list(taken),
        package=recorded.package,
        meeting=recorded.meeting,
        reason=recorded.note,
    )
    if state in {State.BRACKETED, State.PENDING}:
        StepParty.objects.bulk_create([StepParty(step=step, delegation=each) for each in parties])
    return step


def _words(base: RoundBase, here: FoldedPlace, recorded: Recorded, current: Step | None) -> tuple[tuple[str, ...], str]:
    """Return which wordings a step takes and the words they give: those of the step before where none are named."""
    awaited = recorded.state == State.PENDING and bool(recorded.parties)
    if recorded.state not in NAMED and not awaited:
        return (), ""
    if recorded.taken is None:
        if current is not None and (current.state in NAMED or current.taken or current.agreed):
            return tuple(current.taken), current.agreed
        if here.value["w"]:
            raise Refused(
                _("Say which words are agreed: those of the text, or which of those proposed."), code="no_words"
            )
    taken = tuple(each for each in recorded.taken or () if each in here.value["w"])
    try:
        return taken, words_taken(base, here.address, taken)
    except ConflictError as error:
        raise Refused(
            _("These two cannot both stand. Choose one, or write a Chair's wording."), code="conflict"
        ) from error
    except InBracketsError as error:
        raise Refused(
            _("These words stand in the text already, in brackets. Word as the Chair how it reads without them."),
            code="in_brackets",
        ) from error


def _holding(base: RoundBase, here: FoldedPlace) -> list[Delegation]:
    """Return who holds a paragraph's brackets: who proposes at it, objects to it or reserves its position."""
    voices = here.value["w"].values()
    codes = {code for each in voices for code in (*each["by"], *each["o"], *each["r"])}
    return list(Delegation.objects.filter(group=base.round.group_id, party__code__in=codes).select_related("party"))


def _demand_upward(former: str, state: str) -> None:
    if state in UPWARD[former]:
        return
    if state == State.APPROVED and former in {State.OPEN, State.BRACKETED, State.PENDING}:
        raise Refused(_("Record first that the paragraph is agreed, and in which words."), code="not_agreed")
    raise Refused(_("Reopen the paragraph instead: say for whom, and why."), code="backwards")


def _demand_named(base: RoundBase, recorded: Recorded, now: datetime) -> None:
    """Refuse a step that does not name what its state needs: parties or a package, a meeting that has begun."""
    if recorded.state not in UPWARD:
        raise Refused(_("Choose where the paragraph stands."), code="state")
    if recorded.state == State.PENDING and not recorded.parties and not recorded.package:
        raise Refused(_("Say whose word the paragraph waits for, or which package it belongs to."), code="nobody_named")
    if any(each.group_id != base.round.group_id for each in recorded.parties):
        raise Refused(_("Name delegations of this group."), code="party_elsewhere")
    if (recorded.state == State.APPROVED) != (recorded.meeting is not None):
        raise Refused(_("Name the formal meeting that approved it."), code="no_meeting")
    if (meeting := recorded.meeting) is None:
        return
    if meeting.group_id != base.round.group_id:
        raise Refused(_("Choose a formal meeting of this group."), code="meeting_elsewhere")
    if meeting.opens_on > now.astimezone(ZoneInfo(meeting.zone)).date():
        raise Refused(
            _("Formal meeting %(n)s has not taken place yet. Until then this is informal.") % {"n": meeting.number},
            code="meeting_ahead",
        )
