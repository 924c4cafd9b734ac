"""The table of parties, and the clocks one can choose."""

from functools import cache
from zoneinfo import available_timezones

from accord.kernel.actor import Actor
from accord.people.models import Party
from accord.people.queries.alphabet import alphabetical


def parties(actor: Actor) -> list[Party]:  # noqa: ARG001  whoever asks, the table is the same
    """Return all parties in the alphabet of the reader's language; the table is nobody's secret."""
    return alphabetical(Party.objects.all(), name=lambda party: party.short_name())


def zones() -> list[tuple[str, str]]:
    """Return the zones to choose from as (name, words), by continent and city."""
    return list(_zones())


@cache
def _zones() -> tuple[tuple[str, str], ...]:
    """Read them once: it means opening six hundred files."""
    continents = ("Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")
    named = sorted(zone for zone in available_timezones() if zone.startswith(continents))
    return ("UTC", "UTC"), *((zone, zone.replace("_", " ").replace("/", " / ")) for zone in named)
