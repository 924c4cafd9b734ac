"""What the pages of rounds and texts are made of: frozen values, complete when handed out."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from accord.negotiation.queries.values.marks import PositionsView, Sent, SilenceNow, StateView
from accord.negotiation.queries.values.timing import LodgedView, Phase

Sees = Literal["at_once", "after_close"]
ProposalState = Literal["checking", "standing", "superseded", "withdrawn", "discarded"]
CompilationState = Literal["queued", "running", "done", "failed"]
Hue = Literal["d1", "d2", "d3", "d4", "d5", "d6", "d7", "chair"]
HUES: tuple[Hue, ...] = ("d1", "d2", "d3", "d4", "d5", "d6", "d7")


PILCROW = "¶"


def hue_of(code: str) -> Hue:
    """Return the hue of a delegation: a code has one hue in every group and on every page, whoever else joins.

    The letters are folded so that the 35 codes of the Organization spread evenly over the seven hues.
    """
    folded = 0
    for letter in code.upper():
        folded = folded * 18 ^ (ord(letter) - 64)
    return HUES[folded % len(HUES)]


@dataclass(frozen=True, slots=True)
class DelegationView:
    """A delegation as a chip: its code, its name in the reader's language, its hue, and what it proposed.

    `proposal` is the id of its standing proposal if the reader may see it; `received` says that there is one (in any
    language version, sealed or not, for a round still sealed always False for others); counts are 0 when not visible.
    `late`: it was sent after the close; `lodged`: the Secretariat put it in, and the delegation confirmed it.
    `translation` is a courtesy translation of it, stale where it is of a file that this one took the place of.
    """

    code: str
    name: str
    hue: Hue
    amendments: int = 0
    paragraphs: int = 0
    shown: bool = True
    own: bool = False
    proposal: int | None = None
    language: str = ""
    received: bool = False
    late: bool = False
    lodged: bool = False
    translation: int | None = None
    translation_stale: bool = False


@dataclass(frozen=True, slots=True)
class BaseView:
    """One language version of the round's document: frozen by `sha256`; the hand-out has tracking enforced."""

    id: int
    language: str
    filename: str
    sha256: str
    handout_sha256: str
    handout_size: int
    received: int


@dataclass(frozen=True, slots=True)
class ProposalView:
    """A proposal as a line: state, file, counts; `comment` is the sentence that stands beside the text (O24).

    `round` is the round's number, `base` the base's id; `ended_at` when it was superseded or withdrawn. `late`: it was
    sent after the close; `lodged`: the Secretariat put it in.
    """

    id: int
    round: int
    base: int
    language: str
    party: DelegationView
    filename: str
    uploaded_as: str
    state: ProposalState
    received_at: datetime
    submitted_at: datetime | None
    ended_at: datetime | None
    amendments: int
    paragraphs: int
    untracked: int
    words_added: int
    words_removed: int
    sha256: str
    size: int
    comment: str
    own: bool
    may_submit: bool
    may_withdraw: bool
    made_visible: bool
    late: bool = False
    lodged: LodgedView | None = None


