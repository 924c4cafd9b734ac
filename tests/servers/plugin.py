"""Chooses the database of a run of pytest: SQLite, or PostgreSQL when ACCORD_TEST_DATABASE=postgres.

With DATABASE_URL beside it, that server is used (a role that may create databases); without, one is started and ended.
"""

import os
from collections.abc import Iterator

import pytest

from tests.servers.postgres import Server

CHOICE = "ACCORD_TEST_DATABASE"
STARTED: list[Server] = []


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests() -> Iterator[None]:
    """Choose before Django's settings are read; the processes of xdist find the choice in their environment."""
    chosen = os.environ.get(CHOICE, "sqlite")
    if chosen == "sqlite":
        os.environ.pop("DATABASE_URL", None)
    elif chosen != "postgres":
        raise pytest.UsageError(f"{CHOICE} is sqlite or postgres, not {chosen!r}.")
    elif not os.environ.get("DATABASE_URL"):
        server = Server()
        STARTED.append(server)
        server.start()
        os.environ["DATABASE_URL"] = server.address("postgres")
    yield


def pytest_report_header() -> str:
    """Say which database the tests run on."""
    return f"database: {'PostgreSQL' if os.environ.get('DATABASE_URL') else 'SQLite'}"


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    """End what was started."""
    while STARTED:
        STARTED.pop().stop()
