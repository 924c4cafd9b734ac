"""A real server is watched: its health, its log line by line, its figures; and whom it believes about who asks."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from accord.cli import scraping, serving
from accord.cli.words import Wrong
from tests.servers import homes
from tests.servers.test_several import free, start

SECRET = "an-activation-secret-of-somebody-that-nobody-may-read"
FROM = "203.0.113.9"
TOKEN = "figures for those who bring this"


@dataclass
class Watched:
    """A server that runs, the address of its pages and of its figures, and where its log goes."""

    pages: str
    figures: str
    log: Path
    process: subprocess.Popen[bytes]

    def ask(self, address: str, **headers: str) -> tuple[int, str]:
        asked = urllib.request.Request(address, headers={"X-Forwarded-For": FROM, **headers})  # noqa: S310 -- our own
        try:
            with urllib.request.urlopen(asked, timeout=30) as answer:  # noqa: S310 -- our own
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode(errors="replace")

    def scrape(self) -> dict[tuple[str, tuple[str, ...]], float]:
        status, page = self.ask(f"{self.figures}/metrics", Authorization=f"Bearer {TOKEN}")
        assert status == 200
        return {
            (sample.name, tuple(value for _name, value in sorted(sample.labels.items()))): sample.value
            for family in text_string_to_metric_families(page)
            for sample in family.samples
        }


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    home = tmp_path_factory.mktemp("watched")
    pages, figures = free(), free()
    with homes.own_database() as more:
        assert "is ready" in start(home, more, "migrate").communicate(timeout=120)[0]
        environment = {
            **os.environ,
            **more,
            "ACCORD_HOME": str(home),
            "ACCORD_LOG": "json",
            "ACCORD_METRICS": f"127.0.0.1:{figures}",
            "ACCORD_METRICS_TOKEN": TOKEN,
            "PYTHONPATH": str(Path(__file__).resolve().parents[2] / "src"),
        }
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        with (home / "log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "accord", "serve", "--port", str(pages)],
                env=environment,
                stdout=subprocess.PIPE,
                stderr=log,
            )
        assert process.stdout is not None
        assert b"Serving" in process.stdout.readline()
        yield Watched(f"http://127.0.0.1:{pages}", f"http://127.0.0.1:{figures}", home / "log", process)
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)


def until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end, "it did not happen within a minute"
        time.sleep(0.1)


def test_it_says_that_it_is_well_once_its_worker_works(watched: Watched) -> None:
    assert watched.ask(f"{watched.pages}/health/live") == (200, "ok\n")
    until(lambda: watched.ask(f"{watched.pages}/health") == (200, "ok\n"))


def test_its_log_has_a_line_for_each_page_and_names_nobody(watched: Watched) -> None:
    assert watched.ask(f"{watched.pages}/activate/{SECRET}?next={SECRET}")[0] == 410
    assert watched.ask(f"{watched.pages}/{SECRET}")[0] == 404
    until(lambda: '"task": "mailings.sweep"' in watched.log.read_text())
    written = watched.log.read_text()
    lines = [json.loads(line) for line in written.splitlines()]
    asked = [(line["route"], line["status"]) for line in lines if line["area"] == "accord.request"]
    assert {("activate", 410), ("-", 404)} <= set(asked)
    assert [word for word in (SECRET, FROM, "127.0.0.1", "/activate") if word in written] == []


def test_its_figures_count_what_was_asked_and_tell_how_it_stands(watched: Watched) -> None:
    before = watched.scrape()
    for _ in range(3):
        watched.ask(f"{watched.pages}/help/")
    watched.ask(f"{watched.pages}/{SECRET}")
    after = watched.scrape()

    def more(name: str, *labels: str) -> float:
        return after[name, labels] - before.get((name, labels), 0)

    assert more("accord_requests_total", "GET", "help", "200") == 3
    assert more("accord_requests_total", "GET", "-", "404") == 1
    assert more("accord_request_seconds_count", "help") == 3
    assert after["accord_sign_in_failures_total", ()] == 0
    assert after["accord_well", ("database",)] == after["accord_well", ("disk",)] == 1
    assert after["accord_disk_free_bytes", ()] > 0
    assert {("accord_queue_jobs", (state,)) for state in ("waiting", "running", "later", "dead")} <= set(after)
    assert after["accord_queue_oldest_seconds", ()] >= 0
    assert after["process_resident_memory_bytes", ()] > 0


def test_its_figures_are_for_whoever_brings_the_token(watched: Watched) -> None:
    assert watched.ask(f"{watched.figures}/metrics") == (401, "")
    assert watched.ask(f"{watched.figures}/metrics", Authorization="Bearer another")[0] == 401
    assert watched.ask(f"{watched.figures}/", Authorization=f"Bearer {TOKEN}")[0] == 404
    assert watched.ask(f"{watched.pages}/metrics")[0] == 404


def test_a_taken_address_for_figures_is_said(settings: Any, watched: Watched) -> None:
    settings.ACCORD_METRICS = ("127.0.0.1", int(watched.figures.rpartition(":")[2]))
    with pytest.raises(Wrong, match="ACCORD_METRICS"):
        scraping.begin()


def test_without_the_setting_nobody_listens(settings: Any) -> None:
    settings.ACCORD_METRICS = None
    assert scraping.begin() is None


@pytest.mark.parametrize(
    ("believed", "asking", "seen"),
    [
        ("127.0.0.1", "127.0.0.1", (FROM, "https")),
        ("127.0.0.1", "198.51.100.4", ("198.51.100.4", "http")),
        ("", "127.0.0.1", ("127.0.0.1", "http")),
        ("10.0.0.0/24", "10.0.0.7", (FROM, "https")),
        ("10.0.0.0/24", "127.0.0.1", ("127.0.0.1", "http")),
    ],
)
def test_only_a_proxy_that_was_named_is_believed(
    settings: Any, believed: str, asking: str, seen: tuple[str, str]
) -> None:
    settings.ACCORD_PROXIES = believed
    told = []

    async def application(scope: Any, _receive: Any, _send: Any) -> None:
        told.append((scope["client"][0], scope["scheme"]))

    config = serving.configuration(application)
    config.load()
    headers = [(b"x-forwarded-for", f"192.0.2.66, {FROM}".encode()), (b"x-forwarded-proto", b"https")]
    scope = {"type": "http", "client": (asking, 1), "scheme": "http", "headers": headers}
    asyncio.run(config.loaded_app(scope, None, None))  # type: ignore[arg-type]  # the application reads and sends nothing
    assert told == [seen]


def test_a_wrong_setting_is_said_before_anything_is_served(tmp_path: Path) -> None:
    refused = start(tmp_path, {"ACCORD_METRICS": "192.0.2.1:9100"}, "check")
    assert "ACCORD_METRICS_TOKEN" in refused.communicate(timeout=60)[0]
    assert refused.returncode == 2
