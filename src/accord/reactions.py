"""The one table of what follows from what: when a fact of this kind is recorded, call that.

To add a row: import the function from the actions of your domain (or from `kernel.queue` to enqueue a task) and add
``("proposal.submitted", tell_the_author)`` to `TABLE`. The function is called as ``function(fact, actor=…, now=…)``
inside the transaction of the act that was recorded, with the actor who did it: its error undoes the act, so mail and
slow work are only enqueued here. Two domains that must not import each other meet in this file and nowhere else.
"""

from datetime import datetime

from accord.kernel import queue
from accord.kernel.actor import Actor
from accord.kernel.fact import Fact
from accord.kernel.reaction import Reaction, register


def invite(fact: Fact, *, actor: Actor, now: datetime) -> None:  # noqa: ARG001 -- every reaction is told who acts
    """Have the person of the fact sent the link by which she opens her account."""
    queue.enqueue("mailings.activation", person=int(fact.subject.partition(":")[2]), wanted_at=now.isoformat())


TABLE: tuple[tuple[str, Reaction], ...] = (("activation.wanted", invite),)


def install() -> None:
    """Register every row (the kernel calls this before the first reaction)."""
    for kind, function in TABLE:
        register(kind, function)
