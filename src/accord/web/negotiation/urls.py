"""The negotiation's pages: the text, a proposal from file to receipt, the rounds, the compiled text."""

from accord.web.door import administers, delegations_level, focal_point, page
from accord.web.negotiation.views import compilation, files, proposal, rounds, text

GROUP = "g/<slug:group>"
ROUND = f"{GROUP}/rounds/<int:number>"
MINE = f"{GROUP}/proposal/<int:proposal>"
COMPILED = f"{GROUP}/compilations/<int:compilation>"

urlpatterns = [
    page(f"{GROUP}/text/", text.text, door=delegations_level, name="text"),
    page(f"{ROUND}/text/<str:language>/", text.text, door=delegations_level, name="round-text"),
    # From file to receipt
    page(f"{GROUP}/proposal/", proposal.proposal, door=focal_point, name="proposal", methods=("GET", "POST")),
    page(f"{MINE}/check/", proposal.check, door=focal_point, name="check"),
    page(f"{MINE}/visible/", proposal.visible, door=focal_point, name="visible", methods=("POST",)),
    page(f"{MINE}/send/", proposal.send, door=focal_point, name="send", methods=("POST",)),
    page(f"{MINE}/sent/", proposal.sent, door=focal_point, name="sent"),
    page(f"{MINE}/withdraw/", proposal.withdraw, door=focal_point, name="withdraw", methods=("GET", "POST")),
    page(f"{MINE}/receipt/", files.receipt, door=focal_point, name="receipt"),
    page(f"{MINE}/file/", files.proposal_file, door=delegations_level, name="proposal-file"),
    # Rounds
    page(f"{GROUP}/rounds/", rounds.rounds, door=delegations_level, name="rounds"),
    page(f"{GROUP}/rounds/new/", rounds.schedule, door=administers, name="schedule-round", methods=("GET", "POST")),
    page(f"{ROUND}/", rounds.round_page, door=delegations_level, name="round"),
    page(f"{ROUND}/close/", rounds.move_close, door=administers, name="move-close", methods=("GET", "POST")),
    page(f"{ROUND}/official/<str:language>/", files.handout, door=delegations_level, name="handout"),
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
]
