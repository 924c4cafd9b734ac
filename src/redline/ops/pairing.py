"""Which original block stands for which base block: equal ones as anchors, then the likest inside each gap."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import TypeVar

from redline.ops.recut import similarity

_T = TypeVar("_T")
_S = TypeVar("_S")
_LIKE = 0.5
# Where one block faces one other, between two pairs that are sure, less is enough.
_LIKE_ALONE = 0.2
# Beyond this many comparisons two gaps have nothing to do with each other.
_MOST_COMPARISONS = 40_000


def pair(
    base: Sequence[_T], other: Sequence[_S], left: Sequence[str], right: Sequence[str]
) -> Iterator[tuple[_T | None, _S | None]]:
    """Yield (base, other), (base, None) and (None, other) in an order that keeps both sequences' own.

    `left` and `right` are what to recognise the members by; a key that begins with a NUL is like none but its equal.
    """
    if left == right:
        yield from zip(base, other, strict=True)
        return
    ahead, behind = _ends(left, right)
    yield from zip(base[:ahead], other[:ahead], strict=True)
    inner = left[ahead : len(left) - behind], right[ahead : len(right) - behind]
    for tag, first, last, other_first, other_last in SequenceMatcher(None, *inner, autojunk=False).get_opcodes():
        ours, theirs = base[ahead + first : ahead + last], other[ahead + other_first : ahead + other_last]
        if tag == "equal":
            yield from zip(ours, theirs, strict=True)
            continue
        for one, two in _likest(inner[0][first:last], inner[1][other_first:other_last]):
            yield (None if one is None else ours[one], None if two is None else theirs[two])
    yield from zip(base[len(left) - behind :], other[len(right) - behind :], strict=True)


def _ends(left: Sequence[str], right: Sequence[str]) -> tuple[int, int]:
    """Return how many keys are the same from the beginning, and of the rest from the end: most files differ little."""
    most, ahead, behind = min(len(left), len(right)), 0, 0
    while ahead < most and left[ahead] == right[ahead]:
        ahead += 1
    while behind < most - ahead and left[-1 - behind] == right[-1 - behind]:
        behind += 1
    return ahead, behind


def _likest(left: Sequence[str], right: Sequence[str]) -> Iterator[tuple[int | None, int | None]]:
    """Yield positions matched by similarity, in order; what is like nothing stands alone, base first."""
    one = two = 0
    for left_match, right_match in _matches(left, right):
        yield from ((position, None) for position in range(one, left_match))
        yield from ((None, position) for position in range(two, right_match))
        yield left_match, right_match
        one, two = left_match + 1, right_match + 1
    yield from ((position, None) for position in range(one, len(left)))
    yield from ((None, position) for position in range(two, len(right)))


def _matches(left: Sequence[str], right: Sequence[str]) -> list[tuple[int, int]]:
    """Return the order-keeping matching with the greatest sum of similarities (each at least _LIKE)."""
    if not left or not right or len(left) * len(right) > _MOST_COMPARISONS:
        return []
    if len(left) == len(right) == 1:
        return [(0, 0)] if _alike(left[0], right[0]) >= _LIKE_ALONE else []
    width = len(right) + 1
    scores = [[_alike(one, two) for two in right] for one in left]
    best = [[0.0] * width for _ in range(len(left) + 1)]
    for row in range(len(left) - 1, -1, -1):
        for column in range(len(right) - 1, -1, -1):
            score = scores[row][column]
            both = score + best[row + 1][column + 1] if score >= _LIKE else 0.0
            best[row][column] = max(both, best[row + 1][column], best[row][column + 1])
    return _walk(scores, best)


def _alike(one: str, other: str) -> float:
    return 0.0 if "\0" in (one[:1], other[:1]) else similarity(one, other)


def _walk(scores: list[list[float]], best: list[list[float]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    row = column = 0
    while row < len(scores) and column < len(scores[0]):
        score = scores[row][column]
        if score >= _LIKE and best[row][column] == score + best[row + 1][column + 1]:
            found.append((row, column))
            row, column = row + 1, column + 1
        elif best[row][column] == best[row + 1][column]:
            row += 1
        else:
            column += 1
    return found
