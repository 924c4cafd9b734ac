"""The night's work: due once a night, its failure told once, and found by `accord check`."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from accord.cli import copies
from accord.kernel import clocks
from accord.kernel.copies import backup as backups
from accord.kernel.copies import drill, nightly
from accord.kernel.copies.manifest import BACKUP, Manifest
from accord.kernel.record import queries
from accord.kernel.tasks import backup as task
from accord.mailings.models import Letter
from tests.factories.people import make_actor
from tests.kernel.copies.homes import Installation

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def finished(target: Path, at: datetime) -> Path:
    """Leave an empty backup of this instant."""
    folder = target / at.strftime(backups.STAMP)
    folder.mkdir(parents=True)
    Manifest(BACKUP, at.isoformat(), [], "", "", {}).write(folder)
    return folder


@pytest.mark.parametrize(
    ("made", "due"),
    [(None, True), (NOON - timedelta(hours=9), False), (NOON - timedelta(hours=11), True), (NOON, False)],
)
def test_it_is_due_once_a_night(made: datetime | None, due: bool, tmp_path: Path) -> None:
    if made:
        finished(tmp_path, made)
    assert nightly.due(tmp_path, NOON) is due
    assert nightly.due(tmp_path, NOON + timedelta(hours=13)) is due, "the next night has not come"
    assert nightly.due(tmp_path, NOON + timedelta(hours=15))


@pytest.mark.django_db
class TestTurn:
    @pytest.fixture(autouse=True)
    def target(self, tmp_path: Path, settings: Any) -> Iterator[Path]:
        settings.ACCORD_BACKUP = str(tmp_path / "b")
        settings.ACCORD_BACKUP_KEEP = 2
        return tmp_path / "b"

    def made(self, monkeypatch: Any, *, sound: bool) -> None:
        monkeypatch.setattr(backups, "make", finished)
        monkeypatch.setattr(drill, "drill", lambda _folder: drill.Drilled(sound, "The record was rewritten."))

    def test_a_good_night_tells_nobody_and_lets_the_oldest_go(self, target: Path, monkeypatch: Any) -> None:
        self.made(monkeypatch, sound=True)
        for day in range(4):
            assert nightly.turn(NOON + timedelta(days=day)) is None
        assert len(backups.complete(target)) == 2
        assert nightly.turn(NOON + timedelta(days=3, hours=1)) is None

    def test_a_failed_drill_is_recorded_and_told_once(self, monkeypatch: Any) -> None:
        make_actor("sofia.staff", is_secretariat=True)
        make_actor("ana.lima")
        self.made(monkeypatch, sound=False)
        effect = nightly.turn(NOON)
        assert effect is not None
        effect()
        entry = queries.entry_about("installation", "backup.failed")
        assert entry is not None
        assert queries.body(entry) == b"The record was rewritten."
        letter = Letter.objects.get()
        assert letter.to.is_secretariat
        assert "The record was rewritten." in letter.text
        assert nightly.turn(entry.at + timedelta(hours=19)) is None

    def test_a_disk_that_is_gone_is_told_and_not_raised(self, target: Path) -> None:
        target.parent.mkdir(exist_ok=True)
        target.write_text("no folder")
        assert nightly.turn(NOON) is not None

    def test_nothing_is_done_without_a_place(self, settings: Any) -> None:
        settings.ACCORD_BACKUP = ""
        assert task() is None


def codes() -> list[str]:
    return [finding.code for finding in copies.findings()]


class TestCheck:
    def test_what_is_wrong_is_said(self, tmp_path: Path, settings: Any) -> None:
        settings.ACCORD_BACKUP = ""
        assert codes() == ["backup_not_set"]
        settings.ACCORD_BACKUP = str(tmp_path)
        assert codes() == ["backup_none"]
        finished(tmp_path, clocks.now() - timedelta(days=3))
        assert codes() == ["backup_old"]
        last = finished(tmp_path, clocks.now())
        assert codes() == []
        (last / drill.RESULT).write_text("failed\n")
        assert codes() == ["backup_drill_failed"]
        settings.ACCORD_DEMO = True
        assert codes() == []


def test_a_drill_that_fails_is_said_and_kept(backup: Path, tmp_path: Path, filled: Installation) -> None:
    filled.accord("backup", "--to", tmp_path, "--drill")
    (folder,) = backups.complete(tmp_path)
    assert drill.was_sound(folder) is True
    (folder / "keys" / "record").write_text("another\n")
    said = drill.drill(folder)
    assert not said.sound
    assert "keys/record is not what was copied" in said.said
    assert drill.was_sound(folder) is False
    assert drill.was_sound(backup) is None
    assert not list(tmp_path.glob(".drill-*"))
