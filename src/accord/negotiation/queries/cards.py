"""What is said beside a paragraph: one card per wording, with everybody who proposes it."""

import hashlib
import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import Any

from accord.negotiation.queries.stories import story_of
from accord.texts.providers import word
from accord.texts.providers.word import Amendment, Paragraph

Card = dict[str, Any]
# The kind of the card that stands where words arrive that were moved; the other one is the engine's "move".
MOVED_HERE = "moved_here"
_OF_PLACE = frozenset({"insert_paragraph", "insert_table"})
_CELLS = frozenset({"insert_cell", "delete_cell"})
_LONGEST_QUOTE = 80


def cards_of(
    paragraphs: Sequence[Paragraph],
    amendments: Mapping[str, Sequence[Amendment]],
    proposals: Mapping[str, int],
    at: Container[str] | None = None,
) -> dict[str, list[Card]]:
    """Return by address (`at`: of these alone) one card per wording, with everybody who proposes it, in text order.

    What moves has a card where it was and one where it arrives, each with the address of the other.
    """
    places = Places(paragraphs)
    found: dict[str, dict[tuple[Any, ...], Card]] = {}
    for code in sorted(amendments):
        for each in amendments[code]:
            for address, other, kind in places.of(each):
                if at is not None and address not in at:
                    continue
                wording = (each.start, each.end, kind, word.ask_of(each), other)
                card = found.setdefault(address, {}).setdefault(wording, _card(each, kind, other, places))
                if code not in card["codes"]:
                    card["codes"].append(code)
                    card["proposals"].append(proposals[code])
                    card["tracked"] = card["tracked"] and each.tracked
    return {address: [cards[wording] for wording in sorted(cards)] for address, cards in found.items()}


def give_reasons(cards: Mapping[str, Sequence[Card]], code: str, reasons: Iterable[tuple[str, str]]) -> None:
    """Lay what a delegation says beside its amendments (address, words) to its first card at each address."""
    for address, words in reasons:
        own = (card for card in cards.get(address, ()) if code in card["codes"])
        if card := next(own, None):
            card.setdefault("reasons", []).append([code, words])


def give_bridges(cards: Iterable[Sequence[Card]], bridges: Iterable[tuple[str, str]]) -> None:
    """Say on a card (by its ask) between whose words it is offered as a bridge, while these stand beside it."""
    offered = dict(bridges)
    for beside in cards:
        codes = {card["ask"]: card["codes"] for card in beside}
        for card in beside:
            if other := codes.get(offered.get(card["ask"], "")):
                card["bridges"] = other


def anchors(paragraphs: Sequence[Paragraph], amendments: Iterable[Amendment]) -> list[str]:
    """Return the base paragraphs beside which each amendment is spoken of, one after the other: of a move both."""
    places = Places(paragraphs)
    return [address for each in amendments for address, _other, _kind in places.of(each)]


class Places:
    """The base paragraphs beside which amendments are spoken of."""

    def __init__(self, paragraphs: Sequence[Paragraph]) -> None:
        self._paragraphs = paragraphs
        self._known = {each.address: position for position, each in enumerate(paragraphs)}

    def of(self, amendment: Amendment) -> Iterator[tuple[str, str, str]]:
        """Yield (address, address of the other place, kind of the card): one, for a move two."""
        here = self._anchor(amendment)
        to, paragraph = word.arrival(amendment)
        if to not in self._known:
            yield here, "", amendment.kind
            return
        # A paragraph that arrives before another stands behind the one before that.
        there = to if paragraph is None else self._before(to)
        yield here, there, amendment.kind
        yield there, here, MOVED_HERE

    def words(self, address: str, start: int, end: int) -> str:
        """Return these characters of a base paragraph as words on one line, shortened."""
        if address not in self._known or start >= end:
            return ""
        text = word.words_of(self._paragraphs[self._known[address]].text[start:end])
        return text if len(text) <= _LONGEST_QUOTE else f"{text[:_LONGEST_QUOTE].rstrip()} …"

    def _before(self, address: str) -> str:
        """Return the paragraph before this one in the same story, or this one when it is the first."""
        before = self._paragraphs[max(self._known[address] - 1, 0)].address
        return before if story_of(before) == story_of(address) else address

    def _anchor(self, amendment: Amendment) -> str:
        if amendment.kind == "insert_row" and (before := self._row_before(amendment.address, amendment.start)):
            return before
        # What is put in behind the last paragraph of a story begins with that paragraph's end.
        behind_last = amendment.kind == "insert_paragraph" and amendment.start > 0
        wanted = amendment.after if amendment.kind in _OF_PLACE and not behind_last else amendment.address
        if wanted in self._known:
            return wanted
        if amendment.kind in _OF_PLACE and (last := self._last_in(wanted)):
            return last
        for prefix in _prefixes(amendment, wanted):
            for each in self._paragraphs:
                if each.address.startswith(prefix):
                    return each.address
        return self._paragraphs[0].address if self._paragraphs else ""

    def _last_in(self, table: str) -> str:
        """Return the last paragraph of a table: behind it stands what is put in after the table."""
        inside = (each.address for each in reversed(self._paragraphs) if each.address.startswith(f"{table}."))
        return next(inside, "") if table else ""

    def _row_before(self, table: str, start: int) -> str:
        """Return the last paragraph before the row put in as row `start`: there the merged text has it too."""
        last = ""
        for each in self._paragraphs:
            if each.address.startswith(f"{table}.") and (start <= 1 or (each.row or 0) >= start):
                break
            if start <= 1 or each.address.startswith(f"{table}."):
                last = each.address
        return last if story_of(last) == story_of(table) else ""


def hash_of(words: str) -> str:
    """Return what identifies an added paragraph by its words."""
    return hashlib.sha256(words.encode()).hexdigest()


def _prefixes(amendment: Amendment, wanted: str) -> Iterator[str]:
    """Yield what the address of the paragraph begins with, the nearest first."""
    if wanted and not wanted.endswith("/"):
        step = "c" if amendment.kind in _CELLS else "r"
        yield from (f"{wanted}.{step}{amendment.start}.", f"{wanted}.{step}{amendment.start - 1}.", f"{wanted}.")
    if story := story_of(amendment.address):
        yield f"{story}/"


def _card(amendment: Amendment, kind: str, other: str, places: Places) -> Card:
    card: Card = {"kind": kind, "html": word.html_of_amendment(amendment), "codes": [], "proposals": []}
    card["tracked"], card["ask"] = True, word.ask_of(amendment)
    if amendment.kind == "insert_row":
        card["lines"] = [hash_of(line) for line in re.split(r"[\t\n]", amendment.added)]
    if amendment.kind == "format":
        card["what"], card["of"] = word.format_of(amendment)
        card["quote"] = places.words(amendment.address, amendment.start, amendment.end)
    if other:
        card["other"], paragraph = other, word.arrival(amendment)[1]
        card["content"] = None if paragraph is None else hash_of(paragraph)
    if notes := word.notes_put_in(amendment):
        card["notes"] = list(notes)
    return card
