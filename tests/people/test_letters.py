"""What is told to whom when people change: all delegations of an appointment, an owner of her password."""

from datetime import timedelta

import pytest
from django.core import mail

from accord.kernel import clocks, queue
from accord.kernel.models import Entry
from accord.mailings.models import Letter
from accord.people import actions
from accord.people.models import Account, Appointment, LinkToken, Person
from tests.factories.people import PASSWORD, account, make_actor, make_delegation, sent_for, world

pytestmark = pytest.mark.django_db
NOTE = actions.Note("Note.pdf", b"%PDF-1.7")
EVA = actions.Newcomer("Eva", "Luz", "eva@example.org", "es", "America/Lima")


@pytest.mark.clause("O14a")
def test_all_delegations_are_told_of_an_appointment_and_the_record_too() -> None:
    there = world()
    seat = make_delegation(there.group, "PE")
    made = actions.appoint_focal_point(actor=there.secretariat, now=clocks.now(), delegation=seat, who=EVA, note=NOTE)
    told = set(Letter.objects.filter(kind="appointment").values_list("to_id", flat=True))
    level = {there.chair, there.vice_chair, there.secretariat, *there.focal_points.values()}
    assert told == {actor.id for actor in level} | {made.person_id}
    assert not told & {actor.id for actor in there.experts.values()}
    letter = Letter.objects.get(kind="appointment", to_id=there.chair.id)
    assert letter.subject == "Peru: focal point"
    assert "Eva Luz is its focal point from" in letter.text
    assert "(New York)" in letter.text
    assert "República del Perú" in Letter.objects.get(kind="appointment", to=made.person).text
    scope = f"group:{there.group.pk}"
    kinds = list(Entry.objects.filter(scope=scope).order_by("index").values_list("kind", flat=True))
    assert kinds == ["delegation.spoken_for", "focal_point.appointed"]
    assert "Eva" not in Entry.objects.get(kind="focal_point.appointed").metadata


@pytest.mark.clause("O14a")
def test_hand_over_acting_and_ending_are_told_too() -> None:
    there = world()
    seat, now = there.delegations["AG"], clocks.now()
    acting = actions.appoint_acting(
        actor=there.chair, now=now, delegation=seat, who=EVA, note=NOTE, ends_at=now + timedelta(days=3)
    )
    actions.end_acting(actor=there.focal_points["AG"], now=now + timedelta(hours=1), appointment=acting)
    who = Person.objects.get(pk=make_actor("zoe").id)
    handed = actions.hand_over(actor=there.chair, now=now + timedelta(hours=2), delegation=seat, who=who, note=NOTE)
    actions.recall_focal_point(actor=there.chair, now=now + timedelta(hours=3), appointment=handed)
    subjects = set(Letter.objects.filter(to_id=there.vice_chair.id).values_list("subject", flat=True))
    assert subjects == {
        "Antigua and Barbuda: acting focal point",
        "Antigua and Barbuda: its regular focal point speaks again",
        "Antigua and Barbuda: new focal point",
        "Antigua and Barbuda: focal point recalled",
    }


@pytest.mark.clause("O7")
def test_an_owner_is_told_that_her_password_was_changed() -> None:
    owner = make_actor("ana.sol")
    actions.change_password(
        actor=owner,
        now=clocks.now(),
        account=account(owner),
        current=sent_for(PASSWORD, "ana.sol"),
        new=sent_for("seven slow rivers meet", "ana.sol"),
    )
    letter = Letter.objects.get()
    assert (letter.kind, letter.to_id) == ("password", owner.id)
    assert "ana.sol" in letter.text
    assert "a1." not in letter.text


@pytest.mark.clause("O6", "O11")
def test_an_expert_is_invited_and_nobody_else_learns_of_her() -> None:
    there = world()
    actions.admit_expert(actor=there.focal_points["AG"], now=clocks.now(), delegation=there.delegations["AG"], who=EVA)
    assert not LinkToken.objects.exists()
    queue.drain()
    person = Person.objects.get(email=EVA.email)
    assert LinkToken.objects.get().person == person
    assert list(Letter.objects.values_list("to_id", "kind")) == [(person.pk, "activation")]
    assert [sent.to for sent in mail.outbox] == [[EVA.email]]
    assert "/activate/" in str(mail.outbox[0].body)
    assert not Entry.objects.filter(scope=f"group:{there.group.pk}").exists()
    assert Entry.objects.get(kind="expert.admitted").scope == f"delegation:{there.delegations['AG'].pk}"


@pytest.mark.clause("O8")
def test_a_forgotten_password_is_answered_by_a_link_to_its_owner() -> None:
    staff, owner = make_actor("staff", is_secretariat=True), make_actor("ana.sol")
    actions.send_activation(actor=staff, now=clocks.now(), person=Person.objects.get(pk=owner.id))
    queue.drain()
    assert Letter.objects.get().to_id == owner.id
    assert Account.objects.get(person=owner.id).check_password(sent_for(PASSWORD, "ana.sol"))


@pytest.mark.clause("O4", "O14a")
def test_the_task_writes_down_who_took_office_when_time_passed() -> None:
    there = world()
    held = Appointment.objects.get(delegation=there.delegations["AG"])
    Appointment.objects.filter(pk=held.pk).update(ends_at=clocks.now() - timedelta(minutes=1))
    queue.plan_recurring(clocks.now())
    queue.drain()
    assert not Appointment.objects.filter(delegation=there.delegations["AG"], in_office=True).exists()
    assert Entry.objects.get(kind="delegation.vacant").subject == f"delegation:{there.delegations['AG'].pk}"
    queue.drain(clocks.now() + timedelta(minutes=2))
    assert Entry.objects.filter(kind="delegation.vacant").count() == 1
