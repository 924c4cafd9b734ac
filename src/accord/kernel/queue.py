"""Work that is done later: enqueued inside the act's transaction, done by the worker, safe against a killed process."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Final, TypeAlias, TypeVar

from django.db import transaction
from django.db.models import F, Q
from django.utils.module_loading import autodiscover_modules

from accord.kernel import bucket, clocks, disk, turns, waking
from accord.kernel.models import Job

# A task does its slow work, then may return the effect: a function that is run in the transaction that ends the job.
Effect: TypeAlias = Callable[[], object]
Task = TypeVar("Task", bound=Callable[..., Effect | None])

LEASE: Final = timedelta(seconds=30)
KEEP_DONE: Final = timedelta(days=7)
LOOK_AGAIN: Final = timedelta(seconds=20)
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Registered:
    """A task by its name: how often it is tried, how long it may take, and how often it comes back (0: never)."""

    name: str
    function: Callable[..., Effect | None]
    attempts: int
    limit: timedelta
    every: timedelta


TASKS: Final[dict[str, Registered]] = {}


class UnknownTask(LookupError):  # noqa: N818 -- says what it is
    """No task has this name."""


class LeaseLost(Exception):  # noqa: N818 -- says what happened
    """The job was given to another worker meanwhile; this worker's effect is undone."""


def task(name: str, *, attempts: int = 8, limit: int = 600) -> Callable[[Task], Task]:
    """Register ``def work(**arguments)`` under a name such as ``negotiation.compile``.

    The arguments are JSON values. The function runs outside a transaction and may run again after a crash: either make
    it repeatable, or return its effect, ``return lambda: actions.keep_compilation(…)``: that runs in the one
    transaction that marks the job done, so it happens exactly once. An error is tried again after 2, 4, 8 … seconds,
    `attempts` times in all; then the job is dead and stays to be looked at. `limit` is in seconds.
    """
    return _register(name, attempts, limit, timedelta())


def every(seconds: int, name: str, *, limit: int = 600) -> Callable[[Task], Task]:
    """Register ``def work()`` as a task that comes back every so many seconds, never twice at a time."""
    return _register(name, 8, limit, timedelta(seconds=seconds))


def enqueue(name: str, /, **arguments: Any) -> None:
    """Have the task done soon; call it inside the transaction of the act, so that both are kept or neither."""
    enqueue_at(clocks.now(), name, **arguments)


def enqueue_at(due_at: datetime, name: str, /, **arguments: Any) -> None:
    """Have the task done at or after this instant."""
    if name not in known():
        raise UnknownTask(f"There is no task {name!r}. A task is registered by @task in its domain's tasks.py.")
    now = clocks.now()
    Job.objects.create(name=name, arguments=arguments, due_at=due_at, made_at=now)
    if due_at <= now:
        waking.ring()


def drain(now: datetime | None = None) -> int:
    """Do every job that is due, here and now, and return how many; an error is raised (tests, the demo's loader)."""
    done = 0
    while job := claim(now or clocks.now()):
        perform(job, raise_errors=True)
        done += 1
    return done


@cache
def known() -> dict[str, Registered]:
    """Return every task by name, after importing the tasks of every domain."""
    autodiscover_modules("tasks")
    return TASKS


def claim(now: datetime) -> Job | None:
    """Take the job that has waited longest, under a lease; one whose lease has run out counts as waiting."""
    waiting = Q(state="queued", due_at__lte=now) | Q(state="running", lease_until__lte=now)
    # A plain read first: an idle worker takes no write lock.
    if not Job.objects.filter(waiting).exists():
        return None
    with transaction.atomic():
        # Two workers on PostgreSQL pass by each other's rows; on SQLite the second waits for the first.
        job = Job.objects.select_for_update(skip_locked=True).filter(waiting).order_by("due_at", "id").first()
        if job is None:
            return None
        Job.objects.filter(pk=job.pk).update(state="running", lease_until=now + LEASE, attempt=F("attempt") + 1)
        job.refresh_from_db()
    return job


def renew(job: Job, now: datetime) -> bool:
    """Lengthen the lease of a job that is still ours; return whether it was."""
    return bool(_ours(job).update(lease_until=now + LEASE))


