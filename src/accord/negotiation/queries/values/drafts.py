"""What the pages on which a delegation writes her proposal are made of."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from accord.negotiation.queries.values.rounds import BaseView, RoundView
from accord.texts.providers import writing

Op = Literal["words", "add", "delete", "move"]
Fate = Literal["", "delete", "move"]
Pieces = tuple[tuple[Literal["same", "del", "ins"], str], ...]


def preview(words: str, others: str) -> Pieces:
    """Return one text as changed into another, word by word: what stays, goes and comes."""
    return tuple(writing.pieces(words, others))


@dataclass(frozen=True, slots=True)
class WrittenEdit:
    """What is written at one place: its address, what is done there, the words, and the reason given.

    `ordinal` tells the paragraphs added behind a place apart, from 1; 0 is the place itself. `after` is where a move
    leads, `bridges` the wording (its id) to which this is offered as a bridge.
    """

    place: str
    op: Op
    words: str = ""
    reason: str = ""
    after: str = ""
    ordinal: int = 0
    bridges: int | None = None


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of saving: the turn it is at now; how it reads beside the official text."""

    turn: int
    saved_at: datetime
    pieces: Pieces


@dataclass(frozen=True, slots=True)
class AddedView:
    """A paragraph that she puts in behind another: how it is cited ("2 bis"), its words, and the turn they are at."""

    ordinal: int
    cited: str
    words: str
    reason: str
    turn: int
    rival: str


@dataclass(frozen=True, slots=True)
class AmendView:
    """One paragraph to amend: the official words, hers, what she adds behind it, and the places it may move to.

    `fate` says that she takes the whole paragraph out or moves it, `to` how the paragraph is cited behind which it then
    stands. `turn` 0: nothing is saved here yet. `rival`: words of hers that were saved from another window, or that her
    own file holds, and wait for her choice. `offered` is what she starts from when she takes up a wording of others,
    `checking` her Word file (its id) that waits for a last look. `has_objects`: pictures or notes stand
    among the words. `elsewhere`: the language of the text on which her proposal is, when that is another than this.
    """

    round: RoundView
    base: BaseView
    address: str
    anchor: str
    cited: str
    kind: str
    official: str
    words: str
    reason: str
    turn: int
    rival: str
    fate: Fate
    to: str
    pieces: Pieces
    added: tuple[AddedView, ...]
    next_cited: str
    before: str
    behind: str
    places: tuple[tuple[str, str], ...]
    has_objects: bool
    saved_at: datetime | None
    drafted: int
    checking: int | None
    elsewhere: str = ""
    offered: "OfferView | None" = None


@dataclass(frozen=True, slots=True)
class OfferView:
    """Words of others that she takes up: as the paragraph would read, and what would be put in behind it."""

    wording: int
    words: str
    added: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EditView:
    """One thing that is written and not sent yet, as a line of the draft."""

    place: str
    anchor: str
    cited: str
    op: Op
    ordinal: int
    to: str
    words: str
    reason: str
    turn: int
    rival: str
    pieces: Pieces
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class DraftView:
    """All that is written and not sent yet. `grounded`: it goes on from a proposal that stands.

    `kept` counts the paragraphs of that proposal that stay as they are; `rivals` the edits that wait for a choice.
    """

    id: int
    round: RoundView
    base: BaseView
    edits: tuple[EditView, ...]
    grounded: bool
    kept: int
    rivals: int
    begun_at: datetime
