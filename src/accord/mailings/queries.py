"""Letters as their readers see them, and what could not be done as staff see it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from accord.kernel import storage
from accord.kernel.action import NotAllowed
from accord.kernel.actor import Actor
from accord.kernel.models import Job
from accord.mailings.models import Addressee, Attachment, Case, Letter
from accord.mailings.policy import ADDRESSEE_ADMINISTERED, JOB_DEAD, LETTER_FAILED, LETTER_READABLE
from accord.people.models import Appointment, Group, Person

# A letter claimed longer ago than this was left by a killed worker.
CLAIM = timedelta(minutes=5)


def outbox(actor: Actor, *, limit: int = 200) -> list[Letter]:
    """Return the newest letters that the actor may read (in the demo: all), newest first."""
    return list(LETTER_READABLE.filter(actor, Letter.objects.select_related("to"))[:limit])


def letter(actor: Actor, pk: int) -> Letter | None:
    """Return one letter, or None when there is none for this actor."""
    return LETTER_READABLE.filter(actor, Letter.objects.select_related("to").filter(pk=pk)).first()


def due(actor: Actor, now: datetime) -> QuerySet[Letter]:
    """Return the letters to be sent by now, longest waiting first; one left by a killed worker is among them."""
    waiting = Q(state="queued", due_at__lte=now) | Q(state="sending", claimed_at__lte=now - CLAIM)
    return LETTER_READABLE.filter(actor, Letter.objects.filter(waiting)).order_by("due_at", "id")


def failed(actor: Actor, *, limit: int = 20) -> list[Letter]:
    """Return the latest letters that the mail server refused for good, newest first."""
    found = Letter.objects.filter(state="failed", set_aside_at=None)
    return list(LETTER_READABLE.filter(actor, found)[:limit])


@dataclass(frozen=True, slots=True)
class Failure:
    """A letter or a piece of work that could not be done: what, for whom, since when, how often it was tried.

    `kind` is "letter" or "work"; `what` the letter's kind or the task's name; `said` what was answered: the mail
    server's words, or the name of the error alone, because its words may hold what a delegation wrote.
    """

    kind: str
    pk: int
    what: str
    to: str
    since: datetime
    attempts: int
    said: str
    comes_back: bool = False


def failures(actor: Actor, *, limit: int = 100) -> list[Failure]:
    """Return what could not be done, newest first: to staff of the installation's secretariat, and to nobody else."""
    letters = LETTER_FAILED.filter(actor, Letter.objects.select_related("to"))[:limit]
    jobs = JOB_DEAD.filter(actor, Job.objects.order_by("-ended_at"))[:limit]
    found = [
        *map(_of_letter, letters),
        *map(_of_job, jobs),
    ]
    return sorted(found, key=lambda each: each.since, reverse=True)[:limit]


def failed_letter(actor: Actor, pk: int) -> Letter | None:
    """Return one letter that failed, or None when there is none for this actor."""
    return LETTER_FAILED.filter(actor, Letter.objects.select_related("to").filter(pk=pk)).first()


def dead_job(actor: Actor, pk: int) -> Job | None:
    """Return one piece of work that failed, or None when there is none for this actor."""
    return JOB_DEAD.filter(actor, Job.objects.filter(pk=pk)).first()


def recent_cases(actor: Actor, since: datetime, origin: str) -> int:
    """Return how many questions came since then from this person, or from this origin when nobody has signed in."""
    found = Case.objects.filter(asked_at__gt=since)
    return found.filter(person=actor.id).count() if actor.kind == "person" else found.filter(origin=origin).count()


def cases_of_visitors(actor: Actor, since: datetime) -> int:  # noqa: ARG001 -- a number, the same for everybody
    """Return how many questions came since then from whoever had not signed in."""
    return Case.objects.filter(asked_at__gt=since, person=None).count()


def _of_letter(letter: Letter) -> Failure:
    to = letter.to.name if letter.to else letter.address
    return Failure("letter", letter.pk, letter.kind, to, letter.due_at, letter.attempts, letter.error)


def _of_job(job: Job) -> Failure:
    error = job.error.partition(":")[0][:80]
    return Failure("work", job.pk, job.name, "", job.ended_at or job.due_at, job.attempt, error, job.recurring)


def invited(actor: Actor, person: int, wanted_at: datetime) -> Person | None:
    """Return the person to be invited, or None when she opened her account after the invitation was asked for."""
    if actor.kind != "system":
        return None
    found = Person.objects.filter(pk=person).select_related("account").first()
    account = getattr(found, "account", None)
    return None if account is not None and account.opened_at >= wanted_at else found


def witnesses(actor: Actor) -> list[Person]:
    """Return the focal points in office, who receive the record's daily checkpoint; for the system only."""
    if actor.kind != "system":
        return []
    in_office = Appointment.objects.filter(in_office=True).values("person")
    return list(Person.objects.filter(pk__in=in_office).order_by("id"))


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that goes with a letter: its name, its size in bytes, and its bytes."""

    filename: str
    size: int
    data: bytes


def enclosed(actor: Actor, letter: Letter) -> tuple[Enclosure, ...]:
    """Return the files that go with a letter, to who may read it; raise `Damaged` rather than send other bytes."""
    return tuple(Enclosure(each.filename, each.file.size, storage.read(each.file)) for each in attached(actor, letter))


def attached(actor: Actor, letter: Letter) -> list[Attachment]:
    """Return what goes with a letter, without its bytes."""
    readable = LETTER_READABLE.filter(actor, Letter.objects.filter(pk=letter.pk)).values("pk")
    return list(Attachment.objects.filter(letter__in=readable).select_related("file").order_by("pk"))


def addressees(actor: Actor, group: Group) -> list[Addressee]:
    """Return the group's official addressees in one question, by name; nobody but its officers is given any."""
    found = Addressee.objects.filter(group=group, until__isnull=True).select_related("party")
    return list(ADDRESSEE_ADMINISTERED.filter(actor, found).order_by("name", "pk"))


def addressee(actor: Actor, group: Group, pk: int) -> Addressee:
    """Return one of the group's official addressees; NotAllowed when there is none for this actor."""
    found = Addressee.objects.filter(group=group, pk=pk, until__isnull=True)
    if (row := ADDRESSEE_ADMINISTERED.filter(actor, found).first()) is None:
        raise NotAllowed
    return row
