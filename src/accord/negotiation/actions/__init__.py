"""What may be done in a negotiation. Each is an @action: NotAllowed when the actor may not, Refused with a sentence."""

from datetime import datetime
from typing import Literal

from accord.kernel.actor import Actor
from accord.library.models import Version
from accord.negotiation.models import Compilation, Proposal, Round, RoundBase
from accord.people.models import FormalMeeting, Group

# Chair, Vice-Chairs, Secretariat ------------------------------------------------------------------------------------


def schedule_round(
    *,
    actor: Actor,
    now: datetime,
    group: Group,
    version: Version,
    meeting: FormalMeeting,
    opens_at: datetime,
    closes_at: datetime,
    zone: str,
    sees: Literal["at_once", "after_close"],
) -> Round:
    """Refused: not official, no language version, pending revisions, meeting of another group or past, wrong order, overlap."""


def set_close(*, actor: Actor, now: datetime, round: Round, closes_at: datetime, reason: str) -> Round:
    """Move the close of a round that is not closed yet; every delegation is told with the reason."""


def compile_round(*, actor: Actor, now: datetime, base: RoundBase) -> Compilation:
    """Ask for the compilation of one language version (preliminary before the close); the worker makes it."""


# The focal point in office ------------------------------------------------------------------------------------------


def receive_proposal(*, actor: Actor, now: datetime, round: Round, data: bytes, filename: str) -> Proposal:
    """Check an uploaded Word file; the proposal is in state "checking" and nobody else sees it."""


def make_visible(*, actor: Actor, now: datetime, proposal: Proposal) -> Proposal:
    """Turn the untracked changes of a checking proposal into tracked ones."""


def submit_proposal(*, actor: Actor, now: datetime, proposal: Proposal) -> Proposal:
    """Send it: it stands; the delegation's former one is superseded. Twice is once."""


def withdraw_proposal(*, actor: Actor, now: datetime, proposal: Proposal) -> Proposal:
    """Take back a standing proposal while the round is open; it stays in the record."""


def discard_proposal(*, actor: Actor, now: datetime, proposal: Proposal) -> Proposal:
    """Drop a checking proposal that was never sent."""
