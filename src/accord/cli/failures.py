"""`accord queue`: what could not be done, to be tried again or set aside, for whoever runs the server."""

import argparse
import gettext
from typing import Any

from accord.cli.platform import demand_database
from accord.cli.words import Wrong
from accord.kernel import actor, clocks
from accord.kernel.action import Refused
from accord.mailings import actions, queries
from accord.mailings.queries import Failure

_ = gettext.gettext
OPERATOR = actor.system("command-line")


def queue(options: argparse.Namespace) -> int:
    """List what failed; with --again or --aside, put it back or let it be. Exit code 1 while something waits."""
    demand_database()
    for name in options.again:
        for each in _meant(name):
            _again(each)
            print(_("{name} is tried again.").format(name=name_of(each)))
    for name in options.aside:
        for each in _meant(name):
            _aside(each)
            print(_("{name} is set aside; the record keeps it.").format(name=name_of(each)))
    left = queries.failures(OPERATOR)
    for each in left:
        print(f"{name_of(each):<14} {each.since:%Y-%m-%d %H:%M} {each.attempts:>3}×  {each.what}  {each.said}")
    if not left:
        print(_("Nothing waits: everything was done, or is being tried."))
    return 1 if left else 0


def name_of(failure: Failure) -> str:
    """Return how the operator names it: letter-12, work-7."""
    return f"{failure.kind}-{failure.pk}"


def _meant(name: str) -> list[Failure]:
    """Return what a name stands for; "all" is all that can be tried again."""
    found = queries.failures(OPERATOR)
    if name == "all":
        return [each for each in found if not each.comes_back]
    chosen = [each for each in found if name_of(each) == name]
    if not chosen:
        raise Wrong(_("There is no “{name}” that failed; `accord queue` lists them.").format(name=name))
    return chosen


def _again(failure: Failure) -> None:
    now = clocks.now()
    try:
        if letter := _letter(failure):
            actions.try_letter_again(actor=OPERATOR, now=now, letter=letter)
        elif job := queries.dead_job(OPERATOR, failure.pk):
            actions.try_work_again(actor=OPERATOR, now=now, job=job)
    except Refused as refused:
        raise Wrong(f"{name_of(failure)}: {refused.sentence}", 1) from refused


def _aside(failure: Failure) -> None:
    now = clocks.now()
    if letter := _letter(failure):
        actions.set_letter_aside(actor=OPERATOR, now=now, letter=letter)
    elif job := queries.dead_job(OPERATOR, failure.pk):
        actions.set_work_aside(actor=OPERATOR, now=now, job=job)


def _letter(failure: Failure) -> Any:
    return queries.failed_letter(OPERATOR, failure.pk) if failure.kind == "letter" else None
