"""The record's only writer: appends a fact as the next entry, in the transaction of the act that it tells of."""

from datetime import UTC, datetime

from django.db import transaction

from accord.kernel import turns
from accord.kernel.actor import Actor
from accord.kernel.fact import JSON, Fact
from accord.kernel.models import Body, Entry, Node
from accord.kernel.record import canonical, commitment, keys, merkle


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
    grown = merkle.grow(read_node, index, merkle.leaf_hash(metadata))
    Node.objects.bulk_create(Node(level=level, position=position, hash=value) for level, position, value in grown)
    return entry


def size() -> int:
    """Return how many entries the record holds."""
    last = Entry.objects.order_by("-index").values_list("index", flat=True).first()
    return 0 if last is None else last + 1


def read_node(level: int, position: int) -> bytes:
    """Return the stored hash of a complete subtree."""
    return bytes(Node.objects.values_list("hash", flat=True).get(level=level, position=position))


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
