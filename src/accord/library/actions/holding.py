"""A file that passed the guard is held for its sender for a day, until it has its place among the documents."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from accord.kernel import storage
from accord.kernel.action import SYSTEM_ONLY, Fact, Refused, action
from accord.kernel.actor import Actor
from accord.library.models import HeldFile
from accord.library.policy import HELD_FILE_OWN, sender
from accord.library.providers.guard import Verdict
from accord.people.models import Group
from accord.people.policy import GROUP_ADMINISTERED

HELD_FOR = timedelta(hours=24)


def _held_fact(result: HeldFile, *, group: Group, **_rest: object) -> Fact:
    data = {"sha256": result.file_id, "pending": result.pending, "kind": result.kind}
    if result.original_id:
        data |= {"received_sha256": result.original_id, "removed": result.cleaned_of}
    return Fact(
        kind="document.file_received",
        scope=f"group:{group.pk}",
        subject=f"held_file:{result.pk}",
        data=data,
        body=result.filename,
    )


@action(allow=GROUP_ADMINISTERED, on="group", record=_held_fact)
def hold_file(
    *, actor: Actor, now: datetime, group: Group, data: bytes, verdict: Verdict, pending: int | None
) -> HeldFile:
    """Keep a file that the guard let in; `pending` counts its tracked changes, None when they cannot be read."""
    stripped = verdict.cleaned is not None
    return HeldFile.objects.create(
        group=group,
        person_id=sender(actor),
        file=storage.keep(verdict.cleaned if verdict.cleaned is not None else data),
        original=storage.keep(data) if stripped else None,
        cleaned_of=verdict.code if stripped else "",
        filename=verdict.filename,
        kind=verdict.kind,
        pending=pending,
        held_at=now,
        expires_at=now + HELD_FOR,
    )


def _settled_fact(result: HeldFile, **_rest: object) -> Fact:
    return Fact(
        kind="document.file_settled",
        scope=f"group:{result.group_id}",
        subject=f"held_file:{result.pk}",
        data={"choice": result.settlement, "sha256": result.file_id, "received_sha256": result.original_id},
        body=result.filename,
    )


@action(allow=HELD_FILE_OWN, on="held", record=_settled_fact)
def keep_settled(*, actor: Actor, now: datetime, held: HeldFile, clean: bytes, choice: str) -> HeldFile:
    """Keep the settled copy in place of the file as it came in, which stays beside it."""
    current = _waiting(held)
    if current.settlement:
        return current
    current.original = current.original or current.file
    current.file = storage.keep(clean)
    current.settlement, current.pending = choice, 0
    current.save(update_fields=["original", "file", "settlement", "pending"])
    return current


def _waiting(held: HeldFile) -> HeldFile:
    """Return the held file as it stands in this transaction; one that has its place can no longer be changed."""
    current = HeldFile.objects.select_for_update(of=("self",)).select_related("file", "original").get(pk=held.pk)
    if current.placed_id:
        raise Refused(_("This file is already published."), code="already_placed")
    return current


def _discarded_fact(result: str, *, held: HeldFile, **_rest: object) -> Fact:
    scope = f"group:{held.group_id}"
    return Fact(kind="document.file_discarded", scope=scope, subject=f"held_file:{result}", data={})


@action(allow=HELD_FILE_OWN, on="held", record=_discarded_fact)
def discard_file(*, actor: Actor, now: datetime, held: HeldFile) -> str:
    """Give up a held file before it is published; returns the id it had."""
    number = str(_waiting(held).pk)
    HeldFile.objects.filter(pk=number).delete()
    return number


def _expired_fact(result: int, **_rest: object) -> Fact | None:
    fact = Fact(kind="document.files_expired", scope="system", subject="held_files", data={"count": result})
    return fact if result else None


@action(allow=SYSTEM_ONLY, record=_expired_fact)
def discard_expired(*, actor: Actor, now: datetime) -> int:
    """Let go of held files whose day is over; returns how many."""
    count, _by_model = HeldFile.objects.filter(expires_at__lte=now).delete()
    return count
