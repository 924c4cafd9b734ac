"""Whether a round is open, and the sentence, on three clocks, when it is not."""

from datetime import datetime

from django.utils.translation import gettext as _

from accord.kernel.action import Refused
from accord.kernel.actor import Actor
from accord.negotiation.actions.notices import capital
from accord.negotiation.mail.letters import Place, instant
from accord.negotiation.models import Round
from accord.people.models import Delegation, Person


def demand_open(round_: Round, delegation: Delegation, actor: Actor, now: datetime) -> None:
    """Raise Refused (`not_open_yet`, `closed`) outside the round's time, with the instant on three clocks.

    The round is open from `opens_at` up to, but not including, `closes_at`.
    """
    person = Person.objects.filter(pk=actor.id or 0).only("zone").first()
    own = Place(person.zone) if person else None
    clocks = (Place(round_.zone, round_.place), capital(delegation), own)
    if now < round_.opens_at:
        when = {"number": round_.number, "instant": instant(round_.opens_at, *clocks)}
        raise Refused(_("Round %(number)s is not open yet: it opens on %(instant)s.") % when, code="not_open_yet")
    if now >= round_.closes_at:
        when = {"number": round_.number, "instant": instant(round_.closes_at, *clocks)}
        raise Refused(_("Round %(number)s is closed: it closed on %(instant)s.") % when, code="closed")
