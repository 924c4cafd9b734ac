"""The difference of two texts as a person would mark it: whole words, few and connected stretches.

A plain longest common subsequence keeps every stray comma between two changes. Here a change has a price: each word
taken out or put in costs 1, each sign 1/2, and each separate stretch 1. The cheapest difference is the one to read.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from redline.text.normal import normalise, tokens

Key = Callable[[str], str]
_WORD: Final = 1.0
_SIGN: Final = 0.5
_STRETCH: Final = 1.0
# Beyond this many pairs of words the texts are first cut at their longest common stretches.
_MOST_PAIRS: Final = 30_000
_NEVER: Final = float("inf")
_Block = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Text `old` [start, end) against text `new` [new_start, new_end): the same but for noise, or changed."""

    same: bool
    start: int
    end: int
    new_start: int
    new_end: int


def stretches(old: str, new: str, key: Key = normalise) -> list[Stretch]:
    """Return both texts, whole and in order, as stretches that are the same and stretches that changed, in turn.

    `key` says what is the same: two words with one key are no change. Offsets count characters.
    """
    left, right = _Words(old, key), _Words(new, key)
    found: list[Stretch] = []
    at = new_at = 0
    for one, other, size in [*_blocks(left, right), (len(left.keys), len(right.keys), 0)]:
        start, new_start = left.start(one), right.start(other)
        found += _between(old, new, (at, start, new_at, new_start), key)
        if size:
            at, new_at = left.end(one + size - 1), right.end(other + size - 1)
            if old[start:at] == new[new_start:new_at]:
                found.append(Stretch(True, start, at, new_start, new_at))
            else:
                found += _word_by_word(left, right, (one, other, size), key)
    return _joined(found)


def _word_by_word(left: "_Words", right: "_Words", block: _Block, key: Key) -> Iterator[Stretch]:
    """Yield the words of a block that stays and what lies between them, where the two are not alike to the letter."""
    one, other, size = block
    for step in range(one, one + size):
        other_step = other + step - one
        at, new_at = left.end(step), right.end(other_step)
        yield Stretch(True, left.start(step), at, right.start(other_step), new_at)
        if step + 1 < one + size:
            gap = at, left.start(step + 1), new_at, right.start(other_step + 1)
            yield from _between(left.text, right.text, gap, key)


class _Words:
    """The words and signs of a text with their places; spaces stand between them."""

    def __init__(self, text: str, key: Key) -> None:
        self.text = text
        self.keys: list[str] = []
        self._places: list[tuple[int, int]] = []
        offset = 0
        for token in tokens(text):
            if not token.isspace() and (known := key(token)):
                self.keys.append(known)
                self._places.append((offset, offset + len(token)))
            offset += len(token)
        self._length = offset

    def start(self, index: int) -> int:
        return self._places[index][0] if index < len(self._places) else self._length

    def end(self, index: int) -> int:
        return self._places[index][1]


def _between(old: str, new: str, gap: tuple[int, int, int, int], key: Key) -> Iterator[Stretch]:
    """Yield what lies between two words that are the same; spaces both have at its ends are no change."""
    start, end, new_start, new_end = gap
    if key(old[start:end]) == key(new[new_start:new_end]):
        yield Stretch(True, *gap)
        return
    head = _common_space(old[start:end], new[new_start:new_end])
    tail = _common_space(old[start + head : end][::-1], new[new_start + head : new_end][::-1])
    yield Stretch(True, start, start + head, new_start, new_start + head)
    yield Stretch(False, start + head, end - tail, new_start + head, new_end - tail)
    yield Stretch(True, end - tail, end, new_end - tail, new_end)


def _common_space(one: str, other: str) -> int:
    length = 0
    for left, right in zip(one, other, strict=False):
        if left != right or not left.isspace():
            break
        length += 1
    return length


