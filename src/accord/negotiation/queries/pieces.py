"""Pieces of the sheet: each base paragraph with what delegations propose at it, rendered once and kept.

A piece depends only on the paragraph and on the proposals that touch it, which never change once they are sent; its
key hashes both, so what is kept is never out of date.
"""

import hashlib
from collections.abc import Callable, Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Case, F, JSONField, QuerySet, When

from accord.kernel import storage
from accord.kernel.prepared import prepared
from accord.kernel.remembered import Remembered
from accord.negotiation.models import AddedLabel, Amendment, Bridge, Proposal, Remark, RenderedParagraph, RoundBase
from accord.negotiation.queries.cards import MOVED_HERE, cards_of, give_bridges, give_reasons, hash_of
from accord.negotiation.queries.stories import beyond, in_reading_order
from accord.negotiation.queries.values import hue_of
from accord.texts.models import TextParagraph
from accord.texts.providers import word

# Raise it when the engine or this module renders differently: what was kept before is then no longer found.
EDITION = "7"
Piece = dict[str, Any]
Pieces = dict[str, Piece]
# How many pieces a process remembers that it rendered itself: a few kilobytes each.
MADE_HERE = 2000
_MADE: Pieces = {}
_READ: Remembered[tuple[int, Piece | None]] = Remembered(20_000)
"""What was read of those kept, by key: of most pieces their count of wordings alone."""


@dataclass(frozen=True, slots=True)
class Layer:
    """A proposal as the sheet needs it: whose it is, and which base paragraphs it touches."""

    proposal: int
    code: str
    hue: str
    file: str
    touches: frozenset[str]

    @property
    def sign(self) -> str:
        """What identifies it in the key of a piece."""
        return f"{self.proposal}:{self.file}:{self.hue}"

    @classmethod
    def of(cls, row: Proposal) -> "Layer":
        """Return the layer of a proposal that came with its delegation."""
        return cls(row.pk, row.delegation.code, hue_of(row.delegation.code), row.file_id, frozenset(row.touches))


def paragraphs_of(base: RoundBase) -> tuple[word.Paragraph, ...]:
    """Return the paragraphs of a base as the engine counts them, its body first; kept in memory by its file's hash."""
    return _read(base.pk, base.text_id, base.sha256).paragraphs


def body_of(base: RoundBase) -> tuple[word.Paragraph, ...]:
    """Return the paragraphs of the body alone."""
    return _read(base.pk, base.text_id, base.sha256).body


def sheet_of(base: RoundBase) -> tuple[word.Paragraph, ...]:
    """Return all paragraphs in the order in which they are read, each note with the paragraph that refers to it."""
    return _read(base.pk, base.text_id, base.sha256).sheet


def notes_of(base: RoundBase) -> dict[str, tuple[word.Note | None, ...]]:
    """Return the notes to which the paragraphs of a base refer."""
    return _read(base.pk, base.text_id, base.sha256).notes


def wordings_in(piece: Piece) -> int:
    """Return how many wordings are proposed at a piece; what moved is counted where it was, not where it arrives."""
    return sum(card["kind"] != MOVED_HERE for card in piece["cards"])


def key_of(address: str, layers: Iterable[Layer]) -> str:
    """Return what identifies the piece at an address under these layers; "" when none of them touches it."""
    touching = sorted(layer.sign for layer in layers if address in layer.touches)
    return _key(address, tuple(touching)) if touching else ""


@dataclass(frozen=True, slots=True)
class Found:
    """Pieces by address; how many wordings each touched address holds, and its key; whether the pieces were kept."""

    pieces: Pieces
    wordings: dict[str, int]
    keys: dict[str, str]
    kept: bool


def pieces_of(base: RoundBase, layers: Sequence[Layer], addresses: Container[str]) -> Found:
    """Return the pieces at these addresses under these layers, and what is known of all touched addresses.

    What is kept is read, in one query, and only where it is shown; what is not kept yet is rendered now.
    """
    those = (base.pk, base.sha256, tuple(sorted(layer.sign for layer in layers)))
    touched = _TOUCHED.of(those, lambda: _touched(layers))
    here = {address: key for address, key in touched.keys.items() if address in addresses}
    # How many wordings there are elsewhere is asked once.
    asked = here if touched.wordings else touched.keys
    kept = _read_or_remembered(base.pk, asked.values(), set(here.values())) if asked else {}
    missing = {address: key for address, key in asked.items() if key not in kept}
    found = _made_here(base, layers, missing)
    counts = {address: wordings_in(piece) for address, piece in found.items()}
    for address, key in asked.items():
        if key in kept:
            counts[address], piece = kept[key]
            if piece is not None and address in here:
                found[address] = piece
    touched.wordings = touched.wordings or counts
    return Found(found, touched.wordings, touched.keys, kept=not missing)


