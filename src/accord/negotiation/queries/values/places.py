"""What the pages of places are made of: who says what of which words, where each paragraph stands, what is awaited."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from accord.negotiation.queries.values.marks import State
from accord.negotiation.queries.values.rounds import BaseView, DelegationView, RoundView

Stance = Literal["support", "object", "reserve", "dissociate", "withdrawn"]
STATES: tuple[State, ...] = ("", "open", "bracketed", "pending", "informal", "ad_referendum", "approved")
AGREED: frozenset[State] = frozenset({"informal", "ad_referendum", "approved"})


@dataclass(frozen=True, slots=True)
class SaidView:
    """What a delegation says of a wording, since when, and whether it speaks for a caucus (its code, else "")."""

    party: DelegationView
    stance: Stance
    reason: str
    at: datetime
    on_behalf_of: str = ""


@dataclass(frozen=True, slots=True)
class WordingView:
    """One wording at a place: who asks for it, `html` its words as tracked, who says what of it, who said nothing.

    `chair`: the Chair puts it forward (too). `mine`: the reader's own delegation asks for it; `own` is her position.
    `taken`: it is in the words agreed. `carried`: the number of the round from which it was carried and in which it was
    said, 0 for what is said in this one; `still`: the reader's delegation has not said yet whether that still holds.
    """

    id: int
    ask: str
    kind: str
    removed: str
    added: str
    sponsors: tuple[DelegationView, ...]
    chair: bool
    mine: bool
    taken: bool
    said: tuple[SaidView, ...]
    silent: tuple[DelegationView, ...]
    own: SaidView | None
    carried: int = 0
    still: bool = False


@dataclass(frozen=True, slots=True)
class AwaitedView:
    """A delegation whose word a paragraph waits for: "waiting", "confirmed" or "objected"."""

    party: DelegationView
    answer: str


@dataclass(frozen=True, slots=True)
class StepView:
    """A step on the ladder: state, why, when, on which words, for whom."""

    id: int
    state: State
    cause: str
    at: datetime
    agreed: str
    package: str
    meeting: int | None
    party: DelegationView | None
    reason: str
    elsewhere: bool


@dataclass(frozen=True, slots=True)
class RequestView:
    """That a delegation asked for the paragraph to be opened again: why, when, and the answer ("" while it waits).

    `answer` is "reopened" or "declined", in the Chair's `words`. `mine`: the reader's own delegation asked.
    """

    id: int
    party: DelegationView
    reason: str
    at: datetime
    answer: str
    words: str
    mine: bool


@dataclass(frozen=True, slots=True)
class ParagraphPage:
    """One paragraph and everything said of it; `step` is where it stands, `history` all steps, latest first.

    `may_speak`: the reader speaks for a delegation and positions can be taken; `may_record`: she presides. `asked`: her
    delegation's word is awaited. `ended`: a later version is published, and nothing more is said here. `caucuses` are
    the codes of those on whose behalf her delegation may speak. `requests` to open it again, latest first;
    `may_request`: her delegation may put one.
    """

    round: RoundView
    base: BaseView
    address: str
    anchor: str
    cited: str
    words: str
    stands_on: str
    wordings: tuple[WordingView, ...]
    added: tuple[tuple[str, str], ...]
    step: StepView | None
    awaited: tuple[AwaitedView, ...]
    since_approval: tuple[DelegationView, ...]
    history: tuple[StepView, ...]
    chair_words: str
    chair_note: str
    delegations: tuple[DelegationView, ...]
    may_speak: bool
    may_record: bool
    asked: bool
    caucuses: tuple[str, ...] = ()
    requests: tuple[RequestView, ...] = ()
    may_request: bool = False


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """One paragraph on the board: state, who holds it, and whom it waits for; `seen` names its words for the forms.

    `holding`: who objects or reserves its position; `alone` is the one delegation that stands between the paragraph
    and agreement, None when there is none or several. `agenda`: its number in the order of discussion, 0 for none.
    """

    address: str
    anchor: str
    cited: str
    state: State
    seen: str
    wordings: int
    proposing: tuple[DelegationView, ...]
    holding: tuple[DelegationView, ...]
    waits_for: tuple[DelegationView, ...]
    alone: DelegationView | None
    meeting: int | None
    package: str
    agenda: int
    since_approval: tuple[DelegationView, ...]


@dataclass(frozen=True, slots=True)
class HeldView:
    """How many paragraphs a delegation holds or is awaited on, and which, as they are called."""

    party: DelegationView
    places: tuple[PlaceLine, ...]


@dataclass(frozen=True, slots=True)
class BoardView:
    """The whole text at a glance: counts by state, each paragraph of which anything is said, and whose word is owed.

    `undiscussed` counts the paragraphs with words of which nothing was recorded and nobody proposes anything;
    `mine` are the places where the reader's delegation is awaited or holds a paragraph.
    """

    round: RoundView
    base: BaseView
    counts: tuple[tuple[State, int], ...]
    lines: tuple[PlaceLine, ...]
    owed: tuple[HeldView, ...]
    held: tuple[HeldView, ...]
    mine: tuple[PlaceLine, ...]
    may_record: bool
    may_speak: bool
    sealed: bool