def _joined(found: list[Stretch]) -> list[Stretch]:
    joined: list[Stretch] = []
    for each in found:
        if each.start == each.end and each.new_start == each.new_end:
            continue
        last = joined[-1] if joined else None
        # Where noise makes one text longer, the stretch stays by itself, so that what is around keeps its places.
        if last is not None and last.same == each.same and not (each.same and (_uneven(last) or _uneven(each))):
            joined[-1] = Stretch(each.same, last.start, each.end, last.new_start, each.new_end)
        else:
            joined.append(each)
    return joined


def _uneven(each: Stretch) -> bool:
    return each.end - each.start != each.new_end - each.new_start


def _blocks(left: _Words, right: _Words) -> Iterator[_Block]:
    """Yield (first, first of the other, how many) for the runs of words that stay."""
    one, other = left.keys, right.keys
    head, most = 0, min(len(one), len(other))
    while head < most and one[head] == other[head]:
        head += 1
    tail = 0
    while tail < most - head and one[-1 - tail] == other[-1 - tail]:
        tail += 1
    if head:
        yield 0, 0, head
    ends = len(one) - tail, len(other) - tail
    for start, other_start, size in _middle(one[head : ends[0]], other[head : ends[1]]):
        yield head + start, head + other_start, size
    if tail:
        yield *ends, tail


def _middle(one: Sequence[str], other: Sequence[str]) -> Iterator[_Block]:
    if not one or not other:
        return
    if len(one) * len(other) <= _MOST_PAIRS:
        yield from _cheapest(one, other)
        return
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    yield from (block for block in matcher.get_matching_blocks() if block[2])


def _price(word: str) -> float:
    return _WORD if word[0].isalnum() else _SIGN


def _cheapest(one: Sequence[str], other: Sequence[str]) -> list[_Block]:
    """Return the matching of least price: a table filled from the end, then walked from the beginning."""
    kept, open_ = _tables(one, other)
    found: list[_Block] = []
    row = column = 0
    changing = False
    while row < len(one) and column < len(other):
        stay = kept[row + 1][column + 1] if one[row] == other[column] else _NEVER
        drop = _price(one[row]) + open_[row + 1][column]
        put = _price(other[column]) + open_[row][column + 1]
        entering = 0.0 if changing else _STRETCH
        if stay <= entering + min(drop, put):
            _extend(found, row, column)
            row, column, changing = row + 1, column + 1, False
        else:
            changing = True
            row, column = (row + 1, column) if drop <= put else (row, column + 1)
    return found


def _extend(found: list[_Block], row: int, column: int) -> None:
    last = found[-1] if found else None
    if last is not None and last[0] + last[2] == row and last[1] + last[2] == column:
        found[-1] = (last[0], last[1], last[2] + 1)
    else:
        found.append((row, column, 1))


def _tables(one: Sequence[str], other: Sequence[str]) -> tuple[list[list[float]], list[list[float]]]:
    """Return the least price of what is left from each pair of places, after a kept word and inside a change."""
    prices = [_price(word) for word in other]
    width = len(other)
    last_open = [0.0] * (width + 1)
    for column in range(width - 1, -1, -1):
        last_open[column] = last_open[column + 1] + prices[column]
    last_kept = [_STRETCH + price if price else 0.0 for price in last_open]
    kept, open_ = [last_kept], [last_open]
    for word in reversed(one):
        last_kept, last_open = _row(word, other, prices, kept[-1], open_[-1])
        kept.append(last_kept)
        open_.append(last_open)
    return kept[::-1], open_[::-1]


def _row(
    word: str, other: Sequence[str], prices: Sequence[float], below_kept: Sequence[float], below_open: Sequence[float]
) -> tuple[list[float], list[float]]:
    price = _price(word)
    width = len(other)
    kept, inside = [0.0] * (width + 1), [0.0] * (width + 1)
    right = price + below_open[width]
    inside[width], kept[width] = right, right + _STRETCH
    for column in range(width - 1, -1, -1):
        change = min(price + below_open[column], prices[column] + right)
        stay = below_kept[column + 1] if word == other[column] else _NEVER
        right = min(change, stay)
        inside[column] = right
        kept[column] = min(change + _STRETCH, stay)
    return kept, inside
