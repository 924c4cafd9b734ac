"""What goes over from a version's round to the next one's: which paragraph is which, which states, which wordings."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from django.db.models import Exists, OuterRef

from accord.kernel import storage
from accord.negotiation.models import Decision, Revision, RoundBase, Sponsorship, Step, Upholding, Wording
from accord.negotiation.queries.pieces import paragraphs_of
from accord.negotiation.queries.values import AGREED
from accord.texts.providers import revising as engine
from accord.texts.providers import word

KEPT: Final = "kept:"
"""How the id of a wording begins that stands in the text already, in brackets: no amendment asks for it."""
_ADDED: Final = "~"


@dataclass(frozen=True, slots=True)
class CarriedStep:
    """Where a paragraph stood, and where it stands in the next version: address, state, how sure the place is."""

    step: Step
    place: str
    state: str
    certainty: float


@dataclass(frozen=True, slots=True)
class Carriage:
    """All that goes over from one base to another: `wordings` by their new place, in the order in which they came."""

    former: RoundBase
    base: RoundBase
    steps: tuple[CarriedStep, ...]
    wordings: tuple[tuple[Wording, str], ...]


def given_up() -> Exists:
    """Select sponsorships of carried wordings that their delegation has said are no longer its own."""
    said = Upholding.objects.filter(upheld=False, ended_at__isnull=True, wording=OuterRef("wording"))
    return Exists(said.filter(delegation=OuterRef("proposal__delegation")))


def former_of(base: RoundBase) -> RoundBase | None:
    """Return the base of the same document and language in the latest round before this one; None for the first."""
    round_ = base.round
    rows = RoundBase.objects.filter(round__group=round_.group_id, round__version__document=round_.version.document_id)
    earlier = rows.filter(language=base.language, round__number__lt=round_.number)
    return earlier.select_related("round__version", "round__group", "file").order_by("-round__number").first()


def carriage(base_id: int) -> Carriage | None:
    """Return what goes over to this base, None when there is nothing before it: the slow part, done before the act."""
    base = RoundBase.objects.select_related("round__version", "round__group", "file").get(pk=base_id)
    former = former_of(base)
    if former is None:
        return None
    found = _Carrying(former, base)
    revision = Revision.objects.filter(base=former, version=base.round.version_id, published_at__isnull=False).first()
    wordings = found.wordings(revision) if revision else ()
    steps = Step.objects.filter(base=former, ended_at__isnull=True).select_related("meeting").order_by("pk")
    bracketed = {place for _wording, place in wordings}
    return Carriage(former, base, tuple(found.steps(steps, bracketed)), wordings)


@dataclass(frozen=True)
class _Carrying:
    """Which paragraph of the new base each of the former is, and the words of the new one."""

    former: RoundBase
    base: RoundBase
    where: Mapping[str, engine.Carried] = field(init=False)
    words: Mapping[str, str] = field(init=False)
    texts: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        files = storage.read(self.former.file), storage.read(self.base.file)
        object.__setattr__(self, "where", engine.carried(*files))
        words = {each.address: word.words_of(each.text) for each in paragraphs_of(self.base)}
        object.__setattr__(self, "words", words)
        object.__setattr__(self, "texts", {each.address: each.text for each in paragraphs_of(self.base)})

    def steps(self, steps: Iterable[Step], bracketed: set[str]) -> Iterable[CarriedStep]:
        """Yield where each paragraph of the former base stands now; one that is gone goes over nowhere."""
        taken: set[str] = set()
        for step in steps:
            place, certainty = self._place_of(step)
            if place and place not in taken:
                taken.add(place)
                yield CarriedStep(step, place, self._state(step, place, certainty, bracketed), certainty)

    def wordings(self, revision: Revision) -> tuple[tuple[Wording, str], ...]:
        """Return the wordings that a revision keeps in brackets, and those that stood in brackets before it did."""
        decided = Decision.objects.filter(revision=revision, ended_at__isnull=True)
        choices = dict(decided.values_list("ask", "choice"))
        asks = {ask for ask, choice in choices.items() if choice == Decision.Choice.KEEP and not ask.startswith(KEPT)}
        rows = Wording.objects.filter(base=self.former).order_by("pk")
        return tuple(
            (each, self._place_of_wording(each))
            for each in rows
            if (
                each.ask in asks if each.carried_from_id is None else self._in_brackets(each, choices.get(each.ask, ""))
            )
        )

    def _place_of(self, step: Step) -> tuple[str, float]:
        if _ADDED not in step.place:
            found = self.where.get(step.place)
            return (found.address, found.certainty) if found else ("", 0.0)
        return self._new_with(step.agreed, whole=True), 1.0

    def _place_of_wording(self, each: Wording) -> str:
        """Return where a wording stands in the new text; beside what stood before it where its paragraph is gone."""
        if each.contents and (found := self._new_with(each.added)):
            return found
        before = ""
        for address, carried in self.where.items():
            before = carried.address or before
            if address == each.place:
                break
        return before or next(iter(self.words))

    def _new_with(self, words: str, *, whole: bool = False) -> str:
        """Return the paragraph that is new in the text and has these words; "" when there is none."""
        wanted, known = word.words_of(words), {each.address for each in self.where.values()}
        fresh = ((address, text) for address, text in self.words.items() if address not in known)
        return next((address for address, text in fresh if wanted and _has(text, wanted, whole=whole)), "")

    def _in_brackets(self, each: Wording, choice: str) -> bool:
        """Whether words that stood in brackets do so in the new text; those lifted out of them do not."""
        found = self.where.get(each.place) if each.carried_from_id is not None else None
        if found is None or choice in {Decision.Choice.TAKE, Decision.Choice.LEAVE}:
            return False
        return found.certainty == 1.0 or all(
            f"[{words}]" in self.texts.get(found.address, "") for words in (each.removed, each.added) if words
        )

    def _state(self, step: Step, place: str, certainty: float, bracketed: set[str]) -> str:
        """Return the state in the new text: agreed only where the words are those that were agreed; else open."""
        state = Step.State(step.state)
        named = step.agreed and (state in AGREED or state == Step.State.PENDING)
        same = self.words[place] == word.words_of(step.agreed) if named else certainty == 1.0
        if state == Step.State.BRACKETED:
            same = place in bracketed or same
        elif place in bracketed:
            same = False
        return state if same else Step.State.OPEN


def _has(text: str, wanted: str, *, whole: bool) -> bool:
    return text == wanted if whole else wanted in text


def sponsorships_of(wording: Wording) -> list[Sponsorship]:
    """Return who asks for a wording now: sponsorships that stand and were not given up."""
    rows = Sponsorship.objects.filter(wording=wording).exclude(given_up()).select_related("proposal", "chair")
    return [
        each
        for each in rows.order_by("pk")
        if (each.chair.ended_at is None if each.chair else each.proposal and each.proposal.state == "standing")
    ]
