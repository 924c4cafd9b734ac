"""A full disk: reads go on, writes say so and lose nothing, and come back by themselves.

The disk of a running server is made full for it alone: a process whose files may not grow (RLIMIT_FSIZE) is refused
every write by the system, as on a full disk, whoever runs the tests; given back, there is room again.
"""

import errno
import os
import re
import resource
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, OperationalError
from django.test import RequestFactory

from accord.kernel import clocks, disk, queue, storage
from accord.kernel.models import Job
from accord.web.errors import views
from tests.kernel import killed_tasks
from tests.kernel.copies.homes import Installation

NO_ROOM = OSError(errno.ENOSPC, "No space left on device")
MIGRATE = """
    from django.core.management import call_command
    from django.test import Client
    call_command("migrate", verbosity=0)
    from tests.factories.people import account, world
    client = Client()
    client.force_login(account(world().secretariat))
    print(client.cookies["sessionid"].value)
"""


def behind(error: BaseException, cause: BaseException) -> BaseException:
    error.__cause__ = cause
    return error


class TestWhatIsAFullDisk:
    def test_the_systems_word(self) -> None:
        assert disk.is_full(NO_ROOM)
        assert disk.is_full(OSError(errno.EDQUOT, "quota"))
        assert disk.is_full(behind(RuntimeError("compiling"), NO_ROOM))
        assert not disk.is_full(FileNotFoundError(errno.ENOENT, "gone"))
        assert not disk.is_full(None)

    def test_postgresqls_word(self) -> None:
        import psycopg

        assert disk.is_full(behind(OperationalError("x"), psycopg.errors.DiskFull("could not extend file")))
        assert not disk.is_full(behind(DatabaseError("x"), psycopg.errors.UniqueViolation("twice")))

    def test_sqlites_word(self, tmp_path: Path) -> None:
        with sqlite3.connect(tmp_path / "small") as database:
            database.execute("CREATE TABLE note (words TEXT)")
            database.execute("PRAGMA max_page_count = 3")
            with pytest.raises(sqlite3.OperationalError) as full:
                database.execute("INSERT INTO note VALUES (?)", ["x" * 100_000])
            with pytest.raises(sqlite3.OperationalError) as other:
                database.execute("SELECT nothing FROM nowhere")
        database.close()
        assert disk.is_full(behind(OperationalError("x"), full.value))
        assert not disk.is_full(behind(OperationalError("x"), other.value))


@pytest.mark.django_db
class TestTheQueueWaits:
    def test_work_without_room_keeps_its_attempts(self, monkeypatch: Any) -> None:
        def full(**_arguments: object) -> None:
            raise NO_ROOM

        queue.known()
        registered = queue.TASKS["test.failing"]
        assert registered.function is killed_tasks.failing
        monkeypatch.setitem(
            queue.TASKS, "test.failing", queue.Registered("test.failing", full, 3, registered.limit, timedelta())
        )
        queue.enqueue("test.failing", words="x")
        for minute in range(10):
            job = queue.claim(clocks.now() + timedelta(minutes=minute))
            assert job is not None
            queue.perform(job)
        job = Job.objects.get()
        assert (job.state, job.attempt) == ("queued", 0)
        assert job.due_at <= clocks.now() + timedelta(seconds=60)

    def test_a_file_that_found_no_room_leaves_nothing(self, monkeypatch: Any, settings: Any, tmp_path: Path) -> None:
        settings.ACCORD_HOME = tmp_path

        def full(_handle: int) -> None:
            raise NO_ROOM

        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space left"):
            storage.keep(b"the matrix")
        monkeypatch.undo()
        assert [path for path in (tmp_path / "files").rglob("*") if path.is_file()] == []


