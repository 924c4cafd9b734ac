"""The port through which a room that reads Word files tells the library about tracked changes (ADR 0005).

The library must not know the engine: only `texts`, above it, does, and registers its inspector when Django starts.
Without one no Word file comes in: a base whose tracked changes nobody counted must not slip through.
"""

from typing import Protocol


class Inspector(Protocol):
    """What the library needs to know of, and do to, the tracked changes of a Word file."""

    def pending(self, data: bytes) -> int:
        """Return how many tracked changes the file still holds."""
        ...

    def accept(self, data: bytes) -> bytes:
        """Return the file with all its tracked changes accepted."""
        ...

    def reject(self, data: bytes) -> bytes:
        """Return the file with all its tracked changes rejected."""
        ...


_registered: list[Inspector] = []


def register(inspector: Inspector) -> None:
    """Make this the inspector of Word files, in place of any other."""
    _registered[:] = [inspector]


def inspector() -> Inspector:
    """Return the registered inspector of Word files; LookupError when no room registered one."""
    if not _registered:
        raise LookupError("No inspector of Word files is registered: is accord.texts installed?")
    return _registered[0]
