"""The record's only writer: appends a fact as the next entry, in the transaction of the act that it tells of."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

from django.db import transaction
from django.db.models import Q

from accord.kernel import turns
from accord.kernel.actor import Actor
from accord.kernel.fact import JSON, Fact
from accord.kernel.models import Body, Entry, Node
from accord.kernel.record import canonical, commitment, keys, merkle

T = TypeVar("T")


def append(fact: Fact, *, actor: Actor, now: datetime) -> Entry:
    """Append the fact as the next entry and return it, in O(log n); `kernel.action` calls this, others need not."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("The record is written only inside the transaction of the act that it tells of.")
    turns.take(turns.ACT)
    index = size()
    if index == 0:
        keys.ensure()
    body = fact.body.encode() if isinstance(fact.body, str) else fact.body
    salt = commitment.fresh_salt()
    metadata = canonical.encode(metadata_of(index, fact, actor, now, commitment.commit(salt, body)))
    entry = Entry.objects.create(
        index=index,
        at=now,
        actor_kind=actor.kind,
        actor_id=actor.id,
        actor_label=actor.label,
        kind=fact.kind,
        scope=fact.scope,
        subject=fact.subject,
        metadata=metadata.decode(),
    )
    Body.objects.create(entry=entry, salt=salt, data=body)
    grown = at_once(lambda read: list(merkle.grow(read, index, merkle.leaf_hash(metadata))))
    Node.objects.bulk_create(Node(level=level, position=position, hash=value) for level, position, value in grown)
    return entry


def size() -> int:
    """Return how many entries the record holds."""
    last = Entry.objects.order_by("-index").values_list("index", flat=True).first()
    return 0 if last is None else last + 1


def at_once(compute: Callable[[merkle.Read], T]) -> T:
    """Return what `compute` makes of the stored tree, whose nodes are read in one query; a hole: `Node.DoesNotExist`.

    `compute` runs twice: which nodes the tree's arithmetic asks for depends on sizes and places, never on a hash.
    """
    asked: set[tuple[int, int]] = set()

    def noted(level: int, position: int) -> bytes:
        asked.add((level, position))
        return bytes(32)

    compute(noted)
    stored = _nodes(asked)

    def read(level: int, position: int) -> bytes:
        if (level, position) not in stored:
            raise Node.DoesNotExist(f"The stored tree has no node {position} at level {level}.")
        return stored[level, position]

    return compute(read)


def _nodes(places: set[tuple[int, int]]) -> dict[tuple[int, int], bytes]:
    if not places:
        return {}
    wanted = Q(*(Q(level=level, position=position) for level, position in sorted(places)), _connector=Q.OR)
    found = Node.objects.filter(wanted).values_list("level", "position", "hash")
    return {(level, position): bytes(value) for level, position, value in found}


def metadata_of(index: int, fact: Fact, actor: Actor, at: datetime, committed: bytes) -> dict[str, JSON]:
    """Return what the leaf of an entry is made of."""
    return {
        "index": index,
        "at": instant(at),
        "actor": {"kind": actor.kind, "id": actor.id, "label": actor.label},
        "kind": fact.kind,
        "scope": fact.scope,
        "subject": fact.subject,
        "data": fact.data,
        "body": committed.hex(),
    }


def instant(at: datetime) -> str:
    """Return an instant as the record writes it: ``2026-11-21T22:04:00.000000Z``."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
