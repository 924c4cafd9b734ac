"""Convening groups, seating delegations, naming officers, scheduling formal meetings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accord.kernel.action import JSON, Fact, Refused, action
from accord.kernel.actor import Actor
from accord.people.actions.persons import Newcomer, Roll
from accord.people.models import Delegation, FormalMeeting, Group, Office, Party, Person
from accord.people.policy import GROUP_ADMINISTERED, OFFICE_ADMINISTERED, serves_the_installation


def _convened(result: Group, **_arguments: Any) -> list[Fact]:
    scope = f"group:{result.pk}"
    data: dict[str, JSON] = {
        "slug": result.slug,
        "kind": result.kind,
        "zone": result.official_zone,
        "place": result.official_place,
        "languages": list(result.languages),
    }
    seats = Delegation.objects.filter(group=result).order_by("pk")
    offices = Office.objects.filter(group=result).select_related("person").order_by("pk")
    facts = [Fact("group.convened", scope, scope, data, f"{result.body}: {result.name}")]
    facts += [_seat(delegation) for delegation in seats]
    return facts + [fact for office in offices for fact in _service(office)]


@dataclass(frozen=True, slots=True)
class Convocation:
    """What a group is convened with: its body, name and clock, its Chair, the codes of its parties.

    `official_place` is what the official clock is called; "" means the city of its zone.
    """

    body: str
    name: str
    official_zone: str
    kind: str = "two_level"
    languages: Sequence[str] = ("en", "es", "fr", "pt")
    chair: Person | Newcomer | None = None
    parties: Sequence[str] = ()
    slug: str = ""
    official_place: str = ""


@action(allow=serves_the_installation, record=_convened)
def convene_group(*, actor: Actor, now: datetime, terms: Convocation) -> Group:
    """Convene a group with its Chair and the delegations of its parties; who convenes it serves it as Secretariat."""
    if terms.kind not in Group.Kind.values:
        raise Refused(_("A group works at two levels, or it is a plain group."), code="group_kind")
    known = set(Party.objects.filter(code__in=terms.parties).values_list("code", flat=True))
    if unknown := sorted(set(terms.parties) - known):
        raise Refused(_("There is no party with the code %(code)s.") % {"code": unknown[0]}, code="party_unknown")
    # A form sent twice is one group.
    if Group.objects.filter(body=terms.body.strip(), name=terms.name.strip()).exists():
        raise Refused(_("This body has a group of that name already."), code="group_exists")
    group = Group.objects.create(
        slug=_free_slug(terms.slug or terms.name),
        body=terms.body.strip(),
        name=terms.name.strip(),
        kind=terms.kind,
        official_zone=terms.official_zone,
        official_place=" ".join(terms.official_place.split()),
        languages=list(terms.languages),
        convened_at=now,
    )
    Delegation.objects.bulk_create(Delegation(group=group, party_id=code) for code in sorted(known))
    if actor.kind == "person" and actor.id is not None:
        Office.objects.create(group=group, person_id=actor.id, role="secretariat", since=now)
    if terms.chair is not None:
        _name(Roll(group.pk, now), terms.chair, "chair")
    return group


def _seat(delegation: Delegation) -> Fact:
    data = {"party": delegation.party_id}
    return Fact("delegation.seated", f"group:{delegation.group_id}", f"delegation:{delegation.pk}", data)


@action(allow=GROUP_ADMINISTERED, on="group", record=lambda result, **_arguments: _seat(result))
def seat_delegation(*, actor: Actor, now: datetime, group: Group, party: Party) -> Delegation:
    """Seat a party's delegation in the group. Refused (`seated_already`) when it has one."""
    if Delegation.objects.filter(group=group, party=party).exists():
        raise Refused(_("%(party)s has its delegation already.") % {"party": party}, code="seated_already")
    return Delegation.objects.create(group=group, party=party)


