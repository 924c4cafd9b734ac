"""What the whole suite needs: a database that can be emptied between tests although the record refuses deletion."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from tests.servers.owner import unguarded


@pytest.fixture(autouse=True, scope="session")
def _guards_step_aside_for_the_flush() -> Any:
    """Let `flush` (live-server and transactional tests) lift the triggers for as long as it empties the tables."""
    operations: Any = type(connection.ops)
    plain = operations.sql_flush

    def sql_flush(self: Any, style: Any, tables: Any, **options: Any) -> list[str]:
        return unguarded(plain(self, style, tables, **options))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(operations, "sql_flush", sql_flush)
        yield


@pytest.fixture(autouse=True)
def _environment_is_put_back() -> Iterator[None]:
    """Put the environment back after each test: a command line that is tried in this process may point it elsewhere."""
    before = dict(os.environ)
    yield
    # pytest notes the running test in the environment and takes that note away itself.
    noted = {name: value for name, value in os.environ.items() if name == "PYTEST_CURRENT_TEST"}
    os.environ.clear()
    os.environ.update({**before, **noted})
