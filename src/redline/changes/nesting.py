"""Who takes out which words of a line, as brackets that nest: always balanced, never crossing."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from redline.changes.merged import Parties


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Pieces `first` to `last` of a line, both included, taken out by these parties."""

    first: int
    last: int
    parties: Parties


def nested(line: Sequence[Parties | None]) -> tuple[Span, ...]:
    """Return the brackets of a line, outer ones before those in them.

    `line` gives for each piece the parties that take it out; None stands for what is put in, which no party takes out
    and which breaks no stretch. One party's stretch is one bracket, and a shorter one inside it is nested. Where
    stretches cross, their words are cut so that each piece is in one bracket with all its parties.
    """
    found: list[Span] = []
    for cluster in _clusters(sorted(_stretches(line), key=lambda span: (span.first, -span.last))):
        found += cluster if _is_nested(cluster) else _slices(line, cluster)
    return tuple(found)


def _stretches(line: Sequence[Parties | None]) -> Iterator[Span]:
    """Yield the longest stretches that the same parties take out from end to end."""
    by_place: dict[tuple[int, int], list[str]] = {}
    opened: dict[str, tuple[int, int]] = {}
    for index, parties in enumerate(line):
        if parties is None:
            continue
        for party in [party for party in opened if party not in parties]:
            by_place.setdefault(opened.pop(party), []).append(party)
        for party in parties:
            opened[party] = (opened[party][0] if party in opened else index, index)
    for party, place in opened.items():
        by_place.setdefault(place, []).append(party)
    for (first, last), those in by_place.items():
        yield Span(first, last, tuple(sorted(those)))


def _clusters(spans: Iterable[Span]) -> Iterator[list[Span]]:
    cluster: list[Span] = []
    end = -1
    for span in spans:
        if cluster and span.first > end:
            yield cluster
            cluster = []
        cluster.append(span)
        end = max(end, span.last)
    if cluster:
        yield cluster


def _is_nested(spans: Iterable[Span]) -> bool:
    opened: list[Span] = []
    for span in spans:
        while opened and opened[-1].last < span.first:
            opened.pop()
        if opened and opened[-1].last < span.last:
            return False
        opened.append(span)
    return True


def _slices(line: Sequence[Parties | None], cluster: Sequence[Span]) -> Iterator[Span]:
    found: list[Span] = []
    for index in range(cluster[0].first, max(span.last for span in cluster) + 1):
        parties = line[index]
        if parties is None:
            continue
        if found and found[-1].parties == parties:
            found[-1] = Span(found[-1].first, index, parties)
        else:
            found.append(Span(index, index, parties))
    yield from (span for span in found if span.parties)
