"""A small act for the kernel's own tests: it writes one fact and changes nothing else."""

from datetime import UTC, datetime
from typing import Any

from accord.kernel import actor
from accord.kernel.action import SYSTEM_ONLY, Fact, action
from accord.kernel.actor import Actor
from accord.kernel.models import Entry
from accord.kernel.record import queries

SYSTEM = actor.system("test")
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def _noted(_result: None, *, words: str | bytes, scope: str, **_arguments: Any) -> Fact:
    return Fact("test.noted", scope, "test:1", {"length": len(words)}, words)


@action(allow=SYSTEM_ONLY, record=_noted)
def note(*, actor: Actor, now: datetime, words: str | bytes, scope: str) -> None:
    """Note the words in the record."""


def noted(words: str | bytes = "agreed ad referendum", scope: str = "group:1") -> Entry:
    """Note the words and return the entry."""
    note(actor=SYSTEM, now=NOON, words=words, scope=scope)
    entry = queries.entry_about("test:1", "test.noted")
    assert entry is not None
    return entry
