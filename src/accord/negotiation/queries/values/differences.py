"""What the pages of an edited version show: what differs and whose it is, what was asked and answered, the account."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

Kind = Literal["changed", "put_in", "gone", "moved"]
Pieces = tuple[tuple[str, str], ...]
"""Stretches of words: what stays ("same"), goes ("del") and comes ("ins")."""


@dataclass(frozen=True, slots=True)
class CandidateView:
    """A wording to which a difference may be laid, and whether it is; `codes` are those who ask for it."""

    id: int
    cited: str
    codes: tuple[str, ...]
    removed: str
    added: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class DifferenceView:
    """A paragraph that is not as it was. `whose` are codes; `by_words`: the words themselves say whose they are."""

    ordinal: int
    cited: str
    kind: Kind
    pieces: Pieces
    whose: tuple[str, ...]
    chair: bool
    note: str
    by_words: bool
    candidates: tuple[CandidateView, ...]

    @property
    def explained(self) -> bool:
        """Whether it is laid to anybody."""
        return self.chair or any(each.chosen for each in self.candidates)


@dataclass(frozen=True, slots=True)
class EditedPage:
    """A version edited in Word: `id` None where none is begun, `uploaded` whether a file was sent for it.

    `closes_at`, on the clock of `zone` (`place`), is the close of its round, before which none can be made.
    """

    group: str
    number: int
    symbol: str
    language: str
    filename: str
    id: int | None
    way: str
    uploaded: bool
    published: bool
    closes_at: datetime
    zone: str
    place: str
    differences: tuple[DifferenceView, ...] = ()

    @property
    def left(self) -> int:
        """How many differences are laid to nobody."""
        return sum(not each.explained for each in self.differences)


@dataclass(frozen=True, slots=True)
class QuestionView:
    """Merged words and what they do to a delegation's; `phrases` are its lost words as they stood together.

    `own` shows how its words became the merged ones; `answer` is "" while there is none. `others` (how the place is
    called, id) are the delegation's other open questions on the same version.
    """

    id: int
    code: str
    group: str
    number: int
    symbol: str
    language: str
    cited: str
    own: Pieces
    phrases: tuple[str, ...]
    back: tuple[str, ...]
    added: tuple[str, ...]
    merged: str
    answer: str
    words: str
    answered_at: datetime | None
    others: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class ChangesView:
    """The account of a published version against the one before; `account` as it was frozen (queries.account)."""

    document: int
    title: str
    symbol: str
    before: str
    language: str
    languages: tuple[str, ...]
    day: date
    published_at: datetime
    way: str
    account: dict[str, Any]
    pieces: tuple[Pieces, ...]
