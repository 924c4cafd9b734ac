"""Several processes at once: entries follow each other without a gap, and each job is done once."""

import pytest
from django.db import connection, transaction

from accord.kernel import turns
from tests.kernel.conftest import Home

APPEND = """
    from tests.kernel.acts import NOON, SYSTEM, note
    for number in range({times}):
        note(actor=SYSTEM, now=NOON, words="%s" % number, scope="group:{group}")
"""
VERIFY = """
    from accord.kernel.record import checking
    report = checking.verify()
    print(report.size, report.problems)
"""
FILL = """
    from tests.kernel import killed_tasks
    from accord.kernel import queue
    for number in range({jobs}):
        queue.enqueue("test.slow", words="job-%s" % number, seconds=0)
"""
WORK = """
    from accord.kernel import clocks, queue, worker
    from tests.kernel import killed_tasks
    for _ in range(5):
        queue.plan_recurring(clocks.now())
    while worker.work_once():
        pass
"""


def together(home: Home, programs: list[str]) -> None:
    running = [home.start(program) for program in programs]
    for process in running:
        assert process.wait(timeout=120) == 0


@pytest.mark.clause("O2")
def test_four_processes_append_at_once(home: Home) -> None:
    together(home, [APPEND.format(times=25, group=group) for group in range(4)])
    assert home.run(VERIFY) == "100 []\n"
    assert home.ask("SELECT scope, count(*) FROM kernel_entry GROUP BY scope ORDER BY scope") == [
        (f"group:{group}", 25) for group in range(4)
    ]


def test_three_workers_do_each_job_once_and_plan_each_turn_once(home: Home) -> None:
    home.run(FILL.format(jobs=30))
    together(home, [WORK] * 3)
    begun = (home.folder / "begun").read_text().split()
    assert sorted(begun) == sorted(f"job-{number}" for number in range(30))
    assert home.ask("SELECT count(*) FROM kernel_entry") == [(30,)]
    assert home.ask(
        "SELECT state, attempt, count(*) FROM kernel_job WHERE name = 'test.slow' GROUP BY state, attempt"
    ) == [("done", 1, 30)]
    assert home.ask("SELECT count(*) FROM kernel_job WHERE name = 'test.tick'") == [(1,)]


@pytest.mark.django_db(transaction=True)
def test_a_turn_is_kept_by_a_transaction() -> None:
    with pytest.raises(RuntimeError, match="open one first"):
        turns.take(turns.ACT)
    with transaction.atomic():
        turns.take(turns.ACT)
        turns.take(turns.ACT)
        assert connection.in_atomic_block
