"""Tasks for the tests that kill a worker in the middle: slow work, an effect in the record, an effect beside it."""

import time
from pathlib import Path

from django.conf import settings

from accord.kernel.queue import Effect, every, task
from tests.kernel.acts import NOON, SYSTEM, note

TICKS: list[str] = []


@task("test.slow")
def slow(*, words: str, seconds: float) -> Effect:
    """Work slowly, leave a trace that it was begun, and return the effect."""
    with (Path(settings.ACCORD_HOME) / "begun").open("a") as begun:
        begun.write(f"{words}\n")
    time.sleep(seconds)
    return lambda: note(actor=SYSTEM, now=NOON, words=words, scope="group:1")


@task("test.failing", attempts=3)
def failing(*, words: str) -> Effect:
    """Fail after the effect was begun, so that it must be undone."""

    def effect() -> None:
        note(actor=SYSTEM, now=NOON, words=words, scope="group:1")
        raise RuntimeError("the disk of the world is full")

    return effect


@every(60, "test.tick")
def tick() -> None:
    """Count the recurring calls."""
    TICKS.append("tick")
