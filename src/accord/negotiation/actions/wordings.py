"""What is sent or taken back becomes wordings with their sponsors, and moves the paragraphs that stood on others."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from accord.kernel.action import SYSTEM_ONLY, Fact, action
from accord.kernel.actor import Actor, system
from accord.negotiation.actions import announcing, steps
from accord.negotiation.actions.folding import fold
from accord.negotiation.models import ChairWording, Place, Proposal, Round, RoundBase, Sponsorship, Step, Wording
from accord.negotiation.policy import PROPOSAL_SPOKEN_FOR
from accord.negotiation.queries.cards import Places, hash_of
from accord.negotiation.queries.folded import is_sealed, of_base
from accord.negotiation.queries.pieces import amendments_of, paragraphs_of
from accord.texts.providers import word


def _moved_facts(result: Sequence[Step], **_given: Any) -> list[Fact]:
    return steps.facts(result)


@action(allow=PROPOSAL_SPOKEN_FOR, on="proposal", record=_moved_facts)
def proposal_changed(
    *, actor: Actor, now: datetime, proposal: Proposal, former: Proposal | None = None
) -> tuple[Step, ...]:
    """Follow a proposal that was just sent, replaced or taken back: wordings, places, and the paragraphs it reopens.

    While the round is sealed only the wordings are kept: nothing moves that others see.
    """
    if proposal.state == Proposal.State.STANDING:
        enter(proposal.base, _amendments(proposal), now, proposal=proposal)
    by_base: dict[int, set[str]] = {}
    for each in (proposal, former):
        if each is not None and not is_sealed(each.round):
            by_base.setdefault(each.base_id, set()).update(_places_of(Sponsorship.objects.filter(proposal=each)))
    moved: list[Step] = []
    for pk, places in by_base.items():
        base = RoundBase.objects.select_related("round__group").get(pk=pk)
        moved += steps.text_changed(actor, now, base, places, proposal.delegation)
        fold(base, places)
    # A step is written on the other languages of the round too.
    steps.fold_all(each for each in moved if each.carried_from_id is not None)
    announcing.reopened(actor, now, moved)
    return tuple(moved)


@action(allow=SYSTEM_ONLY, record=lambda result, **_given: steps.facts(result[1]))
def settle_closed(*, actor: Actor, now: datetime, base: RoundBase) -> tuple[bool, Sequence[Step]]:
    """Give numbers to what was proposed while it was sealed, and fold it, once the round has closed; only once.

    Proposals that stood before wordings were kept get theirs, as of the instant at which they were sent. What was
    carried from an earlier round and touched by a proposal is open, in whichever language, and everybody is told in one
    letter. Return whether anything was done, and those steps.
    """
    done, moved = False, []
    for each in RoundBase.objects.filter(round=base.round_id).select_related("round__group").order_by("pk"):
        missed = _missed(each, now)
        opened = steps.settle_at_close(actor, now, each)
        done = done or missed or opened is not None
        moved += opened or []
    # A step is written on the other languages too, which may have been folded before.
    steps.fold_all(moved)
    announcing.reopened(actor, now, moved, at_close=True)
    return done, moved


def settle_first(base: RoundBase, now: datetime) -> None:
    """Show what was sealed before the first act on a round that has closed, should the worker not have come yet.

    That it opens paragraphs is nobody's act but the close's: it is recorded and told as the worker would have.
    """
    sealed = base.round.sees == Round.Sees.AFTER_CLOSE and not is_sealed(base.round)
    if sealed and not Place.objects.filter(base=base).exists():
        settle_closed(actor=system("worker"), now=now, base=base)


def _missed(base: RoundBase, now: datetime) -> bool:
    """Keep the wordings of proposals that stood before wordings were kept; whether there were any."""
    earlier = unsponsored(Proposal.objects.filter(base=base)).select_related("base").order_by("submitted_at", "pk")
    missed = list(earlier)
    for each in missed:
        enter(base, _amendments(each), each.submitted_at or now, proposal=each)
    if missed:
        fold(base)
    return bool(missed)


def unsettled(now: datetime) -> list[RoundBase]:
    """Return the bases that `settle_closed` has something to do for: sealed until now, or from before it was kept."""
    here = Proposal.objects.filter(base=OuterRef("pk"))
    said = Exists(here.filter(state="standing")) | Exists(Step.objects.filter(base=OuterRef("pk")))
    unfolded = said & ~Exists(Place.objects.filter(base=OuterRef("pk")))
    closed = Q(round__sees=Round.Sees.AFTER_CLOSE, round__closes_at__lte=now)
    return list(RoundBase.objects.filter(Exists(unsponsored(here)) | (closed & unfolded)))


def unsponsored(proposals: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """Return those of the proposals that stand and of whose wordings nothing is kept."""
    kept = Sponsorship.objects.filter(proposal=OuterRef("pk"))
    return proposals.filter(~Exists(kept), state=Proposal.State.STANDING, amendment_count__gt=0)


def enter(
    base: RoundBase,
    amendments: Iterable[word.Amendment],
    now: datetime,
    *,
    proposal: Proposal | None = None,
    chair: ChairWording | None = None,
) -> None:
    """Write down the wordings that are asked for and who asks for them, a proposal or the Chair; each once."""
    anchors = Places(paragraphs_of(base))
    wanted = {word.ask_of(each): each for each in amendments}
    known = {each.ask: each for each in Wording.objects.filter(base=base, ask__in=list(wanted))}
    fresh = [_wording(base, ask, each, anchors, now) for ask, each in wanted.items() if ask not in known]
    Wording.objects.bulk_create(fresh)
    rows = Wording.objects.filter(base=base, ask__in=list(wanted))
    Sponsorship.objects.bulk_create([Sponsorship(wording=each, proposal=proposal, chair=chair) for each in rows])


def _amendments(row: Proposal) -> tuple[word.Amendment, ...]:
    return amendments_of(row.pk, row.file_id, row.base.sha256)


def _places_of(rows: Any) -> set[str]:
    return {of_base(place) for place in rows.values_list("wording__place", flat=True)}


def _wording(base: RoundBase, ask: str, amendment: word.Amendment, anchors: Places, now: datetime) -> Wording:
    place = next(address for address, _other, _kind in anchors.of(amendment))
    words = {"removed": amendment.removed, "added": amendment.added}
    return Wording(
        base=base, ask=ask, place=place, kind=amendment.kind, contents=_contents(amendment), first_at=now, **words
    )


def _contents(amendment: word.Amendment) -> list[str]:
    """Return what identifies each paragraph that an amendment adds, as AddedLabel does."""
    if amendment.kind != "insert_paragraph":
        return []
    return [hash_of(line) for line in re.split(r"\n", amendment.added) if line.strip()]
