"""The table of parties."""

from accord.kernel.actor import Actor
from accord.people.models import Party
from accord.people.queries.alphabet import alphabetical


def parties(actor: Actor) -> list[Party]:  # noqa: ARG001  whoever asks, the table is the same
    """Return all parties in the alphabet of the reader's language; the table is nobody's secret."""
    return alphabetical(Party.objects.all(), name=lambda party: party.short_name())
