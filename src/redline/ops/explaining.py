"""Whose doing the differences between two texts are: those that are exactly what amendments on the old one give."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Final

from redline.changes.amendment import Amendment
from redline.changes.merge import merge
from redline.changes.merged import MergedParagraph
from redline.ops.differing import Differing, spelt
from redline.text.document import Paragraph
from redline.text.signs import FIELD

_MOST: Final = 3
"""How many amendments at one paragraph are tried together; all of them at once are tried too."""
_TRIES: Final = 400
Asks = tuple[str, ...]


def explained(
    paragraphs: Sequence[Paragraph], amendments: Mapping[str, Amendment], found: Sequence[Differing]
) -> tuple[Asks, ...]:
    """Return, difference by difference, the ids of the amendments that give exactly these words; () for none.

    `paragraphs` are those of the old text, `amendments` may be anybody's, by id. Where several alone give the same
    words, all are named; of several together only those without which the words would be others, and none where it
    could be these or those. What nothing explains is somebody else's: nothing is guessed.
    """
    return tuple(_Explaining(paragraphs, amendments, found).all())


class _Explaining:
    def __init__(
        self, paragraphs: Sequence[Paragraph], amendments: Mapping[str, Amendment], found: Sequence[Differing]
    ) -> None:
        self._paragraphs = list(paragraphs)
        self._index = {each.address: number for number, each in enumerate(paragraphs)}
        self._amendments = amendments
        self._found = found
        self._gone = {each.address for each in found if not each.new_address}
        self._touched = {
            ask: {edit.address for edit in each.edits} for ask, each in amendments.items() if self._may_be(each)
        }
        merged = merge(paragraphs, {ask: (each,) for ask, each in amendments.items()})
        self._added = [each for each in merged if each.inserted_by]

    def all(self) -> Iterator[Asks]:
        alone = [self._alone(each) for each in self._found]
        for group in self._groups():
            if not all(alone[number] for number in group):
                asks = self._together([self._found[number] for number in group])
                alone = [asks if number in group and not known else known for number, known in enumerate(alone)]
        yield from alone

    def _alone(self, each: Differing) -> Asks:
        if each.put_in:
            return self._put_in(each)
        candidates = self._touching([each.address])
        if each.new_address and spelt(each.before) == spelt(each.after):
            return tuple(ask for ask in candidates if self._amendments[ask].kind == "move")
        here, wanted = [self._paragraphs[self._index[each.address]]], spelt(each.after)
        return self._fitting(candidates, here, [wanted] if wanted else [])

    def _put_in(self, each: Differing) -> Asks:
        """Return who puts in a paragraph of these words, behind the same one if there is such an amendment."""
        alike = [one for one in self._added if spelt(_left(one)) == spelt(each.after)]
        here = [one for one in alike if one.after == each.address]
        return tuple(sorted({ask for one in here or alike for ask in one.inserted_by}))

    def _together(self, group: Sequence[Differing]) -> Asks:
        """Return what gives a stretch of paragraphs as a whole: some were split, joined, or put in and changed."""
        if any(each.new_address and spelt(each.before) == spelt(each.after) for each in group):
            return ()
        numbers = [self._index.get(each.address, -1) for each in group]
        here = self._paragraphs[max(min(numbers), 0) : max(numbers) + 2]
        changed = {each.address: each.after for each in group if not each.put_in}
        wanted = [spelt(each.after) for each in group if not each.address]
        for paragraph in here:
            behind = [each.after for each in group if each.put_in and each.address == paragraph.address]
            wanted += [spelt(words) for words in (changed.get(paragraph.address, paragraph.text), *behind)]
        return self._fitting(self._touching([each.address for each in here]), here, [each for each in wanted if each])

    def _may_be(self, amendment: Amendment) -> bool:
        """Whether all is gone that would be: a row that still stands was not taken out, though one cell be empty."""
        letters = {"delete_row": "r", "delete_cell": "c"}
        taken = [
            f"{each.address}.{letters[each.kind]}{each.start}." for each in amendment.edits if each.kind in letters
        ]
        inside = (each for each in self._paragraphs if taken and each.address.startswith(tuple(taken)))
        return all(each.address in self._gone or not spelt(each.text) for each in inside)

    def _fitting(self, candidates: Sequence[str], here: Sequence[Paragraph], wanted: Sequence[str]) -> Asks:
        tries = 0
        for size in (*range(1, min(_MOST, len(candidates)) + 1), len(candidates)):
            fits: list[Asks] = []
            for chosen in combinations(candidates, size):
                tries += 1
                if tries > _TRIES:
                    return ()
                if self._lines(chosen, here) == wanted:
                    fits.append(chosen)
            if fits:
                return tuple(ask for (ask,) in fits) if size == 1 else fits[0] if len(fits) == 1 else ()
        return ()

    def _lines(self, chosen: Asks, here: Sequence[Paragraph]) -> list[str]:
        """Return the lines that stand there once these amendments are taken, blank ones left out."""
        merged = merge(here, {ask: (self._amendments[ask],) for ask in chosen})
        standing = [each for each in merged if not each.row_deleted_by and not each.cell_deleted_by]
        text = "".join(_left(each) + ("" if each.mark_deleted_by else "\n") for each in standing)
        return [words for line in text.split("\n") if (words := spelt(line))]

    def _touching(self, addresses: Iterable[str]) -> list[str]:
        """Return the amendments on these paragraphs, or on the rows and tables in which they stand."""
        wanted = {".".join(steps[:depth]) for each in addresses for steps in [each.split(".")] for depth in _to(steps)}
        return [ask for ask, touched in self._touched.items() if touched & wanted]

    def _groups(self) -> Iterator[list[int]]:
        """Yield the differences that stand next to each other in the old text."""
        group: list[int] = []
        last = -2
        for number, each in enumerate(self._found):
            place = self._index.get(each.address, -1)
            if group and place > last + 1:
                yield group
                group = []
            group.append(number)
            last = place
        if group:
            yield group


def _to(steps: Sequence[str]) -> range:
    return range(1, len(steps) + 1)


def _left(paragraph: MergedParagraph) -> str:
    words = (each.text for each in paragraph.segments if not each.deleted_by)
    return "".join(words).replace(FIELD, "").replace("\u2029", "\n")
