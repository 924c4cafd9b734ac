"""The next version in the making as its makers see it: each wording with what is decided on it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from accord.negotiation.queries.values.marks import State
from accord.negotiation.queries.values.rounds import BaseView, DelegationView, RoundView

Choice = Literal["take", "keep", "leave"]
Way = Literal["decisions", "upload"]


@dataclass(frozen=True, slots=True)
class DecidedView:
    """One wording and what is decided on it ("" when nothing is).

    `agreed` is what the ladder says: "take" where the wording is in agreed words, "leave" where other words of its
    paragraph were agreed. `chair`: it is the Chair's own. `support` and `against` count delegations. `since` is the
    round from which it was carried, in brackets in the text (0: none): it stays there unless something is decided, and
    can be taken or left only where it is `liftable`.
    """

    ask: str
    place: str
    anchor: str
    cited: str
    kind: str
    removed: str
    added: str
    sponsors: tuple[DelegationView, ...]
    chair: bool
    support: tuple[str, ...]
    against: tuple[str, ...]
    state: State | None
    agreed: Choice | None
    choice: Choice | None
    reason: str
    since: int = 0
    liftable: bool = True


@dataclass(frozen=True, slots=True)
class UnaskedView:
    """A delegation whose words are merged and that was not asked about it, and at which paragraphs ("" the start)."""

    party: DelegationView
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RevisionPage:
    """A revision with its wordings in the order of the text; `id` is None when none is begun.

    `superseded`: none is begun, and a later version of the document is published already. `unexplained` counts
    differences of an uploaded file that are nobody's yet; `label` is the next version's.
    """

    round: RoundView
    base: BaseView
    id: int | None
    way: Way
    label: str
    wordings: tuple[DecidedView, ...]
    unexplained: int
    published_at: datetime | None
    published_as: str
    day: date | None
    superseded: bool = False
    version: int | None = None

    @property
    def proposed(self) -> tuple[DecidedView, ...]:
        """The wordings that somebody asks for in this round: on each of them something is to be decided."""
        return tuple(each for each in self.wordings if not each.since)

    @property
    def undecided(self) -> int:
        """How many wordings nothing is decided on."""
        return sum(each.choice is None for each in self.proposed)

    @property
    def decided(self) -> int:
        """How many wordings something is decided on."""
        return len(self.proposed) - self.undecided

    @property
    def agreeable(self) -> int:
        """How many wordings the ladder has decided and this revision has not."""
        return sum(each.agreed is not None and each.choice is None for each in self.wordings)
