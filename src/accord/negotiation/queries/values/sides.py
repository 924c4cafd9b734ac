"""Two language versions of a round beside one another, each with its own amendments."""

from dataclasses import dataclass

from accord.negotiation.queries.values.rounds import BaseView, DelegationView, ParagraphView, RoundView


@dataclass(frozen=True, slots=True)
class PairView:
    """What stands at one place in either version: the paragraph, and those added behind it; () where there is none."""

    place: str
    left: tuple[ParagraphView, ...]
    right: tuple[ParagraphView, ...]

    @property
    def changed(self) -> bool:
        """Whether anybody asks for other words there, in either language."""
        return any(each.cards or each.added for each in (*self.left, *self.right))


@dataclass(frozen=True, slots=True)
class CourtesyView:
    """A proposal made in one language as the readers of the other have it.

    "pending": not translated; "stale": only a former proposal of that delegation was; "translated": in `proposal`.
    """

    party: DelegationView
    language: str
    amendments: int
    proposal: int
    state: str


@dataclass(frozen=True, slots=True)
class SidesView:
    """Both versions, paired place by place; `alike`: they have the same paragraphs in the same order."""

    round: RoundView
    left: BaseView
    right: BaseView
    pairs: tuple[PairView, ...]
    courtesies: tuple[CourtesyView, ...]
    alike: bool
