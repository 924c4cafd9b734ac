"""`accord check` finds a wrong deployment: one test for each finding, and none on a server that is well."""

import json
import re
import socket
import sqlite3
import sys
import urllib.error
from collections.abc import Callable, Iterator
from datetime import timedelta
from email.message import Message
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Self
from zoneinfo import ZoneInfoNotFoundError

import pytest
import time_machine
from django.core import checks

from accord import cli
from accord.cli import checking, contents, databases, machines, public
from accord.cli.finding import CODES, Finding
from accord.cli.words import Wrong
from accord.kernel import clocks, health
from accord.kernel.copies import backup as backups
from accord.kernel.copies.manifest import BACKUP, Manifest
from accord.kernel.models import Job
from accord.kernel.record import checkpoints, keys, ledger
from accord.mailings.models import Letter
from tests.factories.people import world
from tests.kernel.acts import NOON, noted
from tests.kernel.copies.homes import Installation
from tests.servers.owner import behind_its_back

GOOD = "kQ3vTz81LmPw0XyRb6JdNc4HsGf9UeAo2ViBnWq7"


def codes(look: Callable[[], Iterator[Finding]]) -> list[str]:
    """Return the codes that a look finds; each finding is two sentences."""
    found = list(look())
    for finding in found:
        assert finding.code in CODES
        assert finding.wrong.endswith((".", "!"))
        assert finding.do
    return [finding.code for finding in found]


def test_every_finding_has_its_test_and_its_line_on_the_page() -> None:
    here = Path(__file__)
    told = here.read_text() + (here.parents[1] / "kernel" / "copies" / "test_nightly.py").read_text()
    assert [code for code in CODES if f'"{code}"' not in told] == []
    page = (here.parents[2] / "docs" / "operations" / "README.md").read_text()
    assert [code for code in CODES if f"`{code}`" not in page] == []
    source = "".join(path.read_text() for path in Path(cli.__file__).parent.glob("*.py"))
    assert set(re.findall(r'Finding\(\s*"(\w+)"', source)) == CODES


@pytest.fixture
def well(settings: Any, tmp_path: Path, monkeypatch: Any) -> Iterator[Any]:
    """Set everything as a good server has it."""
    settings.ACCORD_HOME = tmp_path
    settings.SECRET_KEY = GOOD
    monkeypatch.setattr(machines, "_built_plainly", lambda: False)
    with socket.create_server(("127.0.0.1", 0)) as mail:
        settings.EMAIL_HOST, settings.EMAIL_PORT = mail.getsockname()
        yield settings


def answering(monkeypatch: Any, answer: dict[str, str] | Exception) -> list[str]:
    """Stand for the public address; return what is asked of it."""
    asked: list[str] = []

    class Page:
        headers = Message()

        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None:
            pass

    def urlopen(address: str, timeout: float) -> Page:
        assert timeout <= 10
        asked.append(address)
        if isinstance(answer, Exception):
            raise answer
        for name, value in answer.items():
            Page.headers[name] = value
        return Page()

    monkeypatch.setattr("urllib.request.urlopen", urlopen)
    return asked


