"""The slow part of two acts, done before their transaction opens: examining a file, settling its tracked changes.

The database has one writer at a time: nobody else's act may wait while a file is examined.
"""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from django.utils.translation import gettext_lazy as _

from accord.kernel import storage
from accord.kernel.action import NotAllowed, Refused
from accord.kernel.actor import Actor
from accord.library.actions import holding
from accord.library.models import HeldFile, Settlement
from accord.library.policy import HELD_FILE_OWN
from accord.library.providers import guard, wordfile
from accord.people.models import Group
from accord.people.policy import GROUP_ADMINISTERED

Verb = TypeVar("Verb", bound=Callable[..., HeldFile])


def _before(act: Callable[..., HeldFile]) -> Callable[[Verb], Verb]:
    """Declare a function the slow part of an act, which it ends by doing: the act's check and record are its own."""

    def declare(function: Verb) -> Verb:
        function.__dict__["action"] = act.__dict__["action"]
        return function

    return declare


@_before(holding.hold_file)
def receive_file(*, actor: Actor, now: datetime, group: Group, data: bytes, filename: str) -> HeldFile:
    """Examine a file from outside and hold it for its sender, so that she need not send it twice.

    Raises NotAllowed when the actor does not administer the group, and Refused with the guard's code and sentence.
    """
    if not GROUP_ADMINISTERED.allows(actor, group):
        raise NotAllowed
    verdict = guard.examine(data, filename)
    if verdict.outcome == "refuse":
        raise Refused(verdict.sentence, code=verdict.code)
    clean = data if verdict.cleaned is None else verdict.cleaned
    pending = _pending(clean) if verdict.kind == "docx" else None
    for each in {data, clean}:
        storage.lay(each)
    return holding.hold_file(actor=actor, now=now, group=group, data=data, verdict=verdict, pending=pending)


@_before(holding.keep_settled)
def settle_file(*, actor: Actor, now: datetime, held: HeldFile, choice: str) -> HeldFile:
    """Accept or reject all tracked changes of a held Word file; the file as it came in is kept beside the clean copy.

    `choice` is "accept_all" or "reject_all". Raises NotAllowed when the file is somebody else's.
    """
    if not HELD_FILE_OWN.allows(actor, held) or held.expires_at <= now:
        raise NotAllowed
    if choice not in Settlement.values:
        raise Refused(_("Choose whether to accept or to reject all tracked changes."), code="no_choice")
    if held.settlement or not held.pending:
        return held
    data, inspector = storage.read(held.file), wordfile.inspector()
    clean = inspector.accept(data) if choice == Settlement.ACCEPT_ALL else inspector.reject(data)
    if inspector.pending(clean):
        raise Refused(
            _("Some tracked changes could not be settled. Settle them in Word and send the file again."),
            code="unsettled",
        )
    storage.lay(clean)
    return holding.keep_settled(actor=actor, now=now, held=held, clean=clean, choice=choice)


def _pending(data: bytes) -> int | None:
    """Return how many tracked changes are left to settle, None for a Word file that the inspector cannot read.

    Such a file may be read by people all the same, in another folder; as a base document it is refused.
    """
    try:
        return wordfile.inspector().pending(data)
    except Refused:
        return None
