"""What a migration would lose: tables and columns that hold something and are about to go."""

import re
from collections.abc import Iterable, Iterator

from django.db import connection, models
from django.db.migrations import Migration, operations
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

RENAMES = (operations.RenameModel, operations.RenameField, operations.AlterModelTable)
# Own SQL that takes something away cannot be looked into, and must be allowed by the name of its migration.
TAKES = re.compile(r"\b(DROP\s+(TABLE|COLUMN|SCHEMA)|DELETE\s+FROM|TRUNCATE)\b", re.IGNORECASE)


def expected() -> list[str]:
    """Return what the migrations still to be done would lose: ``table``, ``table.column`` or ``app.migration``."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return of_plan([migration for migration, _backwards in plan], _applied(executor))


def of_plan(plan: Iterable[Migration], state: ProjectState) -> list[str]:
    """Return what these migrations would lose of the open database, whose tables the state describes."""
    there = _Columns()
    lost = []
    for migration in plan:
        for operation in _all(migration.operations):
            there.renamed |= isinstance(operation, RENAMES)
            lost += _lost(operation, migration, state, there)
            operation.state_forwards(migration.app_label, state)
    return sorted(set(lost))


class _Columns:
    """The columns of the open database, and whether the plan has renamed any before it came to what goes."""

    def __init__(self) -> None:
        self.renamed = False
        with connection.cursor() as cursor:
            tables = connection.introspection.table_names(cursor)
            self.of = {
                table: {column.name for column in connection.introspection.get_table_description(cursor, table)}
                for table in tables
            }

    def hold(self, table: str, column: str = "") -> bool:
        """Return whether anything is in it; what is not there yet holds nothing, unless it was renamed on the way."""
        columns = self.of.get(table, set())
        if not columns or (column and column not in columns):
            return self.renamed
        quote = connection.ops.quote_name
        condition = f"WHERE {quote(column)} IS NOT NULL" if column else ""
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT 1 FROM {quote(table)} {condition} LIMIT 1")  # nosec B608 # noqa: S608  # nosemgrep: sql-written-with-values -- our own models' names
            return cursor.fetchone() is not None


def _applied(executor: MigrationExecutor) -> ProjectState:
    done = [key for key in executor.loader.applied_migrations if key in executor.loader.graph.nodes]
    plan: list[Migration] = []
    for key in sorted(done):
        for each in executor.loader.graph.forwards_plan(key):
            if executor.loader.graph.nodes[each] not in plan:
                plan.append(executor.loader.graph.nodes[each])
    state = ProjectState(real_apps=executor.loader.unmigrated_apps)
    for migration in plan:
        migration.mutate_state(state, preserve=False)
    return state


def _all(steps: Iterable[Operation]) -> Iterator[Operation]:
    for step in steps:
        if isinstance(step, operations.SeparateDatabaseAndState):
            yield from _all(step.database_operations)
        else:
            yield step


def _lost(operation: Operation, migration: Migration, state: ProjectState, there: _Columns) -> list[str]:
    app = migration.app_label
    if isinstance(operation, operations.RunSQL):
        return [f"{app}.{migration.name}"] if TAKES.search(str(operation.sql)) else []
    if isinstance(operation, operations.DeleteModel):
        table = _table(state.apps.get_model(app, operation.name))
        return [table] if there.hold(table) else []
    if not isinstance(operation, operations.RemoveField):
        return []
    model = state.apps.get_model(app, operation.model_name)
    field = model._meta.get_field(operation.name)  # noqa: SLF001 -- Django's own name
    if isinstance(field, models.ManyToManyField):
        through = _table(field.remote_field.through)
        return [through] if there.hold(through) else []
    table, column = _table(model), getattr(field, "column", None)
    return [f"{table}.{column}"] if column and there.hold(table, column) else []


def _table(model: type[models.Model] | None) -> str:
    return model._meta.db_table if model else ""  # noqa: SLF001 -- Django's own name
