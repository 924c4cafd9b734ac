"""Whatever was acknowledged survives `kill -9`: a writer is killed again and again, and each entry is found."""

import random
import signal

import pytest
from django.db import connection

from tests.kernel.conftest import Home

WRITER = """
    import sys
    from tests.kernel.acts import noted
    while True:
        print(noted("%032x" % 7).index, flush=True)
"""
VERIFY = """
    from accord.kernel.record import checking
    report = checking.verify()
    print(report.size, report.problems)
"""


def killed(home: Home, times: int) -> None:
    chance = random.Random(7)  # noqa: S311 -- only spreads the kills
    acknowledged = -1
    for _ in range(times):
        writer = home.start(WRITER)
        assert writer.stdout is not None
        stop_after = chance.randint(1, 40)
        lines = [writer.stdout.readline() for _ in range(stop_after)]
        writer.send_signal(signal.SIGKILL)
        rest, _ = writer.communicate()
        told = [int(line) for line in [*lines, *rest.splitlines(keepends=True)] if line.endswith("\n")]
        assert told == list(range(told[0], told[0] + len(told)))
        assert told[0] in {acknowledged + 1, acknowledged + 2}, "one more may stand that was not yet acknowledged"
        acknowledged = told[-1]
    size, _, problems = home.run(VERIFY).strip().partition(" ")
    assert problems == "[]"
    assert int(size) in {acknowledged + 1, acknowledged + 2}


def test_ten_killed_writers_lose_no_acknowledged_entry(home: Home) -> None:
    killed(home, 10)


@pytest.mark.long
def test_two_hundred_killed_writers_lose_no_acknowledged_entry(home: Home) -> None:
    killed(home, 200)


def test_the_database_is_told_to_be_durable(home: Home) -> None:
    asked, wanted = {
        "sqlite": (
            ["PRAGMA journal_mode", "PRAGMA synchronous", "PRAGMA foreign_keys"],
            ["wal", "2", "1"],
        ),
        # The tests' server leaves out the disk to be quick; what the product itself asks for is said here.
        "postgresql": (
            ["SHOW lock_timeout", "SHOW transaction_isolation", "SHOW TimeZone"],
            ["20s", "read", "committed", "UTC"],
        ),
    }[connection.vendor]
    said = home.run(f"""
        from django.db import connection
        for question in {asked!r}:
            with connection.cursor() as cursor:
                cursor.execute(question)
                print(cursor.fetchone()[0])
    """)
    assert said.split() == wanted
