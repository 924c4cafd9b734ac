"""Signed statements of the record's size and root: whoever keeps one can prove any later change of what it covers."""

import re
from datetime import datetime
from typing import Any

from accord.kernel.action import SYSTEM_ONLY, action
from accord.kernel.actor import Actor
from accord.kernel.models import Checkpoint
from accord.kernel.record import keys, ledger, merkle


def current() -> str:
    """Return a signed checkpoint of the record as it stands now (C2SP tlog-checkpoint)."""
    return of_size(ledger.size())


def of_size(size: int) -> str:
    """Return the signed checkpoint of the first `size` entries; the same size gives the same bytes."""
    signer = keys.load() if size else keys.ensure()
    return signer.checkpoint(size, ledger.at_once(lambda read: merkle.root(read, size)))


def _nothing(_result: Checkpoint, **_arguments: Any) -> None:
    """Record nothing: an entry about the checkpoint would already lie beyond it."""


@action(allow=SYSTEM_ONLY, record=_nothing)
def publish(*, actor: Actor, now: datetime) -> Checkpoint:  # noqa: ARG001 -- the act demands its actor
    """Keep the current checkpoint as one that was given out, and return it; of one size there is one."""
    size = ledger.size()
    checkpoint, _made = Checkpoint.objects.get_or_create(size=size, defaults={"note": of_size(size), "at": now})
    return checkpoint


def notes_in(text: str) -> list[str]:
    """Return the checkpoints found in a text: a checkpoint file, a letter that quotes one, a receipt."""
    plain = text.replace("\r\n", "\n").replace("\\n", "\n").replace("\\u2014", "\u2014")
    plain = re.sub(r"^> ?", "", plain, flags=re.MULTILINE)
    found = re.findall(r"[^\n\"]+\n\d+\n[A-Za-z0-9+/]{43}=\n\n(?:\u2014 [^\n\"]+\n?)+", plain)
    return [note if note.endswith("\n") else f"{note}\n" for note in found]
