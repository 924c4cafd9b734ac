"""Backups: made under full load, refused when altered, restored into an empty place and verified there."""

import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from accord.kernel.copies import backup as backups
from accord.kernel.copies import manifest
from tests.kernel.copies.homes import WRITER, Installation

GROWING = {"kernel.entry", "kernel.body", "kernel.node"}


def altered(backup: Path, tmp_path: Path) -> Path:
    """Return a copy of the backup that may be spoilt."""
    return shutil.copytree(backup, tmp_path / "spoilt")


def head(backup: Path) -> int:
    """Return how many entries the record has in the backup."""
    return int(manifest.read(backup).checkpoint.splitlines()[1])


def test_a_backup_holds_database_files_and_keys_for_nobody_else_to_read(backup: Path, filled: Installation) -> None:
    told = manifest.read(backup)
    kept = {path for path in told.parts if path.startswith("files/")}
    assert {"accord.sqlite3", "keys/record", "secret_key"} == set(told.parts) - kept
    assert len(kept) == filled.counted()["kernel.storedfile"] > 3
    assert backup.stat().st_mode & 0o077 == 0
    assert (backup / "keys" / "record").stat().st_mode & 0o777 == 0o600
    assert head(backup) == filled.counted()["kernel.entry"]


@pytest.mark.clause("R15")
def test_a_backup_under_full_load_is_whole_and_holds_up_no_writer(filled: Installation, tmp_path: Path) -> None:
    writer = filled.start(WRITER)
    try:
        assert writer.stdout is not None
        first = int(writer.stdout.readline())
        said = filled.accord("backup", "--to", tmp_path / "b", "--drill")
        after = int(writer.stdout.readline())
    finally:
        writer.terminate()
        rest, _ = writer.communicate()
    assert "The drill succeeded" in said
    written = [first, after, *map(int, rest.split())]
    assert written == list(range(first, first + len(written))), "a write failed"
    (made,) = backups.complete(tmp_path / "b")
    assert first < head(made) <= written[-1]
    assert not list((tmp_path / "b").glob(".[dm]*"))


def test_a_restored_installation_is_the_one_that_was_copied(backup: Path, filled: Installation, tmp_path: Path) -> None:
    kept = tmp_path / "kept.json"
    kept.write_text((backup / "manifest.json").read_text())
    restored = Installation(tmp_path / "home")
    said = restored.accord("restore", backup, "--into", restored.home, "--checkpoint", kept)
    assert "record of" in said
    before = filled.counted()
    after = restored.counted()
    # The writer of another test may have gone on with the record since.
    assert {name: after[name] for name in before if name not in GROWING} == {
        name: before[name] for name in before if name not in GROWING
    }
    assert after["kernel.entry"] == head(backup)
    assert "NOT" not in restored.accord("record", "verify", "--checkpoint", kept)
    assert (restored.home / "secret_key").read_text() == (filled.home / "secret_key").read_text()
    # The place is no longer empty.
    assert "only restored into an empty place" in restored.accord("restore", backup, "--into", restored.home, code=2)


def test_a_session_that_was_ended_does_not_come_back(backup: Path, tmp_path: Path) -> None:
    spoilt = altered(backup, tmp_path)
    with sqlite3.connect(spoilt / "accord.sqlite3") as database:
        database.execute("INSERT INTO django_session VALUES ('key', 'data', '2030-01-01')")
    told = manifest.read(spoilt)
    told.parts["accord.sqlite3"] = manifest.measure(spoilt / "accord.sqlite3")
    told.write(spoilt)
    home = tmp_path / "home"
    Installation(home).accord("restore", spoilt, "--into", home)
    with sqlite3.connect(home / "accord.sqlite3") as database:
        assert database.execute("SELECT count(*) FROM django_session").fetchone() == (0,)


