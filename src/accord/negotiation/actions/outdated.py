"""What an act on a file says when it comes too late: from an older page, the file is not any longer what it was."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accord.kernel.action import Refused
from accord.negotiation.models import Proposal

_BECOME: dict[str, Any] = {
    Proposal.State.CHECKING: _("This file has not been sent; there is nothing to withdraw."),
    Proposal.State.STANDING: _("This proposal has been sent; send a new file to replace it."),
    Proposal.State.SUPERSEDED: _("A newer file of your delegation has taken the place of this one."),
    Proposal.State.WITHDRAWN: _("This proposal has been withdrawn. Send a file again if you wish to propose."),
    Proposal.State.DISCARDED: _("This file was put aside for a newer one of your delegation, and was not sent."),
}


def too_late(row: Proposal, code: str) -> Refused:
    """Return the refusal that says what has become of the file; `code` is what the act expected of it and missed."""
    return Refused(_BECOME[row.state], code=code)
