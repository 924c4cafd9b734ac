"""What the negotiation answers: rounds, the text with all amendments, proposals, compilations; each for one actor."""

from collections.abc import Collection

from accord.kernel.actor import Actor
from accord.library.models import Version
from accord.negotiation.models import Compilation, Proposal, Round, RoundBase
from accord.negotiation.queries.values import (
    CheckView,
    CompilationView,
    FileView,
    InclusionView,
    ProposalView,
    RoundText,
    RoundView,
)
from accord.people.models import Group

# The rows that actions take; NotAllowed when there is none that this actor may see. ----------------------------------


def find_round(actor: Actor, group: Group, number: int) -> Round: ...
def find_base(actor: Actor, group: Group, number: int, language: str) -> RoundBase: ...
def find_proposal(actor: Actor, group: Group, pk: int) -> Proposal: ...
def find_compilation(actor: Actor, group: Group, pk: int) -> Compilation: ...
def find_version(actor: Actor, group: Group, pk: int) -> Version:
    """The official version (its LIBRARY id) a round may be scheduled on; its choices come from library.queries.bases."""


# Values for pages ---------------------------------------------------------------------------------------------------


def current_round(actor: Actor, group: Group) -> RoundView | None:
    """The open round; else the next one scheduled; else the last one closed; None when there never was one."""


def rounds(actor: Actor, group: Group) -> tuple[RoundView, ...]:
    """All rounds of the group, latest first."""


def round_view(actor: Actor, round_: Round) -> RoundView: ...


def round_text(
    actor: Actor,
    group: Group,
    number: int,
    language: str = "",
    parties_shown: Collection[str] | None = None,
    section: int | None = None,
) -> RoundText:
    """The whole page in 5 queries; NotAllowed when there is no such round or language for this actor.

    `number` 0: the current round; `language` "": the reader's own when the round has it, else the original's, else the
    first; `parties_shown`: codes switched on (None = all visible, () = the base alone); `section`: only its sheet.
    """


def proposals(actor: Actor, round_: Round) -> tuple[ProposalView, ...]:
    """Visible proposals of the round (standing, superseded, withdrawn; own checking ones too), latest first."""


def proposal(actor: Actor, proposal_: Proposal) -> ProposalView: ...


def check(actor: Actor, proposal_: Proposal) -> CheckView:
    """For the page "Look once more before the others see it"; also reads a sent proposal."""


def compilations(actor: Actor, round_: Round) -> tuple[CompilationView, ...]: ...
def compilation(actor: Actor, compilation_: Compilation) -> CompilationView: ...
def inclusion(actor: Actor, compilation_: Compilation) -> tuple[InclusionView, ...]: ...


# Files, to be answered as attachments -------------------------------------------------------------------------------


def handout_file(actor: Actor, base: RoundBase) -> FileView: ...
def proposal_file(actor: Actor, proposal_: Proposal, *, as_uploaded: bool = False) -> FileView: ...
def receipt_file(actor: Actor, proposal_: Proposal) -> FileView: ...
def compilation_file(actor: Actor, compilation_: Compilation) -> FileView: ...
def proof_file(actor: Actor, compilation_: Compilation) -> FileView: ...