class TestPublic:
    def test_nothing_is_found_where_all_is_well(self, well: Any, monkeypatch: Any) -> None:
        assert codes(public.findings) == []
        asked = answering(monkeypatch, {"Strict-Transport-Security": "max-age=63072000"})
        well.ACCORD_ORIGIN = "https://accord.example.org"
        well.SESSION_COOKIE_SECURE = well.CSRF_COOKIE_SECURE = True
        assert codes(public.findings) == []
        assert asked == ["https://accord.example.org/health/live"]

    def test_an_address_in_clear_or_with_a_path(self, well: Any) -> None:
        well.ACCORD_ORIGIN = "http://accord.example.org/talks"
        assert codes(public.findings) == ["no_tls", "origin_path"]

    def test_an_address_that_does_not_answer_or_forgets_its_headers(self, well: Any, monkeypatch: Any) -> None:
        well.ACCORD_ORIGIN = "https://accord.example.org"
        well.SESSION_COOKIE_SECURE = well.CSRF_COOKIE_SECURE = True
        answering(monkeypatch, {})
        assert codes(public.findings) == ["no_hsts"]
        answering(monkeypatch, urllib.error.URLError("certificate has expired"))
        assert codes(public.findings) == ["origin_silent"]

    @pytest.mark.parametrize("cookie", ["SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE"])
    def test_cookies_that_travel_in_clear(self, well: Any, cookie: str, monkeypatch: Any) -> None:
        answering(monkeypatch, {"Strict-Transport-Security": "max-age=1"})
        well.ACCORD_ORIGIN = "https://accord.example.org"
        well.SESSION_COOKIE_SECURE = well.CSRF_COOKIE_SECURE = True
        setattr(well, cookie, False)
        assert codes(public.findings) == ["cookies_not_secure"]

    @pytest.mark.parametrize("named", ["*", "0.0.0.0/0", "::/0", "127.0.0.1,8.0.0.0/8"])
    def test_proxies_that_are_anybody(self, well: Any, named: str) -> None:
        well.ACCORD_PROXIES = "127.0.0.1,10.0.0.0/8,203.0.113.0/28"
        assert codes(public.findings) == []
        well.ACCORD_PROXIES = named
        assert codes(public.findings) == ["proxies_wide"]

    @pytest.mark.parametrize(
        ("name", "value"), [("SECURE_PROXY_SSL_HEADER", ("X", "https")), ("USE_X_FORWARDED_HOST", True)]
    )
    def test_headers_that_are_believed_of_anybody(self, well: Any, name: str, value: object) -> None:
        setattr(well, name, value)
        assert codes(public.findings) == ["proxies_wide"]

    @pytest.mark.parametrize("host", ["*", ".example.org"])
    def test_a_server_that_answers_to_any_name(self, well: Any, host: str) -> None:
        well.ALLOWED_HOSTS = [host]
        assert codes(public.findings) == ["hosts_any"]

    def test_demo_and_debug(self, well: Any) -> None:
        well.ACCORD_DEMO = well.DEBUG = True
        assert codes(public.findings) == ["demo", "debug"]

    @pytest.mark.parametrize("key", ["", "short", "a" * 60, f"django-insecure-{GOOD}", f"changeme-{GOOD}"])
    def test_a_key_that_can_be_guessed(self, key: str, monkeypatch: Any) -> None:
        # Django itself refuses to hand out an empty key.
        monkeypatch.setattr(public, "settings", SimpleNamespace(SECRET_KEY=key))
        assert codes(public._secret) == ["secret_weak"]

    def test_mail_that_does_not_leave_or_shows_its_password(self, well: Any, monkeypatch: Any) -> None:
        well.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
        assert codes(public.findings) == ["mail_not_set"]
        well.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        well.EMAIL_PORT = 9
        assert codes(public.findings) == ["mail_silent"]
        well.EMAIL_HOST, well.EMAIL_HOST_PASSWORD = "mail.example.org", "x"
        monkeypatch.setattr(socket, "create_connection", lambda *_given, **_more: socket.socket())
        assert codes(public.findings) == ["mail_in_clear"]
        well.EMAIL_USE_TLS = True
        assert codes(public.findings) == []

    def test_files_that_cannot_be_reached_or_travel_in_clear(self, well: Any, monkeypatch: Any) -> None:
        well.ACCORD_FILES, well.ACCORD_S3_REGION = "s3://files/accord", "us-east-1"
        well.ACCORD_S3_KEY = well.ACCORD_S3_SECRET = "x"
        well.ACCORD_S3_ENDPOINT = "http://127.0.0.1:9"
        assert codes(public.findings) == ["files_unreachable"]
        monkeypatch.setattr("accord.kernel.storage.lay", lambda _data: "")
        well.ACCORD_S3_ENDPOINT = "http://s3.example.org"
        assert codes(public.findings) == ["files_in_clear"]


@pytest.mark.usefixtures("well")
class TestMachine:
    def test_nothing_is_found_where_all_is_well(self) -> None:
        assert codes(machines.findings) == []

    def test_what_others_can_read(self, well: Any, tmp_path: Path, monkeypatch: Any) -> None:
        home, toml, backup = tmp_path / "home", tmp_path / "accord.toml", tmp_path / "backup"
        (home / "keys").mkdir(parents=True)
        backup.mkdir()
        for path in (home / "secret_key", home / "keys" / "record", home / "accord.sqlite3", toml):
            path.write_text("ACCORD_DEMO = false\n")
            path.chmod(0o600)
        for path in (home, home / "keys", backup):
            path.chmod(0o700)
        well.ACCORD_HOME, well.ACCORD_BACKUP = home, str(backup)
        monkeypatch.setenv("ACCORD_SETTINGS", str(toml))
        assert codes(machines.findings) == []
        (home / "accord.sqlite3").chmod(0o644)
        assert codes(machines.findings) == [], "a closed home closes what lies in it"
        for number, (path, mode) in enumerate(
            [
                (home, 0o755),
                (home / "secret_key", 0o640),
                (home / "keys" / "record", 0o604),
                (toml, 0o644),
                (backup, 0o755),
            ],
            1,
        ):
            path.chmod(mode)
            found = list(machines.findings())
            assert [each.code for each in found] == ["open_to_others"] * number
        assert f"chmod o-rwx {home}" in [each.do for each in found]

    def test_a_disk_that_is_nearly_full(self, well: Any, monkeypatch: Any, tmp_path: Path) -> None:
        monkeypatch.setattr(machines, "ROOM", 2**62)
        assert codes(machines.findings) == ["disk_full"]
        well.ACCORD_BACKUP = str(tmp_path / "not" / "there")
        assert codes(machines.findings) == ["disk_full", "disk_full"]

    def test_time_zones_that_are_missing(self, monkeypatch: Any) -> None:
        def zone(name: str) -> None:
            raise ZoneInfoNotFoundError(name)

        monkeypatch.setattr(machines, "ZoneInfo", zone)
        assert codes(machines.findings) == ["time_zones"]

    def test_a_python_built_without_optimisation_is_advised_against(self, monkeypatch: Any) -> None:
        monkeypatch.setattr(machines, "_built_plainly", lambda: True)
        assert codes(machines.findings) == ["python_slow"]
        (finding,) = machines.findings()
        assert finding.advice
        assert sys.executable in finding.wrong


