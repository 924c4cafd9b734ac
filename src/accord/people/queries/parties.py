"""The table of parties, and the clocks one can choose."""

from functools import cache
from zoneinfo import available_timezones

from babel import Locale
from babel.core import get_global
from babel.dates import get_timezone_location

from accord.kernel import dates
from accord.kernel.actor import Actor
from accord.people.models import Party
from accord.people.queries.alphabet import alphabetical


def parties(actor: Actor) -> list[Party]:  # noqa: ARG001  whoever asks, the table is the same
    """Return all parties in the alphabet of the reader's language; the table is nobody's secret."""
    return alphabetical(Party.objects.all(), name=lambda party: party.short_name())


def zones(present: str = "") -> list[tuple[str, str]]:
    """Return the zones to choose from as (name, words) by city, in the reader's language: "Saint John’s, Antigua …".

    `present` is the zone that is chosen now: an older name of a zone keeps its place, so that nobody's clock changes.
    """
    canonical: str = get_global("zone_aliases").get(present, present)
    offered = _zones(str(dates.reader_locale()))
    return [(present if present and zone == canonical else zone, words) for zone, words in offered]


@cache
def _zones(tongue: str) -> tuple[tuple[str, str], ...]:
    """Name them once in each language: it means opening six hundred files."""
    locale = Locale.parse(tongue)
    territories = get_global("zone_territories")
    known = sorted(available_timezones() & set(territories))
    named = ((zone, territories[zone]) for zone in known if territories[zone] in locale.territories)
    words = [
        (zone, f"{get_timezone_location(zone, locale=locale, return_city=True)}, {locale.territories[code]}")
        for zone, code in named
        if zone not in dates.UTC_NAMES
    ]
    return ("UTC", "UTC"), *alphabetical(words, name=lambda each: each[1])
