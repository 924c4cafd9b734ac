"""What could not be done: seen by the installation's staff alone, tried again or set aside, and both recorded."""

import pytest
from django.core import mail
from django.test import Client

from accord.kernel import clocks, queue
from accord.kernel.action import NotAllowed, Refused
from accord.kernel.models import Entry, Job
from accord.mailings import actions, queries
from accord.mailings.models import Letter
from accord.people.models import Person
from accord.web.work.words import LETTERS, TASKS
from tests.factories.letters import refused_letter
from tests.factories.people import LONG_AGO, SYSTEM, World, account, make_actor, make_person, world

pytestmark = pytest.mark.django_db
WORDS = "the delegation's own words"


def dead_job(name: str = "negotiation.compile", **fields: object) -> Job:
    values = {"state": "dead", "error": f"ValueError: {WORDS}", "attempt": 8, "ended_at": LONG_AGO, **fields}
    return Job.objects.create(name=name, due_at=LONG_AGO, made_at=LONG_AGO, **values)


@pytest.fixture
def plan() -> World:
    return world()


def test_staff_read_what_failed_and_nothing_of_what_was_in_it(client: Client, plan: World) -> None:
    refused_letter(make_person("Ana", "Prado"), text="A link that opens an account.")
    dead_job()
    client.force_login(account(make_actor("staff.member", is_secretariat=True)))
    page = client.get("/failed/").content.decode()
    assert "The letter that opens an account" in page
    assert "Ana Prado" in page
    assert "550 No such mailbox" in page
    assert "Compiling the proposals of a round" in page
    assert "ValueError" in page
    assert WORDS not in page
    assert "A link that opens" not in page


@pytest.mark.parametrize("who", ["chair", "AG focal point", "AG expert", "stranger"])
def test_nobody_else_reads_or_touches_it(plan: World, who: str) -> None:
    letter, job = refused_letter(make_person()), dead_job()
    actor = plan.everybody[who]
    assert queries.failures(actor) == []
    assert (queries.failed_letter(actor, letter.pk), queries.dead_job(actor, job.pk)) == (None, None)
    for act, what in (
        (actions.try_letter_again, {"letter": letter}),
        (actions.set_letter_aside, {"letter": letter}),
        (actions.try_work_again, {"job": job}),
        (actions.set_work_aside, {"job": job}),
    ):
        with pytest.raises(NotAllowed):
            act(actor=actor, now=clocks.now(), **what)  # type: ignore[operator]  # four acts of two shapes


def test_a_letter_is_tried_again_at_the_address_that_was_put_right(client: Client) -> None:
    person = make_person("Ana")
    letter = refused_letter(person)
    Person.objects.filter(pk=person.pk).update(email="ana.right@example.org")
    client.force_login(account(make_actor("staff.member", is_secretariat=True)))
    assert client.post(f"/failed/letter/{letter.pk}/again/").status_code == 303
    queue.drain()
    assert [sent.to for sent in mail.outbox] == [["ana.right@example.org"]]
    assert Letter.objects.get(pk=letter.pk).state == "sent"
    assert Entry.objects.get(kind="letter.tried_again").data == {"to": person.pk, "about": "activation"}
    assert client.post(f"/failed/letter/{letter.pk}/again/").status_code == 404


def test_a_letter_is_set_aside(client: Client) -> None:
    letter = refused_letter(None, kind="support")
    client.force_login(account(make_actor("staff.member", is_secretariat=True)))
    client.post(f"/failed/letter/{letter.pk}/aside/")
    assert "Everything was done" in client.get("/failed/").content.decode()
    assert Letter.objects.get(pk=letter.pk).state == "failed"
    assert Entry.objects.filter(kind="letter.set_aside").count() == 1


def test_work_is_tried_again_or_set_aside(client: Client) -> None:
    again, aside = dead_job(), dead_job()
    client.force_login(account(make_actor("staff.member", is_secretariat=True)))
    client.post(f"/failed/work/{again.pk}/again/")
    client.post(f"/failed/work/{aside.pk}/aside/")
    again.refresh_from_db()
    assert (again.state, again.attempt, again.ended_at) == ("queued", 0, None)
    assert not Job.objects.filter(pk=aside.pk).exists()
    recorded = [Entry.objects.get(kind=kind).data for kind in ("work.tried_again", "work.set_aside")]
    assert recorded == [{"task": "negotiation.compile", "error": "ValueError"}] * 2
    assert client.post("/failed/rubbish/1/again/").status_code == 404


def test_what_comes_back_by_itself_is_not_pushed(client: Client) -> None:
    job = dead_job("mailings.sweep", recurring=True)
    with pytest.raises(Refused):
        actions.try_work_again(actor=SYSTEM, now=clocks.now(), job=job)
    client.force_login(account(make_actor("staff.member", is_secretariat=True)))
    assert "comes back by itself" in client.get("/failed/").content.decode()
    assert client.post(f"/failed/work/{job.pk}/again/").status_code == 303
    job.refresh_from_db()
    assert job.state == "dead"


def test_every_task_and_letter_has_its_words() -> None:
    # The tests of the queue have tasks of their own, and they stay where another test imported them before.
    assert {name for name in queue.known() if not name.startswith("test")} == set(TASKS)
    assert {"activation", "appointment", "checkpoint", "password", "support"} <= set(LETTERS)