@dataclass(frozen=True, slots=True)
class RoundView:
    """A round as its page says it: on what, before which meeting, from when to when, and where the reader stands in it.

    `received` counts standing proposals; of a sealed round (sees "after_close", not closed yet) nothing more is known
    to anybody of the proposals of others, and `sealed` is True. `own` is the reader's delegation's standing proposal,
    `checking` one she uploaded and has not sent. `may_propose`: a focal point, while the round is open. `place` names
    the official clock ("" means by the city of `zone`), `capital` the clock of the reader's capital. `sent` is what
    stands of all delegations that the reader may see, in `current_rounds` only. `waiting`: so many paragraphs wait for
    her delegation's word. `question` is one on merged words put to it, 0 for none. `drafting`: it has begun a
    proposal in the browser and not sent it. `late_until`: until when late proposals are accepted, None when they are
    refused; `takes_late`: the round has closed and accepts them now. `internal_at`: until when her own capital is to
    send its word. `requests` to open a paragraph again wait for the Chair, `request` is where the first one does:
    language and anchor. `silence` is the silence procedure that runs in its group. `unrevised`: the first language of
    which no next version is begun, nor published.
    """

    id: int
    number: int
    group: str
    document: int
    version: int
    symbol: str
    title: str
    meeting: str
    meeting_number: int
    meeting_opens_on: date
    opens_at: datetime
    closes_at: datetime
    zone: str
    sees: Sees
    phase: Phase
    sealed: bool
    received: int
    delegations: int
    bases: tuple[BaseView, ...]
    own: ProposalView | None
    checking: ProposalView | None
    may_propose: bool
    may_administer: bool
    capital_zone: str
    capital: str = ""
    place: str = ""
    sent: tuple[Sent, ...] = ()
    drafting: bool = False
    waiting: int = 0
    question: int = 0
    late_until: datetime | None = None
    takes_late: bool = False
    internal_at: datetime | None = None
    requests: int = 0
    request: tuple[str, str] | None = None
    silence: SilenceNow | None = None
    unrevised: str = ""


@dataclass(frozen=True, slots=True)
class RoundFiles:
    """A round and the proposals in it that the reader may see, latest first; among them her own in check."""

    round: RoundView
    proposals: tuple[ProposalView, ...]


@dataclass(frozen=True, slots=True)
class PlaceView:
    """Another place of the text: its id in the page, and how it is called ("Paragraph 7")."""

    anchor: str
    name: str


@dataclass(frozen=True, slots=True)
class CardView:
    """What is said beside a paragraph: one wording, and all the delegations that propose it, in alphabetical order.

    `what` is a change of formatting in the reader's words ("centred"), `of` what it is of ("words", "paragraph", "row"
    …), `quote` the words it is of. `other` is where words went that were moved, or where they came from (kind
    "moved_here"). `notes` are the words of notes put in. `ask` names the wording, whoever proposes it; `wording` is its
    id and `positions` what delegations say of it, where anything is kept of it. `reasons` are given beside it, each
    with the code of who gives it; `bridges` are the codes of those to whose words it is offered as a bridge.
    `since` is the round from which words in brackets were carried (0: none), `unsaid` whose sponsors have not said so.
    """

    sponsors: tuple[DelegationView, ...]
    kind: str
    html: str
    at: datetime | None
    proposals: tuple[int, ...]
    tracked: bool = True
    what: str = ""
    of: str = ""
    quote: str = ""
    other: PlaceView | None = None
    notes: tuple[str, ...] = ()
    ask: str = ""
    wording: int = 0
    positions: PositionsView | None = None
    reasons: tuple[tuple[str, str], ...] = ()
    bridges: tuple[str, ...] = ()
    since: int = 0
    unsaid: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ParagraphView:
    """A paragraph on the sheet; `html` is safe, rendered by the engine; `added` ones are labelled "8 bis".

    `anchor` is its id in the page; `number` its stable name for people: the printed number, else its place in the
    document. `column`, `row`, `table` are given in tables (1-based). `base` holds the words of the base, without what
    anybody asks for. `story` is "" in the body, else "fn", "en" (notes), "h", "f" (headers, footers), "x" (text boxes).
    `cited` is how it is called: "Paragraph 7", "Footnote 3"; `place` names it among the places that have a `state`
    ("p8", and "p8~1" for what is added behind it; "" for what has none), `page` in the address of its own page.
    """

    address: str
    anchor: str
    kind: Literal["heading", "paragraph", "cell"]
    level: int
    label: str
    number: str
    html: str
    cards: tuple[CardView, ...] = ()
    added: bool = False
    amendments: int = 0
    codes: tuple[str, ...] = ()
    base: str = ""
    table: int | None = None
    row: int | None = None
    column: int | None = None
    story: str = ""
    cited: str = ""
    place: str = ""
    page: str = ""
    state: StateView | None = None


