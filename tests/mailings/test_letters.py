"""Letters: posted with the act, sent once by a real mail server, kept when there is none, secret when they must be."""

import smtplib
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as configured
from django.db import transaction

from accord.kernel import actor, clocks, queue
from accord.kernel.action import NotAllowed
from accord.kernel.models import Entry, Job
from accord.kernel.record import checking, checkpoints
from accord.mailings import actions, queries, tasks
from accord.mailings.models import Letter
from accord.mailings.providers import smtp
from accord.mailings.providers.composing import compose
from accord.people import actions as people
from accord.people.models import Person
from tests.factories.people import make_actor, make_person, world
from tests.kernel.acts import NOON, SYSTEM, noted
from tests.mailings.conftest import Server

pytestmark = pytest.mark.django_db


def post(to: Person | None = None, **given: Any) -> Letter:
    values = {"subject": "Received", "text": "Twelve amendments\n\nhttps://example.org/r/1", "kind": "receipt", **given}
    return actions.post(actor=SYSTEM, now=clocks.now(), to=to or make_person("Ana"), **values)


def test_a_letter_reaches_the_server_with_plain_text_first(server: Server) -> None:
    letter = post(make_person("Lucía", language="es"), subject="Recibido: “AR_Matriz.docx”")
    assert queue.drain() == 1
    (message,) = server.taken
    assert (message["Subject"], message["Message-ID"]) == ("Recibido: “AR_Matriz.docx”", letter.message_id)
    assert (message["Content-Language"], message["Auto-Submitted"]) == ("es", "auto-generated")
    kinds = [part.get_content_type() for part in message.walk()]
    assert kinds == ["multipart/alternative", "text/plain", "text/html"]
    html = message.get_body(("html",))
    assert html is not None
    assert '<a href="https://example.org/r/1"' in html.get_content()
    letter.refresh_from_db()
    assert (letter.state, letter.attempts, letter.error) == ("sent", 1, "")
    assert letter.sent_at is not None
    assert [entry.kind for entry in Entry.objects.all()] == ["letter.posted", "letter.sent"]


def test_words_are_never_markup(server: Server) -> None:
    assert "<script" not in smtp.as_html(post(text="<script>alert(1)</script>"))


def test_an_act_that_is_undone_writes_to_nobody(server: Server) -> None:
    def act() -> None:
        with transaction.atomic():
            post()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        act()
    assert (queue.drain(), server.taken, Letter.objects.count()) == (0, [], 0)


def test_many_letters_go_once_each(server: Server) -> None:
    letters = {post().message_id for _ in range(20)}
    queue.drain()
    tasks.sweep()
    assert sorted(message["Message-ID"] for message in server.taken) == sorted(letters)


def test_a_letter_that_is_not_taken_now_is_sent_later(server: Server) -> None:
    server.answers = ["451 come back later"]
    letter = post()
    queue.drain()
    letter.refresh_from_db()
    assert (letter.state, letter.error[:3]) == ("queued", "451")
    assert letter.due_at > clocks.now() + timedelta(seconds=30)
    tasks.sweep()
    assert server.taken == [], "not before its turn"
    Letter.objects.update(due_at=clocks.now())
    tasks.sweep()
    assert [message["Message-ID"] for message in server.taken] == [letter.message_id]


def test_a_letter_refused_for_good_fails_and_the_next_one_goes(server: Server) -> None:
    server.answers = ["554 no such mailbox"]
    post()
    post()
    queue.drain()
    assert sorted(Letter.objects.values_list("state", flat=True)) == ["failed", "sent"]
    assert [letter.error for letter in queries.failed(SYSTEM)] == ["554 no such mailbox"]
    assert Entry.objects.filter(kind="letter.failed").count() == 1


