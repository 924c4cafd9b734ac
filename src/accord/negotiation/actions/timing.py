"""Whether a round is open, and the sentence, on three clocks, when it is not."""

from datetime import datetime

from django.utils.translation import gettext as _

from accord.kernel.action import Refused
from accord.kernel.actor import Actor
from accord.library.models import Version
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


def demand_current(round_: Round, now: datetime) -> None:
    """Raise Refused (`not_open_yet`, `sealed`, `closed`) where nobody can say anything of the round's words.

    Before it opens, while it is sealed, and once a later version of the document is published, on which one goes on.
    """
    if now < round_.opens_at:
        raise Refused(_("This round is not open yet."), code="not_open_yet")
    if round_.sees == Round.Sees.AFTER_CLOSE and now < round_.closes_at:
        raise Refused(_("The proposals are sealed until the round closes."), code="sealed")
    later = Version.objects.filter(document=round_.version.document_id, ordinal__gt=round_.version.ordinal)
    # A corrigendum or an addendum stands beside the text, it does not replace it.
    if later.exclude(label__startswith="Corr").exclude(label__startswith="Add").exists():
        raise Refused(_("A later version of the document is published. Go on there."), code="closed")