@pytest.mark.django_db
class TestThePage:
    def answer(self, typed: dict[str, Any]) -> str:
        request = RequestFactory().post("/persons/new/?a=1", typed)
        request.session, request.user = {}, None  # type: ignore[assignment, attr-defined]  # no middleware here
        try:
            raise NO_ROOM
        except OSError:
            response = views.broken(request)
        assert (response.status_code, response["Retry-After"]) == (503, "60")
        return response.content.decode()

    def test_what_was_typed_is_kept_and_can_be_sent_again(self) -> None:
        said = self.answer({"given_name": "Inés", "why": 'Because "they" asked & insisted\nuntil late.'})
        assert "was not saved" in said
        assert 'action="/persons/new/?a=1"' in said
        assert '<input type="hidden" name="given_name" value="Inés">' in said
        assert said.count("Because &quot;they&quot; asked &amp; insisted\nuntil late.") == 2
        assert "Send again" in said
        assert "once more" not in said

    def test_a_password_is_not_written_into_the_page(self) -> None:
        for name in ("password", "password1", "auth", "new_auth"):
            said = self.answer({"login": "ines.caballero", name: "eleven blue herons"})
            assert "eleven" not in said
            assert "Send again" not in said

    def test_a_file_must_be_chosen_once_more(self, tmp_path: Path) -> None:
        (tmp_path / "f").write_bytes(b"x")
        with (tmp_path / "f").open("rb") as file:
            assert "chosen once more" in self.answer({"title": "Matrix", "file": file})


@dataclass
class Served:
    """A running server, and a browser's session with it."""

    origin: str
    cookie: str
    process: subprocess.Popen[str]

    def ask(self, path: str, **typed: str) -> tuple[int, str]:
        """Return status and page; with words typed, of a form that was sent."""
        headers = {"Cookie": f"sessionid={self.cookie}; csrftoken={'a' * 32}", "Referer": self.origin}
        words = typed | {"csrfmiddlewaretoken": "a" * 32}
        data = urllib.parse.urlencode(words).encode() if typed else None
        request = urllib.request.Request(self.origin + path, data, headers)  # noqa: S310 -- our own server
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 -- as above
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def room(self, size: int) -> None:
        """Let no file of the server and its worker grow beyond this size."""
        children = Path(f"/proc/{self.process.pid}/task").glob("*/children")
        for pid in [self.process.pid, *(int(word) for file in children for word in file.read_text().split())]:
            hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)[1]
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, hard))


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    installation = Installation(tmp_path / "home")
    cookie = installation.run(MIGRATE).strip()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    origin = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "accord", "serve", "--port", str(port)]
    environment = installation.environment(ACCORD_ORIGIN=origin)
    server = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert server.stdout is not None
        assert "Serving" in server.stdout.readline()
        yield Served(origin, cookie, server)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=30)
        server.communicate()


@pytest.mark.clause("R15")
def test_a_server_whose_disk_is_full_goes_on_reading_and_writes_again_by_itself(served: Served) -> None:
    def enter(name: str) -> tuple[int, str]:
        email = f"{name.lower()}@example.org"
        return served.ask(
            "/persons/new/", given_name=name, family_name="Prueba", email=email, language="es", zone="UTC"
        )

    status, said = enter("Primera")
    assert status == 200, said
    assert "Primera" in served.ask("/persons/")[1]

    served.room(1)
    for turn in range(3):
        status, said = enter(f"Perdida{turn}")
        assert status == 503, said
        assert "was not saved" in said
        assert re.search(rf'name="given_name" value="Perdida{turn}"', said)
        # Reads go on, and show what was acknowledged and nothing else.
        status, said = served.ask("/persons/")
        assert status == 200
        assert "Primera" in said
        assert "Perdida" not in said

    served.room(resource.RLIM_INFINITY)
    began = time.monotonic()
    while (answer := enter("Segunda"))[0] == 503 and time.monotonic() - began < 60:
        time.sleep(0.2)
    assert answer[0] == 200
    assert time.monotonic() - began < 60
    said = served.ask("/persons/")[1]
    assert "Primera" in said
    assert "Segunda" in said
    assert "Perdida" not in said
