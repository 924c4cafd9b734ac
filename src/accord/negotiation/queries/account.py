"""The account of a published revision: every paragraph that changed and by whose wording, and what became of each."""

from collections.abc import Mapping, Sequence
from typing import TypedDict

from accord.negotiation.models import Assignment, Decision, Difference, Question, Revision, Wording
from accord.negotiation.queries.agreed import cited_places
from accord.negotiation.queries.carried import KEPT, sponsorships_of
from accord.negotiation.queries.differences import codes_of
from accord.negotiation.queries.folded import CHAIR, of_base
from accord.negotiation.queries.lifting import Lift
from accord.negotiation.queries.pieces import paragraphs_of
from accord.negotiation.queries.printing import Standing
from accord.negotiation.queries.renumbered import Renumbered
from accord.texts.providers import revising as engine
from accord.texts.providers import word


class ChangedParagraph(TypedDict):
    """A paragraph that is not as it was ("" where there is no such paragraph), and whose doing it is.

    `place` is its address before, `new_place` after; `cited` is how it was called and `cited_now` how it is called in
    what was published ("" where there is no such paragraph), in the language of who published.
    `asks` are the wordings behind it, `by` the codes of those who asked for them; `chair` and `notes` say what the
    Chair gave as the Chair's own.
    """

    place: str
    new_place: str
    cited: str
    cited_now: str
    before: str
    after: str
    asks: list[str]
    by: list[str]
    chair: bool
    notes: list[str]


class DecidedWording(TypedDict):
    """What became of a wording: `outcome` is take, keep, leave or fell ("": an edited file said nothing of it)."""

    ask: str
    place: str
    cited: str
    cited_now: str
    new_place: str
    new_label: str
    removed: str
    added: str
    by: list[str]
    said: dict[str, list[str]]
    outcome: str
    reason: str


class AskedQuestion(TypedDict):
    """Words of a delegation that were lost or added, what its focal point answered; "" while it has not answered."""

    place: str
    cited: str
    by: str
    lost: list[str]
    back: list[str]
    added: list[str]
    answer: str
    words: str


class Account(TypedDict):
    """All of it, as frozen with the revision."""

    changed: list[ChangedParagraph]
    wordings: list[DecidedWording]
    questions: list[AskedQuestion]


def account_of(row: Revision, standing: Standing, made: engine.Revised, lifted: Sequence[Lift] = ()) -> Account:
    """Return the account of a version made by decisions; `lifted` is what was lifted out of its brackets."""
    behind = {word.ask_of(each.amendment): each.asks for each in lifted}
    cited, now = _cited(row), Renumbered(row.base, made.text)
    changed: list[ChangedParagraph] = [
        {
            "place": each.address,
            "new_place": each.new_address,
            "cited": cited.get(each.address, ""),
            "cited_now": now.of(each.address) if each.before else now.put_in(each.after),
            "before": each.before,
            "after": each.after,
            "asks": [ask for identity in each.ids for ask in behind.get(identity, (identity,))],
            "by": list(each.parties),
            "chair": CHAIR in each.parties,
            "notes": [],
        }
        for each in made.changed
    ]
    traces = {each.id: each for each in made.traces}
    wordings = _wordings(row, standing, (cited, now), traces)
    return {"changed": changed, "wordings": wordings, "questions": _asked(row, cited)}


def assigned_account(row: Revision, standing: Standing, data: bytes) -> Account:
    """Return the account of a version that was edited in Word: its differences, and whose each was said to be."""
    cited, now, found = _cited(row), Renumbered(row.base, data), list[ChangedParagraph]()
    current = Assignment.objects.filter(difference__revision=row, ended_at__isnull=True).select_related("wording")
    assigned: dict[int, list[Assignment]] = {}
    for given in current.order_by("pk"):
        assigned.setdefault(given.difference_id, []).append(given)
    for each in Difference.objects.filter(revision=row):
        whose = assigned.get(each.pk, [])
        asks = [given.wording.ask for given in whose if given.wording is not None]
        by = sorted({code for ask in asks for code in standing.asked.get(ask, ())})
        chair = any(given.chair for given in whose)
        changed: ChangedParagraph = {
            "place": each.place,
            "new_place": each.new_place,
            "cited": cited.get(each.place, ""),
            "cited_now": now.of(each.place) if each.before else now.put_in(each.after),
            "before": each.before,
            "after": each.after,
            "asks": asks,
            "by": by,
            "chair": chair or CHAIR in by,
            "notes": [given.note for given in whose if given.note],
        }
        found.append(changed)
    return {"changed": found, "wordings": _wordings(row, standing, (cited, now), {}), "questions": _asked(row, cited)}


def _cited(row: Revision) -> Mapping[str, str]:
    """Return how each paragraph of the base is called, in reading order: "Paragraph 7"."""
    return cited_places(row.base, [each.address for each in paragraphs_of(row.base)])


def _wordings(
    row: Revision, standing: Standing, called: tuple[Mapping[str, str], Renumbered], traces: Mapping[str, engine.Trace]
) -> list[DecidedWording]:
    cited, now = called
    decided = {each.ask: each for each in Decision.objects.filter(revision=row, ended_at__isnull=True)}
    said: dict[str, dict[str, list[str]]] = {}
    for position in standing.positions:
        stances = said.setdefault(position.wording.ask, {})
        stances.setdefault(position.stance, []).append(position.delegation.code)
    found: list[DecidedWording] = []
    carried = [ask for ask in decided if ask.startswith(KEPT)]
    for each in Wording.objects.filter(base=row.base, ask__in=[*standing.asked, *carried]).order_by("pk"):
        trace, decision = traces.get(each.ask), decided.get(each.ask)
        found.append(
            {
                "ask": each.ask,
                "place": each.place,
                "cited": cited.get(each.place, ""),
                "cited_now": now.of(each.place),
                "new_place": trace.new_address if trace else "",
                "new_label": trace.new_label if trace else "",
                "removed": each.removed,
                "added": each.added,
                "by": list(
                    standing.asked[each.ask] if each.carried_from_id is None else codes_of(sponsorships_of(each))
                ),
                "said": {stance: sorted(codes) for stance, codes in said.get(each.ask, {}).items()},
                "outcome": trace.outcome if trace else decision.choice if decision else "",
                "reason": decision.reason if decision else "",
            }
        )
    order = {place: at for at, place in enumerate(cited)}
    return sorted(found, key=lambda each: order.get(of_base(each["place"]), len(order)))


def _asked(row: Revision, cited: Mapping[str, str]) -> list[AskedQuestion]:
    rows = Question.objects.filter(revision=row, ended_at__isnull=True).select_related("delegation__party")
    return [
        {
            "place": each.place,
            "cited": cited.get(each.place, ""),
            "by": each.delegation.code,
            "lost": each.lost,
            "back": each.back,
            "added": each.added,
            "answer": each.answer,
            "words": each.words,
        }
        for each in rows.order_by("pk")
    ]
