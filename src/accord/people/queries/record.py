"""A group's record as its readers find it: the acts of the group, and those of their own delegation alone."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Value

from accord.kernel.action import NotAllowed
from accord.kernel.actor import Actor
from accord.kernel.models import Entry
from accord.kernel.record import queries as record
from accord.people.models import Delegation, Group
from accord.people.policy import DELEGATION_SPOKEN_FOR, GROUP_AT_DELEGATIONS_LEVEL

PAGE = 50


@dataclass(frozen=True, slots=True)
class RecordedAct:
    """One entry; `by` is empty for the system, `own` says that only the reader's delegation sees it.

    `code` is the delegation it is about and `symbol` the document, where the entry says so.
    """

    index: int
    kind: str
    at: datetime
    by: str
    own: bool
    code: str
    symbol: str

    @property
    def name(self) -> str:
        """What the delegation's chip says to who listens."""
        return self.code


@dataclass(frozen=True, slots=True)
class RecordPage:
    """One page of a record, newest first; `older` is where the next one begins, None at the end."""

    acts: tuple[RecordedAct, ...]
    older: int | None


def record_page(actor: Actor, group: Group, before: int | None = None) -> RecordPage:
    """Return a page of the group's record, older than the entry `before`."""
    found = record.entries(*_scopes(actor, group), before=before, limit=PAGE + 1)
    return RecordPage(tuple(map(_act, found[:PAGE])), found[PAGE - 1].index if len(found) > PAGE else None)


def record_receipt(actor: Actor, group: Group, index: int) -> bytes:
    """Return the receipt for an entry that the actor may read; its words go to its author and to nobody else."""
    entry = record.entry(index)
    if entry is None or entry.scope not in _scopes(actor, group):
        raise NotAllowed
    own = actor.kind == "person" and (entry.actor_kind, entry.actor_id) == ("person", actor.id)
    return record.receipt(entry, words=own)


def _scopes(actor: Actor, group: Group) -> tuple[str, ...]:
    """Return the scopes of the record that the actor may read in this group; none for who is not at its level."""
    whole = GROUP_AT_DELEGATIONS_LEVEL.filter(actor, Group.objects.filter(pk=group.pk))
    mine = DELEGATION_SPOKEN_FOR.filter(actor, Delegation.objects.filter(group=group))
    named = whole.annotate(of=Value("group")).values_list("of", "pk")
    # One query for both; who speaks for a delegation is at the group's level, so `mine` never stands alone.
    return tuple(f"{of}:{pk}" for of, pk in named.union(mine.annotate(of=Value("delegation")).values_list("of", "pk")))


def _act(entry: Entry) -> RecordedAct:
    data = entry.data
    return RecordedAct(
        index=entry.index,
        kind=entry.kind,
        at=entry.at,
        by="" if entry.actor_kind == "system" else entry.actor_label,
        own=entry.scope.startswith("delegation:"),
        code=next((said for said in (data.get("party"), data.get("delegation")) if isinstance(said, str)), ""),
        symbol=str(data.get("symbol") or ""),
    )