def test_a_server_that_is_down_keeps_every_letter(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", 9, False
    post()
    post()
    queue.drain()
    assert set(Letter.objects.values_list("state", flat=True)) == {"queued"}
    assert not Job.objects.filter(state="dead").exists()


def test_a_letter_left_by_a_killed_worker_is_sent_again_under_the_same_name(server: Server) -> None:
    letter = post()
    claimed = actions.claim(actor=SYSTEM, now=clocks.now())
    assert claimed == letter
    tasks.sweep()
    assert server.taken == [], "somebody is at it"
    Letter.objects.update(claimed_at=clocks.now() - queries.CLAIM)
    tasks.sweep()
    assert [message["Message-ID"] for message in server.taken] == [letter.message_id]
    assert not actions.mark_sent(actor=SYSTEM, now=clocks.now(), letter=letter), "the late one changes nothing"


def test_without_a_server_letters_wait_to_be_read(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    letter = post()
    queue.drain()
    tasks.sweep()
    letter.refresh_from_db()
    assert (letter.state, letter.attempts) == ("queued", 0)


def test_a_secret_text_is_dropped_once_it_is_sent(server: Server) -> None:
    letter = post(text="https://example.org/activate/secret", secret=True)
    queue.drain()
    letter.refresh_from_db()
    assert (letter.state, letter.text) == ("sent", "")
    plain = server.taken[0].get_body(("plain",))
    assert plain is not None
    assert "secret" in plain.get_content()


def test_a_letter_is_read_by_its_addressee_alone_and_in_the_demo_by_all(settings: Any) -> None:
    ana, other = make_actor("ana.lima"), make_actor("other.one")
    letter = post(Person.objects.get(pk=ana.id))
    assert queries.outbox(ana) == [letter]
    assert queries.outbox(other) == []
    assert queries.letter(other, letter.pk) is None
    assert queries.outbox(actor.link(ana.id or 0, "ana.lima")) == []
    settings.ACCORD_DEMO = True
    assert queries.outbox(other) == [letter]


def test_a_link_holder_posts_nothing() -> None:
    with pytest.raises(NotAllowed):
        actions.post(actor=actor.link(1, "x"), now=NOON, to=make_person(), subject="", text="", kind="x")


def test_who_is_entered_receives_her_link_and_can_open_her_account(server: Server) -> None:
    person = make_person("Denise")
    people.send_activation(actor=SYSTEM, now=clocks.now(), person=person)
    queue.drain()
    plain = server.taken[0].get_body(("plain",))
    assert plain is not None
    assert f"{configured.ACCORD_ORIGIN}/activate/" in plain.get_content()
    assert server.taken[0]["To"] == person.email
    assert "activate" not in Letter.objects.get().text


def test_who_opened_her_account_meanwhile_is_not_invited_again() -> None:
    ana = make_actor("ana.lima")
    tasks.activation(person=ana.id or 0, wanted_at="2019-01-01T00:00:00+00:00")
    assert tasks.activation(person=ana.id or 0, wanted_at="2019-01-01T00:00:00+00:00") is None
    assert tasks.activation(person=ana.id or 0, wanted_at="2021-01-01T00:00:00+00:00") is not None


@pytest.mark.parametrize("language", ["en", "es", "fr", "pt"])
def test_a_template_gives_subject_and_text(language: str) -> None:
    letter = compose("activation", language, name="Ana & Co", link="https://example.org/a?b=1&c=2", until="2026-12-01")
    assert letter.subject
    assert "\n" not in letter.subject
    assert "https://example.org/a?b=1&c=2" in letter.text
    assert "Ana & Co" in letter.text


def test_every_focal_point_receives_the_daily_checkpoint_and_it_verifies(server: Server) -> None:
    there = world()
    noted()
    effect = tasks.checkpoint()
    effect()
    noted("after the letter")
    queue.drain()
    assert len(server.taken) == len(there.focal_points)
    plain = server.taken[0].get_body(("plain",))
    assert plain is not None
    notes = checkpoints.notes_in(plain.get_content())
    assert len(notes) == 1
    assert checking.verify(notes).problems == []


def test_without_witnesses_no_checkpoint_is_given_out() -> None:
    tasks.checkpoint()()
    assert not Letter.objects.exists()


def test_the_errors_of_a_connection_are_told_apart() -> None:
    class Line:
        def __init__(self, error: Exception) -> None:
            self.error = error

        def open(self) -> None:
            raise self.error

    letter = post()
    for error, for_good, line_down in (
        (smtplib.SMTPAuthenticationError(535, b"no"), False, True),
        (smtplib.SMTPRecipientsRefused({"a@example.org": (550, b"unknown")}), True, False),
        (smtplib.SMTPRecipientsRefused({"a@example.org": (450, b"busy")}), False, False),
        (ConnectionResetError("gone"), False, True),
    ):
        with pytest.raises(smtp.NotSent) as raised:
            smtp.send(letter, Line(error))
        assert (raised.value.for_good, raised.value.line_down) == (for_good, line_down)
