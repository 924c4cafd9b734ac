"""The settings file: read beneath the environment, and every mistake told with its key and its line."""

import argparse
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from accord.cli import demo_home
from accord.kernel.copies import drill
from accord.settings import environment, file
from tests.kernel.copies.homes import Installation


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "accord.toml"
    monkeypatch.setenv("ACCORD_SETTINGS", str(path))
    for name in file.KINDS:
        monkeypatch.delenv(name, raising=False)
    return path


def test_text_numbers_and_flags_are_read_and_the_environment_wins(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.write_text('# ours\nACCORD_ORIGIN = "https://a.example.org"\nACCORD_BACKUP_KEEP = 7\nACCORD_DEMO = true\n')
    assert environment.text("ACCORD_ORIGIN", "") == "https://a.example.org"
    assert environment.number("ACCORD_BACKUP_KEEP", 30) == 7
    assert environment.flag("ACCORD_DEMO")
    assert environment.number("ACCORD_THREADS", 8) == 8, "what is not said keeps its default"
    monkeypatch.setenv("ACCORD_ORIGIN", "https://b.example.org")
    monkeypatch.setenv("ACCORD_DEMO", "")
    assert environment.text("ACCORD_ORIGIN", "") == "https://b.example.org"
    assert not environment.flag("ACCORD_DEMO"), "an empty variable unsets what the file says"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('\nACCORD_ORIGN = "x"\n', r"line 2: there is no setting ACCORD_ORIGN\. Did you mean ACCORD_ORIGIN\?"),
        ('accord_home = "x"\n', "line 1: there is no setting accord_home. Did you mean ACCORD_HOME"),
        ("[mail]\nACCORD_SMTP = 'x'\n", "line 1: there is no setting mail"),
        ("# a\n\nACCORD_RECORD_KEY = 'x'\n", "line 3: there is no setting ACCORD_RECORD_KEY"),
        ('# a\nACCORD_BACKUP_KEEP = "7"\n', "line 2: ACCORD_BACKUP_KEEP must be a whole number without quotes"),
        ("ACCORD_BACKUP_KEEP = true\n", "line 1: ACCORD_BACKUP_KEEP must be a whole number"),
        ("ACCORD_DEMO = 1\n", "line 1: ACCORD_DEMO must be true or false"),
        ("ACCORD_ORIGIN = 5\n", 'line 1: ACCORD_ORIGIN must be text in quotes, "…"'),
        ("ACCORD_ORIGIN = 'a'\nACCORD_ORIGIN = 'b'\n", "is not TOML.*line 2"),
        ("ACCORD_ORIGIN https\n", "is not TOML.*line 1"),
    ],
)
def test_a_mistake_is_told_with_its_key_and_line(path: Path, text: str, said: str) -> None:
    path.write_text(text)
    with pytest.raises(ImproperlyConfigured, match=said):
        environment.given("ACCORD_SUPPORT")


@pytest.mark.parametrize(
    ("line", "read", "said"),
    [
        ("ACCORD_BACKUP_KEEP = 0", lambda: environment.number("ACCORD_BACKUP_KEEP", 30), "1 or more"),
        ('ACCORD_FILES = "/mnt/files"', environment.files, "s3://bucket/prefix"),
        ('ACCORD_S3_ENDPOINT = "s3.example.org"', environment.endpoint, "https://s3.example.org"),
        ('ACCORD_SMTP = "mail.example.org"', environment.mail, "smtp://host:25"),
        ('DATABASE_URL = "mysql://x/y"', lambda: environment.database(Path()), "no PostgreSQL"),
    ],
)
def test_a_value_that_cannot_be_has_its_line_too(path: Path, line: str, read: object, said: str) -> None:
    path.write_text(f"\n\n{line}\n")
    with pytest.raises(ImproperlyConfigured, match=f"accord.toml, line 3: .*{said}"):
        read()  # type: ignore[operator]  # one of the functions above


def test_a_file_that_is_not_there_or_not_text_is_said(path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"names .*accord\.toml, which cannot be read: No such file"):
        environment.given("ACCORD_SUPPORT")
    file.read.cache_clear()
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(ImproperlyConfigured, match="UTF-8"):
        environment.given("ACCORD_SUPPORT")


def test_the_command_line_says_it_in_one_sentence(path: Path) -> None:
    path.write_text("ACCORD_TREADS = 4\n")
    command = [sys.executable, "-m", "accord", "check"]
    given = Installation(path.parent / "home").environment(ACCORD_SETTINGS=str(path))
    given.pop("DJANGO_SETTINGS_MODULE")
    done = subprocess.run(command, env=given, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"accord: {path}, line 1: there is no setting ACCORD_TREADS. Did you mean ACCORD_THR")
    assert done.stderr.count("\n") == 1


def test_neither_drill_nor_demo_is_led_to_the_real_server_by_it(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert {"ACCORD_SETTINGS", "ACCORD_FILES", "DATABASE_URL", "ACCORD_HOME"} <= drill.NOT_PASSED_ON
    monkeypatch.setenv("ACCORD_HOME", str(path.parent / "demo"))
    monkeypatch.setenv("DATABASE_URL", "postgres:///accord")
    demo_home.prepare(argparse.Namespace(port=8000, fresh=False))
    assert not environment.given("DATABASE_URL")
