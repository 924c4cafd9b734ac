"""The demo's official channels: the missions that documents go to, and what went out; the customs of its body."""

from datetime import datetime

from accord.kernel.actor import Actor
from accord.library import queries as library
from accord.mailings import actions as mailings
from accord.negotiation import actions as negotiation
from accord.negotiation import queries as negotiating
from accord.people import queries

LANGUAGES = {"AR": "es", "BR": "pt", "CL": "es", "CO": "es", "MX": "es", "PE": "es"}
ORGAN = ("Secretariat of the Permanent Council", "documents@council.example", "en", "Documents and archives")
CAUCUS, CARIBBEAN = "CARIB", ("AG", "JM")
RULE = "Article 14 of the Rules of Procedure of the Council"


def play(staff: Actor, slug: str, now: datetime) -> None:
    """Have the addressees entered, the customs set, and the first draft sent to all of them."""
    group = queries.group(staff, slug)
    for row in queries.delegations(staff, group):
        party = row.delegation.party
        language = LANGUAGES.get(party.code, "en")
        name, email = f"Permanent Mission of {party.short_name('en')}", f"mission.{party.code.lower()}@example.org"
        entered = mailings.Entered(name, email, language, "Registry", party)
        mailings.enter_addressee(actor=staff, now=now, group=group, entered=entered)
    entered = mailings.Entered(*ORGAN)
    mailings.enter_addressee(actor=staff, now=now, group=group, entered=entered)
    customs = negotiation.BodyCustoms(silence=True, silence_hours=72, silence_rule=RULE)
    negotiation.set_customs(actor=staff, now=now, group=group, customs=customs)
    members = [row.delegation for row in queries.delegations(staff, group) if row.delegation.code in CARIBBEAN]
    negotiation.define_caucus(
        actor=staff, now=now, group=group, code=CAUCUS, name="Caribbean delegations", members=members
    )
    first = library.folders(staff, group)[0].documents[0].versions[-1]
    ids = [each.id for each in negotiating.dispatching(staff, group, first.id).addressees]
    negotiation.dispatch_version(
        actor=staff,
        now=now,
        version=library.version_to_administer(staff, first.id),
        addressees=negotiating.found_addressees(staff, group, ids),
        note="For consideration before the round opens.",
    )
