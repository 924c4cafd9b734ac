"""How a worker learns that there is work: PostgreSQL rings (LISTEN/NOTIFY), SQLite is asked again and again.

The bell only shortens the wait: whoever missed it finds the work at the next look; nothing depends on its being heard.
"""

import contextlib
import threading
from typing import Any, Final

from django.db import Error, connection

CHANNEL: Final = "accord_work"
# Without a bell the table is asked this often (seconds); with one, this often at the latest: leases run out in silence.
POLL: Final = 0.2
AT_MOST: Final = 1.0


def ring() -> None:
    """Wake every idle worker once the open transaction is kept; on SQLite they look soon anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, '')", [CHANNEL])


class Bell:
    """What an idle worker waits at; on PostgreSQL a connection of its own that does nothing but listen."""

    def __init__(self) -> None:
        self.line: Any = None

    def wait(self, stop: threading.Event) -> None:
        """Return when it rang, when it is time to look, or when all is to stop."""
        if connection.vendor != "postgresql":
            stop.wait(POLL)
            return
        try:
            if self.line is None:
                self.line = _listening()
                return  # what was enqueued before it listened rang for nobody: look once more
            for _ in self.line.connection.notifies(timeout=AT_MOST, stop_after=1):
                pass
        except (Error, _raw_error()):
            self.hang_up()
            stop.wait(AT_MOST)

    def hang_up(self) -> None:
        """Let go of the connection; the next wait makes another."""
        if self.line is not None:
            with contextlib.suppress(Error):
                self.line.close()
            self.line = None


def _raw_error() -> type[Exception]:
    """Return the driver's own error, which a connection used beside Django raises."""
    database: Any = connection
    error: type[Exception] = database.Database.Error
    return error


def _listening() -> Any:
    line: Any = connection.copy()
    with line.cursor() as cursor:
        cursor.execute(f"LISTEN {CHANNEL}")  # nosemgrep: sql-written-with-values -- our own name
    return line
