"""The sheet of a round laid out, and remembered: a morning's readers see the same words, each in her language."""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import get_language

from accord.kernel.remembered import Remembered
from accord.negotiation.models import Proposal, Round, RoundBase
from accord.negotiation.queries import blocks, pieces, sections
from accord.negotiation.queries.numbers import Number, numbered
from accord.negotiation.queries.pieces import Layer
from accord.negotiation.queries.values import BlockView, DelegationView, ParagraphView, SectionView
from accord.texts.providers.word import Paragraph


@dataclass(frozen=True, slots=True)
class LaidOut:
    """A sheet as laid out; `edition` is everything it was made from, None while some of it may still change."""

    edition: Hashable
    sections: tuple[SectionView, ...]
    blocks: tuple[BlockView, ...]
    paragraphs: tuple[ParagraphView, ...]
    amendments: int


_LAID: Remembered[LaidOut] = Remembered(64)
_NUMBERS: Remembered[tuple[dict[str, Number], frozenset[str]]] = Remembered(32)
_EDITIONS: Remembered[object] = Remembered(64)
"""One object for all that the paragraphs of a sheet have in common: many names are compared once, not for each."""


def laid_out(
    base: RoundBase,
    standing: Sequence[Proposal],
    parties: tuple[DelegationView, ...],
    parties_shown: Collection[str] | None,
    section: int | None,
) -> LaidOut:
    """Return the sheet of these standing proposals; `parties_shown` and `section` as in `round_text`.

    `parties` are all delegations of the group, without what depends on the reader.
    """
    shown = None if parties_shown is None else frozenset(parties_shown)
    parties = _marked(base, standing, parties)
    those = tuple((each.pk, each.file_id, each.delegation_id, each.submitted_at) for each in standing)
    edition = (base.pk, base.text_id, base.sha256, get_language(), section, shown, those, parties)
    found = _LAID.get(edition)
    if found is not None:
        return found
    made, final = _laid_out(base, standing, parties, shown, section, edition)
    return _LAID.keep(edition, made) if final else made


def _marked(
    base: RoundBase, standing: Iterable[Proposal], parties: tuple[DelegationView, ...]
) -> tuple[DelegationView, ...]:
    """Return the delegations, those marked as late whose proposal came after the close."""
    closes_at = base.round.closes_at
    late = {each.delegation.code for each in standing if each.submitted_at and each.submitted_at >= closes_at}
    return tuple(replace(each, late=True) if each.code in late else each for each in parties) if late else parties


def _laid_out(
    base: RoundBase,
    standing: Sequence[Proposal],
    parties: Iterable[DelegationView],
    shown: Collection[str] | None,
    section: int | None,
    edition: Hashable,
) -> tuple[LaidOut, bool]:
    layers = [Layer.of(each) for each in standing]
    paragraphs = pieces.sheet_of(base)
    titles, where = sections.outline(paragraphs, {address for layer in layers for address in layer.touches})
    laid = {address for address, number in where.items() if section is None or number == section}
    found = pieces.pieces_of(base, layers, laid)
    # What delegations see at once has its numbers when it is sent; what was sealed, once the worker has given them.
    final = found.kept or base.round.sees == Round.Sees.AT_ONCE
    on = found.pieces if shown is None else _of(base, layers, shown, laid)
    on_sheet = tuple(each for each in paragraphs if each.address in laid)
    times = {each.pk: each.submitted_at for each in standing}
    known = found.keys if final and shown is None else None
    made = sheet(base, on_sheet, on, found.pieces, {each.code: each for each in parties}, times, known)
    laid_blocks, flat = blocks.lay(made)
    counted = sections.counted(titles, where, found.wordings, section)
    return LaidOut(edition if final else None, counted, laid_blocks, flat, sum(found.wordings.values())), final


def sheet(
    base: RoundBase,
    on_sheet: Sequence[Paragraph],
    shown: pieces.Pieces,
    whole: pieces.Pieces,
    parties: Mapping[str, DelegationView],
    times: Mapping[int, datetime | None],
    keys: Mapping[str, str] | None = None,
) -> blocks.Sheet:
    """Return what is laid on the sheet, each paragraph with the number it has in the whole text.

    `keys`, by address, of pieces that will never change: what is laid of them is remembered.
    """
    language = get_language()
    read = (base.pk, base.text_id, base.sha256, language)
    numbers, headings = _NUMBERS.of(read, lambda: _numbers(pieces.sheet_of(base)))
    edition = _EDITIONS.of((read, tuple(parties.values())), object)
    notes = pieces.notes_of(base)
    return blocks.Sheet(on_sheet, numbers, shown, whole, parties, times, notes, headings, keys, edition)


def _numbers(everything: Sequence[Paragraph]) -> tuple[dict[str, Number], frozenset[str]]:
    """Return the number of each paragraph of a text, and which are headings."""
    return numbered(everything), frozenset(each.address for each in everything if each.kind == "heading")


def _of(base: RoundBase, layers: Iterable[Layer], codes: Collection[str], laid: set[str]) -> dict[str, pieces.Piece]:
    """Return the pieces with these delegations' amendments alone, rendered now: there are too many choices to keep."""
    wanted = [each for each in layers if each.code in codes]
    return pieces.made_of(base, wanted, laid & {address for layer in wanted for address in layer.touches})
