"""How places are called, and which words result when certain wordings at one of them are taken."""

from collections.abc import Collection, Iterable, Sequence

from accord.negotiation.models import AddedLabel, ChairWording, RoundBase, Sponsorship
from accord.negotiation.queries.cards import hash_of
from accord.negotiation.queries.carried import KEPT
from accord.negotiation.queries.folded import of_base
from accord.negotiation.queries.numbers import added, cited, numbered
from accord.negotiation.queries.pieces import amendments_of, paragraphs_of, sheet_of
from accord.texts.providers import word


class ConflictError(ValueError):
    """Two of the wordings change the same words, or put others in at the same place: both cannot stand."""


class InBracketsError(ValueError):
    """One of the wordings stands in the text already, in brackets: it cannot be put in once more."""


def names_of(base: RoundBase, places: Iterable[str]) -> dict[str, str]:
    """Return how each place is called in the reader's language, without its word: "7", "7 bis", "¶ 8"."""
    numbers = numbered(sheet_of(base))
    found = {}
    for place in places:
        number, ordinal = numbers[of_base(place)], place.rpartition("~")[2]
        found[place] = added(number, int(ordinal)).name if place != of_base(place) else number.name
    return found


def cited_places(base: RoundBase, places: Iterable[str]) -> dict[str, str]:
    """Return how each place is called in the reader's language: "Paragraph 7"."""
    kinds = {each.address: each.kind for each in paragraphs_of(base)}
    plain = {place: kinds[of_base(place)] == "paragraph" and "/" not in place for place in places}
    return {place: cited(name, plain=plain[place]) for place, name in names_of(base, places).items()}


def words_of_base(base: RoundBase, place: str) -> str:
    """Return the words of the base at a place; "" for a paragraph that is added there."""
    if place != of_base(place):
        return ""
    return next(word.words_of(each.text) for each in paragraphs_of(base) if each.address == place)


def words_taken(base: RoundBase, place: str, asks: Collection[str]) -> str:
    """Return how the place reads with these wordings in it, and nothing else; ConflictError when two exclude another.

    KeyError when nobody asks for one of them any more; InBracketsError when one was carried from an earlier version.
    """
    if any(ask.startswith(KEPT) for ask in asks):
        raise InBracketsError
    asked = amendments_at(base, asks)
    demand_compatible([asked[ask] for ask in asks])
    merged = word.merged(paragraphs_of(base), {"": [asked[ask] for ask in asks]})
    if place == of_base(place):
        own = next((each for each in merged if each.address == place), None)
        return "" if own is None else _remaining(own)
    labelled = AddedLabel.objects.get(base=base, after=of_base(place), ordinal=int(place.rpartition("~")[2]))
    words = (_remaining(each) for each in merged if each.after)
    return next((each for each in words if hash_of(each) == labelled.content), "")


def amendments_at(base: RoundBase, asks: Collection[str]) -> dict[str, word.Amendment]:
    """Return the amendment behind each of these wordings, from any proposal that stands, or from the Chair's words."""
    rows = Sponsorship.objects.filter(wording__base=base, wording__ask__in=asks).select_related("proposal", "chair")
    found: dict[str, word.Amendment] = {}
    for each in rows:
        for amendment in _asked_by(base, each):
            found.setdefault(word.ask_of(amendment), amendment)
    return {ask: found[ask] for ask in asks}


def demand_compatible(amendments: Sequence[word.Amendment]) -> None:
    """Raise ConflictError where two of these change the same words, or put words in at the same place."""
    taken: list[tuple[str, int, int]] = []
    for amendment in amendments:
        mine = [(each.address, each.start, each.end) for each in amendment.edits if each.kind in {"insert", "delete"}]
        for address, start, end in mine:
            for other, begun, ended in taken:
                if address == other and _meet((start, end), (begun, ended)):
                    raise ConflictError
        taken += mine


def chair_amendments(row: ChairWording) -> tuple[word.Amendment, ...]:
    """Return what the Chair's wording asks for, as the engine's values."""
    return tuple(word.amendment_of(value) for value in row.amendments)


def _asked_by(base: RoundBase, each: Sponsorship) -> Sequence[word.Amendment]:
    if each.chair is not None:
        return chair_amendments(each.chair) if each.chair.ended_at is None else ()
    if each.proposal is None or each.proposal.state != "standing":
        return ()
    return amendments_of(each.proposal_id, each.proposal.file_id, base.sha256)


def _remaining(paragraph: word.MergedParagraph) -> str:
    return "".join(each.text for each in paragraph.segments if not each.deleted_by).strip()


def _meet(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two stretches share letters, or two insertions their place."""
    if one[0] == one[1] and other[0] == other[1]:
        return one[0] == other[0]
    return max(one[0], other[0]) < min(one[1], other[1])
