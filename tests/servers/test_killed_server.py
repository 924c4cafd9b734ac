"""PostgreSQL killed with -9, again and again: no acknowledged entry is lost, and those who were connected come back."""

import random
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.kernel.conftest import Home
from tests.kernel.test_durability import VERIFY, WRITER, killed
from tests.servers import homes
from tests.servers.postgres import Server

LASTING = """
    import sys
    from django.db import close_old_connections
    from tests.kernel.acts import noted
    print(noted().index, flush=True)
    sys.stdin.readline()
    close_old_connections()
    print(noted().index, flush=True)
"""


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """Start a server that waits for the disk."""
    server = Server(durable=True)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def lasting(server: Server, tmp_path: Path) -> Iterator[Home]:
    with homes.own_database(server.address("postgres")) as more:
        home = Home(tmp_path, more)
        yield home
        home.end()


def killed_servers(server: Server, home: Home, times: int) -> None:
    chance = random.Random(7)  # noqa: S311 -- only spreads the kills
    acknowledged = -1
    for _ in range(times):
        writer = home.start(WRITER)
        assert writer.stdout is not None
        told = [int(writer.stdout.readline()) for _ in range(chance.randint(1, 40))]
        server.kill()
        rest, _ = writer.communicate(timeout=60)
        told += [int(line) for line in rest.splitlines()]
        assert writer.returncode != 0, "a writer without its server says so"
        assert told[0] in {acknowledged + 1, acknowledged + 2}
        assert told == list(range(told[0], told[0] + len(told)))
        acknowledged = told[-1]
        server.start()
    size, _, problems = home.run(VERIFY).strip().partition(" ")
    assert problems == "[]"
    assert int(size) in {acknowledged + 1, acknowledged + 2}


def test_two_killed_servers_lose_no_acknowledged_entry(server: Server, lasting: Home) -> None:
    killed_servers(server, lasting, 2)


@pytest.mark.long
def test_a_hundred_killed_servers_lose_no_acknowledged_entry(server: Server, lasting: Home) -> None:
    killed_servers(server, lasting, 100)


@pytest.mark.long
def test_a_hundred_writers_killed_before_a_server_that_waits_for_the_disk(lasting: Home) -> None:
    killed(lasting, 100)


def test_a_process_that_was_connected_goes_on_after_the_restart(server: Server, lasting: Home) -> None:
    process = lasting.start(LASTING, stdin=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "0\n"
    server.kill()
    with pytest.raises(psycopg.OperationalError):
        lasting.ask("SELECT 1")
    server.start()
    out, _ = process.communicate("go\n", timeout=60)
    assert (process.returncode, out) == (0, "1\n")
