"""The tables of a negotiation: rounds with what is proposed in them, and what becomes of the words."""

from accord.negotiation.models.channels import Dispatch, DispatchLetter
from accord.negotiation.models.customs import Caucus, CaucusMember, Customs, OnBehalf
from accord.negotiation.models.drafts import Draft, DraftEdit, Remark
from accord.negotiation.models.outputs import Output
from accord.negotiation.models.places import (
    Agenda,
    Bridge,
    ChairWording,
    Place,
    Position,
    Sponsorship,
    Step,
    StepParty,
    Wording,
)
from accord.negotiation.models.reopening import ReopeningRequest
from accord.negotiation.models.revisions import Assignment, Decision, Difference, Question, Revision, Upholding
from accord.negotiation.models.rounds import (
    AddedLabel,
    Amendment,
    Compilation,
    Proposal,
    RenderedParagraph,
    Round,
    RoundBase,
)
from accord.negotiation.models.silence import Silence, SilenceAnswer, SilenceNotice
from accord.negotiation.models.timing import (
    Feed,
    InternalDeadline,
    Lodging,
    MovedClose,
    Reminder,
    RoundRule,
    Translation,
)

__all__ = [
    "AddedLabel",
    "Agenda",
    "Amendment",
    "Assignment",
    "Bridge",
    "Caucus",
    "CaucusMember",
    "ChairWording",
    "Compilation",
    "Customs",
    "Decision",
    "Difference",
    "Dispatch",
    "DispatchLetter",
    "Draft",
    "DraftEdit",
    "Feed",
    "InternalDeadline",
    "Lodging",
    "MovedClose",
    "OnBehalf",
    "Output",
    "Place",
    "Position",
    "Proposal",
    "Question",
    "Remark",
    "Reminder",
    "RenderedParagraph",
    "ReopeningRequest",
    "Revision",
    "Round",
    "RoundBase",
    "RoundRule",
    "Silence",
    "SilenceAnswer",
    "SilenceNotice",
    "Sponsorship",
    "Step",
    "StepParty",
    "Translation",
    "Upholding",
    "Wording",
]
