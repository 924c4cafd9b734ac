"""The queue: enqueued with the act or not at all, tried again, dead in the end, and safe against a killed worker."""

import signal
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction

from accord.kernel import clocks, queue, worker
from accord.kernel.models import Entry, Job
from tests.kernel import killed_tasks
from tests.kernel.acts import NOON
from tests.kernel.conftest import Home

WORKER = """
    from datetime import timedelta
    from tests.kernel import killed_tasks
    from accord.kernel import queue, worker
    queue.LEASE = timedelta(seconds=1.5)
    print("ready", flush=True)
    worker.run_worker()
"""


def job() -> Job:
    return Job.objects.filter(recurring=False).get()


@pytest.mark.django_db
class TestQueue:
    def test_a_job_is_done_once_and_kept_as_done(self) -> None:
        queue.enqueue("test.slow", words="done", seconds=0)
        assert queue.drain() == 1
        assert (job().state, Entry.objects.count(), queue.drain()) == ("done", 1, 0)

    def test_an_act_that_is_undone_enqueues_nothing(self) -> None:
        def act() -> None:
            with transaction.atomic():
                queue.enqueue("test.slow", words="never", seconds=0)
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            act()
        assert not Job.objects.exists()

    def test_a_name_nobody_registered_is_refused_at_once(self) -> None:
        with pytest.raises(queue.UnknownTask, match=r"tasks\.py"):
            queue.enqueue("test.mistyped")

    def test_a_later_job_waits_for_its_instant(self) -> None:
        queue.enqueue_at(clocks.now() + timedelta(hours=1), "test.slow", words="later", seconds=0)
        assert queue.drain() == 0
        assert queue.drain(clocks.now() + timedelta(hours=2)) == 1

    def test_a_failing_job_is_tried_again_with_growing_pauses_and_is_dead_in_the_end(self) -> None:
        queue.enqueue("test.failing", words="undone")
        pauses = []
        for _ in range(3):
            Job.objects.update(due_at=clocks.now())
            before = clocks.now()
            assert worker.work_once()
            pauses.append(int((job().due_at - before).total_seconds()))
        assert pauses[:2] == [2, 4]
        assert job().state == "dead"
        assert "the disk of the world is full" in job().error
        assert not Entry.objects.exists(), "the effect of a failed attempt is undone"
        assert not worker.work_once()

    def test_a_worker_that_comes_late_has_no_effect(self) -> None:
        queue.enqueue("test.slow", words="once", seconds=0)
        late = queue.claim(clocks.now())
        again = queue.claim(clocks.now() + queue.LEASE + timedelta(seconds=1))
        assert late is not None
        assert again is not None
        queue.perform(again)
        queue.perform(late)
        assert Entry.objects.count() == 1
        assert (job().state, job().attempt) == ("done", 2)

    def test_a_renewed_lease_keeps_others_away(self) -> None:
        queue.enqueue("test.slow", words="mine", seconds=0)
        mine = queue.claim(NOON + timedelta(days=3650))
        assert mine is not None
        later = NOON + timedelta(days=3650) + queue.LEASE
        assert queue.renew(mine, later)
        assert queue.claim(later) is None

    def test_a_job_that_kills_its_worker_each_time_ends_dead(self) -> None:
        queue.enqueue("test.failing", words="killer")
        Job.objects.update(state="running", attempt=3, lease_until=clocks.now())
        assert worker.work_once()
        assert (job().state, "killed" in job().error) == ("dead", True)

    def test_a_recurring_task_comes_back_once_per_turn(self) -> None:
        killed_tasks.TICKS.clear()
        start = clocks.now()
        for seconds in (0, 1, 59, 61, 62, 125):
            now = start + timedelta(seconds=seconds)
            queue.plan_recurring(now)
            queue.plan_recurring(now)
            while found := queue.claim(now):
                queue.perform(found)
        assert killed_tasks.TICKS == ["tick"] * 3

    def test_old_done_jobs_are_forgotten_and_dead_ones_are_not(self) -> None:
        long_ago = clocks.now() - timedelta(days=30)
        for state in ("done", "dead"):
            Job.objects.create(name="test.slow", state=state, due_at=long_ago, made_at=long_ago, ended_at=long_ago)
        queue.plan_recurring(clocks.now())
        assert [found.state for found in Job.objects.filter(name="test.slow")] == ["dead"]

    def test_two_tasks_may_not_share_a_name(self) -> None:
        with pytest.raises(ValueError, match="Two tasks"):
            queue.task("test.slow")(lambda: None)


def test_a_killed_worker_loses_nothing_and_doubles_nothing(home: Home) -> None:
    home.run("""
        from tests.kernel import killed_tasks
        from accord.kernel import queue
        queue.enqueue("test.slow", words="compile", seconds=1.0)
    """)
    first = home.start(WORKER)
    wait_for((home.folder / "begun").exists)
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert home.ask("SELECT state FROM kernel_job WHERE name = 'test.slow'") == [("running",)]
    second = home.start(WORKER)
    wait_for(lambda: home.ask("SELECT state FROM kernel_job WHERE name = 'test.slow'") == [("done",)])
    second.send_signal(signal.SIGTERM)
    assert second.wait(timeout=20) == 0, "a worker that is asked to stop goes in peace"
    assert (home.folder / "begun").read_text().split() == ["compile", "compile"]
    assert home.ask("SELECT count(*) FROM kernel_entry") == [(1,)]


def test_a_worker_goes_when_its_server_is_gone(home: Home) -> None:
    orphan = home.start("from accord.kernel import worker; worker.run_worker(parent=1 + 2**21)")
    assert orphan.wait(timeout=30) == 0


def wait_for(condition: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"it did not happen within {seconds} seconds"
        time.sleep(0.05)
