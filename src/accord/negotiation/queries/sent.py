"""Proposals as lines, and as the row that an action takes."""

from collections.abc import Collection, Sequence
from typing import Any, cast

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accord.kernel import clocks
from accord.kernel.action import NotAllowed
from accord.kernel.actor import Actor
from accord.kernel.prepared import prepared
from accord.negotiation.models import Proposal, Round, RoundBase
from accord.negotiation.policy import PROPOSAL_SPOKEN_FOR, PROPOSAL_VISIBLE
from accord.negotiation.queries.readers import Reader, reader
from accord.negotiation.queries.timing import is_late
from accord.negotiation.queries.values import LodgedView, ProposalState, ProposalView
from accord.people.models import Group

STATES: dict[str, ProposalState] = {
    "checking": "checking",
    "standing": "standing",
    "superseded": "superseded",
    "withdrawn": "withdrawn",
    "discarded": "discarded",
}
_BASE, _ROUND, _DELEGATION = (
    cast("Any", Proposal._meta.get_field(each))  # noqa: SLF001 -- Django's documented name
    for each in ("base", "round", "delegation")
)
_WITH = ("round__group", "base", "file", "original", "delegation__party")


def find_proposal(actor: Actor, group: Group, pk: int) -> Proposal:
    """Return the proposal's row; NotAllowed when there is none that the actor may see, or it was dropped unsent."""
    found = _one(actor, group.pk, pk)
    if not found:
        raise NotAllowed
    return found[0]


def find_own_proposal(actor: Actor, group: str, pk: int) -> Proposal | None:
    """Return the proposal's row to whoever speaks for its delegation now, else None; `group` is the group's slug.

    A file that was put aside unsent is among them: an older page may still name it, and is told what took its place.
    """
    return next(iter(_own(actor, group, pk)), None)


def proposals(actor: Actor, round_: Round) -> tuple[ProposalView, ...]:
    """Return the proposals of the round that the actor may see, latest first; among them her own in check."""
    who = reader(actor, round_.group)
    return tuple(view_of(who, each) for each in rows_of(actor, round_.pk))


def rows_of(actor: Actor, round_: int, of: Collection[int] | None = None) -> list[Proposal]:
    """Return the rows of the round's proposals that the actor may see, latest first, in one query.

    `of`: those of these delegations alone.
    """
    return _rows(actor, round_, None if of is None else tuple(of))


def rows_in(actor: Actor, bases: Sequence[RoundBase], who: Reader, of: Collection[int] | None = None) -> list[Proposal]:
    """Return the rows as `rows_of` does, of the round of these bases, without asking anew for what is known already."""
    return placed(_placed_rows(actor, bases[0].round_id, None if of is None else tuple(of)), bases, who)


def rows_that_count(actor: Actor, bases: Sequence[RoundBase], who: Reader) -> list[Proposal]:
    """Return of the rows those that stand or are in check."""
    return placed(_counting(actor, bases[0].round_id), bases, who)


def that_count(round_: int) -> QuerySet[Proposal]:
    """Return the proposals of a round that count: those that stand or are in check."""
    return Proposal.objects.filter(round=round_, state__in=["standing", "checking"])


