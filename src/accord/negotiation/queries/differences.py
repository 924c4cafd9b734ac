"""What differs in an uploaded version, whose doing it is, and what nobody has explained yet (O1, O2, R13)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Literal

from django.db.models import Prefetch, QuerySet

from accord.kernel.action import NotAllowed
from accord.kernel.actor import Actor
from accord.negotiation.models import (
    Assignment,
    ChairWording,
    Difference,
    Proposal,
    Revision,
    RoundBase,
    Sponsorship,
    Wording,
)
from accord.negotiation.policy import BASE_ADMINISTERED, REVISION_ADMINISTERED, WORDING_VISIBLE
from accord.negotiation.queries.agreed import cited_places
from accord.negotiation.queries.carried import given_up
from accord.negotiation.queries.folded import CHAIR, of_base
from accord.negotiation.queries.pieces import amendments_of, paragraphs_of
from accord.negotiation.queries.values import CandidateView, DifferenceView, EditedPage
from accord.people.models import Group
from accord.texts.providers import word, writing
from accord.texts.providers.word import Amendment

_TOGETHER = ("base__round__group", "base__round__version__document", "base__file", "base__text")
BY_WORDS: Final = "system:words"
"""Who laid a difference to a wording: nobody, the words are exactly those."""


def laid_out(revision: Revision) -> list[Difference]:
    """Return all differences in the order of the text, each with its `current` assignments and their wordings."""
    current = Assignment.objects.filter(ended_at__isnull=True).select_related("wording").order_by("pk")
    return list(
        Difference.objects.filter(revision=revision).prefetch_related(
            Prefetch("assignments", queryset=current, to_attr="current")
        )
    )


def sponsored(base: RoundBase) -> dict[str, list[Sponsorship]]:
    """Return who asks for each wording that stands on a base now, by its ask: delegations, and the Chair."""
    found: dict[str, list[Sponsorship]] = {}
    for each in _standing(base):
        found.setdefault(each.wording.ask, []).append(each)
    return found


def codes_of(voices: Iterable[Sponsorship]) -> tuple[str, ...]:
    """Return the codes of those who ask for a wording, the Chair's among them."""
    return tuple(sorted({each.proposal.delegation.code if each.proposal else CHAIR for each in voices}))


def asked_by(base: RoundBase, voices: Mapping[str, Sequence[Sponsorship]]) -> dict[str, tuple[Amendment, ...]]:
    """Return what each party asks for on a base, by its code, from what `sponsored` gave."""
    proposals: dict[str, Proposal] = {}
    chairs: dict[int, ChairWording] = {}
    for each in (each for those in voices.values() for each in those):
        if each.wording.carried_from_id is not None:
            continue  # it stands in the text already, and what was asked for then was asked of another text
        if each.proposal is not None:
            proposals[each.proposal.delegation.code] = each.proposal
        elif each.chair is not None:
            chairs[each.chair.pk] = each.chair
    found = {code: amendments_of(row.pk, row.file_id, base.sha256) for code, row in sorted(proposals.items())}
    own = [word.amendment_of(value) for _, row in sorted(chairs.items()) for value in row.amendments]
    return {**found, CHAIR: tuple(own)} if own else found


def _standing(base: RoundBase) -> QuerySet[Sponsorship]:
    rows = Sponsorship.objects.filter(wording__base=base).exclude(given_up())
    standing = rows.filter(proposal__state=Proposal.State.STANDING) | rows.filter(
        chair__isnull=False, chair__ended_at__isnull=True
    )
    return standing.select_related("wording", "proposal__delegation__party", "chair").order_by("wording__pk", "pk")


def find_wordings(actor: Actor, revision: Revision, pks: Iterable[int]) -> list[Wording]:
    """Return the wordings of the revision's base with these keys; those that are not there are left out."""
    rows = Wording.objects.filter(base=revision.base_id, pk__in=list(pks))
    return list(WORDING_VISIBLE.filter(actor, rows).order_by("pk"))


