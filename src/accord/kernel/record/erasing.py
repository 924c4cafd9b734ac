"""A lawful erasure: the words of an entry go, every proof stays valid, and the erasure itself is recorded."""

from datetime import datetime
from typing import Any

from accord.kernel.action import SYSTEM_ONLY, Fact, action
from accord.kernel.actor import Actor
from accord.kernel.models import Body, Entry

KIND = "record.erased"


def _erased(result: Entry | None, *, ground: str, **_arguments: Any) -> Fact | None:
    if result is None:
        return None
    return Fact(KIND, result.scope, f"entry:{result.index}", {"index": result.index, "ground": ground})


@action(allow=SYSTEM_ONLY, record=_erased)
def erase(*, actor: Actor, now: datetime, entry: Entry, ground: str) -> Entry | None:  # noqa: ARG001 -- the act demands it
    """Drop the words and the salt of an entry for good; return None if they were gone already.

    `ground` is the legal ground, for everybody to read ("data protection request 2026/14"); never the words themselves.
    Words that a domain keeps in tables of its own are for the domain to erase.
    """
    changed = Body.objects.filter(entry=entry, salt__isnull=False).update(salt=None, data=None)
    return entry if changed else None
