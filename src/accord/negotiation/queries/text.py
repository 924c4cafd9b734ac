"""The text on screen, and a delegation's own proposal before it is sent."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from django.db.models import QuerySet
from django.utils.translation import get_language, gettext

from accord.kernel import clocks
from accord.kernel.action import NotAllowed
from accord.kernel.actor import Actor
from accord.kernel.prepared import prepared
from accord.negotiation.models import Proposal, RoundBase
from accord.negotiation.policy import PROPOSAL_VISIBLE
from accord.negotiation.queries import blocks, pieces, placed, sent, sheets, timetable
from accord.negotiation.queries.pieces import Layer
from accord.negotiation.queries.readers import Reader, reader
from accord.negotiation.queries.timing import is_late
from accord.negotiation.queries.translated import latest, latest_of_earlier
from accord.negotiation.queries.values import CheckView, DelegationView, RoundText
from accord.people.models import Group
from accord.texts.providers.formats import outside_in_words


def round_text(
    actor: Actor,
    group: Group,
    number: int,
    language: str = "",
    parties_shown: Collection[str] | None = None,
    section: int | None = None,
) -> RoundText:
    """Return the text with every visible amendment in place, in at most seven queries.

    NotAllowed when there is no such round or language for this actor. `number` 0: the current round; `language` "":
    the reader's own when the round has it, else the original's, else the first; `parties_shown`: codes switched on
    (None = all visible, () = the base alone); `section`: lay only this section on the sheet.
    """
    bases = timetable.bases_of(actor, group, number)
    if not number:
        bases = timetable.current(bases, clocks.now())
    base = _chosen(bases, language)
    who = reader(actor, group)
    visible = _visible(actor, bases, who, base.language)
    standing = [each for each in visible if each.base_id == base.pk and each.state == Proposal.State.STANDING]
    laid = sheets.laid_out(base, standing, who.chips, parties_shown, section)
    sheet = placed.with_places(base, laid, who.chips)
    return RoundText(
        round=timetable.view_of(who, bases, visible),
        base=timetable.base_view(base),
        sections=sheet.sections,
        section=section,
        blocks=sheet.blocks,
        paragraphs=sheet.paragraphs,
        delegations=_parties(who, visible, parties_shown),
        amendments=sheet.amendments,
        proposing=len(standing),
        edition=sheet.edition,
    )


def check(actor: Actor, proposal_: Proposal) -> CheckView:
    """Return a proposal as the others will see it, to whoever may see it: before it is sent, her delegation."""
    who = reader(actor, proposal_.round.group)
    rows = sent.rows_of(actor, proposal_.round_id, {proposal_.delegation_id, who.own.pk if who.own else 0})
    row = next((each for each in rows if each.pk == proposal_.pk), None)
    if row is None:
        raise NotAllowed
    bases = timetable.bases_of(actor, row.round.group, row.round.number)
    base = next(each for each in bases if each.pk == row.base_id)
    layer = Layer.of(row)
    found = pieces.made_of(base, [layer], set(layer.touches), untracked=gettext("not tracked"))
    parties = {each.code: each for each in _parties(who, [row], None)}
    sheet = sheets.sheet(base, pieces.sheet_of(base), found, found, parties, {row.pk: row.submitted_at})
    on_sheet, flat = blocks.lay(sheet, changed_only=True)
    round_ = timetable.view_of(who, bases, rows)
    return CheckView(
        round=round_,
        base=timetable.base_view(base),
        proposal=sent.view_of(who, row),
        blocks=on_sheet,
        paragraphs=flat,
        untracked_numbers=tuple(each.number for each in flat if any(not card.tracked for card in each.cards)),
        outside=tuple(outside_in_words(row.outside)),
        others=len(who.delegations) - 1,
        seen_at=row.round.closes_at if round_.sees == "after_close" else None,
    )


def _chosen(bases: Sequence[RoundBase], language: str) -> RoundBase:
    """Return the base in this language; "" asks for the reader's, else the original's, else the first."""
    by_language = {each.language: each for each in bases}
    if not bases or (language and language not in by_language):
        raise NotAllowed
    original = bases[0].round.version.document.original_language
    wishes = [language] if language else [(get_language() or "en")[:2], original, bases[0].language]
    return next(by_language[each] for each in wishes if each in by_language)


def _visible(actor: Actor, bases: Sequence[RoundBase], who: Reader, language: str) -> list[Proposal]:
    """Return the round's proposals that count now: those standing that the actor may see, and her own in check.

    Each with its courtesy translation into this language.
    """
    round_ = bases[0].round_id
    # Where there is one language nothing is translated.
    rows = _of_round(actor, round_) if len(bases) == 1 else _with_translations(actor, round_, language)
    return sent.placed(rows, bases, who)


@prepared
def _of_round(actor: Actor, round_: int) -> QuerySet[Proposal]:
    return _counting(actor, round_)


@prepared
def _with_translations(actor: Actor, round_: int, language: str) -> QuerySet[Proposal]:
    return _counting(actor, round_).annotate(translation=latest(language), earlier=latest_of_earlier(language))


def _counting(actor: Actor, round_: int) -> QuerySet[Proposal]:
    rows = sent.sized(sent.that_count(round_)).defer("outside")
    return PROPOSAL_VISIBLE.filter(actor, rows).order_by("delegation__party")


def _parties(
    who: Reader, visible: Iterable[Proposal], parties_shown: Collection[str] | None
) -> tuple[DelegationView, ...]:
    """Return all delegations of the group, with what the reader may see of theirs."""
    standing = {each.delegation_id: each for each in visible if each.state != Proposal.State.CHECKING}
    found = []
    for delegation in who.delegations:
        chip = who.party(delegation.pk)
        if row := standing.get(delegation.pk):
            chip = replace(
                chip,
                amendments=row.amendment_count,
                paragraphs=row.paragraph_count,
                proposal=row.pk,
                language=row.base.language,
                received=True,
                late=is_late(row),
                lodged=bool(row.__dict__.get("lodged_how")),
                translation=row.__dict__.get("translation") or row.__dict__.get("earlier"),
                translation_stale=not row.__dict__.get("translation"),
            )
        shown = parties_shown is None or chip.code in parties_shown
        found.append(chip if shown else replace(chip, shown=False))
    return tuple(found)
