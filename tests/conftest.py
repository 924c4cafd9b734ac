"""What the whole suite needs: a database that can be emptied between tests although the record refuses deletion."""

from typing import Any

import pytest
from django.db import connection
from django.db.backends.sqlite3.operations import DatabaseOperations


@pytest.fixture(autouse=True, scope="session")
def _guards_step_aside_for_the_flush() -> Any:
    """Let `flush` (live-server and transactional tests) lift the triggers for as long as it empties the tables."""
    plain = DatabaseOperations.sql_flush

    def sql_flush(self: DatabaseOperations, style: Any, tables: Any, **options: Any) -> list[str]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
        emptied = plain(self, style, tables, **options)
        return [*(f'DROP TRIGGER "{name}"' for name, _ in triggers), *emptied, *(sql for _, sql in triggers)]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "sql_flush", sql_flush)
        yield
