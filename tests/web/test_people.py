"""Pages about who takes part: who may open each, what each does, and how few questions it asks."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accord.kernel import clocks, storage
from accord.kernel.action import NotAllowed
from accord.kernel.actor import Actor
from accord.people import actions, queries
from accord.people.models import (
    Account,
    Appointment,
    Delegation,
    Expert,
    FormalMeeting,
    Group,
    LinkToken,
    Office,
    Person,
)
from tests.factories.people import World, account, make_actor, make_delegation, make_expert, make_focal_point, world

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\nNote verbale"
OFFICERS = {"chair", "vice_chair", "secretariat"}
LEVEL = OFFICERS | {"AG focal point", "BR focal point", "CL focal point"}
EXPERTS = {"AG expert", "BR expert", "CL expert"}


def browser(actor: Actor | None) -> Client:
    client = Client()
    if actor is not None:
        client.force_login(account(actor))
    return client


def note(name: str = "Note 12.pdf", data: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def named(given: str = "Eva", email: str = "eva@example.org") -> dict[str, str]:
    return {"given_name": given, "family_name": "Luz", "email": email, "language": "es"}


def addresses(there: World) -> dict[str, tuple[str, set[str]]]:
    """Each page by name: an address about Antigua and Barbuda's delegation, and who may open it."""
    group, seat = {"group": there.group.slug}, {"group": there.group.slug, "delegation": there.delegations["AG"].pk}
    speaking = Appointment.objects.get(delegation=there.delegations["AG"])
    speaking.note, speaking.note_name = storage.keep(PDF), "Note.pdf"
    speaking.save()
    expert = Expert.objects.get(delegation=there.delegations["AG"])
    office = Office.objects.get(group=there.group, role="vice_chair")
    own = OFFICERS | {"AG focal point"}
    return {
        "delegations": (reverse("delegations", kwargs=group), LEVEL),
        "seat": (reverse("seat", kwargs=group), OFFICERS),
        "delegation": (reverse("delegation", kwargs=seat), own),
        "appoint": (reverse("appoint", kwargs=seat), OFFICERS),
        "hand-over": (reverse("hand-over", kwargs=seat), OFFICERS),
        "acting": (reverse("acting", kwargs=seat), own),
        "end": (reverse("end", kwargs={**group, "appointment": speaking.pk}), OFFICERS),
        "note": (reverse("note", kwargs={**group, "appointment": speaking.pk}), own),
        "experts": (reverse("experts", kwargs=group), (LEVEL - OFFICERS) | EXPERTS),
        "admit": (reverse("admit", kwargs=group), LEVEL - OFFICERS),
        "remove": (reverse("remove", kwargs={**group, "expert": expert.pk}), {"AG focal point"}),
        "officers": (reverse("officers", kwargs=group), OFFICERS),
        "end-office": (reverse("end-office", kwargs={**group, "office": office.pk}), OFFICERS),
        "meetings": (reverse("meetings", kwargs=group), LEVEL | EXPERTS),
        "meeting-new": (reverse("meeting-new", kwargs=group), OFFICERS),
        "convene": (reverse("convene"), {"secretariat"}),
        "persons": (reverse("persons"), {"secretariat"}),
        "person-new": (reverse("person-new"), {"secretariat"}),
    }


@pytest.mark.clause("O3", "O4", "O5", "O9", "O10", "O11", "O12", "O13")
def test_each_page_opens_for_whom_it_is_and_for_nobody_else() -> None:
    there = world()
    pages = addresses(there)
    opened: dict[str, set[str]] = {name: set() for name in pages}
    for who, actor in there.everybody.items():
        client = browser(actor)
        for name, (address, _allowed) in pages.items():
            answer = client.get(address)
            assert answer.status_code in {200, 404}, (who, name)
            if answer.status_code == 200:
                opened[name].add(who)
    assert opened == {name: allowed for name, (_address, allowed) in pages.items()}
    stranger = Client()
    for address, _allowed in pages.values():
        assert stranger.get(address)["Location"].startswith(reverse("sign-in"))
        assert stranger.post(address).status_code in {404, 405}


