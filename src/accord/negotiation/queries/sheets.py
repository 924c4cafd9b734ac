"""The sheet of a round laid out, and remembered: a morning's readers see the same words, each in her language."""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import get_language

from accord.kernel.remembered import Remembered
from accord.negotiation.models import Proposal, Round, RoundBase
from accord.negotiation.queries import blocks, pieces
from accord.negotiation.queries.numbers import numbered
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
    sections, where = blocks.outline(paragraphs, {address for layer in layers for address in layer.touches})
    laid = {address for address, number in where.items() if section is None or number == section}
    whole, wordings, kept = pieces.pieces_of(base, layers, laid)
    # What delegations see at once has its numbers when it is sent; what was sealed, once the worker has given them.
    final = kept or base.round.sees == Round.Sees.AT_ONCE
    on = whole if shown is None else _of(base, layers, shown, laid)
    on_sheet = tuple(each for each in paragraphs if each.address in laid)
    times = {each.pk: each.submitted_at for each in standing}
    laid_blocks, flat = blocks.lay(sheet(base, on_sheet, on, whole, {each.code: each for each in parties}, times))
    counted = blocks.counted(sections, where, wordings, section)
    return LaidOut(edition if final else None, counted, laid_blocks, flat, sum(wordings.values())), final


def sheet(
    base: RoundBase,
    on_sheet: Sequence[Paragraph],
    shown: pieces.Pieces,
    whole: pieces.Pieces,
    parties: Mapping[str, DelegationView],
    times: Mapping[int, datetime | None],
) -> blocks.Sheet:
    """Return what is laid on the sheet, each paragraph with the number it has in the whole text."""
    everything = pieces.sheet_of(base)
    headings = {each.address for each in everything if each.kind == "heading"}
    numbers, notes = numbered(everything), pieces.notes_of(base)
    return blocks.Sheet(on_sheet, numbers, shown, whole, parties, times, notes, headings)


def _of(base: RoundBase, layers: Iterable[Layer], codes: Collection[str], laid: set[str]) -> dict[str, pieces.Piece]:
    """Return the pieces with these delegations' amendments alone, rendered now: there are too many choices to keep."""
    wanted = [each for each in layers if each.code in codes]
    return pieces.made_of(base, wanted, laid & {address for layer in wanted for address in layer.touches})
