"""A Chromium whose every process runs an eighth of the time: sixty times a second it is stopped for most of the turn.

The browser's own debugger slows the thread of a page alone; a computer that is slow is slow in everything. All
processes of the browser are one group, which is stopped and let go by signals, by a process of its own.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

TURN_S = 0.016
PATIENCE_S = 60.0


class Started:
    """A Chromium with an address to which the debugger connects, and the group that all its processes are in."""

    def __init__(self, program: str, flags: tuple[str, ...], environment: dict[str, str]) -> None:
        self.home = tempfile.mkdtemp(prefix="accord-chromium-")
        own = ("--headless=new", "--remote-debugging-port=0", f"--user-data-dir={self.home}", "about:blank")
        self.process = subprocess.Popen(
            [program, *flags, *own],
            env=environment,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def address(self) -> str:
        """Return where it listens, as soon as it does."""
        named = Path(self.home) / "DevToolsActivePort"
        until = time.monotonic() + PATIENCE_S
        while not (named.is_file() and "\n" in named.read_text(encoding="utf-8")):
            if time.monotonic() > until:
                raise TimeoutError("Chromium did not start.")
            time.sleep(0.05)
        return f"http://127.0.0.1:{named.read_text(encoding='utf-8').splitlines()[0]}"

    @contextmanager
    def slower(self, rate: int) -> Iterator[None]:
        """Let it run for one part in so many of the time."""
        if rate == 1:
            yield
            return
        brake = subprocess.Popen([sys.executable, __file__, str(self.process.pid), str(rate)])
        try:
            yield
        finally:
            brake.terminate()
            brake.wait()
            os.killpg(self.process.pid, signal.SIGCONT)

    def end(self) -> None:
        """End all its processes."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def brake(group: int, rate: int) -> None:
    """Stop and let go the group for ever, so that of each turn it has one part in `rate`."""
    while True:
        os.killpg(group, signal.SIGCONT)
        began = time.perf_counter()
        time.sleep(TURN_S / rate)
        os.killpg(group, signal.SIGSTOP)
        # What it had too long is taken from its next turns: the stop is longer by as much.
        time.sleep((time.perf_counter() - began) * (rate - 1))


if __name__ == "__main__":
    brake(int(sys.argv[1]), int(sys.argv[2]))
