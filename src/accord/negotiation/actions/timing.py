"""Whether a round is open, and the sentence, on three clocks, when it is not."""

from datetime import datetime

from django.utils.translation import gettext as _

from accord.kernel.action import Refused
from accord.kernel.actor import Actor
from accord.negotiation.actions.notices import capital
from accord.negotiation.mail.letters import Place, instant
from accord.negotiation.models import Proposal, Round
from accord.negotiation.queries.timing import is_late, later_versions, takes_late
from accord.people.models import Delegation, Person


def demand_open(round_: Round, delegation: Delegation, actor: Actor, now: datetime) -> None:
    """Raise Refused (`not_open_yet`, `closed`, `late_standing`) outside the round's time, on three clocks.

    The round is open from `opens_at` up to, but not including, `closes_at`. From then on it is open, where its rule
    takes what comes late, to a delegation of which nothing stands: what came in time is never replaced by what did not.
    """
    if now >= round_.closes_at and takes_late(round_, now):
        _demand_nothing_stands(round_, delegation)
        return
    _demand_in_time(round_, delegation, actor, now)


def demand_withdrawable(row: Proposal, actor: Actor, now: datetime) -> None:
    """Raise Refused (`not_open_yet`, `closed`) when this proposal cannot be taken back any more.

    One that came late can be, as long as the round takes late ones: nothing that came in time changes by it.
    """
    if not (is_late(row) and takes_late(row.round, now)):
        _demand_in_time(row.round, row.delegation, actor, now)


def demand_current(round_: Round, now: datetime) -> None:
    """Raise Refused (`not_open_yet`, `sealed`, `closed`) where nobody can say anything of the round's words.

    Before it opens, while it is sealed, and once a later version of the document is published, on which one goes on.
    """
    if now < round_.opens_at:
        raise Refused(_("This round is not open yet."), code="not_open_yet")
    if round_.sees == Round.Sees.AFTER_CLOSE and now < round_.closes_at:
        raise Refused(_("The proposals are sealed until the round closes."), code="sealed")
    if later_versions(round_).exists():
        raise Refused(_("A later version of the document is published. Go on there."), code="closed")


def _demand_in_time(round_: Round, delegation: Delegation, actor: Actor, now: datetime) -> None:
    person = Person.objects.filter(pk=actor.id or 0).only("zone").first()
    own = Place(person.zone) if person else None
    clocks = (Place(round_.zone, round_.place), capital(delegation), own)
    if now < round_.opens_at:
        when = {"number": round_.number, "instant": instant(round_.opens_at, *clocks)}
        raise Refused(_("Round %(number)s is not open yet: it opens on %(instant)s.") % when, code="not_open_yet")
    if now >= round_.closes_at:
        when = {"number": round_.number, "instant": instant(round_.closes_at, *clocks)}
        raise Refused(_("Round %(number)s is closed: it closed on %(instant)s.") % when, code="closed")


def _demand_nothing_stands(round_: Round, delegation: Delegation) -> None:
    standing = Proposal.objects.filter(round=round_, delegation=delegation, state=Proposal.State.STANDING)
    row = standing.select_related("round").first()
    if row is None:
        return
    if is_late(row):
        sentence = _("Your late proposal stands. Withdraw it before you send another.")
    else:
        sentence = _("Your proposal sent in time stands. Ask the Chair for a further round.")
    raise Refused(sentence, code="late_standing")
