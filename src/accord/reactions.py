"""The one table of what follows from what: when a fact of this kind is recorded, call that.

To add a row: import the function from the actions of your domain (or from `kernel.queue` to enqueue a task) and add
``("proposal.submitted", tell_the_author)`` to `TABLE`. The function is called as ``function(fact, actor=…, now=…)``
inside the transaction of the act that was recorded, with the actor who did it: its error undoes the act, so mail and
slow work are only enqueued here. Two domains that must not import each other meet in this file and nowhere else.
"""

from datetime import datetime

from accord.kernel import actor as actors
from accord.kernel import queue
from accord.kernel.actor import Actor
from accord.kernel.fact import Fact
from accord.kernel.reaction import Reaction, register
from accord.mailings import actions as mailings
from accord.mailings.providers import announcing
from accord.negotiation import actions as negotiation
from accord.people import queries as people

SCRIBE = actors.system("letters")


def invite(fact: Fact, *, actor: Actor, now: datetime) -> None:  # noqa: ARG001 -- every reaction is told who acts
    """Have the person of the fact sent the link by which she opens her account."""
    queue.enqueue("mailings.activation", person=_number(fact), wanted_at=now.isoformat())


def tell_delegations(fact: Fact, *, actor: Actor, now: datetime) -> None:  # noqa: ARG001 -- as above
    """Write to everybody at the delegations level who speaks for a delegation, and from when (O14a)."""
    news = people.appointment_news(SCRIBE, _number(fact))
    for person in news.recipients:
        letter = announcing.appointment(news, fact.kind, name=person.name, language=person.language)
        mailings.post(actor=SCRIBE, now=now, to=person, subject=letter.subject, text=letter.text, kind="appointment")


def tell_owner(fact: Fact, *, actor: Actor, now: datetime) -> None:
    """Write to the owner of an account that its password was changed (O7)."""
    person = people.person_to_tell(SCRIBE, _number(fact))
    letter = announcing.password_changed(name=person.name, username=actor.label, at=now, language=person.language)
    mailings.post(actor=SCRIBE, now=now, to=person, subject=letter.subject, text=letter.text, kind="password")


def tell_of_opening(fact: Fact, *, actor: Actor, now: datetime) -> None:  # noqa: ARG001 -- as above
    """Write to the owner of an account that the way in which it is opened was changed, or that somebody guesses."""
    person = people.person_to_tell(SCRIBE, _number(fact))
    letter = announcing.opening_changed(
        fact.kind, name=person.name, username=person.account.username, at=now, language=person.language
    )
    mailings.post(actor=SCRIBE, now=now, to=person, subject=letter.subject, text=letter.text, kind="opening")


def tell_secretariat(fact: Fact, *, actor: Actor, now: datetime) -> None:  # noqa: ARG001 -- as above
    """Write to the installation's secretariat that the night's backup, or its drill, failed."""
    said = fact.body.decode("utf-8", "replace") if isinstance(fact.body, bytes) else fact.body
    for person in people.secretariat_to_tell(SCRIBE):
        letter = announcing.backup_failed(name=person.name, said=said, at=now, language=person.language)
        mailings.post(actor=SCRIBE, now=now, to=person, subject=letter.subject, text=letter.text, kind="backup")


def break_silence(fact: Fact, *, actor: Actor, now: datetime) -> None:
    """Have a proposal that was sent break the silence procedures on the version that it amends."""
    negotiation.amend_by_proposal(actor=actor, now=now, proposal=_number(fact))


def end_silence(fact: Fact, *, actor: Actor, now: datetime) -> None:
    """End the silence procedures on the versions before the one that was published: another text, another procedure."""
    negotiation.supersede(actor=actor, now=now, document=_number(fact))


def _number(fact: Fact) -> int:
    return int(fact.subject.partition(":")[2])


TABLE: tuple[tuple[str, Reaction], ...] = (
    ("activation.wanted", invite),
    *((kind, tell_delegations) for kind in announcing.SAID),
    ("account.password_changed", tell_owner),
    *((kind, tell_of_opening) for kind in announcing.OPENING),
    ("backup.failed", tell_secretariat),
    ("proposal.submitted", break_silence),
    ("document.version_added", end_silence),
)


def install() -> None:
    """Register every row (the kernel calls this before the first reaction)."""
    for kind, function in TABLE:
        register(kind, function)