def _service(office: Office) -> list[Fact]:
    data: dict[str, JSON] = {"person": office.person_id, "role": office.role}
    facts = [Fact("officer.named", f"group:{office.group_id}", f"office:{office.pk}", data, office.person.name)]
    if not office.person.has_account:
        facts.append(Fact("activation.wanted", f"person:{office.person_id}", f"person:{office.person_id}"))
    return facts


@action(allow=GROUP_ADMINISTERED, on="group", record=lambda result, **_arguments: _service(result))
def name_officer(*, actor: Actor, now: datetime, group: Group, who: Person | Newcomer, role: str) -> Office:
    """Name a Chair, a Vice-Chair or a member of the Secretariat; a new Chair takes over from the one before."""
    if role not in Office.Role.values:
        raise Refused(_("Choose Chair, Vice-Chair or Technical Secretariat."), code="office_role")
    return _name(Roll(group.pk, now), who, role)


@action(
    allow=OFFICE_ADMINISTERED,
    on="office",
    record=lambda result, **_arguments: Fact(
        "officer.ended", f"group:{result.group_id}", f"office:{result.pk}", {"person": result.person_id}
    ),
)
def end_office(*, actor: Actor, now: datetime, office: Office) -> Office:
    """End an officer's service. Refused (`last_hand`) for one's own: a group is never left without anybody."""
    if office.person_id == actor.id:
        raise Refused(_("Nobody ends their own service; ask another officer of the group."), code="last_hand")
    office.until = max(now, office.since)
    office.save(update_fields=["until"])
    return office


def _scheduled(result: FormalMeeting, **_arguments: Any) -> Fact:
    data: dict[str, JSON] = {
        "number": result.number,
        "opens": result.opens_on.isoformat(),
        "closes": result.closes_on.isoformat(),
        "zone": result.zone,
    }
    return Fact("meeting.scheduled", f"group:{result.group_id}", f"meeting:{result.pk}", data, result.title)


@action(allow=GROUP_ADMINISTERED, on="group", record=_scheduled)
def schedule_meeting(
    *,
    actor: Actor,
    now: datetime,
    group: Group,
    opens_on: date,
    closes_on: date,
    number: int | None = None,
    title: str = "",
    zone: str = "",
) -> FormalMeeting:
    """Enter a formal meeting of the body; without a number it takes the next one, without a zone the official one."""
    if closes_on < opens_on:
        raise Refused(_("The meeting would close before it opens."), code="meeting_dates")
    held = FormalMeeting.objects.filter(group=Roll(group.pk, now).group)
    taken = number or (held.aggregate(last=Max("number"))["last"] or 0) + 1
    if held.filter(number=taken).exists():
        raise Refused(_("There is a meeting number %(number)s already.") % {"number": taken}, code="meeting_number")
    return FormalMeeting.objects.create(
        group=group,
        number=taken,
        title=title.strip(),
        opens_on=opens_on,
        closes_on=closes_on,
        zone=zone or group.official_zone,
    )


def _name(roll: Roll, who: Person | Newcomer, role: str) -> Office:
    now, person = roll.now, roll.person(who)
    serving = Office.objects.filter(group=roll.group).exclude(until__lte=now)
    held = serving.filter(person=person).first()
    if held and held.role == role:
        raise Refused(_("This person holds that office already."), code="office_held")
    if held and held.role == "secretariat":
        raise Refused(_("A member of the Secretariat cannot preside as well."), code="other_capacity")
    if held is None:
        roll.take(person)
    else:
        serving.filter(pk=held.pk).update(until=now)
    if role == "chair":
        serving.filter(role="chair").update(until=now)
    return Office.objects.create(group=roll.group, person=person, role=role, since=now)


def _free_slug(name: str) -> str:
    stem = slugify(name)[:50].strip("-") or "group"
    taken = set(Group.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    return next(slug for n in range(1, len(taken) + 3) if (slug := stem if n == 1 else f"{stem}-{n}") not in taken)
