"""Groups, and in what capacity the reader takes part in them."""

from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from accord.kernel import clocks
from accord.kernel.action import NotAllowed
from accord.kernel.actor import Actor
from accord.kernel.policy import Rule
from accord.kernel.prepared import prepared
from accord.people.models import Appointment, Delegation, Expert, FormalMeeting, Group, Office, Party
from accord.people.policy import (
    GROUP_OF_EXPERT,
    OFFICE_ADMINISTERED,
    in_force_at,
    serves_the_installation,
    serving_at,
    spoken_for,
)

Capacity = Literal["chair", "vice_chair", "secretariat", "focal_point", "away", "expert"]
OFFICES = frozenset({"chair", "vice_chair", "secretariat"})


@dataclass(frozen=True, slots=True)
class Role:
    """In what capacity a person takes part in a group, and for which delegation.

    `away` is the regular focal point while another acts for her: she has no access to the delegations level.
    """

    kind: Capacity
    delegation: Delegation | None = None
    acting: bool = False

    @property
    def administers(self) -> bool:
        """Whether this is the Chair, a Vice-Chair or the Technical Secretariat."""
        return self.kind in OFFICES

    @property
    def at_delegations_level(self) -> bool:
        """Whether this role opens the delegations level."""
        return self.administers or self.kind == "focal_point"

    @property
    def title(self) -> str:
        """The role as the person would put it on a name plate."""
        titles = {
            "chair": _("Chair"),
            "vice_chair": _("Vice-Chair"),
            "secretariat": _("Technical Secretariat"),
            "focal_point": _("acting focal point") if self.acting else _("focal point"),
            "away": _("focal point, while another acts"),
            "expert": _("expert in the capital"),
        }
        return titles[self.kind]


@dataclass(frozen=True, slots=True)
class Membership:
    """A group, and the reader's role in it."""

    group: Group
    role: Role


def group(actor: Actor, slug: str) -> Group:
    """Return the group; NotAllowed (a 404 on the web) when the reader takes no part in it."""
    found = GROUP_OF_EXPERT.filter(actor, Group.objects.filter(slug=slug)).first()
    if found is None:
        raise NotAllowed
    return found


def membership(actor: Actor, slug: str) -> Membership:
    """Return the group and the reader's role in it in one query; NotAllowed when she takes no part."""
    found = membership_under(actor, slug, GROUP_OF_EXPERT)
    if found is None:
        raise NotAllowed
    return found


def membership_under(actor: Actor, slug: str, rule: Rule[Any]) -> Membership | None:
    """Return the group and the reader's role in it if the rule gives her that group, or a delegation of it; else None.

    It is one query, the rule's own condition in it.
    """
    found = _named(actor, slug, rule) if actor.kind == "person" else []
    return Membership(found[0], _role(found[0])) if found else None


def my_groups(actor: Actor) -> list[Membership]:
    """Return the groups in which the reader takes part now, by name."""
    return [Membership(row, _role(row)) for row in _all(actor)] if actor.kind == "person" else []


def role_in(actor: Actor, group: Group) -> Role | None:
    """Return the reader's role in the group now, or None when she has none."""
    found = membership_under(actor, group.slug, GROUP_OF_EXPERT)
    return found.role if found else None


def delegation_of(actor: Actor, group: Group) -> Delegation | None:
    """Return the delegation to which the reader belongs in the group, if any."""
    role = role_in(actor, group)
    return role.delegation if role else None


def officers(actor: Actor, group: Group) -> list[Office]:
    """Return Chair, Vice-Chairs and Secretariat as they serve now, in that order; each with its person."""
    rank = {"chair": 0, "vice_chair": 1, "secretariat": 2}
    return sorted(_serving(actor, group.pk), key=lambda office: (rank[office.role], office.since, office.pk))


def meetings(actor: Actor, group: Group) -> list[FormalMeeting]:
    """Return the formal meetings of the group's body, earliest first; their dates are known to the capital too."""
    return _meetings(actor, group.pk)


