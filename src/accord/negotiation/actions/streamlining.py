"""Merged words that lose or add a delegation's are put to its focal point; an open answer does not stop the Chair."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accord.kernel.action import JSON, Fact, NotAllowed, Refused, action
from accord.kernel.actor import Actor
from accord.negotiation.actions import notices
from accord.negotiation.actions.revising import demand_closed, demand_unpublished, revision_of
from accord.negotiation.mail import question_letters
from accord.negotiation.models import Question, Revision
from accord.negotiation.policy import QUESTION_PUT, REVISION_ADMINISTERED
from accord.negotiation.queries.agreed import cited_places
from accord.negotiation.queries.streamlined import Loss, is_same, losses
from accord.people.models import Appointment
from accord.people.policy import speaking_at

Answer = Question.Answer


def check_streamlining(*, actor: Actor, now: datetime, revision: Revision) -> tuple[Question, ...]:
    """Ask each delegation whose words the merged words of a next version lose or add to whether that is right for it.

    Asked again when nothing changed, nobody is asked twice; where the words changed since, the question is put anew.
    Returns all questions that are put now. Raises NotAllowed, and Refused: `published`, `put_aside`, `open`, `closed`.
    """
    if not REVISION_ADMINISTERED.allows(actor, revision):
        raise NotAllowed
    row = revision_of(revision)
    demand_unpublished(row)
    demand_closed(row.base, now)
    return _ask(actor=actor, now=now, revision=row, found=losses(row))[0]


def answer_question(*, actor: Actor, now: datetime, question: Question, confirmed: bool, words: str = "") -> Question:
    """Say as the delegation asked whether merged words are right for it; once, for good.

    Raises NotAllowed, and Refused: `answered`, `published`, `put_aside`.
    """
    return _answer(actor=actor, now=now, question=question, confirmed=confirmed, words=words.strip())


def _asked_facts(
    result: tuple[tuple[Question, ...], tuple[Question, ...]], revision: Revision, **_given: Any
) -> list[Fact]:
    group, found = revision.base.round.group_id, []
    for each in result[1]:
        data: dict[str, JSON] = {"base": revision.base.sha256, "place": each.place, "party": each.delegation.code}
        found.append(Fact("revision.asked", f"group:{group}", f"question:{each.pk}", data))
    return found


@action(allow=REVISION_ADMINISTERED, on="revision", record=_asked_facts)
def _ask(
    *, actor: Actor, now: datetime, revision: Revision, found: Sequence[Loss]
) -> tuple[tuple[Question, ...], tuple[Question, ...]]:
    demand_unpublished(revision_of(revision))
    current = {(each.place, each.delegation_id): each for each in _current(revision)}
    kept = {key: each for key, each in current.items() if any(is_same(each, loss) for loss in found)}
    Question.objects.filter(pk__in=[each.pk for key, each in current.items() if key not in kept]).update(ended_at=now)
    put = [_put(revision, each, now) for each in found if (each.place, each.delegation.pk) not in kept]
    fresh = tuple(each for each in put if not each.answer)
    _tell(actor, now, revision, fresh)
    return (*kept.values(), *put), fresh


def _current(revision: Revision) -> Iterable[Question]:
    return Question.objects.filter(revision=revision, ended_at__isnull=True).select_related("delegation__party")


def _put(revision: Revision, loss: Loss, now: datetime) -> Question:
    """Put a question; what was answered on the very same words, before another file was sent, is answered."""
    asked = {
        "place": loss.place,
        "delegation": loss.delegation,
        "lost": list(loss.lost),
        "back": list(loss.back),
        "added": list(loss.added),
        "merged": loss.merged,
    }
    earlier = Question.objects.filter(
        revision__base=revision.base_id, place=loss.place, delegation=loss.delegation, merged=loss.merged
    ).exclude(answer=Answer.NONE)
    said = next((each for each in earlier.order_by("-answered_at") if is_same(each, loss)), None)
    given: dict[str, Any] = {}
    if said is not None:
        given = {"answer": said.answer, "words": said.words}
        given |= {"answered_at": said.answered_at, "answered_by": said.answered_by}
    return Question.objects.create(revision=revision, asked_at=now, **asked, **given)


def _tell(actor: Actor, now: datetime, revision: Revision, put: Collection[Question]) -> None:
    """Write one letter to whoever speaks for each delegation that is asked."""
    about = notices.about(revision.base.round)
    by_delegation: dict[int, list[Question]] = {}
    for each in put:
        by_delegation.setdefault(each.delegation_id, []).append(each)
    speaking = Appointment.objects.filter(speaking_at(now), delegation__in=by_delegation).select_related("person")
    for one in speaking.order_by("pk"):
        mine = by_delegation[one.delegation_id]
        letter = question_letters.revision_asked(about, _cited(revision, mine), mine[0].pk)
        notices.tell(actor, now, one.person, "revision_asked", letter)


def _cited(revision: Revision, put: Sequence[Question]) -> question_letters.Places:
    def places() -> tuple[str, ...]:
        named = cited_places(revision.base, [each.place for each in put if each.place])
        return tuple(named.get(each.place, _("the beginning")) for each in put)

    return places


def _answered_fact(result: Question, **_given: Any) -> Fact:
    data: dict[str, JSON] = {
        "place": result.place,
        "party": result.delegation.code,
        "answer": result.answer,
        "base": result.revision.base.sha256,
    }
    group = result.revision.base.round.group_id
    return Fact("revision.answered", f"group:{group}", f"question:{result.pk}", data, result.words)


@action(allow=QUESTION_PUT, on="question", record=_answered_fact)
def _answer(*, actor: Actor, now: datetime, question: Question, confirmed: bool, words: str) -> Question:
    row = Question.objects.select_related("delegation__party", "revision").get(pk=question.pk)
    if row.answered_at is not None:
        raise Refused(_("Your delegation has answered this already."), code="answered")
    row.revision = revision_of(row.revision)
    demand_unpublished(row.revision)
    row.answer = Answer.CONFIRMED if confirmed else Answer.REFUSED
    row.words, row.answered_at, row.answered_by = words, now, actor.label
    row.save(update_fields=["answer", "words", "answered_at", "answered_by"])
    about, party = notices.about(row.revision.base.round), row.delegation.party.short_name
    places, language = _cited(row.revision, [row]), row.revision.base.language
    letter = question_letters.question_answered(about, language, places, party, confirmed=confirmed)
    for person in notices.officers(row.revision.base.round.group, now, ["chair", "secretariat"]):
        notices.tell(actor, now, person, "question_answered", letter)
    return row