@pytest.mark.clause("O11", "O12", "O13")
def test_a_room_shows_its_own_members_and_nobody_elses() -> None:
    there = world()
    address = reverse("experts", kwargs={"group": there.group.slug})
    emails = {code: Person.objects.get(pk=actor.id).email for code, actor in there.experts.items()}
    for code in emails:
        for actor in (there.focal_points[code], there.experts[code]):
            page = browser(actor).get(address).content.decode()
            assert {other for other, email in emails.items() if email in page} == {code}
    assert queries.experts(there.chair, there.delegations["AG"]) == []
    assert queries.experts(there.secretariat, there.delegations["AG"]) == []


@pytest.mark.clause("O14a")
def test_an_appointment_is_registered_with_the_missions_note() -> None:
    there = world()
    seat = make_delegation(there.group, "PE")
    kwargs = {"group": there.group.slug, "delegation": seat.pk}
    client = browser(there.secretariat)
    page = client.post(reverse("appoint", kwargs=kwargs), {**named(), "note": note("../Nota 7.PDF")})
    assert page.status_code == 303
    made = Appointment.objects.get(delegation=seat)
    assert (made.person.email, made.note_name, made.in_office) == ("eva@example.org", "Nota 7.pdf", True)
    kept = client.get(reverse("note", kwargs={"group": there.group.slug, "appointment": made.pk}))
    assert (kept.content, kept["Content-Type"]) == (PDF, "application/pdf")
    assert kept["Content-Disposition"].startswith("attachment")
    shown = client.get(reverse("delegations", kwargs={"group": there.group.slug})).content.decode()
    assert "Eva Luz" in shown


@pytest.mark.clause("O14a")
@pytest.mark.parametrize("data", [b"", b"MZ\x90\x00", b"PK\x03\x04 not word", b"<html>", b"GIF89a"])
def test_a_note_that_is_none_is_refused_and_what_was_typed_is_kept(data: bytes) -> None:
    there = world()
    seat = make_delegation(there.group, "PE")
    address = reverse("appoint", kwargs={"group": there.group.slug, "delegation": seat.pk})
    page = browser(there.chair).post(address, {**named(), "note": note(data=data)})
    assert page.status_code == 422
    assert 'role="alert"' in page.content.decode()
    assert 'value="eva@example.org"' in page.content.decode()
    assert not Appointment.objects.filter(delegation=seat).exists()


@pytest.mark.clause("O4", "O9", "O14a")
def test_at_a_hand_over_the_former_loses_access_in_her_open_session() -> None:
    there = world()
    former = browser(there.focal_points["AG"])
    level = reverse("delegations", kwargs={"group": there.group.slug})
    assert former.get(level).status_code == 200
    kwargs = {"group": there.group.slug, "delegation": there.delegations["AG"].pk}
    page = browser(there.chair).post(reverse("hand-over", kwargs=kwargs), {**named(), "note": note()})
    assert page.status_code == 303
    assert former.get(level).status_code == 404
    successor = Person.objects.get(email="eva@example.org")
    assert queries.delegations(there.chair, there.group)[0].speaks is not None
    assert Appointment.objects.get(delegation=there.delegations["AG"], in_office=True).person == successor


