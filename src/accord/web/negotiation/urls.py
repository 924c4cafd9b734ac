"""The negotiation's pages: the text, a proposal from file to receipt, the rounds, the compiled text."""

from typing import Any

from accord.kernel.actor import Actor
from accord.negotiation import queries
from accord.web.door import Door, administers, anyone, delegations_level, focal_point, group_member, page
from accord.web.negotiation.views import (
    amend,
    board,
    calendar,
    chair,
    changes,
    compilation,
    customs,
    differences,
    dispatch,
    draft,
    files,
    internal,
    lodging,
    outputs,
    pack,
    place,
    proposal,
    questions,
    revision,
    rounds,
    rules,
    screen,
    side,
    silence,
    text,
    translations,
)
from accord.web.negotiation.views.outdated import or_newer


def _speaks_for_it(actor: Actor | None, values: dict[str, Any]) -> object:
    """Return the proposal in the address if the actor speaks now for its delegation; the view takes it from here."""
    return None if actor is None else queries.find_own_proposal(actor, values["group"], values["proposal"])


def _asked_of_hers(actor: Actor | None, values: dict[str, Any]) -> object:
    """Return the question in the address if the actor speaks for the delegation it is put to."""
    return None if actor is None else queries.find_question(actor, values["group"], values["question"])


own_question = Door("own_question", _asked_of_hers, frozenset({"group", "question"}))
"""Who speaks for the delegation that is asked: what others are asked is read in the account."""

own_proposal = Door("own_proposal", _speaks_for_it, frozenset({"group", "proposal"}))
"""Who speaks for the delegation whose proposal it is (O9): the others read it in the text, not on its maker's pages."""

GROUP = "g/<slug:group>"
ROUND = f"{GROUP}/rounds/<int:number>"
MINE = f"{GROUP}/proposal/<int:proposal>"
PLACE = f"{ROUND}/text/<str:language>/p/<slug:anchor>"
BOARD = f"{ROUND}/board/<str:language>"
COMPILED = f"{GROUP}/compilations/<int:compilation>"
OUTPUTS = f"{ROUND}/outputs/<str:language>"
OUTPUT = f"{GROUP}/outputs/<int:output>"
SCREEN = f"{ROUND}/screen/<str:language>"
REVISION = f"{ROUND}/revision/<str:language>"

