"""What a machine is told of the server's health: `ok`, or the part that is not; in one query, and about nobody."""

import shutil
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from accord.kernel import bucket, clocks, health, queue
from accord.kernel.models import Job

pytestmark = pytest.mark.django_db


@pytest.fixture
def well(settings: Any, tmp_path: Path) -> Path:
    """Give a home whose worker has just ended a job."""
    settings.ACCORD_HOME = tmp_path
    now = clocks.now()
    Job.objects.create(name="mailings.sweep", state="done", due_at=now, made_at=now, ended_at=now)
    return tmp_path


def asked(client: Client) -> tuple[int, str]:
    answer = client.get("/health")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "Set-Cookie" not in answer.headers
    return answer.status_code, answer.content.decode()


def test_all_is_well(client: Client, well: Path, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        assert asked(client) == (200, "ok\n")


def test_a_worker_that_is_gone_is_named(client: Client, well: Path) -> None:
    long_ago = clocks.now() - health.ALIVE - timedelta(seconds=1)
    Job.objects.update(due_at=long_ago, ended_at=long_ago)
    assert asked(client) == (503, "not ok: worker\n")


def test_a_worker_in_the_middle_of_long_work_is_alive(client: Client, well: Path) -> None:
    long_ago = clocks.now() - timedelta(hours=2)
    Job.objects.update(due_at=long_ago, state="running", lease_until=clocks.now() + queue.LEASE)
    assert asked(client) == (200, "ok\n")
    Job.objects.update(lease_until=clocks.now() - timedelta(seconds=1))
    assert asked(client) == (503, "not ok: worker\n")


def test_a_database_that_does_not_answer_is_named_alone(
    client: Client, well: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent() -> bool:
        raise OperationalError("ana.lima@example.org")

    monkeypatch.setattr(health, "_worker_lives", silent)
    assert asked(client) == (503, "not ok: database\n")


def test_a_disk_that_is_nearly_full_is_named(client: Client, well: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: shutil._ntuple_diskusage(1, 1, health.ROOM - 1))
    assert asked(client) == (503, "not ok: disk\n")


def test_files_that_cannot_be_kept_are_named(client: Client, well: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (well / "files").write_text("not a folder")
    assert asked(client) == (503, "not ok: files\n")


def test_a_store_of_files_that_does_not_answer_is_named_and_not_asked_again_at_once(
    client: Client, well: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked_for = []

    def get(_store: bucket.Bucket, name: str) -> None:
        asked_for.append(name)
        if len(asked_for) == 1:
            raise bucket.StoreDown("no route")

    settings.ACCORD_FILES = "s3://files"
    monkeypatch.setattr(bucket.Bucket, "get", get)
    monkeypatch.setattr(time, "monotonic", lambda: 1000.0)
    assert asked(client) == asked(client) == (503, "not ok: files\n")
    assert len(asked_for) == 1
    monkeypatch.setattr(time, "monotonic", lambda: 1000.0 + health.STORE_AGAIN)
    assert asked(client) == (200, "ok\n")


def test_to_be_alive_nothing_is_asked(client: Client, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        answer = client.get("/health/live")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