@pytest.mark.clause("O14a")
def test_while_another_acts_the_regular_one_is_out_and_is_back_on_the_minute() -> None:
    there = world()
    deputy = make_actor("deputy")
    regular, acting = browser(there.focal_points["AG"]), browser(deputy)
    level = reverse("delegations", kwargs={"group": there.group.slug})
    now = clocks.now()
    made = actions.appoint_acting(
        actor=there.focal_points["AG"],
        now=now,
        delegation=there.delegations["AG"],
        who=Person.objects.get(pk=deputy.id),
        note=actions.Note("n.pdf", PDF),
        ends_at=now + timedelta(hours=2),
    )
    assert (regular.get(level).status_code, acting.get(level).status_code) == (404, 200)
    # She still reaches the page on which she can take her word back, and nothing else of the level.
    own = reverse("delegation", kwargs={"group": there.group.slug, "delegation": there.delegations["AG"].pk})
    assert regular.get(own).status_code == 200
    Appointment.objects.filter(pk=made.pk).update(starts_at=now - timedelta(hours=3), ends_at=now)
    assert (regular.get(level).status_code, acting.get(level).status_code) == (200, 404)


@pytest.mark.clause("O14a")
def test_times_are_read_on_the_official_clock() -> None:
    there = world()
    Person.objects.filter(pk=there.secretariat.id).update(zone="Asia/Tokyo")
    kwargs = {"group": there.group.slug, "delegation": there.delegations["AG"].pk}
    given = {**named(), "note": note(), "starts_at": "2099-07-01T09:00", "ends_at": "2099-07-05T18:00"}
    assert browser(there.secretariat).post(reverse("acting", kwargs=kwargs), given).status_code == 303
    made = Appointment.objects.get(kind="acting")
    assert made.starts_at.isoformat() == "2099-07-01T13:00:00+00:00"
    assert made.ends_at is not None
    assert made.ends_at.isoformat() == "2099-07-05T22:00:00+00:00"
    assert not made.in_office


@pytest.mark.clause("O5")
def test_the_focal_point_admits_and_takes_out_her_experts() -> None:
    there = world()
    client = browser(there.focal_points["AG"])
    group = {"group": there.group.slug}
    assert client.post(reverse("admit", kwargs=group), named()).status_code == 303
    admitted = Expert.objects.get(person__email="eva@example.org")
    assert admitted.delegation == there.delegations["AG"]
    assert client.post(reverse("admit", kwargs=group), named(email="EVA@example.org")).status_code == 422
    other = browser(there.focal_points["BR"])
    assert other.post(reverse("admit", kwargs=group), named()).status_code == 422
    removal = reverse("remove", kwargs={**group, "expert": admitted.pk})
    assert other.post(removal).status_code == 404
    out = browser(make_expert_session(admitted))
    assert out.get(reverse("experts", kwargs=group)).status_code == 200
    assert client.get(removal).status_code == 200
    assert Expert.objects.get(pk=admitted.pk).until is None
    assert client.post(removal).status_code == 303
    assert out.get(reverse("experts", kwargs=group)).status_code == 404


def make_expert_session(admitted: Expert) -> Actor:
    Account.objects.create_user("eva.luz", "x", person=admitted.person, opened_at=clocks.now())
    return Actor("person", admitted.person_id, "eva.luz")


@pytest.mark.clause("O9")
def test_nobody_sits_on_two_chairs() -> None:
    there = world()
    seat = make_delegation(there.group, "PE")
    kwargs = {"group": there.group.slug, "delegation": seat.pk}
    client = browser(there.chair)
    for taken in (there.vice_chair, there.focal_points["BR"], there.experts["BR"], there.chair):
        email = Person.objects.get(pk=taken.id).email
        page = client.post(reverse("appoint", kwargs=kwargs), {**named(email=email), "note": note()})
        assert page.status_code == 422
    email = Person.objects.get(pk=there.experts["AG"].id).email
    officers = reverse("officers", kwargs={"group": there.group.slug})
    assert client.post(officers, {**named(email=email), "role": "vice_chair"}).status_code == 422


def test_a_recall_leaves_the_delegation_silent_until_another_is_registered() -> None:
    there = world()
    held = Appointment.objects.get(delegation=there.delegations["AG"])
    client = browser(there.secretariat)
    address = reverse("end", kwargs={"group": there.group.slug, "appointment": held.pk})
    assert client.get(address).status_code == 200
    assert client.post(address).status_code == 303
    level = reverse("delegations", kwargs={"group": there.group.slug})
    assert browser(there.focal_points["AG"]).get(level).status_code == 404
    assert "1 delegation has no focal point yet." in client.get(level).content.decode()
    assert client.post(address).status_code == 404


