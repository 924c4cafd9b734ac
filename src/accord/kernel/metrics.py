"""Figures for Prometheus: what this process counts itself, and what the database and the disks tell when asked.

Each server counts its own requests and is a target of its own, as Prometheus wants it; what is read from the database
is the same whichever server is asked. The processes of one server count together, in files of a folder that
PROMETHEUS_MULTIPROC_DIR names before this module is loaded. No label holds a name, an address or a secret.
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import Error
from django.db.models import Count, Min, Q
from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from accord.kernel import clocks, health
from accord.kernel.copies import backup, drill
from accord.kernel.copies.manifest import BadCopy
from accord.kernel.models import Checkpoint, Job

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
BUCKETS: Final = (0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2.5, 5, 10, 30)
REGISTRY: Final = CollectorRegistry()
BESIDE: Final = CollectorRegistry()
ProcessCollector(registry=REGISTRY)
ProcessCollector(registry=BESIDE)
REQUESTS: Final = Counter("accord_requests", "Requests answered.", ["route", "method", "status"], registry=REGISTRY)
SECONDS: Final = Histogram(
    "accord_request_seconds", "Time until the answer began.", ["route"], buckets=BUCKETS, registry=REGISTRY
)
# Its file is opened now, as the counters' is, and not by the first request of a process: the disk may be full by then.
SECONDS.labels("-")
SIGN_INS: Final = Counter("accord_sign_in_failures", "Sign-ins that failed.", registry=REGISTRY)


def count_request(route: str, method: str, status: int, seconds: float) -> None:
    """Count one request that was answered; on a full disk, where no new figure finds room, answering goes before."""
    with suppress(OSError):
        REQUESTS.labels(route, method, str(status)).inc()
        SECONDS.labels(route).observe(seconds)


def count_failed_sign_in() -> None:
    """Count one sign-in that failed."""
    SIGN_INS.inc()


def page() -> bytes:
    """Return all figures in Prometheus's text format; of the processes of this server those it counts together."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return generate_latest(REGISTRY)
    together = CollectorRegistry()
    MultiProcessCollector(together)  # type: ignore[no-untyped-call]  # it has no types
    return generate_latest(together) + generate_latest(BESIDE)


class State(Collector):
    """Reads, each time it is asked, what is not counted: queue, backup, record, disk, health."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yield the figures; those that the database does not give just now are left out."""
        now = clocks.now()
        faults = health.faults()
        well = GaugeMetricFamily("accord_well", "1 when the part is well, as /health sees it.", labels=["part"])
        for part in health.PARTS:
            well.add_metric([part], part not in faults)
        yield well
        yield GaugeMetricFamily("accord_disk_free_bytes", "Room where ACCORD_HOME lies.", value=health.free())
        yield from _backup(now)
        try:
            yield from [*_queue(now), *_record(now)]
        except Error:
            return

    def describe(self) -> Iterator[GaugeMetricFamily]:
        """Ask nothing when the figures are registered."""
        return iter(())


def _queue(now: datetime) -> Iterator[GaugeMetricFamily]:
    waiting = Q(state="queued", due_at__lte=now)
    told = Job.objects.exclude(state="done").aggregate(
        waiting=Count("pk", filter=waiting),
        later=Count("pk", filter=Q(state="queued", due_at__gt=now)),
        running=Count("pk", filter=Q(state="running")),
        dead=Count("pk", filter=Q(state="dead")),
        oldest=Min("due_at", filter=waiting),
    )
    oldest = told.pop("oldest")
    jobs = GaugeMetricFamily("accord_queue_jobs", "Jobs in the queue by state.", labels=["state"])
    for state, count in told.items():
        jobs.add_metric([state], count)
    yield jobs
    age = (now - oldest).total_seconds() if oldest else 0
    yield GaugeMetricFamily("accord_queue_oldest_seconds", "How long the oldest due job has waited.", value=age)


def _record(now: datetime) -> Iterator[GaugeMetricFamily]:
    last = Checkpoint.objects.order_by("-size").first()
    if last is not None:
        age = (now - last.at).total_seconds()
        yield GaugeMetricFamily("accord_checkpoint_age_seconds", "Age of the last checkpoint given out.", value=age)


def _backup(now: datetime) -> Iterator[GaugeMetricFamily]:
    """Yield nothing where no backup is made: an alert on what is absent finds that."""
    try:
        last = backup.newest(Path(settings.ACCORD_BACKUP)) if settings.ACCORD_BACKUP else None
        if last is None:
            return
        age = (now - backup.made_at(last)).total_seconds()
        sound = drill.was_sound(last)
    except (OSError, BadCopy):
        return
    yield GaugeMetricFamily("accord_backup_age_seconds", "Age of the newest backup.", value=age)
    if sound is not None:
        yield GaugeMetricFamily("accord_backup_sound", "1 when the newest backup's drill succeeded.", value=sound)


REGISTRY.register(State())
BESIDE.register(State())
