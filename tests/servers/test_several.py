"""Two servers and their two workers behind one address, on PostgreSQL, under the role that owns nothing."""

import os
import select
import signal
import socket
import socketserver
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

from tests.kernel.conftest import Home
from tests.servers import homes
from tests.servers.postgres import Server, ask

ROOT = Path(__file__).resolve().parents[2]
FILL = """
    from django.conf import settings
    from django.test import Client
    from accord.kernel import clocks
    from accord.negotiation import actions
    from tests.factories.negotiation import negotiation
    from tests.factories.people import account
    from tests.redline.generator import Insert
    for slug in ("plan", "other"):
        held = negotiation(slug=slug)
        held.propose("AG", Insert((0,), 3, " Member"))
        actions.compile_round(actor=held.world.chair, now=clocks.now(), base=held.base("en"))
    client = Client()
    client.force_login(account(held.world.chair))
    print(client.cookies[settings.SESSION_COOKIE_NAME].value)
"""


class Door(socketserver.ThreadingTCPServer):
    """One address that gives each connection to the next server, as a proxy in front of several does."""

    allow_reuse_address = daemon_threads = True

    def __init__(self, ports: list[int]) -> None:
        super().__init__(("127.0.0.1", 0), Passage)
        self.next = cycle(ports)
        self.turn = threading.Lock()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Passage(socketserver.BaseRequestHandler):
    """One connection, passed on byte by byte until either side ends it."""

    def handle(self) -> None:
        door: Any = self.server
        with door.turn:
            port = next(door.next)
        with socket.create_connection(("127.0.0.1", port)) as inside:
            pairs = {self.request: inside, inside: self.request}
            while True:
                ready, _, _ = select.select(list(pairs), [], [], 30)
                for side in ready:
                    data = side.recv(65536)
                    if not data:
                        return
                    pairs[side].sendall(data)
                if not ready:
                    return


@dataclass
class Installation:
    """Servers that were started on one database, and the session of one person who is signed in."""

    server: Server
    home: Home
    door: Door
    session: str
    running: list[subprocess.Popen[str]] = field(default_factory=list)

    def page(self, path: str = "/") -> tuple[int, str]:
        known = {"Cookie": f"sessionid={self.session}"}
        asked = urllib.request.Request(self.door.address + path, headers=known)  # noqa: S310 -- our own
        try:
            with urllib.request.urlopen(asked, timeout=30) as answer:  # noqa: S310 -- our own
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode(errors="replace")

    def ask(self, sql: str) -> list[tuple[object, ...]]:
        return self.home.ask(sql)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Migrate as the owner, play two rounds, and start two servers with their workers as the server's role."""
    server = Server(durable=True)
    server.start()
    ask(server.address("postgres"), "CREATE ROLE accord_owner SUPERUSER LOGIN")
    with homes.own_database(server.address("postgres")) as more:
        owner = {"DATABASE_URL": more["DATABASE_URL"].replace("postgres@", "accord_owner@")}
        app = {"DATABASE_URL": more["DATABASE_URL"].replace("postgres@", "accord_app@")}
        folder = tmp_path_factory.mktemp("several")
        migrated = start(folder, owner | {"ACCORD_APP_ROLE": "accord_app"}, "migrate")
        assert "accord_app" in migrated.communicate(timeout=120)[0]
        home = Home(folder, app | {"DJANGO_SETTINGS_MODULE": "accord.settings.testing"}, migrate=False)
        session = home.run(FILL).strip()
        ports = [free(), free()]
        door = Door(ports)
        threading.Thread(target=door.serve_forever, daemon=True).start()
        there = Installation(server, home, door, session)
        there.running = [
            start(folder, app | {"ACCORD_ORIGIN": door.address}, "serve", "--port", str(port)) for port in ports
        ]
        for process in there.running:
            assert process.stdout is not None
            assert "Serving" in process.stdout.readline()
        yield there
        end(there)
    server.stop()


def end(there: Installation) -> None:
    for process in there.running:
        process.send_signal(signal.SIGTERM)
    for process in there.running:
        process.communicate(timeout=30)
    there.door.shutdown()
    there.door.server_close()
    there.home.end()


def free() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
        return port


def start(home: Path, more: dict[str, str], *words: str) -> subprocess.Popen[str]:
    environment = os.environ | {"ACCORD_HOME": str(home), "PYTHONPATH": str(ROOT / "src")} | more
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    command = [sys.executable, "-m", "accord", *words]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def within(seconds: float, condition: Any) -> float:
    began = time.monotonic()
    while not condition():
        assert time.monotonic() - began < seconds, f"it did not happen within {seconds} seconds"
        time.sleep(0.1)
    return time.monotonic() - began


def test_a_person_signed_in_is_known_to_both_and_each_job_is_done_once(installed: Installation) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _number: installed.page(), range(24)))
    assert {status for status, _ in answers} == {200}
    within(60, lambda: installed.ask("SELECT count(*) FROM negotiation_compilation WHERE state = 'done'") == [(2,)])
    made = "SELECT state, attempt, count(*) FROM kernel_job WHERE name = 'negotiation.compile' GROUP BY state, attempt"
    assert installed.ask(made) == [("done", 1, 2)]
    verified = start(installed.home.folder, installed.home.more, "record", "verify")
    assert "sound" in verified.communicate(timeout=60)[0]


def test_both_servers_and_workers_come_back_after_the_database_was_killed(installed: Installation) -> None:
    assert [installed.page()[0] for _ in range(2)] == [200, 200]
    installed.server.kill()
    assert installed.page()[0] >= 500
    installed.server.start()
    within(5, lambda: {installed.page()[0] for _ in range(8)} == {200})
    before = installed.ask("SELECT count(*) FROM kernel_job")
    assert before != [(0,)]
    ask(
        installed.home.more["DATABASE_URL"],
        "INSERT INTO kernel_job (name, arguments, state, due_at, attempt, error, recurring, made_at) "
        "VALUES ('mailings.send', '{}', 'queued', now(), 0, '', false, now())",
    )
    within(
        20,
        lambda: (
            installed.ask("SELECT count(*) FROM kernel_job WHERE name = 'mailings.send' AND state = 'queued'") == [(0,)]
        ),
    )
