"""A round on a real document with real proposals, played by the people of a world: for the tests of its pages."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import time_machine
from django.test import Client

import accord.web.demo
from accord.kernel import clocks, queue
from accord.negotiation import actions
from accord.negotiation.models import Compilation, Proposal, Round
from tests.factories.library import publish, version_of
from tests.factories.people import World, account

FILES = Path(accord.web.demo.__file__).parent / "files" / "second"


def word(name: str) -> bytes:
    """Return one of the demo's Word files: "Matriz" is the base, "AG_Matriz" what Antigua and Barbuda makes of it."""
    return (FILES / f"{name}.docx").read_bytes()


def open_round(world: World, *, sees: str = "at_once", closes_in: timedelta = timedelta(hours=4)) -> Round:
    """Publish the base and schedule a round on it that is open now, before the world's meeting."""
    document = publish(world, data=word("Matriz"), language="en", original_language="en")
    now = clocks.now()
    return actions.schedule_round(
        actor=world.chair,
        now=now,
        group=world.group,
        version=version_of(document),
        meeting=world.meeting,
        opens_at=now,
        closes_at=now + closes_in,
        zone="America/New_York",
        sees="after_close" if sees == "after_close" else "at_once",
    )


def upload(world: World, round_: Round, code: str, name: str = "") -> Proposal:
    """Have a delegation's focal point upload her file; it is being checked."""
    data = word(name or f"{code}_Matriz")
    actor = world.focal_points[code]
    return actions.receive_proposal(
        actor=actor, now=clocks.now(), round=round_, data=data, filename=f"{code}_Matriz.docx"
    )


def send(world: World, round_: Round, *codes: str) -> list[Proposal]:
    """Have these delegations upload and send their files, what was not tracked made visible first."""
    sent = []
    for code in codes:
        actor, row = world.focal_points[code], upload(world, round_, code)
        if row.untracked_count:
            row = actions.make_visible(actor=actor, now=clocks.now(), proposal=row)
        sent.append(actions.submit_proposal(actor=actor, now=clocks.now(), proposal=row))
    queue.drain()
    return sent


@contextmanager
def after_the_close(round_: Round) -> Iterator[None]:
    """Live a moment after the round has closed."""
    with time_machine.travel(round_.closes_at + timedelta(minutes=1)):
        yield


def compile_now(world: World, round_: Round) -> Compilation:
    """Have the Chair ask for the compiled text, and the worker make it."""
    made = actions.compile_round(actor=world.chair, now=clocks.now(), base=round_.bases.get())
    queue.drain()
    return Compilation.objects.get(pk=made.pk)


def reading(plan: World, who: str = "AG focal point") -> Client:
    """Return a browser without scripts in which one of the world's people is signed in."""
    client = Client()
    client.force_login(account(plan.everybody[who]))
    return client


def words(answer: Any) -> str:
    """Return what a page says, in one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def local(days: int) -> str:
    """Return 10:00 on a day from now as a browser's date-and-time field sends it."""
    return f"{(datetime.now(UTC) + timedelta(days=days)).date().isoformat()}T10:00"
