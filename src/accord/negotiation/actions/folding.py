"""The folded rows beside the history: rewritten, in the same transaction, by whatever changes a place."""

from collections.abc import Collection
from dataclasses import fields
from typing import Any

from accord.negotiation.actions.numbering import give_numbers
from accord.negotiation.models import Place, Proposal, Round, RoundBase
from accord.negotiation.queries.folded import FoldedPlace, folded, is_sealed, of_base


def fold(base: RoundBase, addresses: Collection[str] | None = None) -> None:
    """Fold these places of a base anew (all of them, unless told which); of a sealed round nothing is folded."""
    if is_sealed(base.round) or (addresses is not None and not addresses):
        return
    only = None if addresses is None else {of_base(each) for each in addresses}
    wanted = folded(base, only)
    stored = {
        each.address: each for each in Place.objects.filter(base=base) if only is None or of_base(each.address) in only
    }
    Place.objects.filter(pk__in=[row.pk for address, row in stored.items() if address not in wanted]).delete()
    fresh = [_row(base, each) for address, each in wanted.items() if address not in stored]
    Place.objects.bulk_create(fresh)
    for address, row in stored.items():
        if address in wanted and _differs(row, wanted[address]):
            Place.objects.filter(pk=row.pk).update(**_values(wanted[address]))


def settle(base: RoundBase) -> bool:
    """Fold a base for the first time, once its round has closed if that was sealed; whether anything was to be done.

    Paragraphs that were added while it was sealed get their numbers then, in the order of the delegations.
    """
    if base.round.sees != Round.Sees.AFTER_CLOSE or is_sealed(base.round) or Place.objects.filter(base=base).exists():
        return False
    standing = Proposal.objects.filter(base=base, state=Proposal.State.STANDING)
    rows = list(standing.select_related("delegation__party").order_by("delegation__party__code"))
    give_numbers(base, rows)
    fold(base)
    return bool(rows) or Place.objects.filter(base=base).exists()


def _values(place: FoldedPlace) -> dict[str, Any]:
    named = {each.name: getattr(place, each.name) for each in fields(place)}
    return {("chair_id" if name == "chair" else name): value for name, value in named.items()}


def _row(base: RoundBase, place: FoldedPlace) -> Place:
    return Place(base=base, **_values(place))


def _differs(row: Place, place: FoldedPlace) -> bool:
    return any(getattr(row, name) != value for name, value in _values(place).items())
