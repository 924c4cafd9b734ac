"""How the Secretariat received what it put in for a delegation, in whole sentences."""

from django.utils.translation import gettext as _

from accord.kernel import dates
from accord.negotiation.queries.values import LodgedView, LodgingView, ProposalView


def how_received(lodged: LodgedView | LodgingView) -> str:
    """Return how the Secretariat received a proposal that it put in."""
    said = {
        "paper": _("received on paper on %(day)s"),
        "mail": _("received by mail on %(day)s"),
        "fax": _("received by fax on %(day)s"),
    }[lodged.source]
    return said % {"day": dates.written_day(lodged.received_on)}


def lodged(proposal: ProposalView) -> str:
    """Return, of what the Secretariat put in, that it did, how it came, and that the delegation confirmed it."""
    if proposal.lodged is None:
        return ""
    how = how_received(proposal.lodged)
    if proposal.lodged.confirmed_at is None:
        return _("Put in by the Secretariat, %(how)s.") % {"how": how}
    return _("Put in by the Secretariat, %(how)s; confirmed by the delegation.") % {"how": how}