@dataclass(slots=True)
class _Touched:
    """What some layers touch together: by address the key of the piece, and how many wordings, once that is known."""

    keys: dict[str, str]
    wordings: dict[str, int]


_TOUCHED: Remembered[_Touched] = Remembered(64)


def _touched(layers: Iterable[Layer]) -> _Touched:
    touching: dict[str, list[str]] = {}
    for layer in sorted(layers, key=lambda layer: layer.sign):
        sign = layer.sign
        for address in layer.touches:
            touching.setdefault(address, []).append(sign)
    return _Touched({address: _key(address, tuple(signs)) for address, signs in touching.items()}, {})


@lru_cache(maxsize=20_000)
def _key(address: str, signs: tuple[str, ...]) -> str:
    return hashlib.sha256("|".join([EDITION, address, *signs]).encode()).hexdigest()


def _made_here(base: RoundBase, layers: Sequence[Layer], missing: Mapping[str, str]) -> Pieces:
    """Return the pieces that are not kept yet: until the worker has kept them, each process renders each once."""
    fresh = {address for address, key in missing.items() if key not in _MADE}
    made = made_of(base, layers, fresh) if fresh else {}
    if len(_MADE) + len(made) > MADE_HERE:
        _MADE.clear()
    _MADE.update((missing[address], piece) for address, piece in made.items())
    known = {address: _MADE.get(key) for address, key in missing.items()}
    return {address: piece for address, piece in known.items() if piece is not None} | made


def _read_or_remembered(base: int, keys: Collection[str], laid: Collection[str]) -> dict[str, tuple[int, Piece | None]]:
    """Return what is kept under these keys: how many wordings, and the piece itself where it is laid."""
    found: dict[str, tuple[int, Piece | None]] = {}
    for key in keys:
        if (known := _READ.get(key)) is not None and (known[1] is not None or key not in laid):
            found[key] = known
    if len(found) == len(keys):
        return found
    asked = [key for key in keys if key not in found]
    for key, wordings, piece in _kept(base, tuple(asked), tuple(key for key in laid if key not in found)):
        found[key] = _READ.keep(key, (wordings, piece))
    return found


@prepared
def _kept(base: int, keys: tuple[str, ...], laid: tuple[str, ...]) -> QuerySet[RenderedParagraph, tuple[str, int, Any]]:
    value = Case(When(key__in=laid, then=F("value")), default=None, output_field=JSONField())
    return RenderedParagraph.objects.filter(base=base, key__in=keys).values_list("key", "wordings", value)


def made_of(base: RoundBase, layers: Sequence[Layer], addresses: set[str], *, untracked: str = "") -> dict[str, Piece]:
    """Render the pieces at these addresses under these layers; `untracked` as in `word.html_of`."""
    if not addresses:
        return {}
    paragraphs = paragraphs_of(base)
    amendments = {layer.code: amendments_of(layer.proposal, layer.file, base.sha256) for layer in layers}
    given = AddedLabel.objects.filter(base=base).values_list("after", "content", "ordinal")
    labels = {(after, content): ordinal for after, content, ordinal in given}
    found = rendered(paragraphs, amendments, layers, labels, addresses, untracked=untracked)
    cards = {address: piece["cards"] for address, piece in found.items()}
    for layer in layers:
        give_reasons(cards, layer.code, reasons_in(layer.proposal, layer.file))
    # What is looked at before it is sent is offered to nobody yet.
    if not untracked:
        bridges = Bridge.objects.filter(proposal__in=[layer.proposal for layer in layers])
        give_bridges(cards.values(), bridges.values_list("wording__ask", "of__ask"))
    return found


def rendered(
    paragraphs: Sequence[word.Paragraph],
    amendments: Mapping[str, Sequence[word.Amendment]],
    layers: Sequence[Layer],
    labels: Mapping[tuple[str, str], int],
    addresses: set[str] | None = None,
    *,
    untracked: str = "",
) -> dict[str, Piece]:
    """Render pieces from values alone: those at the addresses given, or all that anybody touches."""
    hues = {layer.code: layer.hue for layer in layers}

    def write(each: word.MergedParagraph) -> str:
        return word.html_of(each, hues, untracked)

    proposals = {layer.code: layer.proposal for layer in layers}
    cards = cards_of(paragraphs, amendments, proposals, addresses)
    found: dict[str, Piece] = {}
    for address, (before, own, after) in grouped(paragraphs, word.merged(paragraphs, amendments, addresses)).items():
        touched = own.changed or before or after or address in cards
        if (addresses is None and not touched) or (addresses is not None and address not in addresses):
            continue
        found[address] = {
            "html": write(own),
            "codes": list(own.parties),
            "row_deleted_by": list(own.row_deleted_by),
            "cards": cards.get(address, []),
            "cell_deleted_by": list(own.cell_deleted_by),
            "before": _added(before, before[0].after if before else "", labels, write),
            "after": _added(after, address, labels, write, own),
        }
    return found


