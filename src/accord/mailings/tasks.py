"""Sending what is due, inviting who was entered, and the record's daily checkpoint to its witnesses."""

from datetime import datetime

from django.utils import translation

from accord.kernel import actor, clocks, dates, storage
from accord.kernel.action import Refused
from accord.kernel.queue import Effect, every, task
from accord.kernel.record import checkpoints
from accord.kernel.record import queries as record
from accord.mailings import actions, queries
from accord.mailings.providers import smtp
from accord.mailings.providers.composing import compose
from accord.people import actions as people

WORKER = actor.system("worker")


@task("mailings.send")
def send() -> None:
    """Send every letter that is due, over one connection; one that is not taken now waits for its next turn."""
    if not smtp.can_send():
        return
    with smtp.line() as connection:
        while letter := actions.claim(actor=WORKER, now=clocks.now()):
            try:
                smtp.send(letter, connection, queries.enclosed(WORKER, letter))
            except storage.StoreDown:
                answer = "The store of files cannot be reached."
                actions.mark_refused(actor=WORKER, now=clocks.now(), letter=letter, answer=answer, for_good=False)
            except storage.Damaged:
                answer = "A file that goes with it is damaged."
                actions.mark_refused(actor=WORKER, now=clocks.now(), letter=letter, answer=answer, for_good=True)
            except smtp.NotSent as error:
                actions.mark_refused(
                    actor=WORKER, now=clocks.now(), letter=letter, answer=error.answer, for_good=error.for_good
                )
                if error.line_down:
                    return
            else:
                actions.mark_sent(actor=WORKER, now=clocks.now(), letter=letter)


@every(30, "mailings.sweep")
def sweep() -> None:
    """Send letters whose next turn has come, and those that waited for a mail server to be set."""
    send()


@task("mailings.activation")
def activation(*, person: int, wanted_at: str) -> Effect | None:
    """Write to a person the link by which she opens her account, unless she opened it meanwhile."""
    asked = datetime.fromisoformat(wanted_at)
    return (lambda: _invite(person, asked)) if queries.invited(WORKER, person, asked) else None


@every(24 * 3600, "mailings.checkpoint")
def checkpoint() -> Effect:
    """Send today's checkpoint to all focal points: the delegations are the record's witnesses."""
    return _send_checkpoint


def _invite(pk: int, wanted_at: datetime) -> None:
    person = queries.invited(WORKER, pk, wanted_at)
    if person is None:
        return
    now = clocks.now()
    try:
        issued = people.issue_activation(actor=WORKER, now=now, person=person)
    except Refused:  # her account was closed meanwhile
        return
    with translation.override(person.language):
        until = dates.written(issued.token.expires_at)
    letter = compose("activation", person.language, name=person.name, link=issued.address, until=until)
    actions.post(
        actor=WORKER, now=now, to=person, subject=letter.subject, text=letter.text, kind="activation", secret=True
    )


def _send_checkpoint() -> None:
    witnesses = queries.witnesses(WORKER)
    if not witnesses:
        return
    now = clocks.now()
    published = checkpoints.publish(actor=WORKER, now=now)
    key = record.verifier_key()
    for person in witnesses:
        letter = compose(
            "checkpoint", person.language, name=person.name, size=published.size, note=published.note, key=key
        )
        actions.post(actor=WORKER, now=now, to=person, subject=letter.subject, text=letter.text, kind="checkpoint")
