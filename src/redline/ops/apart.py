"""A compiled file taken apart: each party's own file, put together from the base and from what the party touches.

To reject everybody else's changes in the whole file once per party costs parties times pages. Here everything is
rejected once, which is the base; of a party's file only the groups of blocks that it has changes in are read anew.
"""

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Final

from lxml.etree import _Element as Element

from redline.changes.merged import Parties
from redline.opc import Package, read_package
from redline.ops.extract import Extraction, extract_from
from redline.ops.groups import Group, groups
from redline.ops.resolve import resolve_package
from redline.ops.resolve_tree import Decision
from redline.oxml.revisions import Revision, revisions
from redline.oxml.stories import parts_with_changes
from redline.text.document import Document, body_of
from redline.text.reading import Block, read_blocks
from redline.text.stories import NOTE_REFERENCES

Owners = Callable[[str], Parties]
_NOTES: Final = ("footnotes", "endnotes")


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Neighbouring blocks of the compiled body, and where the base's own of the same place are: [start, end)."""

    blocks: list[Element]
    parties: frozenset[str]
    start: int
    end: int


class Apart:
    """The parties of a compiled file, its `base` (everything rejected), and what each of them asks for."""

    def __init__(self, compiled: bytes, owners: Owners) -> None:
        self._blocks: dict[Element, list[Block]] = {}
        self._owners = owners
        self._known: dict[str, Parties] = {}
        self._compiled = read_package(compiled)
        self._in_parts = {name: self._parties_in(name) for name in parts_with_changes(self._compiled)}
        self._stretches = self._cut(read_package(compiled))

    @property
    def parties(self) -> list[str]:
        """Everybody who has a change in the file, sorted."""
        return sorted({party for found in self._in_parts.values() for party in found})

    def extraction(self, party: str, document: Document) -> Extraction:
        """Return what this party's own file, in which all others' changes are rejected, asks of the base."""
        mine = [each for each in self._stretches if party in each.parties]
        body = body_of(self._base)
        own = list(body)
        for each in reversed(mine):
            body[each.start : each.end] = [deepcopy(block) for block in each.blocks]
        try:
            return extract_from(document, self._file(party, mine), self._read)
        finally:
            body[:] = own

    def _file(self, party: str, mine: list[_Stretch]) -> Package:
        """Return the package of the party's own file; its body is that of the base, with the party's blocks in it."""
        package = self._base.twin(self._base.main)
        for name in self._beside(party, mine):
            package.set_part(name, self._compiled.part(name))

        def decide(revision: Revision) -> Decision:
            return "keep" if party in self._of(revision.author) else "reject"

        resolve_package(package, decide, self._cut_notes)
        return package

    def _read(self, container: Element) -> list[Block]:
        """Read a container; blocks of the base, which are the same for everybody, only once."""
        found: list[Block] = []
        for each in container:
            if each not in self._own:
                found += read_blocks([each])
                continue
            if each not in self._blocks:
                self._blocks[each] = read_blocks([each])
            found += self._blocks[each]
        return found

    def _of(self, author: str) -> Parties:
        if author not in self._known:
            self._known[author] = self._owners(author)
        return self._known[author]

    def _behind(self, found: list[Revision]) -> Iterator[str]:
        for each in found:
            if each.kind != "tblGridChange" or each.author:
                yield from self._of(each.author)

    def _parties_in(self, name: str) -> frozenset[str]:
        return frozenset(self._behind(revisions(self._compiled.tree(name))))

    def _cut(self, base: Package) -> list[_Stretch]:
        """Reject everything in `base`, a second reading of the file; return what its body is made of."""
        blocks, own = list(body_of(self._compiled)), list(body_of(base))
        changed = [revisions(each) for each in blocks]
        found = groups(blocks, changed)
        lasts = [own[end - 1] for _, end in found]
        self._cut_notes = resolve_package(base, lambda _: "reject")
        self.base = base.to_bytes()
        self._base = base.settled()
        self._own = frozenset(body_of(base))
        place = {each: index for index, each in enumerate(body_of(base))}
        if any(each not in place for each in lasts[:-1]):
            found, lasts = [(0, len(blocks))], own[-1:]
        ends = [place[each] + 1 for each in lasts[:-1]] + [len(place)]
        return [
            _Stretch(blocks[slice(*group)], self._touching(changed, group), start, end)
            for group, start, end in zip(found, [0, *ends], ends, strict=False)
        ]

    def _touching(self, changed: list[list[Revision]], group: Group) -> frozenset[str]:
        return frozenset(party for each in changed[slice(*group)] for party in self._behind(each))

    def _beside(self, party: str, mine: list[_Stretch]) -> list[str]:
        """Return the other parts that are to be read for the party: those it has changes in, and its new notes."""
        package = self._compiled
        found = [name for name, parties in self._in_parts.items() if party in parties and name != package.main]
        if any(next(block.iter(*NOTE_REFERENCES), None) is not None for each in mine for block in each.blocks):
            found += [name for kind in _NOTES for name in package.related(package.main, kind)]
        return list(dict.fromkeys(found))
