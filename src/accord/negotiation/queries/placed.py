"""The sheet with what is said of its words: states beside paragraphs, positions beside wordings; remembered."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from html import escape
from typing import Any, Final

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext

from accord.kernel.prepared import prepared
from accord.kernel.remembered import Remembered
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
_PLACED: Remembered[LaidOut] = Remembered(64)


@dataclass(frozen=True, slots=True)
class _Said:
    """What is kept of the places on the sheet: states, words carried and the Chair's by place, positions by wording."""

    states: Mapping[str, StateView]
    carried: Mapping[str, Sequence[CardView]]
    chair: Mapping[str, CardView]
    positions: Mapping[str, tuple[int, PositionsView]]


def with_places(base: RoundBase, sheet: LaidOut, parties: Sequence[DelegationView]) -> LaidOut:
    """Return the sheet with the state of each paragraph and the positions on each wording, in one question.

    Words that stand in brackets since an earlier round have a card, whoever's proposals are shown: they are part of the
    text. `parties` as in `laid_out`. What is shown is the same for every reader; its edition holds what made it.
    """
    rows = _rows(base.pk)
    if not rows:
        return sheet
    if sheet.edition is None:
        return _placed(sheet, rows, parties, None)
    edition = (sheet.edition, tuple(rows))
    return _PLACED.of(edition, lambda: _placed(sheet, rows, parties, edition))


def _placed(sheet: LaidOut, rows: list[_Row], parties: Sequence[DelegationView], edition: Any) -> LaidOut:
    laid = {of_base(each.place) for each in sheet.paragraphs}
    said = _read([row for row in rows if of_base(row[0]) in laid], {each.code: each for each in parties})
    flat = {each.anchor: _paragraph(each, said) for each in sheet.paragraphs}
    blocks = tuple(_block(each, flat) for each in sheet.blocks)
    return replace(
        sheet, edition=edition, blocks=blocks, paragraphs=tuple(flat[each.anchor] for each in sheet.paragraphs)
    )


def _read(rows: list[_Row], parties: Mapping[str, DelegationView]) -> _Said:
    states, positions, chair = {}, {}, {}
    carried: dict[str, list[CardView]] = {}
    for address, state, written, words, at in rows:
        if words is not None:
            chair[address] = _of_the_chair(words, at)
        value = json.loads(written)
        step = value.get("step", {})
        if state:
            waits = tuple(code for code, answer in step["parties"].items() if answer == "waiting")
            since = tuple(value.get("after_approval", ()))
            states[address] = StateView(state, step["meeting"], waits, since)  # type: ignore[arg-type]  # a choice
        for ask, each in value["w"].items():
            stances = (tuple(each[short]) for short in "sord")
            positions[ask] = (each["id"], PositionsView(*stances))
            if "carried" in each and (card := _of_the_earlier(ask, each, parties)):
                carried.setdefault(address, []).append(card)
    return _Said(states, carried, chair, positions)


def _of_the_chair(words: str, at: datetime) -> CardView:
    """Return the card of the Chair's words: the paragraph as the Chair would word it, under the Chair's name alone."""
    return CardView((_chair(),), CHAIRED, word.html_of_words(words), at, ())


def _chair() -> DelegationView:
    return DelegationView(CHAIR, gettext("The Chair"), "chair")


def _of_the_earlier(ask: str, each: Mapping[str, Any], parties: Mapping[str, DelegationView]) -> CardView | None:
    """Return the card of words carried over; None where nobody asks for them any more."""
    sponsors = [parties[code] for code in each["by"] if code in parties] + ([_chair()] if each["chair"] else [])
    if not sponsors:
        return None
    carried = each["carried"]
    marks = zip(("del", "ins"), carried.get("words", ("", "")), strict=True)
    words = " ".join(f"<{mark}>{escape(text)}</{mark}>" for mark, text in marks if text)
    unsaid = tuple(code for code in each["by"] if code in carried["asked"])
    return CardView(tuple(sponsors), CARRIED, words, None, (), ask=ask, since=carried["round"], unsaid=unsaid)


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
    state, chair = said.states.get(each.place), said.chair.get(each.place)
    carried = said.carried.get(each.place, ())
    if state is None and chair is None and not carried and not any(card.ask in said.positions for card in each.cards):
        return each
    cards = tuple(_card(card, said) for card in (*carried, *each.cards))
    return replace(each, state=state, cards=(*cards, chair) if chair else cards)


def _card(card: CardView, said: _Said) -> CardView:
    if card.ask not in said.positions:
        return card
    wording, positions = said.positions[card.ask]
    return replace(card, wording=wording, positions=positions)


@prepared
def _rows(base: int) -> QuerySet[Place, _Row]:
    rows = Place.objects.filter(base=base).order_by("address")
    written = Cast("value", TextField())
    return rows.values_list("address", "state", written, "chair__words", "chair__written_at")