def office(actor: Actor, group: Group, pk: int) -> Office:
    """Return an office held now to those who may end it; NotAllowed to everybody else."""
    held = Office.objects.filter(serving_at(clocks.now()), group=group, pk=pk).select_related("person")
    found = OFFICE_ADMINISTERED.filter(actor, held).first()
    if found is None:
        raise NotAllowed
    return found


def may_convene(actor: Actor) -> bool:
    """Return whether the reader may convene groups and enter persons."""
    return serves_the_installation(actor)


@prepared
def _named(actor: Actor, slug: str, rule: Rule[Any]) -> QuerySet[Group]:
    if rule.model is Group:
        given = rule.filter(actor, Group.objects.all()).values("pk")
    else:
        given = rule.filter(actor, Delegation.objects.all()).values("group")
    return _with_role(actor, Group.objects.filter(slug=slug, pk__in=given))


@prepared
def _all(actor: Actor) -> QuerySet[Group]:
    return _with_role(actor, GROUP_OF_EXPERT.filter(actor, Group.objects.order_by("name", "pk")))


@prepared
def _serving(actor: Actor, group: int) -> QuerySet[Office]:
    visible = GROUP_OF_EXPERT.filter(actor, Group.objects.filter(pk=group))
    return Office.objects.filter(serving_at(clocks.now()), group__in=visible).select_related("person")


@prepared
def _meetings(actor: Actor, group: int) -> QuerySet[FormalMeeting]:
    return FormalMeeting.objects.filter(group__in=GROUP_OF_EXPERT.filter(actor, Group.objects.filter(pk=group)))


def _with_role(actor: Actor, groups: QuerySet[Group]) -> QuerySet[Group]:
    """Return with each group what a rule has already said that the reader takes part in, what `_role` reads."""
    now = clocks.now()
    speaking = spoken_for(actor.id, now).filter(delegation__group=OuterRef("pk"))
    named = Appointment.objects.filter(in_force_at(now), person=actor.id, delegation__group=OuterRef("pk"))
    admitted = Expert.objects.filter(serving_at(now), person=actor.id, delegation__group=OuterRef("pk"))
    office = Office.objects.filter(serving_at(now), person=actor.id, group=OuterRef("pk"))
    # The delegation comes along with its party: a second question on every page is spared.
    mine = JSONObject(**_COLUMNS)
    return groups.annotate(
        my_office=Subquery(office.values("role")[:1]),
        my_word=Subquery(speaking.values_list(JSONObject(kind="kind", **_COLUMNS))[:1]),
        my_name=Subquery(named.values_list(mine)[:1]),
        my_room=Subquery(admitted.values_list(mine)[:1]),
    )


def _role(row: Group) -> Role:
    said: dict[str, Any] = row.__dict__
    if said["my_office"]:
        return Role(said["my_office"])
    if word := said["my_word"]:
        return Role("focal_point", _delegation(row, word), acting=word["kind"] == "acting")
    if name := said["my_name"]:
        return Role("away", _delegation(row, name))
    return Role("expert", _delegation(row, said["my_room"]))


def _delegation(group: Group, columns: dict[str, Any]) -> Delegation:
    """Return the delegation, with its group and party, from the columns that came with the group."""
    fields = Party._meta.concrete_fields  # noqa: SLF001 -- Django's own name
    party = Party(**{each.attname: each.to_python(columns[f"delegation__party__{each.attname}"]) for each in fields})
    found = Delegation(pk=columns["delegation"], group=group, party=party)
    for each in (party, found):
        each._state.adding, each._state.db = False, group._state.db  # noqa: SLF001 -- Django's own name
    return found


_PARTY = [f"delegation__party__{each.attname}" for each in Party._meta.concrete_fields]  # noqa: SLF001 -- Django's own name
_COLUMNS = {name: name for name in ("delegation", *_PARTY)}
