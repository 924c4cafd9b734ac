"""A group's record as its readers find it: the acts of the group, and those of their own delegation alone."""

from dataclasses import dataclass

from django.db.models import Value

from accord.kernel.action import NotAllowed
from accord.kernel.actor import Actor
from accord.kernel.models import Entry
from accord.kernel.record import queries as record
from accord.people.models import Delegation, Group
from accord.people.policy import DELEGATION_SPOKEN_FOR, GROUP_AT_DELEGATIONS_LEVEL

PAGE = 50


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of a record, newest first; `older` is where the next one begins, None at the end."""

    entries: tuple[Entry, ...]
    older: int | None


def scopes(actor: Actor, group: Group) -> tuple[str, ...]:
    """Return the scopes of the record that the actor may read in this group; none for who is not at its level."""
    whole = GROUP_AT_DELEGATIONS_LEVEL.filter(actor, Group.objects.filter(pk=group.pk))
    mine = DELEGATION_SPOKEN_FOR.filter(actor, Delegation.objects.filter(group=group))
    named = whole.annotate(of=Value("group")).values_list("of", "pk")
    # One query for both; who speaks for a delegation is at the group's level, so `mine` never stands alone.
    return tuple(f"{of}:{pk}" for of, pk in named.union(mine.annotate(of=Value("delegation")).values_list("of", "pk")))


def leaf(actor: Actor, group: Group, before: int | None = None) -> Leaf:
    """Return a page of the group's record, older than the entry `before`."""
    found = record.entries(*scopes(actor, group), before=before, limit=PAGE + 1)
    return Leaf(tuple(found[:PAGE]), found[PAGE - 1].index if len(found) > PAGE else None)


def receipt(actor: Actor, group: Group, index: int) -> bytes:
    """Return the receipt for an entry that the actor may read; its words go to its author and to nobody else."""
    entry = record.entry(index)
    if entry is None or entry.scope not in scopes(actor, group):
        raise NotAllowed
    own = actor.kind == "person" and (entry.actor_kind, entry.actor_id) == ("person", actor.id)
    return record.receipt(entry, words=own)
