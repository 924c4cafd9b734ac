"""An idle worker is woken by what is enqueued; who does not hear the bell looks by herself."""

import signal
import threading

import pytest
from django.db import OperationalError, connection, transaction

from accord.kernel import queue, waking
from tests.kernel.conftest import Home
from tests.kernel.test_queue import wait_for

# On PostgreSQL this worker would look by itself only after an hour; SQLite has no bell, and it looks as ever.
PATIENT = """
    import threading
    from tests.kernel import killed_tasks
    from accord.kernel import waking, worker
    waking.AT_MOST = 3600.0
    heard = waking.Bell.wait
    def wait(bell, stop):
        heard(bell, stop)
        if not listening.is_set():
            listening.set()
            print("listening", flush=True)
    listening = threading.Event()
    waking.Bell.wait = wait
    worker.PLAN = 7200.0
    worker.run_worker()
"""
ENQUEUE = """
    from tests.kernel import killed_tasks
    from accord.kernel import queue
    from django.db import transaction
    try:
        with transaction.atomic():
            queue.enqueue("test.slow", words="undone", seconds=0)
            raise ZeroDivisionError
    except ZeroDivisionError:
        pass
    with transaction.atomic():
        queue.enqueue("test.slow", words="kept", seconds=0)
"""


def test_a_worker_that_waits_is_woken_by_what_is_enqueued(home: Home) -> None:
    worker = home.start(PATIENT)
    assert worker.stdout is not None
    assert worker.stdout.readline() == "listening\n"
    home.run(ENQUEUE)
    wait_for(lambda: home.ask("SELECT state FROM kernel_job WHERE name = 'test.slow'") == [("done",)])
    assert (home.folder / "begun").read_text().split() == ["kept"]
    worker.send_signal(signal.SIGKILL)


@pytest.mark.django_db
def test_a_bell_that_cannot_be_reached_is_replaced_by_looking(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused() -> None:
        raise OperationalError("no more connections")

    looked = []
    stop = threading.Event()
    monkeypatch.setattr(waking, "_listening", refused)
    monkeypatch.setattr(stop, "wait", looked.append)
    bell = waking.Bell()
    bell.wait(stop)
    bell.wait(stop)
    assert looked == [waking.AT_MOST if connection.vendor == "postgresql" else waking.POLL] * 2
    assert bell.line is None


@pytest.mark.django_db
def test_what_is_enqueued_can_be_enqueued_in_an_act() -> None:
    with transaction.atomic():
        queue.enqueue("test.slow", words="in an act", seconds=0)
    assert queue.drain() == 1
