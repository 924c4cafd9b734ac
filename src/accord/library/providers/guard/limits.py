"""How much of everything a file may hold, and how the examining process is fenced in."""

import contextlib
import resource

MIB = 1024 * 1024
CPU_SECONDS = 10
WALL_SECONDS = 20
MEMORY = 768 * MIB

ENTRIES = 4096
PART = 96 * MIB
PACKAGE = 384 * MIB
DEPTH = 256
ATTRIBUTES = 256
PIXELS = 100_000_000
PDF_STREAM = 256 * MIB
PDF_STREAMS = 1024 * MIB
PDF_OBJECTS = 1_000_000

_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000


def fence() -> None:
    """Bound the time and memory of this process, and take the network from it where the system allows that."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(ImportError, OSError, AttributeError):
        import ctypes  # noqa: PLC0415 - a Python without ctypes still has the other fences

        ctypes.CDLL(None).unshare(_CLONE_NEWUSER | _CLONE_NEWNET)


def seal() -> None:
    """Let this process open nothing more: no file, no socket, no child. Call it once everything is imported."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