urlpatterns = [
    page(f"{GROUP}/text/", text.text, door=delegations_level, name="text"),
    page(f"{ROUND}/text/<str:language>/", text.text, door=delegations_level, name="round-text"),
    page(f"{SCREEN}/", screen.screen, door=delegations_level, name="screen"),
    page(f"{SCREEN}/state/", screen.screen_state, door=delegations_level, name="screen-state"),
    page(f"{ROUND}/pack/<str:language>/", pack.pack, door=delegations_level, name="pack"),
    page(f"{ROUND}/side/<str:language>/<str:other>/", side.side, door=delegations_level, name="side"),
    # Official channels
    page(
        f"{GROUP}/versions/<int:version>/dispatch/",
        dispatch.dispatch,
        door=administers,
        name="dispatch",
        methods=("GET", "POST"),
    ),
    # The body's customs, and the silence procedure where they know it
    page(f"{GROUP}/customs/", customs.customs, door=administers, name="customs", methods=("GET", "POST")),
    page(
        f"{GROUP}/versions/<int:version>/silence/",
        silence.open_,
        door=administers,
        name="silence-open",
        methods=("GET", "POST"),
    ),
    page(f"{GROUP}/silence/<int:number>/", silence.silence, door=delegations_level, name="silence"),
    page(
        f"{GROUP}/silence/<int:number>/answer/",
        silence.answer,
        door=focal_point,
        name="silence-answer",
        methods=("POST",),
    ),
    page(
        f"{GROUP}/silence/<int:number>/end/",
        silence.cancel,
        door=administers,
        name="silence-cancel",
        methods=("POST",),
    ),
    # Written in the browser
    page(f"{PLACE}/amend/", amend.amend, door=focal_point, name="amend", methods=("GET", "POST")),
    page(f"{PLACE}/amend/save/", amend.amend_save, door=focal_point, name="amend-save", methods=("POST",)),
    page(f"{ROUND}/draft/", draft.draft, door=focal_point, name="draft"),
    page(f"{ROUND}/draft/file/", draft.draft_file, door=focal_point, name="draft-file"),
    page(f"{ROUND}/draft/send/", draft.draft_send, door=focal_point, name="draft-send", methods=("POST",)),
    page(f"{ROUND}/draft/drop/", draft.draft_drop, door=focal_point, name="draft-drop", methods=("POST",)),
    page(f"{ROUND}/draft/settle/", draft.draft_settle, door=focal_point, name="draft-settle", methods=("POST",)),
    # From file to receipt
    page(f"{GROUP}/proposal/", proposal.proposal, door=focal_point, name="proposal", methods=("GET", "POST")),
    page(f"{MINE}/check/", or_newer(proposal.check), door=own_proposal, name="check"),
    page(f"{MINE}/visible/", or_newer(proposal.visible), door=own_proposal, name="visible", methods=("POST",)),
    page(f"{MINE}/send/", or_newer(proposal.send), door=own_proposal, name="send", methods=("POST",)),
    page(f"{MINE}/sent/", or_newer(proposal.sent), door=own_proposal, name="sent"),
    page(
        f"{MINE}/withdraw/",
        or_newer(proposal.withdraw, again="withdrawn"),
        door=own_proposal,
        name="withdraw",
        methods=("GET", "POST"),
    ),
    page(f"{MINE}/receipt/", files.receipt, door=own_proposal, name="receipt"),
    page(f"{MINE}/file/", files.proposal_file, door=delegations_level, name="proposal-file"),
    # Rounds
    page(f"{GROUP}/rounds/", rounds.rounds, door=delegations_level, name="rounds"),
    page(f"{GROUP}/rounds/new/", rounds.schedule, door=administers, name="schedule-round", methods=("GET", "POST")),
    page(f"{ROUND}/", rounds.round_page, door=delegations_level, name="round"),
    page(f"{ROUND}/close/", rounds.move_close, door=administers, name="move-close", methods=("GET", "POST")),
    page(f"{ROUND}/rule/", rules.round_rule, door=administers, name="round-rule", methods=("GET", "POST")),
    page(
        f"{ROUND}/internal/",
        internal.internal_deadline,
        door=focal_point,
        name="internal-deadline",
        methods=("GET", "POST"),
    ),
    # The dates in one's own calendar
    page(f"{GROUP}/calendar/", calendar.calendar, door=group_member, name="calendar", methods=("GET", "POST")),
    page("calendar/<str:secret>.ics", calendar.feed, door=anyone, name="feed"),
    # Courtesy translations
    page(
        f"{ROUND}/text/<str:language>/translate/<int:proposal>/",
        translations.translation,
        door=administers,
        name="translation",
        methods=("GET", "POST"),
    ),
    page(
        f"{GROUP}/translations/<int:translation>/file/",
        translations.translation_file,
        door=delegations_level,
        name="translation-file",
    ),
    # What came on paper
    page(f"{ROUND}/lodge/", lodging.lodge, door=administers, name="lodge", methods=("GET", "POST")),
    page(f"{MINE}/lodging/", lodging.lodging, door=own_proposal, name="lodging", methods=("GET", "POST")),
    page(f"{MINE}/lodged/file/", lodging.lodged_file, door=delegations_level, name="lodged-file"),
    page(f"{MINE}/lodged/evidence/", lodging.evidence_file, door=delegations_level, name="evidence-file"),
    page(f"{ROUND}/official/<str:language>/", files.handout, door=delegations_level, name="handout"),
    # Where paragraphs stand
    page(f"{PLACE}/", place.place, door=delegations_level, name="place"),
    page(f"{PLACE}/position/", place.position, door=focal_point, name="position", methods=("POST",)),
    page(f"{PLACE}/carried/", place.carried, door=focal_point, name="carried", methods=("POST",)),
    page(f"{PLACE}/steps/<int:step>/confirm/", place.confirm, door=focal_point, name="confirm", methods=("POST",)),
    page(f"{PLACE}/request/", place.request_reopening, door=focal_point, name="request-reopening", methods=("POST",)),
    page(f"{PLACE}/state/", chair.record_state, door=administers, name="record-state", methods=("POST",)),
    page(f"{PLACE}/reopen/", chair.reopen, door=administers, name="reopen", methods=("POST",)),
    page(f"{PLACE}/wording/", chair.chair_wording, door=administers, name="chair-wording", methods=("POST",)),
    page(f"{BOARD}/", board.board, door=delegations_level, name="board"),
    page(f"{BOARD}/sheet/", board.sheet, door=delegations_level, name="board-sheet"),
    page(f"{BOARD}/record/", board.record, door=administers, name="board-record", methods=("POST",)),
    page(f"{BOARD}/order/", board.agenda, door=administers, name="agenda", methods=("POST",)),
    # The compiled text
    page(f"{ROUND}/compilation/", compilation.compilation, door=delegations_level, name="compilation"),
    page(
        f"{ROUND}/compilation/<str:language>/",
        compilation.compile_text,
        door=administers,
        name="compile",
        methods=("POST",),
    ),
    page(f"{COMPILED}/state/", compilation.compilation_state, door=delegations_level, name="compilation-state"),
    page(f"{COMPILED}/file/", files.compilation_file, door=delegations_level, name="compilation-file"),
    page(f"{COMPILED}/proof/", files.proof_file, door=delegations_level, name="proof-file"),
    # The texts for the meeting
    page(f"{OUTPUTS}/", outputs.outputs, door=delegations_level, name="outputs"),
    page(f"{OUTPUTS}/make/", outputs.make, door=delegations_level, name="output-make", methods=("POST",)),
    page(f"{OUTPUT}/state/", outputs.state, door=delegations_level, name="output-state"),
    page(f"{OUTPUT}/file/", outputs.file, door=delegations_level, name="output-file"),
    # The next version by Word
    page(f"{REVISION}/file/", differences.upload, door=administers, name="revision-upload", methods=("GET", "POST")),
    page(f"{REVISION}/whose/", differences.assign, door=administers, name="revision-assign", methods=("GET", "POST")),
    page(
        f"{REVISION}/questions/",
        differences.questions,
        door=administers,
        name="revision-questions",
        methods=("GET", "POST"),
    ),
    page(
        f"{GROUP}/questions/<int:question>/",
        questions.question,
        door=own_question,
        name="question",
        methods=("GET", "POST"),
    ),
    page(
        f"{GROUP}/documents/<int:document>/changes/<int:version>/",
        changes.changes,
        door=delegations_level,
        name="changes",
    ),
    # The next version
    page(f"{REVISION}/", revision.revision, door=administers, name="revision", methods=("GET", "POST")),
    page(f"{REVISION}/publish/", revision.publish, door=administers, name="revision-publish", methods=("POST",)),
]
