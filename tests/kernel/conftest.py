"""Real processes over a real database: a home of its own for tests that kill."""

import os
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers import homes

ROOT = Path(__file__).resolve().parents[2]
START = "import django; django.setup()\n"


class Home:
    """An ACCORD_HOME with the kernel's tables, and Python processes that work on it."""

    def __init__(self, folder: Path, more: dict[str, str], *, migrate: bool = True) -> None:
        self.folder = folder
        self.more = more
        self.started: list[subprocess.Popen[str]] = []
        if migrate:
            self.run("from django.core.management import call_command; call_command('migrate', 'kernel', verbosity=0)")

    def start(self, program: str, *, stdin: bool = False) -> subprocess.Popen[str]:
        """Start a process of its own that runs this program after Django's set-up."""
        environment = (
            os.environ
            | self.more
            | {
                "ACCORD_HOME": str(self.folder),
                "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "accord.settings.testing"),
                "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT), os.environ.get("PYTHONPATH", "")]),
            }
        )
        command = [sys.executable, "-c", START + textwrap.dedent(program)]
        given = subprocess.PIPE if stdin else None
        process = subprocess.Popen(command, env=environment, stdin=given, stdout=subprocess.PIPE, text=True)
        self.started.append(process)
        return process

    def run(self, program: str) -> str:
        """Run a program to its end and return what it printed."""
        process = self.start(program)
        out, _ = process.communicate(timeout=60)
        assert process.returncode == 0, out
        return out

    def ask(self, sql: str) -> list[tuple[object, ...]]:
        """Ask the database itself, beside Django."""
        return homes.ask(self.folder, self.more, sql)

    def end(self) -> None:
        """Take down whatever still runs."""
        for process in self.started:
            process.kill()
            process.wait()
            if process.stdout:
                process.stdout.close()


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    with homes.own_database() as more:
        home = Home(tmp_path, more)
        yield home
        home.end()
