"""`accord record …`: verify the whole record, give out a checkpoint, erase lawfully."""

import argparse
import gettext
from collections.abc import Callable

from accord.cli.platform import demand_database
from accord.cli.receipts import key_from
from accord.cli.words import Wrong, read
from accord.kernel import actor, clocks
from accord.kernel.record import checking, checkpoints, erasing, queries
from accord.kernel.record.keys import KeyMissing

_ = gettext.gettext
OPERATOR = actor.system("command-line")


def verify(options: argparse.Namespace) -> int:
    """Hash every entry anew; compare with the checkpoints given out and those brought. Exit code 1 for a finding."""
    demand_database()
    brought = [note for name in options.checkpoint for note in notes(name)]
    report = checking.verify(brought, key_from(options.key) if options.key else None)
    for problem in report.problems:
        print(f"! {problem}")
    if not report.sound:
        print(_("The record of {size} entries is NOT what it was.").format(size=report.size))
        return 1
    print(_("The record is sound: {size} entries, root {root}.").format(size=report.size, root=report.root.hex()))
    print(
        _("It agrees with {count} checkpoints ({brought} of them brought by you).").format(
            count=report.checkpoints, brought=len(brought)
        )
    )
    if not brought:
        print(_("Only a checkpoint kept elsewhere proves that nobody rewrote it all: bring one with --checkpoint."))
    return 0


def checkpoint(_options: argparse.Namespace) -> int:
    """Print a signed checkpoint and keep it as one that was given out."""
    demand_database()
    print(_said(lambda: checkpoints.publish(actor=OPERATOR, now=clocks.now()).note), end="")
    return 0


def key(_options: argparse.Namespace) -> int:
    """Print the record's public key."""
    demand_database()
    print(_said(queries.verifier_key))
    return 0


def erase(options: argparse.Namespace) -> int:
    """Drop the words of one entry; the erasure is recorded with its ground."""
    demand_database()
    entry = queries.entry(options.index)
    if entry is None:
        raise Wrong(_("There is no entry {index} in the record.").format(index=options.index), code=1)
    if not erasing.erase(actor=OPERATOR, now=clocks.now(), entry=entry, ground=options.ground):
        raise Wrong(_("The words of entry {index} were erased before.").format(index=options.index), code=1)
    print(_("The words of entry {index} are gone; the erasure is recorded.").format(index=options.index))
    return 0


def notes(name: str) -> list[str]:
    """Return the checkpoints in the file of this name."""
    found = checkpoints.notes_in(read(name).decode("utf-8", "replace"))
    if not found:
        raise Wrong(_("{name}: there is no checkpoint in this file.").format(name=name))
    return found


def _said(ask: Callable[[], str]) -> str:
    try:
        return ask()
    except KeyMissing as error:
        raise Wrong(str(error), code=1) from error
