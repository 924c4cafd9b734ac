"""The order of the house: floors, budgets, pages that are generated, nothing left lying about."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from tools import clauses, gauge

ROOT = Path(__file__).resolve().parents[2]
TEXT_ENDINGS = {".py", ".md", ".toml", ".html", ".css", ".js", ".txt", ".cfg", ".yml", ".yaml", ".json", ".tsv", ""}


def committed() -> list[Path]:
    """Return the files git would commit, without locks."""
    listed = subprocess.check_output(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT, text=True
    )
    paths = [ROOT / line for line in listed.splitlines()]
    return [p for p in paths if p.is_file() and p.suffix in TEXT_ENDINGS and "locks" not in p.parts]


def test_imports_keep_the_floors() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:]


def test_every_file_and_function_is_within_its_budget() -> None:
    assert list(gauge.measure(list(gauge.sources()))) == []


def test_the_gauge_sees_what_is_over_budget() -> None:
    long_function = "def f():\n" + "    x = 1\n" * 41
    source = gauge.Source(Path("src/accord/lib/views.py"), long_function * 8, gauge.ast.parse(long_function * 8))
    said = "\n".join(gauge.measure([source]))
    assert "f has 42 lines" in said
    assert "over 300" in said
    assert "opens without" in said
    assert "a room whose name says nothing" in said


def test_the_clauses_page_is_up_to_date() -> None:
    assert clauses.PAGE.read_text(encoding="utf-8") == clauses.page(), "run: python -m tools.clauses"


@pytest.mark.django_db
def test_models_and_migrations_agree() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("unfinished work", r"\b(TODO|FIXME|XXX|HACK)\b|raise NotImplementedError|lorem ipsum"),
        ("a path of one machine", r"(?<![A-Za-z0-9_.])/(?:work|root|farm)/"),
        ("a registry's address", r"files\.pythonhosted|registry\.npmjs"),
        ("a test that never runs", r"pytest\.(?:mark\.)?(?:skip|xfail)|skipif|importorskip"),
    ],
)
def test_nothing_is_left_lying_about(what: str, pattern: str) -> None:
    here = Path(__file__)
    found = [
        f"{path.relative_to(ROOT)}: {what}"
        for path in committed()
        if path != here and re.search(pattern, path.read_text(encoding="utf-8", errors="replace"))
    ]
    assert found == []


def test_the_front_door_is_complete() -> None:
    names = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE", "run.py", ".ci/run"]
    assert [name for name in names if not (ROOT / name).is_file()] == []
