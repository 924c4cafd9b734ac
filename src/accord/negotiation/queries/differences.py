"""What differs in an uploaded version, whose doing it is, and what nobody has explained yet (O1, O2, R13)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

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
from accord.negotiation.queries.folded import CHAIR
from accord.negotiation.queries.pieces import amendments_of
from accord.texts.providers import word
from accord.texts.providers.word import Amendment


def unexplained(revision: Revision) -> tuple[Difference, ...]:
    """Return the differences of an uploaded version that are laid to nobody yet, in the order of the text."""
    laid = Assignment.objects.filter(difference=OuterRef("pk"), ended_at__isnull=True)
    return tuple(Difference.objects.filter(~Exists(laid), revision=revision))


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
        if each.proposal is not None:
            proposals[each.proposal.delegation.code] = each.proposal
        elif each.chair is not None:
            chairs[each.chair.pk] = each.chair
    found = {code: amendments_of(row.pk, row.file_id, base.sha256) for code, row in sorted(proposals.items())}
    own = [word.amendment_of(value) for _, row in sorted(chairs.items()) for value in row.amendments]
    return {**found, CHAIR: tuple(own)} if own else found


def account_of_differences(revision: Revision) -> list[dict[str, Any]]:
    """Return whose doing each difference is, as the account of a published version keeps it."""
    voices = _ever_sponsored(revision.base)
    return [
        {
            "place": each.place,
            "new_place": each.new_place,
            "before": each.before,
            "after": each.after,
            "asks": [one.wording.ask for one in each.current if one.wording],  # type: ignore[attr-defined]  # prefetched
            "parties": _parties(each.current, voices),  # type: ignore[attr-defined]  # prefetched
            "notes": list(dict.fromkeys(one.note for one in each.current if one.note)),  # type: ignore[attr-defined]
        }
        for each in laid_out(revision)
    ]


def _parties(current: Iterable[Assignment], voices: Mapping[int, Sequence[Sponsorship]]) -> list[str]:
    found = {code for one in current if one.wording_id for code in codes_of(voices.get(one.wording_id, ()))}
    return sorted(found | ({CHAIR} if any(one.chair for one in current) else set()))


def _standing(base: RoundBase) -> QuerySet[Sponsorship]:
    rows = Sponsorship.objects.filter(wording__base=base)
    standing = rows.filter(proposal__state=Proposal.State.STANDING) | rows.filter(
        chair__isnull=False, chair__ended_at__isnull=True
    )
    return standing.select_related("wording", "proposal__delegation__party", "chair").order_by("wording__pk", "pk")


def _ever_sponsored(base: RoundBase) -> dict[int, list[Sponsorship]]:
    """Return who asks for each wording, by its row; of one that nobody asks for any more, who asked for it last."""
    found: dict[int, list[Sponsorship]] = {}
    for each in _standing(base):
        found.setdefault(each.wording_id, []).append(each)
    earlier = Sponsorship.objects.filter(wording__base=base).exclude(wording__in=list(found))
    for each in earlier.select_related("proposal__delegation__party", "chair").order_by("pk"):
        found.setdefault(each.wording_id, []).append(each)
    return found


def find_wordings(revision: Revision, pks: Iterable[int]) -> list[Wording]:
    """Return the wordings of the revision's base with these keys; those that are not there are left out."""
    return list(Wording.objects.filter(base=revision.base_id, pk__in=list(pks)).order_by("pk"))
