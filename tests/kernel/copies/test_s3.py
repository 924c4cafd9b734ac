"""Copies of an installation whose files lie on S3, by the real commands; the short twin is in test_files_on_s3.py."""

from pathlib import Path

import pytest

from accord.kernel.copies import backup as backups
from tests.kernel.copies.homes import Installation
from tests.servers.s3 import Store, store

__all__ = ["store"]
FILL = """
    from django.core.management import call_command
    call_command("migrate", verbosity=0)
    from accord.kernel import storage
    from tests.kernel.acts import noted
    noted("agreed ad referendum")
    for data in (b"the matrix", b"the compiled text"):
        storage.keep(data)
"""


@pytest.fixture(scope="module")
def server(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """Fill an installation whose settings lie in the file that a server reads."""
    folder = tmp_path_factory.mktemp("server")
    said = "".join(f'{name} = "{value}"\n' for name, value in store.bucket("copies-there").items())
    (folder / "accord.toml").write_text(said)
    server = Installation(folder / "home", ACCORD_SETTINGS=str(folder / "accord.toml"))
    server.run(FILL)
    return server


@pytest.mark.long
@pytest.mark.clause("R15")
def test_a_backup_from_s3_is_drilled_and_restored_into_s3(server: Installation, store: Store, tmp_path: Path) -> None:
    names = store.names("copies-there")
    assert len(names) == 2
    assert not (server.home / "files").exists()
    # The drill gets no settings file: it must not be led to the real files.
    said = server.accord("backup", "--to", tmp_path / "b", "--drill")
    assert "2 files" in said
    assert "The drill succeeded" in said
    (folder,) = backups.complete(tmp_path / "b")
    assert below(folder) == names

    said = server.accord("restore", folder, "--into", tmp_path / "again", **store.bucket("copies-elsewhere"))
    assert "2 files" in said
    assert store.names("copies-elsewhere") == names
    assert not (tmp_path / "again" / "files").exists()

    # What the store lost is said by name, and no backup is made of it.
    lost = store.client.get_object(Bucket="copies-there", Key=names[0])["Body"].read()
    store.client.delete_object(Bucket="copies-there", Key=names[0])
    assert "is missing from s3://copies-there/accord" in server.accord("backup", "--to", tmp_path / "c", code=1)
    assert backups.complete(tmp_path / "c") == []
    store.client.put_object(Bucket="copies-there", Key=names[0], Body=lost)


@pytest.mark.long
def test_an_export_moves_files_from_s3_into_a_folder_and_back(
    server: Installation, store: Store, tmp_path: Path
) -> None:
    server.accord("export", tmp_path / "out")
    assert below(tmp_path / "out") == store.names("copies-there")
    local = Installation(tmp_path / "local")
    assert "2 files" in local.accord("import", tmp_path / "out")
    assert below(local.home) == store.names("copies-there")
    local.accord("export", tmp_path / "again")
    back = Installation(tmp_path / "back", **store.bucket("copies-back"))
    assert "2 files" in back.accord("import", tmp_path / "again")
    assert store.names("copies-back") == store.names("copies-there")


def below(folder: Path) -> list[str]:
    """Return the names that the files of this folder have in a bucket."""
    return sorted(f"accord/{path.relative_to(folder / 'files')}" for path in folder.glob("files/*/*"))
