"""One filled installation for all tests of copies, and one backup and one export of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from accord.kernel.copies import manifest
from tests.kernel.copies.homes import FILL, Installation
from tests.servers.postgres import Server


@pytest.fixture(scope="package")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """Fill an installation on SQLite: a proposal that stands, one being checked, a compiled text, a checkpoint."""
    installation = Installation(tmp_path_factory.mktemp("filled") / "home")
    installation.run(FILL)
    return installation


@pytest.fixture(scope="package")
def backup(filled: Installation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a backup of it, read only."""
    target = tmp_path_factory.mktemp("backup")
    filled.accord("backup", "--to", target)
    return next(path.parent for path in target.glob("*/manifest.json"))


@pytest.fixture(scope="package")
def exported(filled: Installation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make an export of it, read only."""
    folder = tmp_path_factory.mktemp("export")
    filled.accord("export", folder)
    return folder


@pytest.fixture(scope="package")
def postgres(exported: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Read the export into an empty installation on a PostgreSQL server of these tests' own."""
    server = Server()
    try:
        server.start()
        installation = Installation(tmp_path_factory.mktemp("postgres") / "home", server.address("postgres"))
        said = installation.accord("import", exported)
        assert f"{sum(manifest.read(exported).rows.values())} rows were compared" in said
        yield installation
    finally:
        server.stop()