def sized(rows: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """Return the rows each with the size of its file, and without the file; and how it was lodged, if it was."""
    return lodged(rows.annotate(file_size=F("file__size")))


def lodged(rows: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """Return the rows each with how it was put in for its delegation, if it was."""
    return rows.annotate(
        lodged_how=F("lodging__source"),
        lodged_on=F("lodging__received_on"),
        lodged_when=F("lodging__lodged_at"),
        lodged_confirmed=F("lodging__confirmed_at"),
    )


def placed(rows: list[Proposal], bases: Sequence[RoundBase], who: Reader) -> list[Proposal]:
    """Return the rows of a round with their base, round and delegation, which the reader's page has read: no joins."""
    by_base, by_delegation = {each.pk: each for each in bases}, {each.pk: each for each in who.delegations}
    for each in rows:
        # As an assignment does, without asking anew whether what was read may stand there.
        _BASE.set_cached_value(each, by_base[each.base_id])
        _ROUND.set_cached_value(each, bases[0].round)
        _DELEGATION.set_cached_value(each, by_delegation[each.delegation_id])
    return rows


def proposal(actor: Actor, proposal_: Proposal) -> ProposalView:
    """Return one proposal as a line; NotAllowed when the actor may not see it."""
    found = find_proposal(actor, proposal_.round.group, proposal_.pk)
    return view_of(reader(actor, found.round.group), found)


def view_of(who: Reader, row: Proposal, *, late: bool = False) -> ProposalView:
    """Return a proposal's row as a line for this reader; the row comes with its round, base and file.

    `late`: the round has closed and takes late proposals.
    """
    own = who.own is not None and who.own.pk == row.delegation_id
    is_open = row.round.opens_at <= clocks.now() < row.round.closes_at
    came_late = is_late(row)
    return ProposalView(
        id=row.pk,
        round=row.round.number,
        base=row.base_id,
        language=row.base.language,
        party=who.party(row.delegation_id),
        filename=row.filename,
        uploaded_as=row.uploaded_as if own else row.filename,
        state=STATES[row.state],
        received_at=row.received_at,
        submitted_at=row.submitted_at,
        ended_at=row.ended_at,
        amendments=row.amendment_count,
        paragraphs=row.paragraph_count,
        untracked=row.untracked_count,
        words_added=row.words_added,
        words_removed=row.words_removed,
        sha256=row.file_id,
        size=row.__dict__.get("file_size") or row.file.size,
        comment=comment(row),
        own=own,
        may_submit=own and (is_open or late) and row.state == Proposal.State.CHECKING and not row.untracked_count,
        may_withdraw=own and (is_open or (late and came_late)) and row.state == Proposal.State.STANDING,
        made_visible=row.file_id != row.original_id,
        late=came_late,
        lodged=_lodged(row),
    )


def _lodged(row: Proposal) -> LodgedView | None:
    """Return how the proposal was put in for its delegation, where the row was read with it."""
    said = row.__dict__
    if not said.get("lodged_how"):
        return None
    return LodgedView(said["lodged_how"], said["lodged_on"], said["lodged_when"], said["lodged_confirmed"])


@prepared
def _one(actor: Actor, group: int, pk: int) -> QuerySet[Proposal]:
    return PROPOSAL_VISIBLE.filter(actor, _kept().filter(pk=pk, round__group=group))


@prepared
def _own(actor: Actor, group: str, pk: int) -> QuerySet[Proposal]:
    rows = lodged(Proposal.objects.select_related(*_WITH))
    return PROPOSAL_SPOKEN_FOR.filter(actor, rows.filter(pk=pk, round__group__slug=group))


@prepared
def _rows(actor: Actor, round_: int, of: tuple[int, ...] | None) -> QuerySet[Proposal]:
    rows = _kept().filter(round=round_)
    rows = rows if of is None else rows.filter(delegation__in=of)
    return PROPOSAL_VISIBLE.filter(actor, rows).order_by("-received_at", "-pk")


@prepared
def _placed_rows(actor: Actor, round_: int, of: tuple[int, ...] | None) -> QuerySet[Proposal]:
    rows = Proposal.objects.exclude(state="discarded").filter(round=round_)
    return _latest_first(actor, rows if of is None else rows.filter(delegation__in=of))


@prepared
def _counting(actor: Actor, round_: int) -> QuerySet[Proposal]:
    return _latest_first(actor, that_count(round_))


def _latest_first(actor: Actor, rows: QuerySet[Proposal]) -> QuerySet[Proposal]:
    visible = PROPOSAL_VISIBLE.filter(actor, sized(rows).defer("touches"))
    return visible.order_by("-received_at", "-pk")


def _kept() -> QuerySet[Proposal]:
    return lodged(Proposal.objects.exclude(state="discarded").select_related(*_WITH))


def comment(row: Proposal) -> str:
    """Return the sentence that says that a file is attached (O24): it is written by the product, from the counts."""
    amendments = ngettext("%(n)s amendment", "%(n)s amendments", row.amendment_count) % {"n": row.amendment_count}
    paragraphs = ngettext("%(n)s paragraph", "%(n)s paragraphs", row.paragraph_count) % {"n": row.paragraph_count}
    return _("Attached: %(file)s, %(amendments)s in %(paragraphs)s") % {
        "file": row.filename,
        "amendments": amendments,
        "paragraphs": paragraphs,
    }
