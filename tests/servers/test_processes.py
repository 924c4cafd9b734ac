"""A server of two processes: either answers, one that is killed is replaced, and none outlives the first."""

import os
import signal
import subprocess
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.servers import homes
from tests.servers.test_several import free, start, within


@dataclass
class Running:
    """The first process of a server, and its port."""

    process: subprocess.Popen[str]
    port: int

    def beside(self) -> dict[str, int]:
        """Return what runs beside it: its command, and its number."""
        found = {}
        for task in Path(f"/proc/{self.process.pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                words = Path(f"/proc/{child}/cmdline").read_bytes().split(b"\0")
                found[words[3].decode() if len(words) > 3 else ""] = int(child)
        return found

    def answers(self) -> bool:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health/live", timeout=30) as answer:
            return bool(answer.status == 200)


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    with homes.own_database() as more:
        assert "is ready" in start(tmp_path, more, "migrate").communicate(timeout=120)[0]
        port = free()
        process = start(tmp_path, more, "serve", "--port", str(port), "--processes", "2")
        assert process.stdout is not None
        assert "Serving" in process.stdout.readline()
        yield Running(process, port)
        process.kill()
        process.communicate(timeout=30)


def test_a_killed_process_is_replaced_and_none_outlives_the_first(running: Running) -> None:
    within(60, lambda: {"join", "worker"} <= set(running.beside()))
    first = running.beside()
    os.kill(first["join"], signal.SIGKILL)
    assert all(running.answers() for _ in range(8)), "the other one goes on"
    within(60, lambda: running.beside().get("join") not in {None, first["join"]})
    assert all(running.answers() for _ in range(8))
    last = running.beside()
    running.process.kill()
    within(60, lambda: not [number for number in last.values() if Path(f"/proc/{number}/exe").exists()])


def test_all_end_when_it_is_told_to_stop(running: Running) -> None:
    within(60, lambda: {"join", "worker"} <= set(running.beside()))
    beside = running.beside()
    running.process.send_signal(signal.SIGTERM)
    running.process.communicate(timeout=60)
    assert running.process.returncode == 0
    assert [number for number in beside.values() if Path(f"/proc/{number}/exe").exists()] == []
