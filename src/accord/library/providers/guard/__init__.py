"""The upload guard (security.md §3): a file from outside is examined in a child process before anything reads it."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from accord.library.providers.guard.gate import Verdict, examine

__all__ = ["Verdict", "examine"]


def __getattr__(name: str) -> Any:
    """Load what needs Django when it is asked for: the child process imports this package too, and must not pay."""
    if name not in __all__:
        raise AttributeError(name)
    from accord.library.providers.guard import gate  # noqa: PLC0415 - see above

    return getattr(gate, name)
