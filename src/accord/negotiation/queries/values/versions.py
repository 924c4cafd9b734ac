"""What the pages of the texts for the meeting are made of."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from accord.negotiation.queries.values.rounds import BaseView, RoundView

OutputState = Literal["queued", "done", "failed"]
Since = Literal["", "sent", "said", "closed"]
"""What has happened since the latest texts were made: something was sent, or said, or the round has closed."""


@dataclass(frozen=True, slots=True)
class OutputView:
    """One file: its kind, for a bracketed text its style and mark-up ("" for the others), and how far it is.

    `failure` says why there is none: "damaged", "unreadable", "broken", or "altered" and a delegation's code.
    """

    id: int
    kind: str
    style: str
    mark_up: str
    state: OutputState
    failure: str
    filename: str
    size: int


@dataclass(frozen=True, slots=True)
class OutputsView:
    """The texts of one language version as of an instant, None where none were asked for; `instants` has them all.

    `sealed`: nobody sees anything yet. `since` says what has happened since the latest of them were made that is not in
    them. `style` and `mark_up` are how the body prints brackets.
    """

    round: RoundView
    base: BaseView
    as_of: datetime | None
    outputs: tuple[OutputView, ...]
    instants: tuple[datetime, ...]
    sealed: bool
    since: Since
    style: str
    mark_up: str

    @property
    def latest(self) -> bool:
        """Whether no later texts than these were made."""
        return self.as_of == next(iter(self.instants), None)
