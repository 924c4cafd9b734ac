"""The table of parties, and the clocks one can choose."""

from functools import cache
from zoneinfo import available_timezones

from babel import Locale
from babel.core import get_global

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
    aliases, offered = get_global("zone_aliases"), _zones(str(dates.reader_locale()))
    same = aliases.get(present, present)
    return [(present if present and aliases.get(zone, zone) == same else zone, words) for zone, words in offered]


@cache
def _zones(tongue: str) -> tuple[tuple[str, str], ...]:
    """Name them once in each language: it means opening six hundred files."""
    countries, territories = Locale.parse(tongue).territories, get_global("zone_territories")
    aliases, named = get_global("zone_aliases"), {}
    # Some systems carry only the newer names of a zone, such as Asia/Kolkata: then that one stands for both.
    for zone in sorted(available_timezones() - dates.UTC_NAMES):
        known = aliases.get(zone, zone)
        if known.startswith("Etc/"):
            continue
        if territories.get(known) in countries and (zone == known or known not in named):
            named[known] = zone
    words = [(zone, f"{dates.city(zone)}, {countries[territories[known]]}") for known, zone in named.items()]
    return ("UTC", "UTC"), *alphabetical(words, name=lambda each: each[1])
