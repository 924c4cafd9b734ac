"""The comparison table as values: paragraph by paragraph the base, what each delegation asks for, and all together."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final, Literal

from redline.changes.labels import added_label, alternative_label, alternatives
from redline.changes.merged import MergedParagraph, Parties, Segment
from redline.changes.nesting import Span, nested
from redline.text.signs import OBJECT, readable

Look = Literal["plain", "added", "removed", "head"]
Words = tuple[tuple[str, Look], ...]
_OBJECT: Final = "▢"


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """One paragraph: its `label`, the words of the `base`, of each delegation that asks for anything, and of all.

    `own` gives by party its words with what it puts in and takes out marked; a party that asks for nothing here is
    not in it. `combined` is the bracketed text (`[shall][should: AG, BR]`). `formats` gives by party the formatting it
    asks for, in words.
    """

    address: str
    label: str
    base: str
    own: dict[str, Words]
    combined: str
    formats: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The table: `parties` are its columns, in the order of their codes."""

    parties: Parties
    rows: tuple[ComparisonRow, ...]


def comparison(
    merged: Sequence[MergedParagraph], *, parties: Iterable[str] = (), changed_only: bool = True
) -> Comparison:
    """Return the table of a merged text.

    `parties` are columns to have besides those that ask for anything; `changed_only` leaves out the paragraphs that
    nobody touches.
    """
    labels = merged_labels(merged)
    columns = sorted({*parties, *(party for each in merged for party in each.parties)})
    rows = [_row(each, labels.get(each.address, each.label)) for each in merged if each.changed or not changed_only]
    return Comparison(tuple(columns), tuple(rows))


def merged_labels(merged: Sequence[MergedParagraph]) -> dict[str, str]:
    """Return the label of every paragraph: the printed number, and "6 bis" or "6 alt" for what is put in after 6."""
    found: dict[str, str] = {}
    before: MergedParagraph | None = None
    for is_new, group in groupby(merged, key=lambda each: bool(each.inserted_by)):
        run = list(group)
        if not is_new:
            found.update({each.address: each.label for each in run})
            before = run[-1]
            continue
        found.update(_added_labels(before, [each for each in run if each.table is None]))
    return found


def _added_labels(before: MergedParagraph | None, run: list[MergedParagraph]) -> Iterator[tuple[str, str]]:
    label = before.label if before is not None else ""
    gone = [frozenset(each.deleted_by) for each in before.segments if not each.inserted_by] if before else []
    instead = [each for each in run if alternatives(gone, frozenset(each.inserted_by))]
    for ordinal, each in enumerate(instead, 1):
        yield each.address, alternative_label(label, ordinal, len(instead))
    for ordinal, each in enumerate([each for each in run if each not in instead], 1):
        yield each.address, added_label(label, ordinal)


def combined(paragraph: MergedParagraph) -> str:
    """Return the bracketed text of one paragraph: `[shall][should: AG, BR]`, `[in time: CL delete]`."""
    segments = paragraph.segments
    if paragraph.inserted_by:
        words = "".join(_plain(each) for each in segments)
        return f"[{words}: {', '.join(paragraph.inserted_by)}]"
    spans = nested([None if each.inserted_by else each.deleted_by for each in segments])
    text = "".join(_bracketed(segments, spans))
    gone = paragraph.row_deleted_by or paragraph.mark_deleted_by
    whole = len(spans) == 1 and spans[0] == Span(0, len(segments) - 1, gone)
    return text if whole or not gone else f"{text}[¶: {', '.join(gone)} delete]"


def _bracketed(segments: Sequence[Segment], spans: Sequence[Span]) -> Iterator[str]:
    for index, segment in enumerate(segments):
        yield from ("[" for span in spans if span.first == index)
        words = _plain(segment)
        yield f"[{words}: {', '.join(segment.inserted_by)}]" if segment.inserted_by else words
        closing = [span for span in spans if span.last == index]
        for span in reversed(closing):
            implied = span is closing[0] and _following(segments, index) == set(span.parties)
            yield "]" if implied else f": {', '.join(span.parties)} delete]"


def _following(segments: Sequence[Segment], index: int) -> set[str]:
    found: set[str] = set()
    for each in segments[index + 1 :]:
        if not each.inserted_by:
            break
        found.update(each.inserted_by)
    return found


def _row(paragraph: MergedParagraph, label: str) -> ComparisonRow:
    base = "" if paragraph.inserted_by else "".join(_plain(each) for each in paragraph.segments if not each.inserted_by)
    own = {party: tuple(_own(paragraph, party)) for party in paragraph.parties}
    formats = {party: told for party in paragraph.parties if (told := tuple(_formats(paragraph, party)))}
    return ComparisonRow(paragraph.address, label, base, own, combined(paragraph), formats)


def _formats(paragraph: MergedParagraph, party: str) -> Iterator[str]:
    """Yield the formatting a party asks for: of words, each with its words, and of the paragraph and what it begins."""
    for segment in paragraph.segments:
        for each in segment.formats:
            if party in each.parties and each.what:
                yield f"“{_plain(segment).strip()}”: {each.what}"
    yield from (each.what for each in paragraph.formats if party in each.parties)


def formats_of(row: ComparisonRow, party: str) -> Words:
    """Return the formatting a party asks for as it stands behind its words, in parentheses."""
    formats = row.formats.get(party, ())
    return ((f" ({'; '.join(formats)})", "plain"),) if formats else ()


def _own(paragraph: MergedParagraph, party: str) -> Iterator[tuple[str, Look]]:
    gone = party in (*paragraph.row_deleted_by,)
    for look, group in groupby(_looks(paragraph, party, gone=gone), key=lambda each: each[1]):
        yield "".join(words for words, _ in group), look
    if party in paragraph.mark_deleted_by:
        yield "¶", "removed"


def _looks(paragraph: MergedParagraph, party: str, *, gone: bool) -> Iterator[tuple[str, Look]]:
    for each in paragraph.segments:
        if each.inserted_by:
            if party in each.inserted_by:
                yield _plain(each), "added"
        else:
            yield _plain(each), "removed" if gone or party in each.deleted_by else "plain"


def _plain(segment: Segment) -> str:
    return readable(segment.text).replace(OBJECT, _OBJECT)


def party_name(code: str, names: Mapping[str, str]) -> str:
    """Return how a column is headed: the code, and the name when there is one."""
    return f"{code} – {names[code]}" if names.get(code) else code