def find_edited(actor: Actor, group: Group, number: int, language: str, pk: int | None = None) -> Revision | None:
    """Return the version that is being made of a language version, or this one; None where there is none.

    NotAllowed is for pages to raise: their door asks who presides.
    """
    rows = Revision.objects.filter(base__round__group=group, base__round__number=number, base__language=language)
    rows = rows.filter(ended_at__isnull=True) if pk is None else rows.filter(pk=pk)
    return REVISION_ADMINISTERED.filter(actor, rows.select_related(*_TOGETHER)).first()


def edited(
    actor: Actor, base: RoundBase, row: Revision | None, *, listed: bool = True, only: int | None = None
) -> EditedPage:
    """Return an edited version with its differences and the wordings at their places, in four questions.

    Not `listed`: without them, in one. For the difference with the ordinal `only` all wordings of the text are
    offered. NotAllowed for who does not preside over the text.
    """
    if not BASE_ADMINISTERED.allows(actor, base):
        raise NotAllowed
    found: tuple[DifferenceView, ...] = ()
    if listed and row is not None and row.uploaded_id is not None:
        offered = _Offered(base)
        found = tuple(offered.view(each, everything=each.ordinal == only) for each in laid_out(row))
    return EditedPage(
        group=base.round.group.slug,
        number=base.round.number,
        symbol=base.round.version.symbol,
        language=base.language,
        filename=base.filename,
        id=row.pk if row else None,
        way=row.way if row else "",
        uploaded=row is not None and row.uploaded_id is not None,
        published=row is not None and row.published_at is not None,
        closes_at=base.round.closes_at,
        zone=base.round.zone,
        place=base.round.place,
        differences=found,
    )


class _Offered:
    """The wordings of a text, by the places at which they may explain what differs."""

    def __init__(self, base: RoundBase) -> None:
        self._voices = sponsored(base)
        order = [each.address for each in paragraphs_of(base)]
        self._names = cited_places(base, order)
        self._order = {address: number for number, address in enumerate(order)}
        self._wordings = {those[0].wording.pk: those[0].wording for those in self._voices.values()}
        self._at: dict[int, list[int]] = {}
        for pk, one in self._wordings.items():
            self._at.setdefault(self._order.get(of_base(one.place), -1), []).append(pk)

    def view(self, each: Any, *, everything: bool) -> DifferenceView:
        chosen = {one.wording_id: one.wording for one in each.current if one.wording}
        known = {**{pk: self._wordings[pk] for pk in self._near(each.place, everything=everything)}, **chosen}
        candidates = tuple(self._candidate(one, chosen=pk in chosen) for pk, one in known.items())
        return DifferenceView(
            ordinal=each.ordinal,
            cited=self._names.get(each.place, ""),
            kind=_kind(each),
            pieces=tuple(writing.pieces(each.before, each.after)),
            whose=tuple(sorted({code for one in candidates if one.chosen for code in one.codes})),
            chair=any(one.chair for one in each.current),
            note=next((one.note for one in each.current if one.note), ""),
            by_words=bool(each.current) and all(one.by == BY_WORDS for one in each.current),
            candidates=candidates,
        )

    def _near(self, place: str, *, everything: bool) -> list[int]:
        """Return the wordings at the paragraph, at the one before and the one behind it; or all of the text."""
        if everything:
            return sorted(self._wordings)
        at = self._order.get(place, -1)
        return sorted(pk for number in (at - 1, at, at + 1) for pk in self._at.get(number, ()))

    def _candidate(self, wording: Wording, *, chosen: bool) -> CandidateView:
        codes = codes_of(self._voices.get(wording.ask, ()))
        cited = self._names.get(of_base(wording.place), "")
        return CandidateView(wording.pk, cited, codes, wording.removed, wording.added, chosen)


def _kind(row: Difference) -> Literal["changed", "put_in", "gone", "moved"]:
    if not row.new_place:
        return "gone"
    if not row.before:
        return "put_in"
    return "moved" if row.before == row.after else "changed"
