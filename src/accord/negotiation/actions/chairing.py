"""The Chair's own words beside the delegations', always under the Chair's name; and the order of discussion."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accord.kernel import storage
from accord.kernel.action import Fact, NotAllowed, Refused, action
from accord.kernel.actor import Actor
from accord.negotiation.actions import announcing, steps, wordings
from accord.negotiation.actions.folding import fold
from accord.negotiation.actions.timing import demand_current
from accord.negotiation.models import Agenda, ChairWording, RoundBase, Step
from accord.negotiation.policy import BASE_ADMINISTERED
from accord.negotiation.queries.folded import CHAIR, of_base
from accord.negotiation.queries.pieces import paragraphs_of
from accord.texts.providers import word, writing
from accord.texts.providers.word import Amendment


def write_chair_wording(
    *, actor: Actor, now: datetime, base: RoundBase, place: str, words: str, note: str = ""
) -> ChairWording:
    """Put the Chair's words beside a paragraph of the base, in place of those that the Chair had there before.

    They are kept as a Word file with the changes tracked under the Chair's name, read back as every proposal is.
    Raises NotAllowed, and Refused: `no_place`, `no_change`, `object`, `not_open_yet`, `sealed`, `closed`.
    """
    if not BASE_ADMINISTERED.allows(actor, base):
        raise NotAllowed
    if place != of_base(place) or place not in {each.address for each in paragraphs_of(base)}:
        raise Refused(_("The Chair's words go beside a paragraph of the official text."), code="no_place")
    former = writing.shown(next(each.text for each in paragraphs_of(base) if each.address == place))
    # Blanks around a paragraph's words are not the Chair's to change: nobody sees them.
    change = former.replace(former.strip(), words.strip(), 1) if former.strip() else words.strip()
    if change == former:
        raise Refused(_("These are the words of the text. Change them, or leave them as they are."), code="no_change")
    asked = writing.written(base.sha256, (), [writing.Change("words", place, change)], now)
    file = writing.file_of(base.sha256, CHAIR, asked, {}, "", now)
    amendments = word.reading(storage.read(base.file), file).amendments
    return _write(
        actor=actor,
        now=now,
        base=base,
        place=place,
        words=change,
        note=note.strip(),
        amendments=amendments,
        file=file,
    )[0]


def lift_chair_wording(*, actor: Actor, now: datetime, base: RoundBase, place: str) -> ChairWording:
    """Take back the Chair's words beside a paragraph; that they stood there stays in the record.

    Raises NotAllowed, and Refused: `no_wording`, `closed`, `sealed`, `not_open_yet`.
    """
    return _lift(actor=actor, now=now, base=base, place=place)[0]


def set_agenda(*, actor: Actor, now: datetime, base: RoundBase, places: Sequence[str]) -> Agenda:
    """Set the order in which paragraphs are discussed; the same order set again is set once.

    Raises NotAllowed, and Refused: `no_place`, `not_numbered`, `closed`, `sealed`, `not_open_yet`.
    """
    return _set_agenda(actor=actor, now=now, base=base, places=list(dict.fromkeys(places)))[0]


def _worded_facts(result: tuple[ChairWording, Sequence[Step]], **_given: Any) -> list[Fact]:
    row, moved = result
    data = {"base": row.base.sha256, "place": row.place, "file": row.file_id}
    body = "\n\n".join(each for each in (row.words, row.note) if each)
    kind = "chair.worded" if row.ended_at is None else "chair.lifted"
    fact = Fact(kind, f"group:{row.base.round.group_id}", f"chairwording:{row.pk}", data, body)
    return [fact, *steps.facts(moved)]


@action(allow=BASE_ADMINISTERED, on="base", record=_worded_facts)
def _write(
    *,
    actor: Actor,
    now: datetime,
    base: RoundBase,
    place: str,
    words: str,
    note: str,
    amendments: Sequence[Amendment],
    file: bytes,
) -> tuple[ChairWording, Sequence[Step]]:
    base = steps.base_of(base)
    demand_current(base.round, now)
    wordings.settle_first(base, now)
    _end(base, place, now)
    row = ChairWording.objects.create(
        base=base,
        place=place,
        words=words,
        note=note,
        amendments=[word.amendment_value(each) for each in amendments],
        file=storage.keep(file),
        written_at=now,
        written_by=actor.label,
    )
    wordings.enter(base, amendments, now, chair=row)
    return row, _follow(actor, now, base, place)


@action(allow=BASE_ADMINISTERED, on="base", record=_worded_facts)
def _lift(*, actor: Actor, now: datetime, base: RoundBase, place: str) -> tuple[ChairWording, Sequence[Step]]:
    base = steps.base_of(base)
    demand_current(base.round, now)
    wordings.settle_first(base, now)
    row = _end(base, place, now)
    if row is None:
        raise Refused(_("The Chair has no words beside this paragraph."), code="no_wording")
    row.ended_at = now
    return row, _follow(actor, now, base, place)


def _follow(actor: Actor, now: datetime, base: RoundBase, place: str) -> list[Step]:
    moved = steps.text_changed(actor, now, base, {place}, None)
    fold(base, {place})
    announcing.reopened(actor, now, moved)
    return moved


def _end(base: RoundBase, place: str, now: datetime) -> ChairWording | None:
    row = ChairWording.objects.filter(base=base, place=place, ended_at__isnull=True).first()
    if row is not None:
        ChairWording.objects.filter(pk=row.pk).update(ended_at=now)
        row.base = base
    return row


def _agenda_fact(result: tuple[Agenda, bool], **_given: Any) -> Fact | None:
    row, fresh = result
    data = {"base": row.base.sha256, "places": list(row.places)}
    return Fact("agenda.set", f"group:{row.base.round.group_id}", f"agenda:{row.pk}", data) if fresh else None


@action(allow=BASE_ADMINISTERED, on="base", record=_agenda_fact)
def _set_agenda(*, actor: Actor, now: datetime, base: RoundBase, places: list[str]) -> tuple[Agenda, bool]:
    base = steps.base_of(base)
    demand_current(base.round, now)
    steps.demand_places(base, places)
    former = Agenda.objects.filter(base=base, ended_at__isnull=True).first()
    if former is not None and former.places == places:
        former.base = base
        return former, False
    if former is not None:
        Agenda.objects.filter(pk=former.pk).update(ended_at=now)
    return Agenda.objects.create(base=base, places=places, set_at=now, set_by=actor.label), True
