"""Merged words put to those whose words are not all there: what was asked, and what they answer."""

from collections.abc import Iterable, Sequence

from django.db.models import QuerySet

from accord.kernel.action import NotAllowed
from accord.kernel.actor import Actor
from accord.negotiation.models import Proposal, Question, Revision, RoundBase
from accord.negotiation.policy import QUESTION_PUT, REVISION_ADMINISTERED
from accord.negotiation.queries.agreed import cited_places
from accord.negotiation.queries.pieces import amendments_of, paragraphs_of
from accord.negotiation.queries.readers import view
from accord.negotiation.queries.streamlined import passages
from accord.negotiation.queries.streamlined import unasked as losses_unasked
from accord.negotiation.queries.values import QuestionView, UnaskedView
from accord.people.models import Group
from accord.texts.providers import word, writing

_TOGETHER = ("revision__base__round__group", "revision__base__round__version__document", "delegation__party")


def find_question(actor: Actor, slug: str, pk: int) -> Question | None:
    """Return a question put to a delegation that the actor speaks for in the group with this slug, else None."""
    rows = Question.objects.filter(pk=pk, revision__base__round__group__slug=slug).select_related(*_TOGETHER)
    return QUESTION_PUT.filter(actor, rows).first()


def question(actor: Actor, row: Question) -> QuestionView:
    """Return a question, from `find_question`, with the delegation's own words beside the merged ones."""
    if not QUESTION_PUT.allows(actor, row):
        raise NotAllowed
    base = row.revision.base
    standing = Proposal.objects.filter(base=base, delegation=row.delegation, state=Proposal.State.STANDING).first()
    asked = amendments_of(standing.pk, standing.file_id, base.sha256) if standing else ()
    own = passages(word.merged(paragraphs_of(base), {"X": asked})).get(row.place, "")
    rest = Question.objects.filter(
        revision=row.revision, delegation=row.delegation, answer=Question.Answer.NONE, ended_at__isnull=True
    ).exclude(pk=row.pk)
    return _view(row, own, list(rest.order_by("pk")))


def questions(actor: Actor, group: Group, number: int, language: str) -> tuple[QuestionView, ...]:
    """Return what is asked of a version in the making, for those who make it; NotAllowed for others."""
    rows = Revision.objects.filter(
        base__round__group=group, base__round__number=number, base__language=language, ended_at__isnull=True
    )
    found = REVISION_ADMINISTERED.filter(actor, rows).first()
    if found is None:
        raise NotAllowed
    return tuple(_view(each, "", ()) for each in _put(found))


def unasked(actor: Actor, row: Revision) -> tuple[UnaskedView, ...]:
    """Return which delegations were not asked about words that are merged with theirs, to those who make the version.

    `row` as `find_revision` gives it. Nobody was asked yet, or the words changed since.
    """
    if not REVISION_ADMINISTERED.allows(actor, row):
        raise NotAllowed
    row = Revision.objects.select_related("base__round__group", "base__round__version").get(pk=row.pk)
    found = losses_unasked(row)
    names = named(row.base, [each.place for each in found])
    by_party: dict[str, list[str]] = {}
    for each in found:
        by_party.setdefault(each.delegation.code, []).append(names.get(each.place, ""))
    parties = {each.delegation.code: view(each.delegation) for each in found}
    return tuple(UnaskedView(parties[code], tuple(by_party[code])) for code in sorted(parties))


def _put(revision: Revision) -> QuerySet[Question]:
    rows = Question.objects.filter(revision=revision, ended_at__isnull=True).select_related(*_TOGETHER)
    return rows.order_by("pk")


def named(base: RoundBase, places: Iterable[str]) -> dict[str, str]:
    """Return how each place is called; the very start is "" and has no number."""
    return cited_places(base, [each for each in places if each])


def _view(row: Question, own: str, others: Sequence[Question]) -> QuestionView:
    base = row.revision.base
    names = named(base, [row.place, *(each.place for each in others)])
    return QuestionView(
        id=row.pk,
        code=row.delegation.code,
        group=base.round.group.slug,
        number=base.round.number,
        symbol=base.round.version.symbol,
        language=base.language,
        cited=names.get(row.place, ""),
        own=tuple(writing.pieces(own, row.merged)),
        phrases=tuple(row.lost),
        back=tuple(row.back),
        added=tuple(row.added),
        merged=row.merged,
        answer=row.answer,
        words=row.words,
        answered_at=row.answered_at,
        others=tuple((names.get(each.place, ""), each.pk) for each in others),
    )