Change = Literal["", "added", "deleted"]


@dataclass(frozen=True, slots=True)
class CellView:
    """A cell of the matrix: its column (1-based) and its paragraphs; `change` as in RowView."""

    column: int
    paragraphs: tuple[ParagraphView, ...]
    change: Change = ""
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RowView:
    """A row of the matrix; `change` is "" or the words of rows proposed or struck, `codes` by whom.

    Rows are numbered from 1 below the head, which has number 0.
    """

    number: int
    cells: tuple[CellView, ...]
    change: Change = ""
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BlockView:
    """A piece of the sheet, downward: one paragraph, or a table with its rows.

    `caption` names the story that begins with it, where that is no note: "Header", "Text box 2".
    """

    paragraph: ParagraphView | None
    rows: tuple[RowView, ...] = ()
    columns: int = 0
    caption: str = ""


@dataclass(frozen=True, slots=True)
class SectionView:
    """A heading in the table of contents with the amendments under it; section 0 is what stands before any heading."""

    number: int
    title: str
    label: str
    level: int
    anchor: str
    amendments: int
    current: bool = False


@dataclass(frozen=True, slots=True)
class RoundText:
    """The text on screen, with every visible amendment in place.

    `sections` is the table of contents of the whole text; `blocks` and `paragraphs` are the same paragraphs twice: as
    they stand on the sheet, and as a flat list (of the section asked for, or all). `delegations` are all of the group,
    `shown` says which are switched on. Totals are of the whole text and all visible delegations. `edition`: everything
    that sections, blocks and paragraphs are made from (never the reader), None while some of it may still change.
    """

    round: RoundView
    base: BaseView
    sections: tuple[SectionView, ...]
    section: int | None
    blocks: tuple[BlockView, ...]
    paragraphs: tuple[ParagraphView, ...]
    delegations: tuple[DelegationView, ...]
    amendments: int
    proposing: int
    edition: Hashable = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class CheckView:
    """Her proposal as the others will see it: the changed paragraphs only, with what was not tracked marked.

    `untracked_numbers` names the paragraphs ("4", "12") that differ without tracking, `untracked_views` are those
    paragraphs; `outside` names parts of the file (header, note) whose changes are not among the amendments; `others`
    is how many delegations will see it beside Chair and Secretariat, `seen_at` None = at once.
    """

    round: RoundView
    base: BaseView
    proposal: ProposalView
    blocks: tuple[BlockView, ...]
    paragraphs: tuple[ParagraphView, ...]
    untracked_numbers: tuple[str, ...]
    outside: tuple[str, ...]
    others: int
    seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class CompilationView:
    """One compilation: of which language version and exactly which proposals, how far it is, whether it is stale.

    `late` names the delegations whose late proposals are in it: () where they were left out.
    """

    id: int
    round: int
    base: int
    language: str
    state: CompilationState
    sentence: str
    preliminary: bool
    requested_at: datetime
    made_at: datetime | None
    filename: str
    proof_filename: str
    size: int
    sha256: str
    proposals: tuple[ProposalView, ...]
    stale: bool
    changed_since: tuple[str, ...]
    whole: bool
    late: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class InclusionView:
    """The proof for one delegation: each word it added or removed, found or not in the compiled file under its code."""

    party: DelegationView
    words_added: int
    words_added_found: int
    words_removed: int
    words_removed_found: int
    missing: tuple[str, ...]
    whole: bool


@dataclass(frozen=True, slots=True)
class RoundCompiled:
    """A round and what was compiled in it that the reader may see, latest first, each with its proof.

    `late`: by base, the delegations whose late proposals stand.
    """

    round: RoundView
    made: tuple[tuple[CompilationView, tuple[InclusionView, ...]], ...]
    late: Mapping[int, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FileView:
    """A file to be sent as an attachment."""

    filename: str
    media_type: str
    data: bytes
    sha256: str
