"""What pages say of a silence procedure: the text it is about, its instant, and five things kept apart."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from accord.negotiation.queries.values.rounds import DelegationView

Column = Literal["delivered", "undelivered", "acknowledged", "silent", "objected"]
Outcome = Literal["", "no_objection", "broken", "cancelled"]
COLUMNS: tuple[Column, ...] = ("delivered", "undelivered", "acknowledged", "silent", "objected")


@dataclass(frozen=True, slots=True)
class SilenceLine:
    """A delegation in a procedure: in exactly one column; since when, in which words, by an amendment or not.

    "delivered" while its time to answer runs; after that it is "silent". "undelivered": no letter, or none that a
    server accepted before the instant: such a silence says nothing.
    """

    party: DelegationView
    column: Column
    at: datetime | None
    words: str
    amended: bool


@dataclass(frozen=True, slots=True)
class SilenceView:
    """A silence procedure; `outcome` is "" while it runs, and "no_objection" from the instant of its end.

    `own` is what the reader's delegation said last ("" nothing); `may_answer`: a focal point while it runs.
    """

    id: int
    number: int
    document: int
    version: int
    symbol: str
    title: str
    question: str
    rule: str
    opens_at: datetime
    expires_at: datetime
    zone: str
    place: str
    capital_zone: str
    capital: str
    texts: tuple[tuple[str, str], ...]
    text_sha256: str
    outcome: Outcome
    ended_at: datetime | None
    reason: str
    lines: tuple[SilenceLine, ...]
    own: str
    may_answer: bool
    may_administer: bool

    def column(self, named: Column) -> tuple[SilenceLine, ...]:
        """Return the delegations of one column."""
        return tuple(each for each in self.lines if each.column == named)


@dataclass(frozen=True, slots=True)
class SilenceRun:
    """A procedure as a line: on which version, until when, how it ended."""

    number: int
    version: int
    expires_at: datetime
    zone: str
    place: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class CaucusView:
    """Delegations that may speak through one another: code, name, and their codes."""

    id: int
    code: str
    name: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CustomsView:
    """How a body does things, its caucuses, and the delegations that may belong to one."""

    revision_label: str
    mark_up: str
    bracket_style: str
    silence: bool
    silence_hours: int
    silence_rule: str
    caucuses: tuple[CaucusView, ...]
    delegations: tuple[DelegationView, ...]
