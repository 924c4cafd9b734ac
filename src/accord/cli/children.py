"""The processes that a server keeps beside itself: each is started again when it ends, and ends with the server."""

import logging
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

LOOK: Final = 0.2
COUNTED: Final = "PROMETHEUS_MULTIPROC_DIR"
PREFIX: Final = "accord-figures-"
log = logging.getLogger(__name__)


def count_together() -> None:
    """Name the folder in which the processes of one server count together, before anything that counts is loaded."""
    os.environ[COUNTED] = tempfile.mkdtemp(prefix=PREFIX)


def count_no_more() -> None:
    """Remove that folder, if there is one of ours."""
    folder = Path(os.environ.get(COUNTED, ""))
    if folder.name.startswith(PREFIX):
        shutil.rmtree(folder, ignore_errors=True)


class Child(threading.Thread):
    """Keeps one process of our own alive; one that ends at once is started again ever more slowly.

    `words` are those of the command line; the process is told its parent, and given the open files `handles`.
    """

    def __init__(self, *words: str, handles: Sequence[int] = ()) -> None:
        super().__init__(daemon=True, name=f"supervisor of {words[0]}")
        self.words = words
        self.handles = tuple(handles)
        self.ended = threading.Event()
        self.process: subprocess.Popen[bytes] | None = None

    def run(self) -> None:
        """Start it, wait for its end, and so on until stopped."""
        pause = 1.0
        command = [sys.executable, "-m", "accord", *self.words, "--parent", str(os.getpid())]
        while not self.ended.is_set():
            began = time.monotonic()
            self.process = subprocess.Popen(  # nosec B603 # noqa: S603 -- our own program
                command, stdin=subprocess.DEVNULL, pass_fds=self.handles
            )
            self.process.wait()
            pause = 1.0 if time.monotonic() - began > 60 else min(pause * 2, 60)
            if not self.ended.wait(pause):
                fields = {"process": self.words[0], "code": self.process.returncode}
                log.error("A process of the server ended and is started again.", extra={"fields": fields})

    def stop(self) -> None:
        """Ask it to finish what it does, and take it down when it does not."""
        self.ended.set()
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()


def end_with(parent: int, end: Callable[[], None]) -> None:
    """Call `end` once the process `parent` that started this one is gone, however it went."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(LOOK)
        end()

    threading.Thread(target=watch, daemon=True, name="watch over the parent").start()
