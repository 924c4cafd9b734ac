"""What may be done in a negotiation: rounds, proposals, compilations; each act checks, and is recorded.

NotAllowed when the actor may not; Refused with a sentence when it cannot be done as asked.
"""

from accord.negotiation.actions.answering import confirm_step, reopen_paragraph
from accord.negotiation.actions.assigning import assign, upload_revision
from accord.negotiation.actions.carrying import answer_carried
from accord.negotiation.actions.chairing import lift_chair_wording, set_agenda, write_chair_wording
from accord.negotiation.actions.compiling import begin, compile_round, finish, keep_rendered
from accord.negotiation.actions.customs import BodyCustoms, define_caucus, set_customs
from accord.negotiation.actions.dispatching import dispatch_version
from accord.negotiation.actions.drafting import drop_edit, save_edit, settle_rival
from accord.negotiation.actions.feeding import end_feed, make_feed
from accord.negotiation.actions.ladder import Recorded, record_state
from accord.negotiation.actions.lodging import Evidence, decline_lodging, lodge_proposal
from accord.negotiation.actions.outputs import prepare_outputs
from accord.negotiation.actions.positions import Stance, take_position, withdraw_position
from accord.negotiation.actions.publishing import publish_revision
from accord.negotiation.actions.receiving import discard_proposal, make_visible, receive_proposal
from accord.negotiation.actions.reminding import set_internal_deadline
from accord.negotiation.actions.requesting import ask_reopening, decline_reopening
from accord.negotiation.actions.revising import begin_revision, decide, take_agreed
from accord.negotiation.actions.rules import set_round_rule
from accord.negotiation.actions.scheduling import schedule_round, set_close
from accord.negotiation.actions.sending import submit_proposal, withdraw_proposal
from accord.negotiation.actions.silencing import (
    amend_by_proposal,
    answer_silence,
    cancel_silence,
    open_silence,
    supersede,
)
from accord.negotiation.actions.streamlining import answer_question, check_streamlining
from accord.negotiation.actions.translating import add_translation
from accord.negotiation.actions.writing import drop_draft, send_draft

__all__ = [
    "BodyCustoms",
    "Evidence",
    "Recorded",
    "Stance",
    "add_translation",
    "amend_by_proposal",
    "answer_carried",
    "answer_question",
    "answer_silence",
    "ask_reopening",
    "assign",
    "begin",
    "begin_revision",
    "cancel_silence",
    "check_streamlining",
    "compile_round",
    "confirm_step",
    "decide",
    "decline_lodging",
    "decline_reopening",
    "define_caucus",
    "discard_proposal",
    "dispatch_version",
    "drop_draft",
    "drop_edit",
    "end_feed",
    "finish",
    "keep_rendered",
    "lift_chair_wording",
    "lodge_proposal",
    "make_feed",
    "make_visible",
    "open_silence",
    "prepare_outputs",
    "publish_revision",
    "receive_proposal",
    "record_state",
    "reopen_paragraph",
    "save_edit",
    "schedule_round",
    "send_draft",
    "set_agenda",
    "set_close",
    "set_customs",
    "set_internal_deadline",
    "set_round_rule",
    "settle_rival",
    "submit_proposal",
    "supersede",
    "take_agreed",
    "take_position",
    "upload_revision",
    "withdraw_position",
    "withdraw_proposal",
    "write_chair_wording",
]
