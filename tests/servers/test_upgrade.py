"""An upgrade as docs/operations/upgrade.md has it: data of an earlier version, refused until migrated, then served.

The short twin, which migrates the same data and compares every value, is tests/migrations.
"""

import signal
from pathlib import Path

import pytest

from tests.kernel.conftest import Home
from tests.migrations import versions
from tests.servers.test_several import free, start
from tests.servers.test_watching import Watched, until

LOAD = """
    from tests.migrations import versions
    versions.load({name!r})
"""


def said(home: Path, *words: str) -> tuple[int, str]:
    process = start(home, {}, *words)
    out = process.communicate(timeout=120)[0]
    return process.returncode, out


def upgraded(tmp_path: Path, name: str) -> None:
    home = Home(tmp_path, {"DATABASE_URL": ""}, migrate=False)
    home.run(LOAD.format(name=name))
    home.end()
    port = free()
    code, words = said(tmp_path, "serve", "--port", str(port))
    assert (code, "accord migrate" in words) == (1, True), "half a version is not served"
    assert said(tmp_path, "migrate")[0] == 0
    serving = start(tmp_path, {"ACCORD_LOG_LEVEL": "ERROR"}, "serve", "--port", str(port))
    assert serving.stdout is not None
    assert "Serving" in serving.stdout.readline()
    server = Watched(f"http://127.0.0.1:{port}", "", tmp_path, serving)
    until(lambda: server.ask(f"{server.pages}/health") == (200, "ok\n"))
    assert server.ask(f"{server.pages}/sign-in/")[0] == 200
    serving.send_signal(signal.SIGTERM)
    serving.communicate(timeout=60)
    assert serving.returncode == 0


@pytest.mark.long
@pytest.mark.parametrize("name", versions.names())
def test_every_version_that_was_kept_is_upgraded_and_served(tmp_path: Path, name: str) -> None:
    upgraded(tmp_path, name)
