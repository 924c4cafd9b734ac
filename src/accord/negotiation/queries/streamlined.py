"""Whether merged words keep every delegation's: what the next version loses of whose words, or adds to them (R13)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from accord.negotiation.models import Assignment, Decision, Difference, Question, Revision, RoundBase, Sponsorship
from accord.negotiation.queries.differences import BY_WORDS, asked_by, codes_of, sponsored
from accord.negotiation.queries.folded import CHAIR
from accord.negotiation.queries.lifting import Bracketed, brackets
from accord.negotiation.queries.pieces import paragraphs_of
from accord.people.models import Delegation
from accord.texts.providers import rewriting, word, writing

Passages = dict[str, str]
"""By the address of a base paragraph, its words with those put in behind it; "" is the very start."""


@dataclass(frozen=True, slots=True)
class Loss:
    """What merged words at a place do to one delegation's: phrases lost, back again, and added that are nobody's."""

    place: str
    delegation: Delegation
    lost: tuple[str, ...]
    back: tuple[str, ...]
    added: tuple[str, ...]
    merged: str


def losses(revision: Revision) -> tuple[Loss, ...]:
    """Return what the merged words of a next version do to each delegation that asks for words at the same place.

    Merged are words that are not exactly what was proposed, and the Chair's own. Where a wording was taken or left as
    it is, nothing was merged: that is a decision, and the account says it.
    """
    base = revision.base
    voices = sponsored(base)
    merged = _edited(revision, voices) if revision.way == Revision.Way.UPLOAD else _taken(revision, voices)
    if not merged:
        return ()
    plain = passages(word.merged(paragraphs_of(base), {}))
    own = _own(base, voices)
    people = {each.proposal.delegation.code: each.proposal.delegation for each in _proposed(voices)}
    held, lost = brackets(base), list[Loss]()
    for place, words in merged.items():
        texts = {code: found.get(place, "") for code, found in own.items()}
        bare, texts = _out_of_brackets(words, plain.get(place, ""), texts, held.get(place, ()), voices)
        lost += _at(place, words, bare, texts, people)
    return tuple(lost)


def _out_of_brackets(
    merged: str,
    plain: str,
    texts: dict[str, str],
    held: Iterable[Bracketed],
    voices: Mapping[str, Sequence[Sponsorship]],
) -> tuple[str, dict[str, str]]:
    """Return the text, and as each delegation wants it, without the brackets that merged words do not keep."""
    for each in held:
        if each.printed in merged:
            continue
        wanted = {code: words for ask, words in each.wanted.items() for code in codes_of(voices.get(ask, ()))}
        wanted.pop(CHAIR, None)
        texts = dict.fromkeys(wanted, plain) | texts
        texts = {code: text.replace(each.printed, wanted.get(code, each.plain)) for code, text in texts.items()}
        plain = plain.replace(each.printed, each.plain)
    return plain, texts


def unasked(revision: Revision) -> tuple[Loss, ...]:
    """Return what merged words do to delegations that were not asked about it as it stands now."""
    put = list(Question.objects.filter(revision=revision, ended_at__isnull=True))
    return tuple(each for each in losses(revision) if not any(is_same(one, each) for one in put))


def is_same(question: Question, loss: Loss) -> bool:
    """Whether a question was put about just this."""
    asked = (question.place, question.delegation_id, question.merged, question.lost, question.back, question.added)
    return asked == (
        *(loss.place, loss.delegation.pk, loss.merged),
        *(list(loss.lost), list(loss.back), list(loss.added)),
    )


def _at(
    place: str, merged: str, plain: str, wanted: Mapping[str, str], people: Mapping[str, Delegation]
) -> Iterable[Loss]:
    texts = {code: text for code, text in wanted.items() if text != plain}
    for each in rewriting.streamline(plain, texts, merged):
        if not each.lossless:
            pieces = writing.pieces(texts[each.party], merged)
            lost = rewriting.phrases(each.lost, pieces)
            back, added = (rewriting.phrases(words, pieces, "ins") for words in (each.back, each.added))
            yield Loss(place, people[each.party], lost, back, added, merged)


def _own(base: RoundBase, voices: Mapping[str, Sequence[Sponsorship]]) -> dict[str, Passages]:
    """Return how the whole text reads as each delegation wants it."""
    asked = asked_by(base, voices)
    return {
        code: passages(word.merged(paragraphs_of(base), {code: amendments}))
        for code, amendments in asked.items()
        if code != CHAIR
    }


def _proposed(voices: Mapping[str, Sequence[Sponsorship]]) -> Iterable[Any]:
    return (each for those in voices.values() for each in those if each.proposal is not None)


def _edited(revision: Revision, voices: Mapping[str, Sequence[Sponsorship]]) -> Passages:
    """Return the passages of an uploaded version that are not, word for word, what delegations proposed."""
    exact = Assignment.objects.filter(difference__revision=revision, by=BY_WORDS).select_related("wording")
    proposed: dict[int, bool] = {}
    for each in exact:
        by = codes_of(voices.get(each.wording.ask, ())) if each.wording else ()
        proposed[each.difference_id] = proposed.get(each.difference_id, True) and by != (CHAIR,)
    listed = list(Difference.objects.filter(revision=revision))
    places = dict.fromkeys(each.place for each in listed if not proposed.get(each.pk))
    plain = {each.address: each.text for each in paragraphs_of(revision.base)}
    return {
        place: _new_words(plain.get(place, ""), [each for each in listed if each.place == place]) for place in places
    }


def _new_words(plain: str, here: Iterable[Difference]) -> str:
    """Return a paragraph as the uploaded version has it, with what is put in behind it."""
    own, behind = plain, list[str]()
    for each in here:
        if each.before or not plain.strip():
            own = each.after
        else:
            behind.append(each.after)
    return "\n".join(words for words in (own, *behind) if words)


def _taken(revision: Revision, voices: Mapping[str, Sequence[Sponsorship]]) -> Passages:
    """Return the passages into which words of the Chair's own are taken."""
    rows = Decision.objects.filter(revision=revision, choice=Decision.Choice.TAKE, ended_at__isnull=True)
    taken = {each.ask for each in rows} & set(voices)
    places = {voices[ask][0].wording.place for ask in taken if codes_of(voices[ask]) == (CHAIR,)}
    if not places:
        return {}
    given = {word.ask_of(each): each for asked in asked_by(revision.base, voices).values() for each in asked}
    amendments = {ask: (given[ask],) for ask in taken if ask in given}
    found = passages(word.merged(paragraphs_of(revision.base), amendments))
    return {place: found.get(place, "") for place in sorted(places)}


def passages(merged: Iterable[word.MergedParagraph]) -> Passages:
    """Return the passages of a merged text, with every change in it made."""
    found: Passages = {}
    for each in merged:
        place = each.after if each.inserted_by else each.address
        gone = each.row_deleted_by or each.cell_deleted_by
        words = "" if gone else "".join(part.text for part in each.segments if not part.deleted_by).strip()
        found[place] = "\n".join(part for part in (found.get(place, ""), words) if part)
    return found
