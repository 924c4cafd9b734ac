"""`accord migrate` says what it would lose, and loses nothing that nobody named."""

import pytest
from django.db import connection, migrations, models
from django.db.migrations.executor import MigrationExecutor

from accord import cli
from accord.cli import losses
from accord.kernel import clocks
from accord.kernel.models import Job
from tests.factories.people import world

pytestmark = pytest.mark.django_db


def lost(*operations: migrations.operations.base.Operation, app: str = "kernel") -> list[str]:
    executor = MigrationExecutor(connection)
    migration = migrations.Migration("9999_later", app)
    migration.operations = list(operations)
    return losses.of_plan([migration], losses._applied(executor))


def job() -> None:
    Job.objects.create(name="test.slow", due_at=clocks.now(), made_at=clocks.now())


def test_a_table_is_lost_only_when_it_holds_something() -> None:
    assert lost(migrations.DeleteModel("Job")) == []
    job()
    assert lost(migrations.DeleteModel("Job")) == ["kernel_job"]


def test_a_column_is_lost_only_when_it_holds_something() -> None:
    job()
    assert lost(migrations.RemoveField("job", "ended_at")) == []
    assert lost(migrations.RemoveField("job", "error")) == ["kernel_job.error"]
    Job.objects.update(ended_at=clocks.now())
    assert lost(migrations.RemoveField("job", "ended_at")) == ["kernel_job.ended_at"]


def test_what_is_taken_away_by_sql_or_inside_another_step_is_seen() -> None:
    job()
    sql = migrations.RunSQL("ALTER TABLE kernel_job DROP COLUMN error", elidable=False)
    assert lost(sql) == ["kernel.9999_later"]
    hidden = migrations.SeparateDatabaseAndState(database_operations=[migrations.DeleteModel("Job")])
    assert lost(hidden) == ["kernel_job"]


def test_what_adds_or_widens_loses_nothing() -> None:
    job()
    assert (
        lost(
            migrations.AddField("job", "note", models.TextField(default="")),
            migrations.RemoveField("job", "note"),
            migrations.RunSQL("SELECT 1"),
        )
        == []
    )


def test_what_was_renamed_on_the_way_is_not_taken_for_empty() -> None:
    job()
    renamed = migrations.RenameField("job", "error", "sentence")
    assert lost(renamed, migrations.RemoveField("job", "sentence")) == ["kernel_job.sentence"]
    assert lost(renamed) == []


def test_a_relation_to_many_is_lost_with_its_rows() -> None:
    world()
    assert lost(migrations.RemoveField("compilation", "proposals"), app="negotiation") == []


def test_the_command_stops_before_its_first_step(monkeypatch: pytest.MonkeyPatch, capsys: object) -> None:
    monkeypatch.setattr(losses, "expected", lambda: ["kernel_job.error"])
    called: list[str] = []
    monkeypatch.setattr("accord.cli.deploying.call_command", lambda *words, **_options: called.append(words[0]))
    assert cli.main(["migrate"]) == 1
    assert called == []
    assert cli.main(["migrate", "--lose", "kernel_job.error"]) == 0
    assert called == ["migrate"]


def test_a_database_that_is_ready_loses_nothing() -> None:
    world()
    assert losses.expected() == []