Group = tuple[list[word.MergedParagraph], word.MergedParagraph, list[word.MergedParagraph]]


def grouped(paragraphs: Sequence[word.Paragraph], merged: Iterable[word.MergedParagraph]) -> dict[str, Group]:
    """Return by base address: paragraphs added before it (at a story's start only), it, and those added after it."""
    known = {each.address for each in paragraphs}
    found: dict[str, Group] = {}
    ahead: list[word.MergedParagraph] = []
    current: list[word.MergedParagraph] = ahead
    for each in merged:
        if each.address in known:
            current = []
            found[each.address] = (ahead, each, current)
            ahead = []
        elif not each.after or each.after.endswith("/"):
            ahead.append(each)
        else:
            current.append(each)
    return found


def content_hash(paragraph: word.MergedParagraph) -> str:
    """Return what identifies an added paragraph's words."""
    return hash_of(_words(paragraph))


def is_blank(paragraph: word.MergedParagraph) -> bool:
    """Whether an added paragraph holds no words; it then gets no number."""
    return not _words(paragraph).strip()


@lru_cache(maxsize=256)
def amendments_of(proposal: int, file: str, base: str) -> tuple[word.Amendment, ...]:  # noqa: ARG001  hashes are the key
    """Return the amendments of a proposal as the engine's values, kept in memory: they cannot change with the file."""
    values = Amendment.objects.filter(proposal=proposal).order_by("ordinal").values_list("value", flat=True)
    return tuple(word.amendment_of(value) for value in values)


@lru_cache(maxsize=256)
def reasons_in(proposal: int, file: str) -> tuple[tuple[str, str], ...]:  # noqa: ARG001  the hash is part of the key
    """Return what a proposal gives beside its amendments, in its margin: address and words; kept in memory as they."""
    return tuple(Remark.objects.filter(proposal=proposal).values_list("address", "words"))


@dataclass(frozen=True, slots=True)
class _Base:
    paragraphs: tuple[word.Paragraph, ...]
    body: tuple[word.Paragraph, ...]
    sheet: tuple[word.Paragraph, ...]
    notes: dict[str, tuple[word.Note | None, ...]]


@lru_cache(maxsize=32)
def _read(base: int, text: int, sha256: str) -> _Base:  # noqa: ARG001  the hash is part of the key
    rows = TextParagraph.objects.filter(text=text).order_by("position")
    body = tuple(
        word.Paragraph(e.address, _KINDS[e.kind], e.level, e.label, e.style, e.body, e.table, e.row, e.column)
        for e in rows
        if "/" not in e.address
    )
    found = beyond(storage.read(RoundBase.objects.select_related("file").get(pk=base).file), body)
    return _Base((*body, *found.paragraphs), body, in_reading_order(body, found), found.notes)


def _words(paragraph: word.MergedParagraph) -> str:
    return "".join(segment.text for segment in paragraph.segments)


def _added(
    paragraphs: Sequence[word.MergedParagraph],
    after: str,
    labels: Mapping[tuple[str, str], int],
    write: Callable[[word.MergedParagraph], str],
    behind: word.MergedParagraph | None = None,
) -> list[Piece]:
    """Return added paragraphs with their ordinals: the one given for ever, else the next that is free."""
    taken = {ordinal for (at, _content), ordinal in labels.items() if at == after}
    found = []
    for each in paragraphs:
        content, ordinal = content_hash(each), 0
        if "/" not in each.after and not is_blank(each) and not each.row_inserted_by and not each.cell_inserted_by:
            ordinal = labels.get((after, content)) or next(n for n in range(1, len(taken) + 2) if n not in taken)
            taken.add(ordinal)
        in_row = bool(each.row_inserted_by)
        # Behind the last row of a table nothing follows in it: the row belongs to the table it stands behind.
        table = each.table or (behind.table if in_row and behind else None)
        piece = {"html": write(each), "content": content, "ordinal": ordinal, "codes": list(each.parties)}
        row = {"table": table, "row": each.row, "column": each.column, "in_row": in_row}
        row["in_cell"] = bool(each.cell_inserted_by)
        found.append({**piece, **row, "blank": is_blank(each), "address": each.address})
    return found


_KINDS: dict[str, Any] = {"heading": "heading", "paragraph": "paragraph", "cell": "cell"}
