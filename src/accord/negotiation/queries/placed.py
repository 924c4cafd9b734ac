"""The sheet with what is said of its words: states beside paragraphs, positions beside wordings; remembered."""

import json
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from html import escape
from typing import Any, Final

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import get_language, gettext

from accord.kernel.prepared import prepared
from accord.kernel.remembered import Remembered, RememberedOf
from accord.negotiation.models import Place, RoundBase
from accord.negotiation.queries.folded import CHAIR, of_base
from accord.negotiation.queries.sheets import LaidOut
from accord.negotiation.queries.values import (
    BlockView,
    CardView,
    DelegationView,
    ParagraphView,
    PositionsView,
    StateView,
)
from accord.texts.providers import word

_Row = tuple[str, str, str, str | None, datetime]
CHAIRED: Final = "chair"
"""The kind of the card with the Chair's words: no amendment of a delegation's, and counted nowhere among them."""
CARRIED: Final = "carried"
"""The kind of the card with words that stand in the text already, in brackets, since an earlier round."""
FEW: Final = 128
"""Of more places than that all of the text are read."""
_PLACED: Remembered[LaidOut] = Remembered(64)
_PARAGRAPHS: RememberedOf[ParagraphView] = RememberedOf(4000)


@dataclass(frozen=True, slots=True)
class _Said:
    """What is kept of the places on the sheet: states, words carried and the Chair's by place, positions by wording."""

    states: dict[str, StateView]
    carried: dict[str, list[CardView]]
    chair: dict[str, CardView]
    positions: dict[str, tuple[int, PositionsView]]


def with_places(base: RoundBase, sheet: LaidOut, parties: Sequence[DelegationView]) -> LaidOut:
    """Return the sheet with the state of each paragraph and the positions on each wording, in one question.

    Words that stand in brackets since an earlier round have a card, whoever's proposals are shown: they are part of the
    text. `parties` as in `laid_out`. What is shown is the same for every reader; its edition holds what made it.
    """
    rows = _of_base(base.pk, sheet.paragraphs)
    if not rows:
        return sheet
    if sheet.edition is None:
        return _placed(sheet, rows, parties, None)
    edition = (sheet.edition, tuple(rows))
    return _PLACED.of(edition, lambda: _placed(sheet, rows, parties, edition))


def _placed(
    sheet: LaidOut,
    rows: Iterable[_Row],
    parties: Sequence[DelegationView],
    edition: Hashable,
) -> LaidOut:
    laid = {of_base(each.place) for each in sheet.paragraphs}
    said = _said([row for row in rows if of_base(row[0]) in laid], {each.code: each for each in parties})
    flat = {each.anchor: _paragraph(each, said) for each in sheet.paragraphs}
    blocks = tuple(_block(each, flat) for each in sheet.blocks)
    return replace(
        sheet, edition=edition, blocks=blocks, paragraphs=tuple(flat[each.anchor] for each in sheet.paragraphs)
    )


def _said(rows: Iterable[_Row], parties: Mapping[str, DelegationView]) -> _Said:
    said = _Said({}, {}, {}, {})
    for address, state, written, words, at in rows:
        if words is not None:
            said.chair[address] = _of_the_chair(words, at, get_language())
        standing, positions, earlier = _read(state, written)
        if standing is not None:
            said.states[address] = standing
        said.positions.update(positions)
        for ask, each in earlier.items():
            if card := _of_the_earlier(ask, each, parties):
                said.carried.setdefault(address, []).append(card)
    return said


@lru_cache(maxsize=4000)
def _read(
    state: str, written: str
) -> tuple[StateView | None, dict[str, tuple[int, PositionsView]], dict[str, dict[str, Any]]]:
    """Return what is kept of one place: its state, the positions on each wording, the wordings carried over."""
    value, standing = json.loads(written), None
    if state:
        step = value["step"]
        waits = tuple(code for code, answer in step["parties"].items() if answer == "waiting")
        since = tuple(value.get("after_approval", ()))
        standing = StateView(state, step["meeting"], waits, since)  # type: ignore[arg-type]  # a choice
    said = ((ask, each["id"], (tuple(each[short]) for short in "sord")) for ask, each in value["w"].items())
    positions = {ask: (wording, PositionsView(*stances)) for ask, wording, stances in said}
    return standing, positions, {ask: each for ask, each in value["w"].items() if "carried" in each}


