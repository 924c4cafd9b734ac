"""Who is told when a paragraph moves on the ladder: the delegations level, one letter for each person and act."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from accord.kernel.actor import Actor
from accord.negotiation.actions import notices
from accord.negotiation.mail import ladder_letters, revision_letters
from accord.negotiation.models import Revision, RoundBase, Step, StepParty
from accord.negotiation.queries.agreed import cited_places
from accord.people.models import Appointment, Delegation, Group, Person
from accord.people.policy import speaking_at


def recorded(actor: Actor, now: datetime, made: Sequence[Step]) -> None:
    """Tell everybody what the Chair recorded; whoever is asked for her word is told that instead."""
    if not made:
        return
    base, step = made[0].base, made[0]
    awaited = {each.delegation_id for each in step.parties.all()}
    places = _places(base, made)
    about = notices.about(base.round)
    known = ladder_letters.paragraph_recorded(about, base.language, places, _stands(step))
    asked = ladder_letters.step_waits(about, base.language, places, _stands(step))
    for person, delegation in _level(actor, base.round.group, now):
        kind = "step_waits" if delegation in awaited else "paragraph_recorded"
        notices.tell(actor, now, person, kind, asked if delegation in awaited else known)


def reopened(actor: Actor, now: datetime, made: Iterable[Step], *, at_close: bool = False) -> None:
    """Tell everybody which paragraphs are open again, for whom and why: one letter, whatever their languages.

    `at_close`: what opens them was sealed until now, and is not of one delegation alone.
    """
    first = [each for each in made if each.carried_from_id is None]
    if not first:
        return
    step = first[0]
    by_base: dict[RoundBase, list[Step]] = {}
    for each in first:
        by_base.setdefault(each.base, []).append(each)
    base = step.base
    party = step.party.party.short_name if step.party else None
    stands = ladder_letters.Stands("open", "closed", None) if at_close else _stands(step)
    named = [_places(of, those) for of, those in by_base.items()]
    written = ladder_letters.paragraph_reopened(
        notices.about(base.round),
        base.language,
        lambda: tuple(dict.fromkeys(place for names in named for place in names())),
        stands,
        party,
    )
    for person, _delegation in _level(actor, base.round.group, now):
        notices.tell(actor, now, person, "paragraph_reopened", written)


def answered(actor: Actor, now: datetime, row: StepParty, moved: Sequence[Step]) -> None:
    """Tell everybody when an answer moves the paragraph; else the Chair alone."""
    here = [each for each in moved if each.carried_from_id is None]
    if here and here[0].state == Step.State.OPEN:
        reopened(actor, now, here)
    elif here:
        recorded(actor, now, here)
    else:
        base = row.step.base
        places = _places(base, [row.step])
        about, party = notices.about(base.round), row.delegation.party.short_name
        written = ladder_letters.step_answered(about, base.language, places, party, agrees=row.objected_at is None)
        for chair in notices.officers(base.round.group, now, ["chair"]):
            notices.tell(actor, now, chair, "step_answered", written)


def published(actor: Actor, now: datetime, row: Revision, label: str) -> None:
    """Tell everybody that the next version is published."""
    round_, account = row.base.round, row.account
    document = round_.version.document
    kept = sum(each["outcome"] == "keep" for each in account["wordings"])
    changed, symbol = len(account["changed"]), f"{document.symbol} {label}"
    issued = revision_letters.Issued(symbol, document.pk, row.version_id or 0, changed, kept)
    written = revision_letters.revision_published(notices.about(round_), issued)
    for person, _delegation in _level(actor, round_.group, now):
        notices.tell(actor, now, person, "revision_published", written)


def _stands(step: Step) -> ladder_letters.Stands:
    return ladder_letters.Stands(step.state, step.cause, step.meeting.number if step.meeting else None)


def _places(base: RoundBase, made: Collection[Step]) -> ladder_letters.Places:
    return lambda: tuple(cited_places(base, [each.place for each in made]).values())


def _level(actor: Actor, group: Group, now: datetime) -> list[tuple[Person, int | None]]:
    """Return who is told, each once: whoever speaks for a delegation, then Chair and Secretariat; not who acted."""
    speaking = Appointment.objects.filter(speaking_at(now), delegation__group=group).order_by("delegation__party")
    found: dict[int, tuple[Person, int | None]] = {}
    for each in speaking.select_related("person"):
        found.setdefault(each.person_id, (each.person, each.delegation_id))
    for person in notices.officers(group, now, ["chair", "secretariat"]):
        found.setdefault(person.pk, (person, None))
    found.pop(actor.id or 0, None)
    return list(found.values())


def delegations_named(base: RoundBase, codes: Iterable[str]) -> tuple[Delegation, ...]:
    """Return the delegations of the round's group with these codes."""
    rows = Delegation.objects.filter(group=base.round.group_id, party__code__in=list(codes)).select_related("party")
    return tuple(rows)
