"""Sending what is due, and the record's daily checkpoint to its witnesses."""

from accord.kernel import actor, clocks
from accord.kernel.queue import every, task
from accord.mailings import actions
from accord.mailings.providers import smtp

WORKER = actor.system("worker")


@task("mailings.send")
def send() -> None:
    """Send every letter that is due, over one connection; one that is not taken now waits for its next turn."""
    if not smtp.can_send():
        return
    with smtp.line() as connection:
        while letter := actions.claim(actor=WORKER, now=clocks.now()):
            try:
                smtp.send(letter, connection)
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
