"""The demo's sign in the record: its first entry says that all of this is invented."""

from datetime import datetime
from typing import Any

from accord.kernel import actor as actors
from accord.kernel.action import SYSTEM_ONLY, Fact, action
from accord.kernel.actor import Actor
from accord.kernel.record import ledger, queries

KIND = "demo.opened"


def _opened(_result: None, **_arguments: Any) -> Fact:
    return Fact(KIND, "system", "installation")


@action(allow=SYSTEM_ONLY, record=_opened)
def _open(*, actor: Actor, now: datetime) -> None:  # noqa: ARG001 -- the act demands them
    if ledger.size():
        raise RuntimeError("Only an empty installation can become a demo.")


def open_demo(now: datetime) -> None:
    """Write the sign as the record's first entry."""
    _open(actor=actors.system("demo"), now=now)


def made_by_demo() -> bool:
    """Return whether the record begins with the demo's sign, or is still empty."""
    first = queries.entry(0)
    return first is None or first.kind == KIND
