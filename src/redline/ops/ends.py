"""Where paragraphs go at the end of a container, whose last mark always stays: whose mark goes, and comes back."""

from collections.abc import Iterable, Iterator, Sequence

from redline.changes.edit import Edit, content_text
from redline.ops.gaps import is_ahead, is_behind, lines_of
from redline.text.flat import FlatParagraph

# Each paragraph by its address, with the one right before and right behind it.
Around = dict[str, tuple[FlatParagraph | None, FlatParagraph, FlatParagraph | None]]


class Ends:
    """One delegation's edits of a base, by the paragraph they are made in."""

    def __init__(self, around: Around, edits: Iterable[Edit]) -> None:
        self._around = around
        self._edits: dict[str, list[Edit]] = {}
        for each in edits:
            self._edits.setdefault(each.address, []).append(each)

    def marks(self, address: str) -> list[Edit]:
        """Return the deletions of a paragraph's mark."""
        return [each for each in self._edits.get(address, ()) if each.kind == "delete_mark"]

    def surplus(self) -> Iterator[Edit]:
        """Yield the deletions of marks that go already, of paragraphs with nothing left in them or behind them."""
        for address in self._edits:
            second = self.marks(address)[1:]
            if second and self._is_bare(self._around[address][1]) and self._goes_to_its_end(address):
                yield from second

    def mark_left_before(self, address: str) -> str:
        """Return the nearest paragraph before one whose mark stays, where nothing that stays stands between; or ""."""
        before = self._before(address)
        while before is not None and self.marks(before.address):
            before = self._before(before.address) if self._is_bare(before) else None
        return before.address if before is not None else ""

    def going(self) -> list[str]:
        """Return the last paragraphs of containers that go."""
        known = [self._around[each] for each in self._edits if each in self._around]
        return [last.address for _, last, behind in known if behind is None and self._is_gone(last)]

    def last_put_in_before(self, last: str) -> Edit | None:
        """Return, of the whole paragraphs put in before those that go at a container's end, the last."""
        found: FlatParagraph | None = self._around[last][1]
        while found is not None and self._is_gone(found):
            before = self._before(found.address)
            if before is None or not self.marks(before.address):
                return None
            heads = [each for each in self._edits.get(found.address, ()) if is_ahead(each)]
            if heads:
                return heads[-1]
            found = before
        return None

    def mark_back(self, address: str) -> str:
        """Return whose mark comes back with a paragraph all of which went, "" for nobody's.

        It is its own; but where nothing is left behind it either, that of the last paragraph that is left before it.
        """
        if not self._goes_to_its_end(address):
            return address
        before = self._before(address)
        while before is not None and self.marks(before.address):
            if not self._is_gone(before):
                return before.address
            before = self._before(before.address)
        return ""

    def _before(self, address: str) -> FlatParagraph | None:
        return self._around[address][0]

    def _goes_to_its_end(self, address: str) -> bool:
        """Whether the paragraph's mark goes and nothing is left of any behind it; the last one's mark always stays."""
        _, _, following = self._around[address]
        while following is not None:
            if not (self._is_gone(following) and self.marks(address)):
                return False
            address = following.address
            _, _, following = self._around[address]
        return True

    def _is_gone(self, paragraph: FlatParagraph) -> bool:
        """Whether the paragraph had words and has none; one that was empty before may be meant to stay."""
        return bool(paragraph.text) and self._is_bare(paragraph)

    def _is_bare(self, paragraph: FlatParagraph) -> bool:
        edits = [each for each in self._edits.get(paragraph.address, ()) if each.kind in {"insert", "delete"}]
        return not applied(paragraph.text, [each for each in edits if not is_ahead(each)])


def applied(text: str, edits: Sequence[Edit]) -> str:
    """Return the flat text with the edits made; of what is put in at its end, only what stands in its paragraph."""
    gone = {at for each in edits if each.kind == "delete" for at in range(each.start, each.end)}
    put: dict[int, list[str]] = {}
    for each in edits:
        if each.kind == "insert":
            words = content_text(each.content)
            first = content_text(lines_of(each.content)[0]) if is_behind(each, len(text)) else words
            put.setdefault(each.start, []).append(first)
    found = ["".join(put.get(at, ())) + ("" if at in gone else letter) for at, letter in enumerate(text)]
    return "".join(found) + "".join(put.get(len(text), ()))
