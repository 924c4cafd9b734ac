"""On PostgreSQL the server's role owns nothing: it adds to the record and reads it, and the work of a round goes on."""

import os
from collections.abc import Iterator

import psycopg
import pytest

from tests.kernel.conftest import Home
from tests.servers import homes
from tests.servers.postgres import Server, ask

FORBIDDEN = [
    "UPDATE kernel_entry SET kind = 'other'",
    "DELETE FROM kernel_entry",
    "TRUNCATE kernel_entry CASCADE",
    "UPDATE kernel_node SET level = 9",
    "DELETE FROM kernel_node",
    "TRUNCATE kernel_node",
    "UPDATE kernel_checkpoint SET note = ''",
    "DELETE FROM kernel_checkpoint",
    "DELETE FROM kernel_body",
    "UPDATE kernel_body SET entry_id = 7",
    "TRUNCATE kernel_body",
    "TRUNCATE negotiation_proposal CASCADE",
    "DROP TRIGGER kernel_entry_update ON kernel_entry",
    "ALTER TABLE kernel_entry DISABLE TRIGGER ALL",
    "SET session_replication_role = replica",
    "DROP TABLE kernel_entry CASCADE",
    "ALTER TABLE people_person ADD COLUMN x integer",
    "CREATE TABLE mine (x integer)",
    "CREATE OR REPLACE FUNCTION kernel_entry_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
    "DELETE FROM django_migrations",
    "SET ROLE accord_owner",
]
ROUND = """
    from tests.factories.negotiation import negotiation
    from tests.redline.generator import Insert
    from accord.kernel.record import checking, erasing, queries
    from accord.kernel import actor, clocks
    from django.db import connection
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        print(cursor.fetchone()[0])
    held = negotiation()
    held.propose("AG", Insert((0,), 3, " Member"))
    print(held.compile().state)
    erasing.erase(actor=actor.system("test"), now=clocks.now(), entry=queries.entry(0), ground="request 7")
    print(checking.verify().problems)
"""


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """Start a server of this module's own: roles belong to a server, not to a database."""
    server = Server()
    server.start()
    for role in ("accord_owner", "accord_app"):
        ask(server.address("postgres"), f"CREATE ROLE {role} LOGIN")
    yield server
    server.stop()


@pytest.fixture(scope="module")
def app(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """Migrate as the owner, then hand over a home whose processes connect as the server's role."""
    with homes.own_database(server.address("postgres")) as more:
        address = more["DATABASE_URL"]
        ask(address, f"ALTER DATABASE {address.rpartition('/')[2].partition('?')[0]} OWNER TO accord_owner")
        folder = tmp_path_factory.mktemp("app")
        settings = {"ACCORD_APP_ROLE": "accord_app", "DJANGO_SETTINGS_MODULE": "accord.settings.testing"}
        owner = Home(folder, {"DATABASE_URL": address.replace("postgres@", "accord_owner@"), **settings}, migrate=False)
        assert "The role accord_app" in owner.run("from accord.cli import main; main(['migrate'])")
        held = Home(folder, {"DATABASE_URL": address.replace("postgres@", "accord_app@"), **settings}, migrate=False)
        yield held
        held.end()
        owner.end()


def test_a_whole_round_goes_on_under_the_role(app: Home) -> None:
    assert app.run(ROUND).split("\n")[:3] == ["accord_app", "done", "[]"]


@pytest.mark.parametrize("sql", FORBIDDEN)
def test_the_role_is_refused(app: Home, sql: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        ask(app.more["DATABASE_URL"], sql)


def test_check_tells_the_role_from_the_owner(app: Home) -> None:
    look = "from accord.cli import roles; print(len(roles.too_mighty()))"
    owner = {"DATABASE_URL": app.more["DATABASE_URL"].replace("accord_app@", "accord_owner@")}
    assert app.run(look) == "0\n"
    assert Home(app.folder, app.more | owner, migrate=False).run(look) == "4\n"


def test_the_environment_of_the_suite_is_not_touched(app: Home) -> None:
    assert app.more["DATABASE_URL"] != os.environ.get("DATABASE_URL")