@pytest.mark.clause("O1")
def test_the_secretariat_convenes_a_group_and_serves_it() -> None:
    staff = make_actor("staff", is_secretariat=True)
    client = browser(staff)
    given = {
        "body": "Permanent Council",
        "name": "Working Group on Water",
        "kind": "two_level",
        "official_zone": "America/New_York",
        "official_place": " Washington ",
        "languages": ["en", "es"],
        "parties": ["AG", "EU"],
        "given_name": "Eva",
        "email": "eva@example.org",
    }
    assert client.get(reverse("convene")).status_code == 200
    answer = client.post(reverse("convene"), given)
    group = Group.objects.get()
    assert answer["Location"] == reverse("delegations", kwargs={"group": "working-group-on-water"})
    assert group.official_place == "Washington"
    assert set(Delegation.objects.filter(group=group).values_list("party", flat=True)) == {"AG", "EU"}
    assert dict(Office.objects.values_list("role", "person__email"))["chair"] == "eva@example.org"
    assert client.get(answer["Location"]).status_code == 200
    assert client.post(reverse("convene"), {**given, "name": "Another", "email": ""}).status_code == 422
    assert client.post(reverse("convene"), given).status_code == 422
    assert Group.objects.count() == 1


@pytest.mark.clause("O16")
def test_a_formal_meeting_is_entered() -> None:
    there = world()
    client = browser(there.chair)
    address = reverse("meeting-new", kwargs={"group": there.group.slug})
    assert client.post(address, {"number": "2", "opens_on": "2027-03-01", "closes_on": ""}).status_code == 303
    entered = FormalMeeting.objects.get(group=there.group, number=2)
    assert entered.closes_on == entered.opens_on
    for wrong in ({"number": "2"}, {"number": "3", "closes_on": "2027-02-01"}):
        assert client.post(address, {"opens_on": "2027-03-01", "closes_on": "", **wrong}).status_code == 422


def test_a_person_is_entered_once_and_sent_her_link() -> None:
    staff = make_actor("staff", is_secretariat=True)
    client = browser(staff)
    assert client.post(reverse("person-new"), {**named(), "send": "on"}).status_code == 303
    entered = Person.objects.get(email="eva@example.org")
    assert not entered.is_secretariat
    assert client.post(reverse("person-new"), named()).status_code == 422
    assert "Eva Luz" in client.get(reverse("persons"), {"q": "luz"}).content.decode()
    assert "Eva Luz" not in client.get(reverse("persons"), {"q": "nobody"}).content.decode()
    before = LinkToken.objects.filter(person=entered).count()
    assert client.post(reverse("person-link", kwargs={"person": entered.pk})).status_code == 303
    assert LinkToken.objects.filter(person=entered).count() >= before


@pytest.mark.clause("O11", "O12", "O13")
def test_the_register_does_not_name_the_experts() -> None:
    there = world()
    client = browser(there.secretariat)
    page = client.get(reverse("persons")).content.decode()
    for actor in there.experts.values():
        expert = Person.objects.get(pk=actor.id)
        assert expert.email not in page
        assert client.post(reverse("person-link", kwargs={"person": expert.pk})).status_code == 404
        own = {"group": there.group.slug, "person": expert.pk}
        assert client.post(reverse("link", kwargs=own)).status_code == 404
    assert Person.objects.get(pk=there.focal_points["AG"].id).email in page


