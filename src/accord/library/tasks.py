"""What the library does by itself: it lets go of files that nobody gave a place."""

from accord.kernel import actor, clocks
from accord.kernel.queue import every
from accord.library import actions, queries


@every(3600, "library.discard_expired")
def discard_expired() -> None:
    """Let go, every hour, of the held files whose day is over."""
    worker, now = actor.system("worker"), clocks.now()
    if queries.any_expired(worker, now):
        actions.discard_expired(actor=worker, now=now)
