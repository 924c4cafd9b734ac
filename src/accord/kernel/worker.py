"""The worker: a process that does the queue's jobs one after the other and can be killed at any moment."""

import contextlib
import logging
import os
import signal
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from django.db import Error, close_old_connections, connection

from accord.kernel import clocks, queue, waking
from accord.kernel.models import Job

PLAN: Final = 5.0
OVERTIME: Final = 70
log = logging.getLogger(__name__)


def run_worker(parent: int | None = None) -> None:
    """Do jobs until told to stop (SIGTERM, SIGINT) or until the process `parent` that supervises this one is gone."""
    # Nobody waits for it as one waits for a page: it takes what time of the processor is left.
    os.nice(10)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    planned, bell = 0.0, waking.Bell()
    while not stop.is_set() and (parent is None or os.getppid() == parent):
        try:
            if time.monotonic() - planned >= PLAN:
                queue.plan_recurring(clocks.now())
                planned = time.monotonic()
            if not work_once():
                bell.wait(stop)
        except Error:
            # A full disk or a locked database passes; the work is still in the queue.
            log.exception("The worker cannot reach the queue and tries again.")
            close_old_connections()
            stop.wait(5)


def work_once() -> bool:
    """Claim and do one job under a renewed lease; return whether there was one."""
    job = queue.claim(clocks.now())
    if job is None:
        return False
    registered = queue.known().get(job.name)
    with _lease_renewed(job, registered.limit if registered else queue.LEASE):
        queue.perform(job)
    return True


@contextlib.contextmanager
def _lease_renewed(job: Job, limit: timedelta) -> Iterator[None]:
    """Renew the lease while the work goes on; work beyond its limit takes the process down, and comes back later."""
    ended = threading.Event()

    def renew() -> None:
        began = time.monotonic()
        while not ended.wait(queue.LEASE.total_seconds() / 3):
            if time.monotonic() - began > limit.total_seconds():
                fields = {"task": job.name, "job": job.pk, "limit": str(limit)}
                log.error("A task took too long: the worker starts anew.", extra={"fields": fields})
                os._exit(OVERTIME)
            with contextlib.suppress(Error):  # the next turn renews; a lease that is lost is noticed at the end
                queue.renew(job, clocks.now())
        connection.close()

    keeper = threading.Thread(target=renew, daemon=True, name=f"lease of job {job.pk}")
    keeper.start()
    try:
        yield
    finally:
        ended.set()
        keeper.join()
