"""What the pages say of a round's time: its calendar, its rules, what was lodged and what was translated."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Phase = Literal["scheduled", "open", "closed"]


@dataclass(frozen=True, slots=True)
class LodgedView:
    """That the Secretariat put a proposal in: how it was received, on which day, when; and when it was confirmed."""

    source: str
    received_on: date
    lodged_at: datetime
    confirmed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Calendar:
    """When the present round of a group opens and closes, and nothing of what is in it: for the capitals too.

    `internal_at`: until when the reader's own focal point asks for her capital's word, and `note` what she says of it.
    """

    number: int
    symbol: str
    opens_at: datetime
    closes_at: datetime
    zone: str
    place: str
    phase: Phase
    internal_at: datetime | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class MovedView:
    """That a round's close was moved, and why."""

    former: datetime
    closes_at: datetime
    reason: str
    moved_at: datetime
