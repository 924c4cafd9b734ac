"""Two language versions beside one another: each compiled apart, paired by the places that they share."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from django.db.models import QuerySet

from accord.kernel.action import NotAllowed
from accord.kernel.actor import Actor
from accord.kernel.prepared import prepared
from accord.negotiation.models import Proposal, RoundBase, Translation
from accord.negotiation.policy import PROPOSAL_VISIBLE
from accord.negotiation.queries import sent, sheets, timetable
from accord.negotiation.queries.folded import of_base
from accord.negotiation.queries.pieces import sheet_of
from accord.negotiation.queries.readers import Reader, reader
from accord.negotiation.queries.values import CourtesyView, PairView, ParagraphView, SidesView
from accord.people.models import Group

Sheet = dict[str, tuple[ParagraphView, ...]]


def sides(actor: Actor, group: Group, number: int, language: str, other: str) -> SidesView:
    """Return two language versions side by side, in four questions; NotAllowed when there are not both.

    While a round is sealed each stands as published, but for the proposal of the reader's own delegation.
    """
    bases = {each.language: each for each in timetable.bases_of(actor, group, number)}
    if language == other or language not in bases or other not in bases:
        raise NotAllowed
    who = reader(actor, group)
    rows = sent.placed(_standing(actor, bases[language].round_id), tuple(bases.values()), who)
    left, right = (_sheet(bases[each], rows, who) for each in (language, other))
    return SidesView(
        round=timetable.view_of(who, tuple(bases.values()), []),
        left=timetable.base_view(bases[language]),
        right=timetable.base_view(bases[other]),
        pairs=_pairs(left, right),
        courtesies=tuple(_courtesies(actor, who, rows, (bases[language], bases[other]))),
        alike=_addresses(bases[language]) == _addresses(bases[other]),
    )


def _sheet(base: RoundBase, rows: Sequence[Proposal], who: Reader) -> Sheet:
    """Return the sheet of one version by place, what is added behind a paragraph with it, in the order of the text."""
    own = [each for each in rows if each.base_id == base.pk]
    laid = sheets.laid_out(base, own, who.chips, None, None).paragraphs
    return {place: tuple(those) for place, those in groupby(laid, key=_place) if place}


def _addresses(base: RoundBase) -> list[str]:
    return [each.address for each in sheet_of(base)]


def _place(each: ParagraphView) -> str:
    return of_base(each.place or each.address).partition("+")[0]


def _pairs(left: Sheet, right: Sheet) -> tuple[PairView, ...]:
    """Return the places of both in the order of the first; what only the other has follows the place before it."""
    order = list(left)
    before = ""
    for place in right:
        if place not in left:
            order.insert(order.index(before) + 1 if before in order else len(order), place)
        before = place
    return tuple(PairView(place, left.get(place, ()), right.get(place, ())) for place in order)


def _courtesies(
    actor: Actor, who: Reader, rows: Sequence[Proposal], both: tuple[RoundBase, RoundBase]
) -> Iterable[CourtesyView]:
    """Yield, for each proposal on one of both, how the readers of the other have it."""
    known = _translations(actor, both[0].round_id)
    done = {(each.proposal_id, each.language) for each in known}
    of_whom = {(each.proposal.delegation_id, each.language) for each in known}
    for base, beside in (both, both[::-1]):
        for each in (row for row in rows if row.base_id == base.pk):
            former = (each.delegation_id, beside.language) in of_whom
            state = "translated" if (each.pk, beside.language) in done else "stale" if former else "pending"
            yield CourtesyView(who.party(each.delegation_id), base.language, each.amendment_count, each.pk, state)


@prepared
def _standing(actor: Actor, round_: int) -> QuerySet[Proposal]:
    rows = Proposal.objects.filter(round=round_, state=Proposal.State.STANDING)
    return PROPOSAL_VISIBLE.filter(actor, sent.sized(rows)).order_by("delegation__party")


def _translations(actor: Actor, round_: int) -> list[Translation]:
    visible = PROPOSAL_VISIBLE.filter(actor, Proposal.objects.filter(round=round_))
    rows = Translation.objects.filter(proposal__in=visible.values("pk"))
    return list(rows.select_related("proposal"))
