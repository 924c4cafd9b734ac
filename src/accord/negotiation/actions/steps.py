"""Steps on the ladder as rows: made, ended, written on every language version, and dropped when the words change."""

from collections.abc import Collection, Iterable
from datetime import datetime
from hashlib import sha256

from django.utils.translation import gettext_lazy as _

from accord.kernel.action import JSON, Fact, Refused
from accord.kernel.actor import Actor
from accord.negotiation.actions.folding import fold, settle
from accord.negotiation.models import AddedLabel, ReopeningRequest, RoundBase, Step
from accord.negotiation.queries.folded import of_base, stands_on, together
from accord.negotiation.queries.pieces import paragraphs_of
from accord.people.models import Delegation

State, Cause = Step.State, Step.Cause


def base_of(base: RoundBase) -> RoundBase:
    """Return the base with its round and group."""
    return RoundBase.objects.select_related("round__group", "round__version__document", "round__meeting").get(
        pk=base.pk
    )


def facts(steps: Iterable[Step]) -> list[Fact]:
    """Return what the record is told of steps: ids, hashes and codes as data, the words as its erasable body."""
    found = []
    for step in steps:
        data: dict[str, JSON] = {
            "base": step.base.sha256,
            "place": step.place,
            "state": step.state,
            "cause": step.cause,
            "stands_on": step.stands_on,
            "taken": sorted(step.taken),
            "agreed": sha256(step.agreed.encode()).hexdigest() if step.agreed else "",
            "meeting": step.meeting.number if step.meeting else None,
            "party": step.party.code if step.party else "",
            "parties": sorted(each.delegation.code for each in step.parties.select_related("delegation__party")),
        }
        kind = "paragraph.recorded" if step.cause in {Cause.RECORDED, Cause.CONFIRMED} else "paragraph.reopened"
        body = "\n\n".join(each for each in (step.agreed, step.package, step.reason) if each)
        found.append(Fact(kind, f"group:{step.base.round.group_id}", f"step:{step.pk}", data, body))
    return found


def demand_places(base: RoundBase, places: Collection[str]) -> None:
    """Refuse what names no paragraph of the base, and a paragraph that is added and has no number yet."""
    if not places:
        raise Refused(_("Choose the paragraphs."), code="no_place")
    known = {each.address for each in paragraphs_of(base)}
    given = AddedLabel.objects.filter(base=base).values_list("after", "ordinal")
    added = {f"{after}~{ordinal}" for after, ordinal in given}
    if any(of_base(each) not in known for each in places):
        raise Refused(_("The text has no such paragraph."), code="no_place")
    if any(each not in known | added for each in places):
        raise Refused(_("This paragraph has no number yet."), code="not_numbered")


def current(base: RoundBase, place: str) -> Step | None:
    """Return the step on which a paragraph stands."""
    return Step.objects.filter(base=base, place=place, ended_at__isnull=True).first()


def end(step: Step | None, now: datetime) -> None:
    """End a step; the next one takes its place."""
    if step is not None:
        Step.objects.filter(pk=step.pk).update(ended_at=now)


def next_step(actor: Actor, now: datetime, former: Step, cause: Step.Cause, **values: object) -> list[Step]:
    """End a step and put the paragraph where `values` say, in every language version that is agreed together."""
    base = former.base
    end(former, now)
    fresh = {"base": base, "place": former.place, "cause": cause, "at": now, "by": actor.label}
    fresh["stands_on"] = stands_on(base, {former.place})[former.place]
    step = Step.objects.create(**{**fresh, **values})
    _answer_requests(step)
    return [step, *on_the_others(base, step)]


def on_the_others(base: RoundBase, step: Step) -> list[Step]:
    """Write a step on the round's other language versions: agreement is about a paragraph, not about a language.

    Which of the words are agreed is said in the one language; a paragraph that is added exists in one alone.
    """
    if step.place != of_base(step.place):
        return []
    made = []
    for other in together(base):
        end(current(other, step.place), step.at)
        same = ("place", "state", "cause", "at", "by", "package", "meeting", "party", "reason")
        values = {name: getattr(step, name) for name in same}
        words = stands_on(other, {step.place})[step.place]
        made.append(Step.objects.create(base=other, stands_on=words, carried_from=step, **values))
        _answer_requests(made[-1])
    return made


def _answer_requests(step: Step) -> None:
    """Answer those who asked for a paragraph to be opened again, whatever opened it."""
    if step.state == State.OPEN:
        waiting = ReopeningRequest.objects.filter(base=step.base, place=step.place, answered_at=None)
        answer = ReopeningRequest.Answer.REOPENED
        waiting.update(answer=answer, answered_at=step.at, answered_by=step.by)


def text_changed(
    actor: Actor, now: datetime, base: RoundBase, places: Collection[str], party: Delegation | None
) -> list[Step]:
    """Open each paragraph at these places that was further and whose words are not those it stood on.

    What a formal meeting approved stays approved (O19): a proposal does not undo it.
    """
    standing = Step.objects.filter(base=base, ended_at__isnull=True).exclude(state__in=[State.OPEN, State.APPROVED])
    there = [each for each in standing.select_related("base__round__group") if of_base(each.place) in places]
    words = stands_on(base, {each.place for each in there})
    made: list[Step] = []
    for step in there:
        if words[step.place] != step.stands_on:
            made += next_step(actor, now, step, Cause.TEXT_CHANGED, state=State.OPEN, party=party)
    return made


def settle_at_close(actor: Actor, now: datetime, base: RoundBase) -> list[Step] | None:
    """Fold a base whose sealed round has closed, for the first time, and open what was carried to it and touched since.

    None when nothing was to be done; else the steps that opened paragraphs.
    """
    if not settle(base):
        return None
    places = {of_base(place) for place in Step.objects.filter(base=base).values_list("place", flat=True)}
    moved = text_changed(actor, now, base, places, None)
    fold(base, {each.place for each in moved})
    return moved


def fold_all(steps: Iterable[Step]) -> None:
    """Fold the places of these steps anew, base by base."""
    by_base: dict[RoundBase, set[str]] = {}
    for each in steps:
        by_base.setdefault(each.base, set()).add(each.place)
    for base, places in by_base.items():
        fold(base, places)
