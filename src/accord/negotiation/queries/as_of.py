"""What stood on a base at any instant: proposals, the Chair's words, positions, and where paragraphs were."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from accord.negotiation.models import ChairWording, Position, Proposal, RoundBase, Step


def standing_at(base: RoundBase, at: datetime) -> tuple[Proposal, ...]:
    """Return the proposals that stood at that instant, each with its delegation, in the order of their codes."""
    rows = Proposal.objects.filter(_lasting("submitted_at", at), base=base).select_related("delegation__party", "file")
    return tuple(sorted(rows, key=lambda each: each.delegation.code))


def chair_at(base: RoundBase, at: datetime) -> tuple[ChairWording, ...]:
    """Return the Chair's wordings of that instant."""
    rows = ChairWording.objects.filter(_lasting("written_at", at), base=base).select_related("file")
    return tuple(rows.order_by("pk"))


def positions_at(base: RoundBase, at: datetime) -> Iterable[Position]:
    """Return what delegations said of wordings at that instant; what was withdrawn is not said any more."""
    rows = Position.objects.filter(_lasting("taken_at", at), base=base).exclude(stance=Position.Stance.WITHDRAWN)
    return rows.select_related("delegation__party", "caucus", "wording").order_by("pk")


def steps_at(base: RoundBase, at: datetime) -> tuple[Step, ...]:
    """Return where paragraphs stood at that instant."""
    rows = Step.objects.filter(_lasting("at", at), base=base).select_related("meeting")
    return tuple(rows.prefetch_related("parties__delegation__party").order_by("pk"))


def _lasting(began: str, at: datetime) -> Q:
    return Q(**{f"{began}__lte": at}) & (Q(ended_at__isnull=True) | Q(ended_at__gt=at))
