"""A small world: one working group at two levels, three delegations, and a stranger."""

import base64
import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from accord.kernel import actor as actors
from accord.kernel import clocks
from accord.kernel.actor import Actor
from accord.people.models import Account, Appointment, Delegation, Expert, FormalMeeting, Group, Office, Party, Person

PASSWORD = "eleven blue herons"
SYSTEM = actors.system("tests")
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
_numbers = count(1)


@dataclass(frozen=True)
class World:
    """A group and everybody in it, each as the actor she is when signed in."""

    group: Group
    chair: Actor
    vice_chair: Actor
    secretariat: Actor
    delegations: dict[str, Delegation]
    focal_points: dict[str, Actor]
    experts: dict[str, Actor]
    meeting: FormalMeeting
    # Signed in, but takes part in another group only.
    stranger: Actor

    @property
    def everybody(self) -> dict[str, Actor]:
        """All actors by a name for test ids."""
        named = {"chair": self.chair, "vice_chair": self.vice_chair, "secretariat": self.secretariat}
        named |= {f"{code} focal point": actor for code, actor in self.focal_points.items()}
        named |= {f"{code} expert": actor for code, actor in self.experts.items()}
        return named | {"stranger": self.stranger}


def make_person(given: str = "Ana", family: str = "", **fields: Any) -> Person:
    """Enter a person with an address of her own."""
    number = next(_numbers)
    values = {"email": f"{given.lower()}.{number}@example.org", "entered_at": LONG_AGO, **fields}
    return Person.objects.create(given_name=given, family_name=family or f"Prueba {number}", **values)


def make_actor(username: str, **fields: Any) -> Actor:
    """Enter a person with an account (password `PASSWORD`) and return her as an actor."""
    person = make_person(username.partition(".")[0].title(), **fields)
    Account.objects.create_user(username, sent_for(PASSWORD, username), person=person, opened_at=LONG_AGO)
    return actors.person(person.pk, username)


def sent_for(password: str, username: str) -> str:
    """Return what stands for the password in a test of the server: of the right shape, and made in no time.

    The server cannot tell it from what a page derives (`kernel.derivation`); tests in a browser derive in earnest.
    """
    made = hashlib.sha256(f"{username}|{password}".encode()).digest()
    return "a1." + base64.urlsafe_b64encode(made).decode().rstrip("=")


def account(actor: Actor) -> Account:
    """Return the actor's account, as `client.force_login` wants it."""
    return Account.objects.get(person=actor.id)


def make_group(slug: str = "plan", **fields: Any) -> Group:
    """Convene a group at two levels in Washington."""
    values = {
        "body": "Permanent Council",
        "name": f"Working Group on the {slug.title()}",
        "official_zone": "America/New_York",
        "convened_at": LONG_AGO,
        **fields,
    }
    return Group.objects.create(slug=slug, **values)


def make_delegation(group: Group, code: str) -> Delegation:
    """Seat a party's delegation in the group, without anybody speaking for it yet."""
    forms = [f"{form}_{tongue}" for form in ("official", "short") for tongue in ("en", "es", "fr", "pt")]
    names = dict.fromkeys(forms, f"Party {code}")
    defaults = {"capital": "Capital", "zone": "America/Antigua", **names}
    party, _made = Party.objects.get_or_create(code=code, defaults=defaults)
    return Delegation.objects.create(group=group, party=party)


def make_office(group: Group, actor: Actor, role: str) -> Office:
    """Give the person an office in the group."""
    return Office.objects.create(group=group, person_id=actor.id, role=role, since=LONG_AGO)


def make_focal_point(delegation: Delegation, actor: Actor, **fields: Any) -> Appointment:
    """Have the person speak for the delegation, from long ago unless told otherwise."""
    values = {"starts_at": LONG_AGO, "made_at": LONG_AGO, "in_office": True, **fields}
    return Appointment.objects.create(delegation=delegation, person_id=actor.id, **values)


def make_expert(delegation: Delegation, actor: Actor) -> Expert:
    """Admit the person to the delegation's own room."""
    return Expert.objects.create(delegation=delegation, person_id=actor.id, since=LONG_AGO)


def world(slug: str = "plan", codes: tuple[str, ...] = ("AG", "BR", "CL")) -> World:
    """Build a group with Chair, Vice-Chair, Secretariat, a focal point and an expert per delegation, and a stranger.

    User names: `chair.<slug>`, `vice.<slug>`, `staff.<slug>`, `ag.focal.<slug>`, `ag.expert.<slug>`, `stranger.<slug>`.
    """
    group = make_group(slug)
    chair, vice = make_actor(f"chair.{slug}"), make_actor(f"vice.{slug}")
    staff = make_actor(f"staff.{slug}", is_secretariat=True)
    for actor, role in ((chair, "chair"), (vice, "vice_chair"), (staff, "secretariat")):
        make_office(group, actor, role)
    delegations = {code: make_delegation(group, code) for code in codes}
    focal_points = {code: make_actor(f"{code.lower()}.focal.{slug}") for code in codes}
    experts = {code: make_actor(f"{code.lower()}.expert.{slug}") for code in codes}
    for code, delegation in delegations.items():
        make_focal_point(delegation, focal_points[code])
        make_expert(delegation, experts[code])
    today = clocks.now().date()
    meeting = FormalMeeting.objects.create(
        group=group,
        number=1,
        title="First meeting",
        opens_on=today + timedelta(days=14),
        closes_on=today + timedelta(days=15),
        zone=group.official_zone,
    )
    stranger = make_actor(f"stranger.{slug}")
    make_office(make_group(f"{slug}-other"), stranger, "chair")
    return World(group, chair, vice, staff, delegations, focal_points, experts, meeting, stranger)