class TestWhatWasAlteredIsRefused:
    def refused(self, backup: Path, tmp_path: Path, *words: str) -> str:
        home = tmp_path / "home"
        said = Installation(home).accord("restore", backup, "--into", home, *words, code=1)
        assert not home.exists() or not any(home.iterdir()) or "do not serve it" in said
        return said

    def test_a_byte_of_the_database(self, backup: Path, tmp_path: Path) -> None:
        spoilt = altered(backup, tmp_path)
        with (spoilt / "accord.sqlite3").open("r+b") as file:
            file.seek(5000)
            file.write(b"forged")
        assert "accord.sqlite3 is not what was copied" in self.refused(spoilt, tmp_path)

    def test_a_file_that_is_gone(self, backup: Path, tmp_path: Path) -> None:
        spoilt = altered(backup, tmp_path)
        next(path for path in (spoilt / "files").rglob("*") if path.is_file()).unlink()
        assert "is missing from the copy" in self.refused(spoilt, tmp_path)

    def test_a_file_that_the_manifest_forgets(self, backup: Path, tmp_path: Path) -> None:
        spoilt = altered(backup, tmp_path)
        told = manifest.read(spoilt)
        path = next(path for path in told.parts if path.startswith("files/"))
        del told.parts[path]
        (spoilt / path).unlink()
        told.write(spoilt)
        assert "is missing from the copy" in self.refused(spoilt, tmp_path)

    def test_a_path_that_leads_outside(self, backup: Path, tmp_path: Path) -> None:
        spoilt = altered(backup, tmp_path)
        told = manifest.read(spoilt)
        told.parts["../elsewhere"] = manifest.Part(0, "")
        told.write(spoilt)
        assert "outside the copy" in self.refused(spoilt, tmp_path)

    def test_no_manifest_another_format_a_later_version(self, backup: Path, tmp_path: Path) -> None:
        spoilt = altered(backup, tmp_path)
        path = spoilt / "manifest.json"
        plain = json.loads(path.read_text())
        path.write_text(json.dumps(plain | {"migrations": ["kernel.9999_later"]}))
        assert "later version" in self.refused(spoilt, tmp_path)
        path.write_text(json.dumps(plain | {"format": "other/1"}))
        assert "another format" in self.refused(spoilt, tmp_path)
        path.unlink()
        assert "holds no backup" in self.refused(spoilt, tmp_path)

    def test_a_record_that_was_rewritten_whole_is_caught_by_an_outside_checkpoint(
        self, backup: Path, tmp_path: Path
    ) -> None:
        """The owner of the server alters an entry, hashes all anew, signs anew: only an older checkpoint knows."""
        spoilt = altered(backup, tmp_path)
        forger = Installation(tmp_path / "forger")
        shutil.copytree(spoilt / "keys", forger.home / "keys")
        forger.run("""
            from django.core.management import call_command
            call_command("migrate", verbosity=0)
            from tests.kernel.acts import noted
            for number in range(150):
                noted(str(number))
        """)
        forger.accord("backup", "--to", tmp_path / "forged")
        (forged,) = backups.complete(tmp_path / "forged")
        (tmp_path / "kept.txt").write_text(manifest.read(spoilt).checkpoint)
        said = self.refused(forged, tmp_path, "--checkpoint", str(tmp_path / "kept.txt"))
        # In itself it is sound: the one thing found is what the kept checkpoint says.
        assert said.count("! ") == 1
        assert "the record was rewritten" in said or "the record has only 150" in said
        assert "do not serve it" in said


def test_the_next_backup_links_what_the_one_before_has_and_old_ones_go(filled: Installation, tmp_path: Path) -> None:
    for _ in range(2):
        filled.accord("backup", "--to", tmp_path)
    first, second = backups.complete(tmp_path)
    path = next(path for path in manifest.read(first).parts if path.startswith("files/"))
    assert (first / path).stat().st_ino == (second / path).stat().st_ino
    assert backups.prune(tmp_path, 1) == 1
    assert backups.complete(tmp_path) == [second]
    assert manifest.measure(second / path) == manifest.read(second).parts[path]


def test_damage_in_one_backup_does_not_pass_to_the_next(filled: Installation, tmp_path: Path) -> None:
    filled.accord("backup", "--to", tmp_path)
    (first,) = backups.complete(tmp_path)
    path = next(path for path in manifest.read(first).parts if path.startswith("files/"))
    (first / path).write_bytes(b"rotten")
    filled.accord("backup", "--to", tmp_path, "--drill")
    second = backups.complete(tmp_path)[-1]
    manifest.check(second, manifest.read(second))


def test_half_a_backup_is_none_and_is_cleared_away(filled: Installation, tmp_path: Path) -> None:
    (tmp_path / ".making-2026-01-01T000000Z").mkdir()
    (tmp_path / "2026-01-01T000000Z").mkdir()  # without its manifest
    assert backups.newest(tmp_path) is None
    filled.accord("backup", "--to", tmp_path)
    assert len(backups.complete(tmp_path)) == 1
    assert not list(tmp_path.glob(".making-*"))


def test_where_it_goes_must_be_said_and_be_there(filled: Installation, tmp_path: Path) -> None:
    assert "ACCORD_BACKUP" in filled.accord("backup", code=2)
    (tmp_path / "file").touch()
    assert "could not be done" in filled.accord("backup", "--to", tmp_path / "file", code=1)
    empty = Installation(tmp_path / "empty")
    assert "accord migrate" in empty.accord("backup", "--to", tmp_path / "b", code=1)
    assert "unset DATABASE_URL" in empty.accord(
        "restore", _any(filled, tmp_path), "--into", tmp_path / "h", code=2, DATABASE_URL="postgres:///accord"
    )


def _any(filled: Installation, tmp_path: Path) -> Path:
    filled.accord("backup", "--to", tmp_path / "any")
    return backups.complete(tmp_path / "any")[0]
