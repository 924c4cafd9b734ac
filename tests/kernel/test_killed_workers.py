"""Workers killed with -9 in the middle of their tasks: each task is done at least once, each effect exactly once."""

import random
import signal

import pytest

from tests.kernel.conftest import Home
from tests.kernel.test_queue import wait_for

# A short lease, so that a killed worker's job is soon another's; slow work under it is renewed, and fenced when late.
WORKER = """
    from datetime import timedelta
    from tests.kernel import killed_tasks
    from accord.kernel import queue, worker
    queue.LEASE = timedelta(seconds=0.6)
    worker.run_worker()
"""
ENQUEUE = """
    from tests.kernel import killed_tasks
    from accord.kernel import queue
    from django.db import transaction
    with transaction.atomic():
        for number in range({count}):
            queue.enqueue("test.steady", words="job-%04d" % number)
"""
# Patience only, for a machine that does much else: nothing is proved by it.
PATIENCE_S = 300
DONE = "SELECT count(*) FROM kernel_job WHERE name = 'test.steady' AND state = 'done'"
STATES = "SELECT DISTINCT state FROM kernel_job WHERE name = 'test.steady'"
EFFECTS = "SELECT count(*), count(DISTINCT subject) FROM kernel_entry WHERE kind = 'test.steady'"
VERIFY = """
    from accord.kernel.record import checking
    print(checking.verify().problems)
"""


def begun(home: Home) -> list[str]:
    path = home.folder / "begun"
    return path.read_text().split() if path.exists() else []


def killed(home: Home, times: int) -> int:
    """Keep two workers at it and kill one whenever something was begun; return how often work was begun again."""
    chance = random.Random(7)  # noqa: S311 -- only chooses whom
    jobs = 4 * times
    home.run(ENQUEUE.format(count=jobs))
    workers = [home.start(WORKER), home.start(WORKER)]
    for _ in range(times):
        seen = len(begun(home))
        wait_for(
            lambda seen=seen: len(begun(home)) > seen or home.ask(DONE) == [(jobs,)],  # type: ignore[misc]  # bound now
            seconds=PATIENCE_S,
        )
        victim = workers.pop(chance.randrange(2))
        victim.send_signal(signal.SIGKILL)
        victim.wait()
        workers.append(home.start(WORKER))
    wait_for(lambda: home.ask(DONE) == [(jobs,)], seconds=PATIENCE_S + 3 * times)
    for each in workers:
        each.kill()
    assert home.ask(STATES) == [("done",)]
    assert len(set(begun(home))) == jobs, "each was begun at least once"
    assert home.ask(EFFECTS) == [(jobs, jobs)], "and had its effect exactly once"
    assert home.run(VERIFY).strip() == "[]"
    return len(begun(home)) - jobs


def test_three_killed_workers(home: Home) -> None:
    killed(home, 3)


@pytest.mark.long
def test_a_hundred_and_fifty_killed_workers(home: Home) -> None:
    # Work that was begun again shows that the kills were no blows in the air.
    assert killed(home, 150) > 50