@pytest.mark.django_db
@pytest.mark.usefixtures("well")
class TestContents:
    @pytest.fixture(autouse=True)
    def _worked(self) -> Iterator[None]:
        """Live an hour after the record's entries, and let a worker have worked just now."""
        now = NOON + timedelta(hours=1)
        with time_machine.travel(now, tick=False):
            Job.objects.create(name="mailings.sweep", state="done", due_at=now, made_at=now, ended_at=now)
            yield

    def test_nothing_is_found_where_all_is_well(self) -> None:
        noted()
        checkpoints.publish(actor=contents.OPERATOR, now=clocks.now())
        noted()
        assert codes(contents.findings) == []

    def test_a_demo_that_is_none(self, well: Any) -> None:
        noted()
        well.ACCORD_DEMO = True
        assert codes(contents.findings) == ["demo_not_made_here"]

    def test_a_signing_key_that_is_gone(self) -> None:
        noted()
        keys.path().unlink()
        assert codes(contents.findings) == ["key_missing"]

    def test_a_clock_that_was_turned_back(self) -> None:
        noted()
        with time_machine.travel(NOON - timedelta(seconds=59), tick=False):
            assert codes(contents._clock) == []
        with time_machine.travel(NOON - timedelta(minutes=2), tick=False):
            assert codes(contents._clock) == ["clock_behind"]

    def test_a_record_that_was_cut_off_or_rewritten(self, well: Any, tmp_path: Path) -> None:
        for _ in range(3):
            noted()
        signer = keys.load()
        well.ACCORD_BACKUP = str(tmp_path / "b")
        folder = tmp_path / "b" / clocks.now().strftime(backups.STAMP)
        folder.mkdir(parents=True)
        for size, root, said in ((3, bytes(32), "rewritten"), (9, bytes(32), "has only 3")):
            note = signer.checkpoint(size, root)
            Manifest(BACKUP, clocks.now().isoformat(), [], note, "", {}).write(folder)
            (finding,) = contents.findings()
            assert finding.code == "record"
            assert said in finding.wrong
        (folder / "manifest.json").write_text("spoilt")
        assert codes(contents.findings) == []

    def test_a_record_whose_newest_entry_was_altered(self) -> None:
        noted()
        behind_its_back("UPDATE kernel_entry SET metadata = replace(metadata, 'test', 'tset')", prefix="kernel_entry")
        assert codes(contents.findings) == ["record"]

    def test_a_record_whose_last_checkpoint_was_signed_by_another(self) -> None:
        noted()
        other = keys.Signer("elsewhere", bytes(32))
        from accord.kernel.models import Checkpoint

        Checkpoint.objects.create(size=1, note=other.checkpoint(1, bytes(32)), at=clocks.now())
        assert codes(contents.findings) == ["record"]
        assert ledger.size() == 1

    def test_a_worker_that_does_nothing(self) -> None:
        Job.objects.update(due_at=clocks.now() - health.ALIVE - timedelta(seconds=1))
        assert codes(contents.findings) == ["worker"]

    def test_what_failed_for_good(self) -> None:
        now = clocks.now()
        Job.objects.create(name="test.slow", state="dead", error="broken", due_at=now, made_at=now, ended_at=now)
        letter = {"address": "a@example.org", "language": "en", "kind": "x", "subject": "x", "text": "x"}
        Letter.objects.create(
            to_id=world().chair.id, message_id="<1>", state="failed", error="550", queued_at=now, due_at=now, **letter
        )
        said = list(contents.findings())
        assert [each.code for each in said] == ["job_dead", "letters_failed"]
        assert "test.slow" in said[0].wrong
        assert "550" in said[1].wrong


