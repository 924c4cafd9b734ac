"""Tasks for the tests that kill a worker in the middle: slow work, an effect in the record, an effect beside it."""

import time
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from accord.kernel.action import SYSTEM_ONLY, Fact, action
from accord.kernel.actor import Actor
from accord.kernel.queue import Effect, every, task
from tests.kernel.acts import NOON, SYSTEM, note


def _steadied(_result: None, *, words: str, **_arguments: Any) -> Fact:
    return Fact("test.steady", "group:1", words, {}, words)


@action(allow=SYSTEM_ONLY, record=_steadied)
def steadied(*, actor: Actor, now: datetime, words: str) -> None:
    """Note in the record that the work of this name was done."""


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


@task("test.steady", attempts=1000)
def steady(*, words: str) -> Effect:
    """Leave a trace that it was begun, work a little, and return an effect whose subject is the work's own name."""
    with (Path(settings.ACCORD_HOME) / "begun").open("a") as begun:
        begun.write(f"{words}\n")
    time.sleep(0.15)
    return lambda: steadied(actor=SYSTEM, now=NOON, words=words)


@every(60, "test.tick")
def tick() -> None:
    """Count the recurring calls."""
    TICKS.append("tick")
