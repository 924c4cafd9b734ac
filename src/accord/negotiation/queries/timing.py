"""What a round does with time: its rule for what comes late, whom it reminds when, when it can be sent to no more."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, QuerySet

from accord.library.models import Version
from accord.negotiation.models import Proposal, Round, RoundRule
from accord.people.models import FormalMeeting

REMINDERS: Final = (48, 6)
"""How many hours before the close delegations are reminded where a round says nothing else."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds in a round: whether it takes what comes late, and how many hours before the close it reminds."""

    late: bool = False
    reminders: tuple[int, ...] = REMINDERS


def rules_of(round_: Round) -> Rules:
    """Return what holds in a round now."""
    row = RoundRule.objects.filter(round=round_.pk, ended_at=None).first()
    return Rules(row.late == RoundRule.Late.STAMP, tuple(row.reminders)) if row else Rules()


def begins(meeting: FormalMeeting) -> datetime:
    """Return the instant at which a formal meeting begins: the midnight of its first day, where it is held."""
    return datetime.combine(meeting.opens_on, time(), ZoneInfo(meeting.zone))


def takes_late(round_: Round, now: datetime) -> bool:
    """Whether the round takes what comes after its close.

    Where its rule says so, it does until the formal meeting begins or a later version is published, on which one goes
    on. `round_` with its version and meeting.
    """
    return now < begins(round_.meeting) and rules_of(round_).late and not later_versions(round_).exists()


def is_late(row: Proposal) -> bool:
    """Whether a proposal was sent after the close of its round, which never moves once it has passed (O16)."""
    return row.submitted_at is not None and row.submitted_at >= row.round.closes_at


def later_versions(round_: Round) -> QuerySet[Version]:
    """Return what was published since and takes the place of the round's version.

    A corrigendum or an addendum stands beside the text, it does not replace it.
    """
    later = Version.objects.filter(document=round_.version.document_id, ordinal__gt=round_.version.ordinal)
    return _replacing(later)


def stamping() -> Exists:
    """Return the condition, on a language version of a round, that its rule lets late proposals in."""
    return Exists(RoundRule.objects.filter(round=OuterRef("round"), late=RoundRule.Late.STAMP, ended_at=None))


def replaced() -> Exists:
    """Return the condition, on a language version of a round, that a later version of its document is published."""
    later = Version.objects.filter(
        document=OuterRef("round__version__document"), ordinal__gt=OuterRef("round__version__ordinal")
    )
    return Exists(_replacing(later))


def _replacing(later: QuerySet[Version]) -> QuerySet[Version]:
    return later.exclude(label__startswith="Corr").exclude(label__startswith="Add")
