"""An acting focal point for tests: registered by the Secretariat on the mission's note, with an account of her own."""

from datetime import timedelta

from accord.kernel import clocks
from accord.kernel.actor import Actor
from accord.people import actions
from accord.people.models import Account
from tests.factories.library import pdf_file
from tests.factories.people import LONG_AGO, World


def acting_for(world: World, code: str) -> Actor:
    """Have the Secretariat register an acting focal point by the mission's note; she opens her account."""
    name = f"{code.lower()}.acting.{world.group.slug}"
    made = actions.appoint_acting(
        actor=world.secretariat,
        now=clocks.now(),
        delegation=world.delegations[code],
        who=actions.Newcomer("Acting", "Soto", f"{name}@example.org"),
        ends_at=clocks.now() + timedelta(days=3),
        note=actions.Note("note.pdf", pdf_file()),
    )
    Account.objects.create_user(name, "eleven blue herons", person=made.person, opened_at=LONG_AGO)
    return Actor("person", made.person_id, name)
