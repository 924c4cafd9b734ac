"""The whole text at a glance: how many paragraphs in which state, who holds them, what waits for whom."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet

from accord.kernel.action import NotAllowed
from accord.kernel.actor import Actor
from accord.kernel.prepared import prepared
from accord.negotiation.models import Agenda, Place, RoundBase
from accord.negotiation.queries import timetable
from accord.negotiation.queries.agreed import cited_places
from accord.negotiation.queries.folded import of_base
from accord.negotiation.queries.pieces import body_of, sheet_of
from accord.negotiation.queries.readers import Reader, reader, view
from accord.negotiation.queries.stories import anchor_of
from accord.negotiation.queries.values import AGREED, STATES, BoardView, DelegationView, HeldView, PlaceLine, State
from accord.people.models import Group


def board(actor: Actor, group: Group, number: int, language: str) -> BoardView:
    """Return where the whole text stands, in at most four questions; NotAllowed when there is no such base."""
    bases = timetable.bases_of(actor, group, number)
    base = next((each for each in bases if each.language == language), None)
    if base is None:
        raise NotAllowed
    who = reader(actor, group)
    round_ = timetable.view_of(who, bases, [])
    rows = [] if round_.sealed else _rows(base.pk)
    agenda: list[str] = next(iter(_agenda(base.pk)), [])
    lines = _lines(base, who, rows, {place: at for at, place in enumerate(agenda, 1)})
    own = who.own.code if who.own else ""
    mine = [each for each in lines if own in {party.code for party in (*each.waits_for, *each.holding)}]
    begun = round_.phase != "scheduled" and not round_.sealed
    return BoardView(
        round=round_,
        base=timetable.base_view(base),
        counts=_counts(base, lines),
        lines=tuple(lines),
        owed=_by_party(who, lines, lambda each: each.waits_for),
        held=_by_party(who, lines, lambda each: each.holding),
        mine=tuple(mine),
        may_record=who.administers and begun,
        may_speak=who.own is not None and begun,
        sealed=round_.sealed,
    )


def _lines(base: RoundBase, who: Reader, rows: Iterable[Place], agenda: Mapping[str, int]) -> list[PlaceLine]:
    stored = {each.address: each for each in rows}
    order = {each.address: at for at, each in enumerate(sheet_of(base))}
    # What is on the order of discussion stands on the board before anything is said of it.
    addresses = {*stored, *(each for each in agenda if of_base(each) in order)}
    names = cited_places(base, addresses)
    parties = {each.code: view(each, own=who.own) for each in who.delegations}
    lines = [_line(address, names[address], stored.get(address), parties, agenda) for address in addresses]
    return sorted(lines, key=lambda each: (order[of_base(each.address)], each.address))


def _line(
    address: str, cited: str, row: Place | None, parties: Mapping[str, DelegationView], agenda: Mapping[str, int]
) -> PlaceLine:
    value: Mapping[str, Any] = row.value if row else {"w": {}}
    voices, step = list(value["w"].values()), value.get("step", {})
    state: State = step.get("state", "")

    def named(codes: Iterable[str]) -> tuple[DelegationView, ...]:
        wanted = set(codes)
        return tuple(each for code, each in parties.items() if code in wanted)

    answers = step.get("parties", {})
    waits = [code for code, answer in answers.items() if answer == "waiting"]
    kept = [code for code, answer in answers.items() if answer == "objected"]
    against = {code for each in voices for code in (*each["o"], *each["r"])}
    holding = named({*kept, *against} if state not in AGREED else ())
    between = named({*waits, *kept, *against})
    return PlaceLine(
        address=address,
        anchor=anchor_of(address),
        cited=cited,
        state=state,
        seen=row.stands_on if row else "",
        wordings=len(voices),
        proposing=named(code for each in voices for code in each["by"]),
        holding=holding,
        waits_for=named(waits),
        alone=between[0] if len(between) == 1 and state not in AGREED else None,
        meeting=step.get("meeting"),
        package=step.get("package", ""),
        agenda=agenda.get(address, 0),
        since_approval=named(value.get("after_approval", ())),
    )


def _counts(base: RoundBase, lines: Iterable[PlaceLine]) -> tuple[tuple[State, int], ...]:
    """Return how many paragraphs stand in each state; undiscussed are all others that hold words."""
    found: dict[State, int] = dict.fromkeys(STATES, 0)
    for each in lines:
        found[each.state] += 1
    words = {each.address for each in body_of(base) if each.text.strip() and each.kind != "heading"}
    found[""] += len(words - {each.address for each in lines})
    return tuple(found.items())


def _by_party(who: Reader, lines: Iterable[PlaceLine], of: Any) -> tuple[HeldView, ...]:
    """Return, for each delegation that `of` names on a line, those lines; the longest list first."""
    found: dict[str, list[PlaceLine]] = {}
    for line in lines:
        for party in of(line):
            found.setdefault(party.code, []).append(line)
    parties = {each.code: view(each, own=who.own) for each in who.delegations}
    held = [HeldView(parties[code], tuple(those)) for code, those in found.items()]
    return tuple(sorted(held, key=lambda each: (-len(each.places), each.party.name)))


def _rows(base: int) -> list[Place]:
    return list(Place.objects.filter(base=base).only("address", "stands_on", "value"))


@prepared
def _agenda(base: int) -> QuerySet[Agenda, Any]:
    return Agenda.objects.filter(base=base, ended_at__isnull=True).values_list("places", flat=True)