def perform(job: Job, *, raise_errors: bool = False) -> None:
    """Run a claimed job to its end: done, to be tried again, or dead."""
    registered, began = known().get(job.name), time.perf_counter()
    outcome = "done"
    try:
        _finish(job, _run(job, registered))
    except LeaseLost:
        outcome = "lost"
    except Exception as error:
        if disk.is_full(error):
            outcome = _wait(job, "There was no room on the disk.")
        elif bucket.is_down(error):
            outcome = _wait(job, f"The store of files was not there: {error}")
        else:
            outcome = _fail(job, error, registered.attempts if registered else 1)
        if raise_errors:
            raise
    finally:
        _tell(job, outcome, time.perf_counter() - began)


def plan_recurring(now: datetime) -> None:
    """Queue each recurring task whose time has come, and forget jobs that were done long ago."""
    for registered in known().values():
        if not registered.every:
            continue
        with transaction.atomic():
            turns.take(turns.PLAN)
            jobs = Job.objects.filter(name=registered.name, recurring=True)
            if not jobs.filter(Q(state__in=["queued", "running"]) | Q(due_at__gt=now - registered.every)).exists():
                Job.objects.create(name=registered.name, recurring=True, due_at=now, made_at=now)
    Job.objects.filter(state="done", ended_at__lt=now - KEEP_DONE).delete()


def dead(limit: int = 20) -> list[tuple[str, str]]:
    """Return name and error of the latest jobs that failed for good, newest first."""
    jobs = Job.objects.filter(state="dead").order_by("-ended_at")
    return list(jobs.values_list("name", "error")[:limit])


def _register(name: str, attempts: int, limit: int, every: timedelta) -> Callable[[Task], Task]:
    def decorate(function: Task) -> Task:
        if name in TASKS and TASKS[name].function.__qualname__ != function.__qualname__:
            raise ValueError(f"Two tasks are called {name!r}.")
        TASKS[name] = Registered(name, function, attempts, timedelta(seconds=limit), every)
        return function

    return decorate


def _run(job: Job, registered: Registered | None) -> Effect | None:
    if registered is None:
        raise UnknownTask(f"There is no task {job.name!r} any more.")
    if registered.attempts < job.attempt:
        raise RuntimeError("The worker was killed each time it did this job.")
    return registered.function(**job.arguments)


def _finish(job: Job, effect: Effect | None) -> None:
    """Let the effect happen and mark the job done: both or neither, and only if the job is still ours."""
    with transaction.atomic():
        if not _ours(job).update(state="done", lease_until=None, error="", ended_at=clocks.now()):
            raise LeaseLost(job.name)
        if effect is not None:
            effect()


def _ours(job: Job) -> Any:
    """Return the job if nobody has claimed it since: each claim raises `attempt`, which fences off a late worker."""
    return Job.objects.filter(pk=job.pk, state="running", attempt=job.attempt)


def _wait(job: Job, why: str) -> str:
    """Put the job back without counting the attempt: it is not the work's fault, and it passes."""
    _ours(job).update(
        state="queued",
        lease_until=None,
        error=why[:2000],
        due_at=clocks.now() + LOOK_AGAIN,
        attempt=F("attempt") - 1,
    )
    return "waits"


def _fail(job: Job, error: Exception, attempts: int) -> str:
    """Note the error for `accord check`, in the database only: its words may hold anybody's name."""
    now = clocks.now()
    sentence = f"{type(error).__name__}: {error}"[:2000]
    if job.attempt >= attempts:
        _ours(job).update(state="dead", lease_until=None, error=sentence, ended_at=now)
        log.error("A task is dead.", extra={"fields": {"task": job.name, "job": job.pk}}, exc_info=error)
        return "dead"
    back_off = timedelta(seconds=min(2**job.attempt, 3600))
    _ours(job).update(state="queued", lease_until=None, error=sentence, due_at=now + back_off)
    log.warning("A task failed.", extra={"fields": {"task": job.name, "job": job.pk}}, exc_info=error)
    return "tried again"


def _tell(job: Job, outcome: str, seconds: float) -> None:
    """Write the task's line: its name, what became of it, how long it took; never its arguments."""
    fields = {"task": job.name, "job": job.pk, "attempt": job.attempt, "outcome": outcome}
    log.info("A task ended.", extra={"fields": {**fields, "ms": round(seconds * 1000, 1)}})