@lru_cache(maxsize=400)
def _of_the_chair(words: str, at: datetime, language: str) -> CardView:
    """Return the card of the Chair's words: the paragraph as the Chair would word it, under the Chair's name alone."""
    return CardView((_chair(language),), CHAIRED, word.html_of_words(words), at, ())


@lru_cache
def _chair(language: str) -> DelegationView:  # noqa: ARG001  the name is in it
    return DelegationView(CHAIR, gettext("The Chair"), "chair")


def _of_the_earlier(ask: str, each: Mapping[str, Any], parties: Mapping[str, DelegationView]) -> CardView | None:
    """Return the card of words carried over; None where nobody asks for them any more."""
    sponsors = [parties[code] for code in each["by"] if code in parties]
    sponsors += [_chair(get_language())] if each["chair"] else []
    if not sponsors:
        return None
    carried = each["carried"]
    unsaid = tuple(code for code in each["by"] if code in carried["asked"])
    removed, added = carried.get("words", ("", ""))
    return _earlier(ask, tuple(sponsors), removed, added, carried["round"], unsaid)


@lru_cache(maxsize=4000)
def _earlier(
    ask: str, sponsors: tuple[DelegationView, ...], removed: str, added: str, since: int, unsaid: tuple[str, ...]
) -> CardView:
    words = " ".join(f"<{mark}>{escape(text)}</{mark}>" for mark, text in (("del", removed), ("ins", added)) if text)
    return CardView(sponsors, CARRIED, words, None, (), ask=ask, since=since, unsaid=unsaid)


def _block(block: BlockView, flat: Mapping[str, ParagraphView]) -> BlockView:
    if block.paragraph is not None:
        return replace(block, paragraph=flat.get(block.paragraph.anchor, block.paragraph))
    rows = tuple(
        replace(
            row,
            cells=tuple(
                replace(cell, paragraphs=tuple(flat.get(each.anchor, each) for each in cell.paragraphs))
                for cell in row.cells
            ),
        )
        for row in block.rows
    )
    return replace(block, rows=rows)


def _paragraph(each: ParagraphView, said: _Said) -> ParagraphView:
    """Return a paragraph with what is said of it; made once of the same things, so that it is written once too."""
    state, chair = said.states.get(each.place), said.chair.get(each.place)
    cards = (*said.carried.get(each.place, ()), *each.cards)
    positions = [said.positions.get(card.ask) for card in cards]
    if state is None and chair is None and len(cards) == len(each.cards) and not any(positions):
        return each

    def made() -> ParagraphView:
        told = tuple(_card(card, found) for card, found in zip(cards, positions, strict=True))
        return replace(each, state=state, cards=(*told, chair) if chair else told)

    return _PARAGRAPHS.of((each, state, chair, *cards, *positions), len(cards), made)


def _card(card: CardView, found: tuple[int, PositionsView] | None) -> CardView:
    return card if found is None else replace(card, wording=found[0], positions=found[1])


def _of_base(base: int, laid: Sequence[ParagraphView]) -> list[_Row]:
    """Return what is kept of the places of these paragraphs."""
    places = {place for each in laid for place in (each.place, of_base(each.place)) if place}
    return _rows(base) if len(places) > FEW else _rows_of(base, tuple(sorted(places)))


@prepared
def _rows_of(base: int, places: tuple[str, ...]) -> QuerySet[Place, _Row]:
    return _columns(Place.objects.filter(base=base, address__in=places))


@prepared
def _rows(base: int) -> QuerySet[Place, _Row]:
    return _columns(Place.objects.filter(base=base))


def _columns(rows: QuerySet[Place]) -> QuerySet[Place, _Row]:
    written = Cast("value", TextField())
    return rows.order_by("address").values_list("address", "state", written, "chair__words", "chair__written_at")
