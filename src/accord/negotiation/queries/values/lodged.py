"""What the pages about a round's rules, and about what was lodged for delegations, are made of."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from accord.negotiation.queries.values.rounds import DelegationView, RoundView
from accord.negotiation.queries.values.timing import MovedView


@dataclass(frozen=True, slots=True)
class LodgingView:
    """A proposal that the Secretariat put in for a delegation: how it was received, and what became of it.

    `state`: it waits for the focal point's word, was confirmed, was declined (`reason` says why), or was put aside when
    the delegation prepared a file of its own. `evidence` is the name of what was received, "" for nothing.
    """

    proposal: int
    party: DelegationView
    filename: str
    language: str
    amendments: int
    paragraphs: int
    untracked: int
    state: Literal["waiting", "confirmed", "declined", "put_aside"]
    source: str
    received_on: date
    note: str
    evidence: str
    lodged_at: datetime
    answered_at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class LodgingsView:
    """What was lodged in a round, latest first, and the delegations for which one may lodge: their ids and names."""

    round: RoundView
    lines: tuple[LodgingView, ...]
    delegations: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class RulesView:
    """What holds in a round: whether late proposals are taken, when delegations are reminded, how its close moved."""

    round: RoundView
    late: bool
    reminders: tuple[int, ...]
    moved: tuple[MovedView, ...]
