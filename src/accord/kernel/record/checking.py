"""Verifying the whole record: every entry, every hash, every checkpoint that was given out, and any that is brought."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from accord.kernel.actor import Actor
from accord.kernel.fact import Fact
from accord.kernel.models import Body, Checkpoint, Entry, Node
from accord.kernel.record import canonical, commitment, erasing, keys, ledger, merkle
from accord.kernel.record.notes import BadNote, Head, Verifier, open_checkpoint

CHUNK = 1000
ENOUGH = 50


@dataclass
class Report:
    """What a verification found: how many entries there are, their root, and every problem as a sentence."""

    size: int = 0
    root: bytes = b""
    checkpoints: int = 0
    problems: list[str] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """Whether nothing was found."""
        return not self.problems

    def add(self, problem: str) -> None:
        """Keep a problem; after many, only that there are more."""
        if len(self.problems) < ENOUGH:
            self.problems.append(problem)
        elif len(self.problems) == ENOUGH:
            self.problems.append("… and more.")


def verify(brought: Sequence[str] = (), key: Verifier | None = None) -> Report:
    """Verify the record against itself, the checkpoints given out, and the `brought` ones (signed notes).

    A brought checkpoint must be signed by `key`, by default the installation's own. Who owns the database and the key
    can make a record that agrees with itself; a checkpoint kept elsewhere is what she cannot change.
    """
    report = Report()
    given_out = Checkpoint.objects.order_by("size").values_list("note", flat=True)
    heads = [*_heads(given_out, None, report), *_heads(brought, key, report)]
    report.checkpoints = len(heads)
    roots = _Walk(report, {head.size for head in heads}).roots()
    for head in heads:
        if head.size > report.size:
            report.add(f"A checkpoint covers {head.size} entries, but the record has only {report.size}.")
        elif roots[head.size] != head.root:
            report.add(f"The first {head.size} entries are not those of the checkpoint: the record was rewritten.")
    return report


def _heads(notes: Iterable[str], key: Verifier | None, report: Report) -> Iterator[Head]:
    for note in notes:
        try:
            yield open_checkpoint(note, key or keys.load().verifier)
        except (BadNote, keys.KeyMissing) as error:
            report.add(str(error))


class _Walk:
    """Hashes every entry anew, in order, with O(log n) memory, beside what is stored."""

    def __init__(self, report: Report, sizes: set[int]) -> None:
        self.report = report
        self.sizes = sizes
        # The latest complete subtree of each level: all that the next hashes and the root need.
        self.tops: dict[int, bytes] = {}
        self.erased: set[int] = set()
        self.recorded: set[int] = set()

    def roots(self) -> dict[int, bytes]:
        """Walk through the record, fill the report, and return the roots at the wanted sizes."""
        roots = {0: merkle.root(self._read, 0)}
        entries = Entry.objects.order_by("index").iterator(CHUNK)
        while chunk := list(islice(entries, CHUNK)):
            bodies = Body.objects.in_bulk([entry.index for entry in chunk])
            nodes = _stored(self.report.size, self.report.size + len(chunk))
            for entry in chunk:
                self._entry(entry, bodies.get(entry.index))
                self._grow(entry, nodes)
                if self.report.size in self.sizes:
                    roots[self.report.size] = merkle.root(self._read, self.report.size)
        self.report.root = merkle.root(self._read, self.report.size)
        self._end()
        return roots

    def _read(self, level: int, _position: int) -> bytes:
        return self.tops[level]

    def _grow(self, entry: Entry, stored: dict[tuple[int, int], bytes]) -> None:
        index = self.report.size
        # All of them before the first is kept: each is made from the tops that stood before.
        for level, position, value in list(merkle.grow(self._read, index, merkle.leaf_hash(entry.metadata.encode()))):
            if stored.get((level, position)) != value:
                self.report.add(f"Entry {index}: the stored tree does not agree at level {level}.")
            self.tops[level] = value
        self.report.size += 1

    def _entry(self, entry: Entry, body: Body | None) -> None:
        index = self.report.size
        if entry.index != index:
            self.report.add(f"Entry {index} is missing: the next one is {entry.index}.")
        try:
            told = json.loads(entry.metadata)
            committed = bytes.fromhex(told["body"])
            same = canonical.encode(_metadata(entry, told["data"], committed)) == entry.metadata.encode()
        except (ValueError, KeyError, TypeError):
            self.report.add(f"Entry {index}: its metadata cannot be read.")
            return
        if not same:
            self.report.add(f"Entry {index}: its columns do not say what was recorded.")
        if entry.kind == erasing.KIND:
            self.recorded.add(told["data"]["index"])
        self._body(index, body, committed)

    def _body(self, index: int, body: Body | None, committed: bytes) -> None:
        if body is None:
            self.report.add(f"Entry {index}: its words are missing, without an erasure.")
        elif body.salt is None or body.data is None:
            self.erased.add(index)
        elif commitment.commit(bytes(body.salt), bytes(body.data)) != committed:
            self.report.add(f"Entry {index}: its words are not those that were recorded.")

    def _end(self) -> None:
        for index in sorted(self.erased - self.recorded):
            self.report.add(f"Entry {index}: its words were erased, but no erasure is recorded.")
        for index in sorted(self.recorded - self.erased):
            self.report.add(f"Entry {index}: an erasure is recorded, but its words are still there.")
        size = self.report.size
        # A tree of n leaves has 2n - (ones in n) complete subtrees.
        if Node.objects.count() != 2 * size - size.bit_count():
            self.report.add("The stored tree has more or fewer nodes than the record's entries make.")


def _stored(start: int, end: int) -> dict[tuple[int, int], bytes]:
    """Return the stored nodes that become complete while the leaves [start, end) are appended."""
    nodes: dict[tuple[int, int], bytes] = {}
    for level in range(end.bit_length()):
        found = Node.objects.filter(level=level, position__gte=start >> level, position__lt=end >> level)
        nodes.update({(level, position): bytes(value) for position, value in found.values_list("position", "hash")})
    return nodes


def _metadata(entry: Entry, data: dict[str, object], committed: bytes) -> object:
    actor = Actor(entry.actor_kind, entry.actor_id, entry.actor_label)  # type: ignore[arg-type]  # checked by comparison
    fact = Fact(entry.kind, entry.scope, entry.subject, data)  # type: ignore[arg-type]  # read back from JSON
    return ledger.metadata_of(entry.index, fact, actor, entry.at, committed)
