"""A delegation asks the Chair to open an agreed paragraph again; the Chair opens it, or declines with words (O19)."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accord.kernel.action import JSON, Fact, NotAllowed, Refused, action
from accord.kernel.actor import Actor
from accord.negotiation.actions import notices, steps
from accord.negotiation.actions.timing import demand_current
from accord.negotiation.actions.wordings import settle_first
from accord.negotiation.mail import ladder_letters
from accord.negotiation.models import ReopeningRequest, RoundBase
from accord.negotiation.policy import BASE_SPOKEN_ON, REOPENING_ADMINISTERED
from accord.negotiation.queries.agreed import cited_places
from accord.negotiation.queries.stories import anchor_of
from accord.negotiation.queries.values import AGREED
from accord.people.models import Appointment, Delegation
from accord.people.policy import DELEGATION_SPOKEN_FOR, speaking_at

Answer = ReopeningRequest.Answer


def ask_reopening(*, actor: Actor, now: datetime, base: RoundBase, place: str, reason: str) -> ReopeningRequest:
    """Ask the Chair, for one's delegation, to open an agreed paragraph again; she is told. Asked twice is asked once.

    Raises NotAllowed, and Refused: `no_reason`, `no_place`, `not_agreed`, `closed`, `sealed`, `not_open_yet`.
    """
    if not reason.strip():
        raise Refused(_("Say why: the Chair will be asked by the others."), code="no_reason")
    return _ask(actor=actor, now=now, base=base, place=place, reason=reason.strip())[0]


def decline_reopening(*, actor: Actor, now: datetime, request: ReopeningRequest, words: str) -> ReopeningRequest:
    """Leave a paragraph as it is agreed, and say why to the delegation that asked; it is told.

    Raises NotAllowed, and Refused: `no_words`, `answered`.
    """
    if not words.strip():
        raise Refused(_("Say why it is not opened again: the delegation reads it."), code="no_words")
    return _decline(actor=actor, now=now, request=request, words=words.strip())


def _asked_fact(result: tuple[ReopeningRequest, bool], **_given: Any) -> Fact | None:
    row, fresh = result
    return _fact("reopening.asked", row, row.reason) if fresh else None


@action(allow=BASE_SPOKEN_ON, on="base", record=_asked_fact)
def _ask(*, actor: Actor, now: datetime, base: RoundBase, place: str, reason: str) -> tuple[ReopeningRequest, bool]:
    base = steps.base_of(base)
    demand_current(base.round, now)
    settle_first(base, now)
    steps.demand_places(base, [place])
    own = DELEGATION_SPOKEN_FOR.filter(actor, Delegation.objects.filter(group=base.round.group_id))
    delegation = own.select_related("party").first()
    if delegation is None:
        raise NotAllowed
    step = steps.current(base, place)
    if step is None or step.state not in AGREED:
        raise Refused(_("The paragraph is not agreed: propose your words, or say where you stand."), code="not_agreed")
    said = {"base": base, "place": place, "delegation": delegation}
    if former := ReopeningRequest.objects.filter(**said, answered_at=None).first():
        return former, False
    row = ReopeningRequest.objects.create(**said, reason=reason, asked_at=now, asked_by=actor.label)
    written = ladder_letters.reopening_asked(*_about(row))
    for chair in notices.officers(base.round.group, now, ["chair"]):
        notices.tell(actor, now, chair, "reopening_asked", written)
    return row, True


def _declined_fact(result: ReopeningRequest, **_given: Any) -> Fact:
    return _fact("reopening.declined", result, result.words)


@action(allow=REOPENING_ADMINISTERED, on="request", record=_declined_fact)
def _decline(*, actor: Actor, now: datetime, request: ReopeningRequest, words: str) -> ReopeningRequest:
    together = ("base__round__group", "base__round__version__document", "base__round__meeting", "delegation__party")
    row = ReopeningRequest.objects.select_related(*together).get(pk=request.pk)
    if row.answer:
        raise Refused(_("This request has been answered already."), code="answered")
    row.answer, row.words, row.answered_at, row.answered_by = Answer.DECLINED, words, now, actor.label
    row.save(update_fields=["answer", "words", "answered_at", "answered_by"])
    written = ladder_letters.reopening_declined(*_about(row))
    for each in Appointment.objects.filter(speaking_at(now), delegation=row.delegation).select_related("person"):
        notices.tell(actor, now, each.person, "reopening_declined", written)
    return row


def _fact(kind: str, row: ReopeningRequest, words: str) -> Fact:
    data: dict[str, JSON] = {"base": row.base.sha256, "place": row.place, "delegation": row.delegation.code}
    return Fact(kind, f"group:{row.base.round.group_id}", f"reopening:{row.pk}", data, words)


def _about(row: ReopeningRequest) -> tuple[Any, str, str, ladder_letters.Places, Any]:
    base = row.base

    def called() -> tuple[str, ...]:
        return tuple(cited_places(base, [row.place]).values())

    return notices.about(base.round), base.language, anchor_of(row.place), called, row.delegation.party.short_name
