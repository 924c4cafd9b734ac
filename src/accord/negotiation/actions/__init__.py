"""What may be done in a negotiation: rounds, proposals, compilations; each act checks, and is recorded.

NotAllowed when the actor may not; Refused with a sentence when it cannot be done as asked.
"""

from accord.negotiation.actions.compiling import begin, compile_round, finish, keep_rendered
from accord.negotiation.actions.receiving import discard_proposal, make_visible, receive_proposal
from accord.negotiation.actions.scheduling import schedule_round, set_close
from accord.negotiation.actions.sending import submit_proposal, withdraw_proposal

__all__ = [
    "begin",
    "compile_round",
    "discard_proposal",
    "finish",
    "keep_rendered",
    "make_visible",
    "receive_proposal",
    "schedule_round",
    "set_close",
    "submit_proposal",
    "withdraw_proposal",
]