class TestDatabase:
    def test_a_database_that_is_not_ready_or_not_there(self, monkeypatch: Any) -> None:
        monkeypatch.setattr(checking, "missing_migrations", lambda: 3)
        assert codes(checking.database) == ["database_unready"]

        def away() -> int:
            raise Wrong("The database cannot be opened: refused.", 1)

        monkeypatch.setattr(checking, "missing_migrations", away)
        assert codes(checking.database) == ["database_unready"]

    @pytest.mark.parametrize(
        ("answers", "found"),
        [
            ({"journal_mode": "delete"}, ["database_settings"]),
            ({"synchronous": "1"}, ["database_settings"]),
            ({"quick_check(1)": "row 3 missing"}, ["database_damaged"]),
            ({}, []),
        ],
    )
    def test_sqlite(self, answers: dict[str, str], found: list[str], monkeypatch: Any) -> None:
        well = {"journal_mode": "wal", "synchronous": "2", "quick_check(1)": "ok", **answers}
        monkeypatch.setattr(databases, "_ask", lambda question: well[question.removeprefix("PRAGMA ")])
        assert codes(databases._sqlite) == found
        monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 30))
        assert codes(databases._sqlite) == ["database_settings", *found]

    @pytest.mark.parametrize(
        ("answers", "mighty", "found"),
        [
            ({"server_version_num": "140000"}, [], ["database_settings"]),
            ({"server_encoding": "LATIN1"}, [], ["database_settings"]),
            ({"fsync": "off"}, [], ["database_settings"]),
            ({}, ["kernel_entry"], ["database_owner"]),
            ({}, [], []),
        ],
    )
    def test_postgresql(self, answers: dict[str, str], mighty: list[str], found: list[str], monkeypatch: Any) -> None:
        well = {"server_version_num": "160000", "server_version": "16", "server_encoding": "UTF8", **answers}
        monkeypatch.setattr(databases, "_ask", lambda question: well.get(question.removeprefix("SHOW "), "on"))
        monkeypatch.setattr(databases.roles, "too_mighty", lambda: mighty)
        assert codes(databases._postgresql) == found

    def test_the_frameworks_own_checks(self, monkeypatch: Any) -> None:
        assert codes(checking.code) == []
        monkeypatch.setattr(checks, "run_checks", lambda: [checks.Error("Broken.", hint="Mend it.")])
        assert codes(checking.code) == ["django"]


class TestCommand:
    def said(self, capsys: Any, *words: str) -> tuple[int, str]:
        return cli.main(["check", *words]), capsys.readouterr().out

    def test_all_is_well(self, capsys: Any, monkeypatch: Any) -> None:
        monkeypatch.setattr(checking, "LOOKS", (lambda: iter(()),))
        assert self.said(capsys) == (0, "All is well.\n")
        assert self.said(capsys, "--json") == (0, "[]\n")

    def test_a_finding_is_two_sentences_and_exit_code_one(self, capsys: Any, monkeypatch: Any) -> None:
        finding = Finding("no_tls", "Nothing hides it.", "Hide it.")
        monkeypatch.setattr(checking, "LOOKS", (lambda: iter([finding]),))
        assert self.said(capsys) == (1, "! Nothing hides it.\n  Hide it.\n")
        code, told = self.said(capsys, "--json")
        assert code == 1
        assert json.loads(told) == [{"code": "no_tls", "wrong": "Nothing hides it.", "do": "Hide it.", "advice": False}]

    def test_advice_alone_is_said_and_fails_nothing(self, capsys: Any, monkeypatch: Any) -> None:
        advice = Finding("python_slow", "It could be faster.", "Make it so.", advice=True)
        monkeypatch.setattr(checking, "LOOKS", (lambda: iter([advice]),))
        assert self.said(capsys) == (0, "- It could be faster.\n  Make it so.\nAll is well.\n")
        code, told = self.said(capsys, "--json")
        assert (code, json.loads(told)[0]["advice"]) == (0, True)
        monkeypatch.setattr(checking, "LOOKS", (lambda: iter([advice, Finding("debug", "Wrong.", "Mend.")]),))
        assert self.said(capsys) == (1, "- It could be faster.\n  Make it so.\n! Wrong.\n  Mend.\n")


def test_a_fresh_server_is_told_all_it_lacks_at_once(tmp_path: Path) -> None:
    """The real command on a home that nobody has set up: no stack trace, every finding, as JSON."""
    fresh = Installation(tmp_path / "home")
    told = fresh.accord(
        "check", "--json", code=1, ACCORD_SECRET_KEY="short", DJANGO_SETTINGS_MODULE="accord.settings", ACCORD_SMTP=""
    )
    assert {"secret_weak", "mail_not_set", "database_unready", "backup_not_set"} <= {
        each["code"] for each in json.loads(told)
    }
