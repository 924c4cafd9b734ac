"""What the negotiation answers: rounds, the text with all amendments, proposals, compilations; each for one actor.

`find_*` return the rows that actions take; everything else returns values for pages. Whoever may not see a thing gets
NotAllowed (single things) or fewer of them (lists).
"""

from accord.negotiation.queries.board import board
from accord.negotiation.queries.changes import accounted, changes
from accord.negotiation.queries.compiled import (
    compilation,
    compilation_file,
    compilation_in,
    compilations,
    find_compilation,
    inclusion,
    proof_file,
    round_compiled,
)
from accord.negotiation.queries.differences import edited, find_edited, find_wordings
from accord.negotiation.queries.dispatches import dispatches, dispatching, found_addressees
from accord.negotiation.queries.drafts import amending, draft_file, draft_of, find_draft
from accord.negotiation.queries.evidence import verify_amendments
from accord.negotiation.queries.feeds import calendar_feed, feed_of
from accord.negotiation.queries.files import handout_file, proposal_file, receipt_file
from accord.negotiation.queries.outputs import output, output_file, outputs
from accord.negotiation.queries.pack import pack
from accord.negotiation.queries.places import find_caucus, find_request, find_step, find_wording, place
from accord.negotiation.queries.present import calendar, current_rounds
from accord.negotiation.queries.questions import find_question, question, questions, unasked
from accord.negotiation.queries.recording import delegations_named, find_meeting, place_address, words_if_taken
from accord.negotiation.queries.revisions import find_revision, revision_page
from accord.negotiation.queries.screen import screen
from accord.negotiation.queries.sent import find_own_proposal, find_proposal, proposal, proposals
from accord.negotiation.queries.sides import sides
from accord.negotiation.queries.silences import customs, find_silence, silence, silence_allowed, silence_runs
from accord.negotiation.queries.silent import silences_in
from accord.negotiation.queries.text import check, round_text
from accord.negotiation.queries.timetable import (
    current_round,
    find_base,
    find_round,
    find_version,
    round_files,
    round_view,
    rounds,
    succession,
)
from accord.negotiation.queries.timing_pages import (
    evidence_file,
    find_delegation,
    internal_note,
    lodged_file,
    lodging,
    lodgings,
    moved_closes,
    round_rules,
)
from accord.negotiation.queries.translated import translation_file
from accord.negotiation.queries.values import (
    BaseView,
    BlockView,
    Calendar,
    CardView,
    CellView,
    CheckView,
    CompilationView,
    DelegationView,
    FileView,
    InclusionView,
    ParagraphView,
    ProposalView,
    RoundCompiled,
    RoundFiles,
    RoundText,
    RoundView,
    RowView,
    SectionView,
)

__all__ = [
    "BaseView",
    "BlockView",
    "Calendar",
    "CardView",
    "CellView",
    "CheckView",
    "CompilationView",
    "DelegationView",
    "FileView",
    "InclusionView",
    "ParagraphView",
    "ProposalView",
    "RoundCompiled",
    "RoundFiles",
    "RoundText",
    "RoundView",
    "RowView",
    "SectionView",
    "accounted",
    "amending",
    "board",
    "calendar",
    "calendar_feed",
    "changes",
    "check",
    "compilation",
    "compilation_file",
    "compilation_in",
    "compilations",
    "current_round",
    "current_rounds",
    "customs",
    "delegations_named",
    "dispatches",
    "dispatching",
    "draft_file",
    "draft_of",
    "edited",
    "evidence_file",
    "feed_of",
    "find_base",
    "find_caucus",
    "find_compilation",
    "find_delegation",
    "find_draft",
    "find_edited",
    "find_meeting",
    "find_own_proposal",
    "find_proposal",
    "find_question",
    "find_request",
    "find_revision",
    "find_round",
    "find_silence",
    "find_step",
    "find_version",
    "find_wording",
    "find_wordings",
    "found_addressees",
    "handout_file",
    "inclusion",
    "internal_note",
    "lodged_file",
    "lodging",
    "lodgings",
    "moved_closes",
    "output",
    "output_file",
    "outputs",
    "pack",
    "place",
    "place_address",
    "proof_file",
    "proposal",
    "proposal_file",
    "proposals",
    "question",
    "questions",
    "receipt_file",
    "revision_page",
    "round_compiled",
    "round_files",
    "round_rules",
    "round_text",
    "round_view",
    "rounds",
    "screen",
    "sides",
    "silence",
    "silence_allowed",
    "silence_runs",
    "silences_in",
    "succession",
    "translation_file",
    "unasked",
    "verify_amendments",
    "words_if_taken",
]
