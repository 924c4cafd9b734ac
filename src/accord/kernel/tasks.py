"""The kernel's own recurring work: the nightly backup."""

from django.conf import settings

from accord.kernel import clocks
from accord.kernel.copies import nightly
from accord.kernel.queue import Effect, every


@every(900, "kernel.backup", limit=8 * 3600)
def backup() -> Effect | None:
    """Make the night's backup and drill it, when ACCORD_BACKUP says where."""
    return nightly.turn(clocks.now()) if settings.ACCORD_BACKUP else None
