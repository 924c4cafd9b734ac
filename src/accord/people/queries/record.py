"""A group's record as its readers find it: the acts of the group, and those of their own delegation alone."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet, Value

from accord.kernel.action import NotAllowed
from accord.kernel.actor import Actor
from accord.kernel.models import Entry
from accord.kernel.prepared import prepared
from accord.kernel.record import queries as record
from accord.people.models import Appointment, Delegation, Group, Person
from accord.people.policy import DELEGATION_SPOKEN_FOR, GROUP_AT_DELEGATIONS_LEVEL

PAGE = 50


@dataclass(frozen=True, slots=True)
class RecordedAct:
    """One entry; `by` is who acted, by name, empty for the system and for the holder of a personal link.

    `speaks_for` is the delegation of this group for which she has spoken; `own` says that only the reader's
    delegation sees it.

    `code` is the delegation it is about and `symbol` the document, where the entry says so.
    """

    index: int
    kind: str
    at: datetime
    by: str
    by_link: bool
    speaks_for: str
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
    names, seats = _who(found[:PAGE], group)
    acts = tuple(_act(entry, names, seats) for entry in found[:PAGE])
    return RecordPage(acts, found[PAGE - 1].index if len(found) > PAGE else None)


def record_receipt(actor: Actor, group: Group, index: int) -> bytes:
    """Return the receipt for an entry that the actor may read; its words go to its author and to nobody else."""
    entry = record.entry(index)
    if entry is None or entry.scope not in _scopes(actor, group):
        raise NotAllowed
    own = actor.kind == "person" and (entry.actor_kind, entry.actor_id) == ("person", actor.id)
    return record.receipt(entry, words=own)


def _scopes(actor: Actor, group: Group) -> tuple[str, ...]:
    """Return the scopes of the record that the actor may read in this group; none for who is not at its level."""
    return tuple(f"{of}:{pk}" for of, pk in _read_by(actor, group.pk))


@prepared
def _read_by(actor: Actor, group: int) -> QuerySet[Group, tuple[str, int]]:
    whole = GROUP_AT_DELEGATIONS_LEVEL.filter(actor, Group.objects.filter(pk=group))
    mine = DELEGATION_SPOKEN_FOR.filter(actor, Delegation.objects.filter(group=group))
    named = whole.annotate(of=Value("group")).values_list("of", "pk")
    # One query for both; who speaks for a delegation is at the group's level, so `mine` never stands alone.
    return named.union(mine.annotate(of=Value("delegation")).values_list("of", "pk"))


def _who(entries: list[Entry], group: Group) -> tuple[dict[int, str], dict[int, str]]:
    """Return the names of those who acted, and the delegation of this group for which each has spoken."""
    ids = {entry.actor_id for entry in entries if entry.actor_kind == "person" and entry.actor_id is not None}
    names = {person.pk: person.name for person in Person.objects.filter(pk__in=ids)}
    spoken = Appointment.objects.filter(person__in=ids, delegation__group=group).order_by("starts_at")
    return names, dict(spoken.values_list("person", "delegation__party__code"))


def _act(entry: Entry, names: dict[int, str], seats: dict[int, str]) -> RecordedAct:
    data = entry.data
    who = entry.actor_id if entry.actor_kind == "person" and entry.actor_id is not None else 0
    return RecordedAct(
        index=entry.index,
        kind=entry.kind,
        at=entry.at,
        by=names.get(who, ""),
        by_link=entry.actor_kind == "link",
        speaks_for=seats.get(who, ""),
        own=entry.scope.startswith("delegation:"),
        code=next((said for said in (data.get("party"), data.get("delegation")) if isinstance(said, str)), ""),
        symbol=str(data.get("symbol") or ""),
    )