def test_officers_are_named_and_their_service_ends() -> None:
    there = world()
    client = browser(there.secretariat)
    address = reverse("officers", kwargs={"group": there.group.slug})
    assert client.post(address, {**named(), "role": "chair"}).status_code == 303
    chairs = Office.objects.filter(group=there.group, role="chair")
    assert chairs.get(until=None).person.email == "eva@example.org"
    level = reverse("delegations", kwargs={"group": there.group.slug})
    assert browser(there.chair).get(level).status_code == 404
    vice = Office.objects.get(group=there.group, role="vice_chair")
    end = reverse("end-office", kwargs={"group": there.group.slug, "office": vice.pk})
    assert client.post(end).status_code == 303
    assert browser(there.vice_chair).get(level).status_code == 404
    own = Office.objects.get(group=there.group, role="secretariat")
    end = reverse("end-office", kwargs={"group": there.group.slug, "office": own.pk})
    assert client.post(end).status_code == 422


@pytest.mark.clause("O5")
def test_a_focal_point_has_her_own_expert_sent_a_link_and_nobody_elses() -> None:
    there = world()
    for code, status in (("AG", 303), ("BR", 404)):
        expert = Expert.objects.get(delegation=there.delegations[code])
        address = reverse("expert-link", kwargs={"group": there.group.slug, "expert": expert.pk})
        assert browser(there.focal_points["AG"]).post(address).status_code == status


@pytest.mark.clause("O5")
def test_an_expert_takes_nobody_out_of_the_room() -> None:
    there = world()
    expert = Expert.objects.get(delegation=there.delegations["AG"])
    for actor in (there.experts["AG"], there.focal_points["BR"], there.chair, there.secretariat):
        with pytest.raises(NotAllowed):
            actions.remove_expert(actor=actor, now=clocks.now(), expert=expert)
        with pytest.raises(NotAllowed):
            queries.expert(actor, there.group, expert.pk)


def test_the_chair_of_another_group_ends_no_office_here() -> None:
    there = world()
    office = Office.objects.get(group=there.group, role="vice_chair")
    with pytest.raises(NotAllowed):
        actions.end_office(actor=there.stranger, now=clocks.now(), office=office)
    with pytest.raises(NotAllowed):
        queries.office(there.stranger, there.group, office.pk)


@pytest.mark.parametrize("codes", [("AG",), ("AG", "BR", "CL")])
def test_few_questions_however_many_delegations(codes: tuple[str, ...], django_assert_max_num_queries: Any) -> None:
    there = world(codes=codes)
    for extra in range(len(codes)):
        make_expert(there.delegations["AG"], make_actor(f"more{extra}"))
    pages = {
        reverse("delegations", kwargs={"group": there.group.slug}): there.chair,
        reverse("experts", kwargs={"group": there.group.slug}): there.focal_points["AG"],
        reverse("meetings", kwargs={"group": there.group.slug}): there.experts["AG"],
        reverse("officers", kwargs={"group": there.group.slug}): there.chair,
        reverse("persons"): there.secretariat,
        reverse("convene"): there.secretariat,
    }
    for address, actor in pages.items():
        client = browser(actor)
        with django_assert_max_num_queries(8):
            assert client.get(address).status_code == 200


def test_no_page_says_more_than_it_should_in_its_markup() -> None:
    there = world()
    client = browser(there.chair)
    for name, (address, allowed) in addresses(there).items():
        if "chair" in allowed and name != "note":
            page = client.get(address).content.decode()
            assert not re.search(r"\sstyle=|\son[a-z]+=|<script(?![^>]*src=)", page), name
            assert "<h1" in page


def test_delegations_come_in_the_readers_alphabet_with_who_acts() -> None:
    there = world(codes=("BR", "AG", "CL"))
    seat = make_delegation(there.group, "PE")
    make_focal_point(seat, make_actor("pe.focal"))
    page = browser(there.chair).get(reverse("delegations", kwargs={"group": there.group.slug})).content.decode()
    places = [page.index(name) for name in ("Antigua and Barbuda", "Brazil", "Chile", "Peru")]
    assert places == sorted(places)
