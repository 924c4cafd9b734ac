"""Every migration is made on the data of a version before it: no row and no value is lost, and the guards stand."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from accord.kernel.guards import Guard, statements
from tests.kernel.conftest import Home
from tests.migrations import versions
from tests.servers import homes
from tests.servers.postgres import Server

SOURCE = Path(__file__).resolve().parents[2] / "src" / "accord"
FORWARDS = """
    from accord import cli
    from django.db import IntegrityError, connection, transaction
    from tests.migrations import versions
    versions.load({name!r})
    assert versions.differences({name!r}, loaded=True) == [], "loaded as it was kept"
    assert cli.main(["migrate"]) == 0
    print(versions.differences({name!r}))
    for table in ("kernel_entry", "negotiation_proposal", "people_account", "texts_textparagraph"):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("DELETE FROM " + table)
        except IntegrityError:
            print("guarded", table)
"""


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """Start a PostgreSQL server of this module's own."""
    server = Server()
    server.start()
    yield server
    server.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, server: Server, tmp_path: Path) -> Iterator[Home]:
    """Give a home with an empty database of either kind."""
    if request.param == "sqlite":
        home = Home(tmp_path, {}, migrate=False)
        yield home
        home.end()
        return
    with homes.own_database(server.address("postgres")) as more:
        home = Home(tmp_path, more, migrate=False)
        yield home
        home.end()


@pytest.mark.parametrize("name", versions.names())
def test_an_earlier_version_goes_forward_and_loses_nothing(empty: Home, name: str) -> None:
    said = empty.run(FORWARDS.format(name=name)).splitlines()
    assert said[-5] == "[]"
    assert [line.split()[0] for line in said[-4:]] == ["guarded"] * 4


def test_each_migration_has_a_version_before_it() -> None:
    """One that begins an application or guards its first tables has nothing before it; each later one has."""
    made = {(path.parents[1].name, path.stem) for path in SOURCE.glob("*/migrations/0*.py")}
    later = {(app, name) for app, name in made if name not in {"0001_initial", "0002_guards"}}
    before = [dict(versions.leaves(name)) for name in versions.names()]
    missing = {(app, name) for app, name in later if not any(leaf.get(app, "") < name for leaf in before)}
    assert not missing, "python -m tests.migrations.versions keeps a version before a migration is added"


def test_a_guard_of_either_database_names_its_table_and_its_reason() -> None:
    guard = Guard("kernel_job", "UPDATE", "NEW.name IS NOT OLD.name AND NEW.error IS NOT NULL", "no")
    assert len(statements("sqlite", [guard])) == 1
    function, trigger, *emptied = statements("postgresql", [guard])
    assert "NEW.name IS DISTINCT FROM OLD.name AND NEW.error IS NOT NULL" in function
    assert trigger.startswith("CREATE TRIGGER kernel_job_update BEFORE UPDATE ON kernel_job")
    assert any("BEFORE TRUNCATE ON kernel_job" in each for each in emptied)
