"""The one table of what follows from what: when a fact of this kind is recorded, call that.

To add a row: import the function from the actions of your domain (or from `kernel.queue` to enqueue a task) and add
``("proposal.submitted", tell_the_author)`` to `TABLE`. The function is called as ``function(fact, actor=…, now=…)``
inside the transaction of the act that was recorded, with the actor who did it: its error undoes the act, so mail and
slow work are only enqueued here. Two domains that must not import each other meet in this file and nowhere else.
"""

from accord.kernel.reaction import Reaction, register

TABLE: tuple[tuple[str, Reaction], ...] = ()


def install() -> None:
    """Register every row (the kernel calls this before the first reaction)."""
    for kind, function in TABLE:
        register(kind, function)
