"""What the text marks beside its words: where a paragraph stands, and who says what of a wording; codes alone."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

State = Literal["", "open", "bracketed", "pending", "informal", "ad_referendum", "approved"]


@dataclass(frozen=True, slots=True)
class PositionsView:
    """Who says what of a wording, by code, as the text shows it beside the words; who is not named said nothing."""

    support: tuple[str, ...] = ()
    object: tuple[str, ...] = ()
    reserve: tuple[str, ...] = ()
    dissociate: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StateView:
    """Where a paragraph stands, as the text shows it: its state, the meeting that approved it, whom it waits for.

    `since_approval` are the delegations that propose other words after a formal meeting approved it.
    """

    state: State
    meeting: int | None = None
    waits_for: tuple[str, ...] = ()
    since_approval: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SilenceNow:
    """The procedure that runs in a group: until when, so many delegations asked, the codes of those that acknowledged.

    `own` is what the reader's delegation said first, "" when nothing.
    """

    number: int
    symbol: str
    expires_at: datetime
    zone: str
    asked: int
    acknowledged: tuple[str, ...]
    own: str


@dataclass(frozen=True, slots=True)
class Sent:
    """That a delegation's proposal stands, and how large it is."""

    code: str
    amendments: int
    paragraphs: int
