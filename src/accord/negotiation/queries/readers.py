"""Who reads, in one question: the delegations of the group, which one she speaks for, whether she administers."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from django.db.models import Exists, OuterRef, QuerySet

from accord.kernel.actor import Actor
from accord.kernel.prepared import prepared
from accord.negotiation.queries.values import DelegationView, hue_of
from accord.people.models import Delegation, Group
from accord.people.policy import DELEGATION_SPOKEN_FOR, GROUP_ADMINISTERED
from accord.people.queries import Membership
from accord.people.queries.alphabet import alphabetical

__all__ = ["Reader", "reader", "reader_as", "view"]


@dataclass(frozen=True)
class Reader:
    """The reader's place in the group; `delegations` in the alphabetical order of her language."""

    own: Delegation | None
    administers: bool
    delegations: tuple[Delegation, ...]

    def party(self, delegation_id: int) -> DelegationView:
        """Return the delegation as a chip without counts."""
        return self._parties[delegation_id]

    @cached_property
    def chips(self) -> tuple[DelegationView, ...]:
        """Return the delegations as chips, without counts and without what depends on who reads."""
        return tuple(view(each) for each in self.delegations)

    @cached_property
    def _parties(self) -> dict[int, DelegationView]:
        found = {each.pk: chip for each, chip in zip(self.delegations, self.chips, strict=True)}
        return found if self.own is None else found | {self.own.pk: view(self.own, own=self.own)}


def reader_as(member: Membership, delegations: Iterable[Delegation]) -> Reader:
    """Return the reader's place in a group from her membership and the group's delegations, without a question."""
    own = member.role.delegation if member.role.kind == "focal_point" else None
    ordered = alphabetical(delegations, name=lambda row: row.party.short_name())
    return Reader(own, member.role.administers, tuple(ordered))


def reader(actor: Actor, group: Group) -> Reader:
    """Return the actor's place in the group, in one query (two in a group without delegations)."""
    rows = _seated(actor, group.pk)
    administers = rows[0].__dict__["administered"] if rows else GROUP_ADMINISTERED.allows(actor, group)
    own = next((row for row in rows if row.__dict__["mine"]), None)
    return Reader(own, administers, tuple(alphabetical(rows, name=lambda row: row.party.short_name())))


@prepared
def _seated(actor: Actor, group: int) -> QuerySet[Delegation]:
    mine = DELEGATION_SPOKEN_FOR.filter(actor, Delegation.objects.filter(pk=OuterRef("pk")))
    administered = GROUP_ADMINISTERED.filter(actor, Group.objects.filter(pk=OuterRef("group")))
    seated = Delegation.objects.filter(group=group).select_related("party")
    return seated.annotate(mine=Exists(mine), administered=Exists(administered))


def view(delegation: Delegation, *, own: Delegation | None = None) -> DelegationView:
    """Return the delegation as a chip without counts."""
    return _chip(delegation.code, delegation.party.short_name(), own is not None and own.pk == delegation.pk)


@lru_cache(maxsize=4096)
def _chip(code: str, name: str, own: bool) -> DelegationView:  # noqa: FBT001 - one fact of the three
    return DelegationView(code, name, hue_of(code), own=own)
