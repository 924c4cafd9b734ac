"""A disk without room: how it is told apart from every other error, wherever it shows."""

import errno
import sqlite3
from collections.abc import Iterator
from typing import Final

# A full disk, a used-up quota, a file as long as it may be.
SYSTEM: Final = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
# The base code that SQLite gives a write without room, and the kinds of I/O error a write-ahead log then shows.
SQLITE: Final = {
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR_WRITE,
    sqlite3.SQLITE_IOERR_SHMSIZE,
    sqlite3.SQLITE_IOERR_TRUNCATE,
}
POSTGRESQL: Final = "53100"  # disk_full


def is_full(error: BaseException | None) -> bool:
    """Return whether an error, or one that led to it, says that there was no room to write."""
    return any(_says_full(each) for each in behind(error))


def behind(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error and those that led to it."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _says_full(error: BaseException) -> bool:
    if isinstance(error, OSError):
        return error.errno in SYSTEM
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorcode", None) in SQLITE
    return getattr(error, "sqlstate", None) == POSTGRESQL
