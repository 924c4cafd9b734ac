"""What time does among people."""

from accord.kernel import clocks
from accord.kernel.queue import every
from accord.people.actions import settle_offices
from accord.people.actions.persons import REGISTRY
from accord.people.policy import offices_out_of_step


@every(60, "people.appointments")
def appointments() -> None:
    """Write down who took office and who left it since the last time (access itself changed on the instant)."""
    now = clocks.now()
    if offices_out_of_step(now):
        settle_offices(actor=REGISTRY, now=now)
