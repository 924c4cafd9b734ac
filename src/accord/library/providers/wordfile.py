"""The port through which a room that reads Word files tells the library about tracked changes (ADR 0005).

The library must not know the engine: only `texts`, above it, does. `texts` registers its inspector when
Django starts; until it does, a Word file is taken to hold no tracked changes.
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


class _Uninspected:
    """Stands in until an inspector is registered: it finds nothing and changes nothing."""

    def pending(self, data: bytes) -> int:
        return 0 * len(data)

    def accept(self, data: bytes) -> bytes:
        return data

    def reject(self, data: bytes) -> bytes:
        return data


_registered: list[Inspector] = [_Uninspected()]


def register(inspector: Inspector) -> Inspector:
    """Make this the inspector of Word files, and return the one it takes the place of."""
    former = _registered[0]
    _registered[0] = inspector
    return former


def inspector() -> Inspector:
    """Return the registered inspector of Word files."""
    return _registered[0]
