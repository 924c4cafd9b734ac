"""Where each paragraph of a base stands, folded from what was said: who asks for which words, who says what of them.

The history is the truth: what is stored of this (models.Place) is rewritten by each act that changes it, and equal to
what is folded anew here.
"""

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Q

from accord.kernel import clocks
from accord.negotiation.models import (
    AddedLabel,
    Position,
    Round,
    RoundBase,
    Sponsorship,
    Step,
    Upholding,
    Wording,
)
from accord.negotiation.queries.carried import given_up
from accord.negotiation.queries.pieces import body_of

CHAIR: Final = "Chair"
"""The code under which the Chair's own words are kept and compiled: a party of its own, no delegation."""
STANCES: Final = {"support": "s", "object": "o", "reserve": "r", "dissociate": "d"}
_ADDED = re.compile(r"~\d+\Z")


@dataclass(frozen=True, slots=True)
class FoldedPlace:
    """A paragraph as the stored row has it; `stands_on` names the words at it, whoever asks for them."""

    address: str
    state: str
    stands_on: str
    chair: int | None
    value: dict[str, Any]


def of_base(address: str) -> str:
    """Return the base paragraph of a place: "p8" of "p8~1", the first paragraph that is added behind it."""
    return _ADDED.sub("", address)


def words_hash(asks: Iterable[str]) -> str:
    """Return what names a set of wordings (`Place.stands_on`): SHA-256 of their sorted ids, joined by line feeds."""
    return hashlib.sha256("\n".join(sorted(asks)).encode()).hexdigest()


def is_sealed(round_: Round) -> bool:
    """Whether others see nothing yet of what is proposed in the round."""
    return round_.sees == Round.Sees.AFTER_CLOSE and clocks.now() < round_.closes_at


def together(base: RoundBase) -> tuple[RoundBase, ...]:
    """Return the round's other language versions whose body has the same paragraphs: they are agreed together."""
    shape = [(each.address, each.kind) for each in body_of(base)]
    others = RoundBase.objects.filter(round=base.round_id).exclude(pk=base.pk).order_by("language")
    return tuple(each for each in others if [(p.address, p.kind) for p in body_of(each)] == shape)


def stands_on(base: RoundBase, addresses: Collection[str]) -> dict[str, str]:
    """Return what names the words that stand at each of these places now."""
    found = folded(base, {of_base(each) for each in addresses}, positions=False) if addresses else {}
    return {each: found[each].stands_on if each in found else words_hash(()) for each in addresses}


def folded(
    base: RoundBase, addresses: Collection[str] | None = None, *, positions: bool = True
) -> dict[str, FoldedPlace]:
    """Return the places of a base of which there is anything to say, from the history alone.

    `addresses`: of these base paragraphs, and of what is added behind them, alone. Without `positions` nobody's are
    read: who only asks which words stand there need not wait for them. Sealed rounds have no places.
    """
    if is_sealed(base.round):
        return {}
    only = None if addresses is None else {of_base(each) for each in addresses}
    return _Fold(base, only, positions=positions).places()


class _Fold:
    """Reads the history once, and folds it."""

    def __init__(self, base: RoundBase, only: Collection[str] | None, *, positions: bool) -> None:
        at_wording = {} if only is None else {"wording__place__in": only}
        at_label = {} if only is None else {"after__in": only}
        given = AddedLabel.objects.filter(base=base, **at_label).values_list("after", "content", "ordinal")
        self._labels = {(after, content): ordinal for after, content, ordinal in given}
        self._sponsors = list(_sponsored(base, at_wording))
        asked = None if only is None else {each.wording_id for each in self._sponsors}
        self._positions = _positions(base, asked) if positions else {}
        self._carried = _Carried(base) if any(each.wording.carried_from_id for each in self._sponsors) else None
        steps = Step.objects.filter(base=base, ended_at__isnull=True).select_related("meeting", "party__party")
        self._steps = {
            each.place: each
            for each in steps.prefetch_related("parties__delegation__party")
            if only is None or of_base(each.place) in only
        }

    def places(self) -> dict[str, FoldedPlace]:
        at: dict[str, dict[int, list[Sponsorship]]] = {}
        for each in self._sponsors:
            for address in self._places_of(each.wording):
                at.setdefault(address, {}).setdefault(each.wording_id, []).append(each)
        return {address: self._place(address, at.get(address, {})) for address in sorted({*at, *self._steps})}

    def _places_of(self, wording: Wording) -> tuple[str, ...]:
        """Return where a wording counts: at each numbered paragraph that it adds, else at its place itself."""
        ordinals = [self._labels.get((wording.place, content)) for content in wording.contents]
        added = tuple(dict.fromkeys(f"{wording.place}~{each}" for each in ordinals if each))
        return added or (wording.place,)

    def _place(self, address: str, voices: Mapping[int, Sequence[Sponsorship]]) -> FoldedPlace:
        named = {those[0].wording.ask: those for those in voices.values()}
        hashed, step = words_hash(named), self._steps.get(address)
        value: dict[str, Any] = {"w": {ask: self._wording(those) for ask, those in sorted(named.items())}}
        value["labels"] = {
            content: ordinal for (after, content), ordinal in self._labels.items() if f"{after}~{ordinal}" == address
        }
        if step is not None:
            value["step"], value["after_approval"] = _step(step), _since(step, named.values(), hashed)
        chair = next((each.chair for those in voices.values() for each in those if each.chair), None)
        return FoldedPlace(address, step.state if step else "", hashed, chair.pk if chair else None, value)

    def _wording(self, voices: Sequence[Sponsorship]) -> dict[str, Any]:
        wording = voices[0].wording
        found: dict[str, Any] = {"id": wording.pk, "kind": wording.kind}
        found["by"] = sorted(each.proposal.delegation.code for each in voices if each.proposal)
        found["chair"] = any(each.chair for each in voices)
        said = self._positions.get(wording.pk, ())
        for stance, short in STANCES.items():
            found[short] = sorted(code for code, taken, _caucus, _old in said if taken == stance)
        found["of"] = {code: caucus for code, _taken, caucus, _old in said if caucus}
        if self._carried is not None and wording.carried_from_id is not None:
            asked = {code for code, _taken, _caucus, old in said if old}
            asked |= {*found["by"]} - self._carried.upheld(wording)
            round_, words = self._carried.rounds[wording.pk], [wording.removed, wording.added]
            found["carried"] = {"round": round_, "asked": sorted(asked), "words": words}
        return found


def _sponsored(base: RoundBase, where: Mapping[str, Any]) -> Iterable[Sponsorship]:
    """Return who asks for these wordings now: proposals that stand, and the Chair's words that do."""
    by_proposal, by_chair = Q(proposal__state="standing"), Q(chair__isnull=False, chair__ended_at__isnull=True)
    rows = Sponsorship.objects.filter(by_proposal | by_chair, wording__base=base, **where).exclude(given_up())
    rows = rows.select_related("wording", "proposal__delegation", "chair").order_by("wording__ask", "pk")
    return rows.defer("proposal__touches", "proposal__outside", "chair__amendments")


class _Carried:
    """What is known of wordings carried from an earlier round: of which, and who has said that they are still hers."""

    def __init__(self, base: RoundBase) -> None:
        rows = Wording.objects.filter(base=base, carried_from__isnull=False)
        self.rounds = dict(rows.values_list("pk", "carried_from__base__round__number"))
        said = Upholding.objects.filter(wording__base=base, upheld=True, ended_at__isnull=True)
        self._said = set(said.values_list("wording", "delegation__party"))

    def upheld(self, wording: Wording) -> set[str]:
        """Return the codes of those who have said that the wording is still theirs."""
        return {code for pk, code in self._said if pk == wording.pk}


def _positions(base: RoundBase, wordings: Collection[int] | None) -> dict[int, list[tuple[str, str, str | None, bool]]]:
    """Return by wording who says what of it now: delegation, stance, the caucus it speaks for, whether carried over."""
    rows = Position.objects.filter(base=base, ended_at__isnull=True).exclude(stance="withdrawn")
    rows = rows if wordings is None else rows.filter(wording__in=wordings)
    found: dict[int, list[tuple[str, str, str | None, bool]]] = {}
    told = ("wording", "delegation__party", "stance", "caucus__code", "carried_from")
    for wording, code, stance, caucus, former in rows.values_list(*told):
        found.setdefault(wording, []).append((code, stance, caucus, former is not None))
    return found


def _step(step: Step) -> dict[str, Any]:
    parties = {each.delegation.code: _answer(each.confirmed_at, each.objected_at) for each in step.parties.all()}
    return {
        "id": step.pk,
        "state": step.state,
        "cause": step.cause,
        "at": step.at.isoformat(),
        "parties": dict(sorted(parties.items())),
        "package": step.package,
        "meeting": step.meeting.number if step.meeting else None,
        "party": step.party.code if step.party else "",
        "agreed": bool(step.agreed),
    }


def _answer(confirmed_at: object, objected_at: object) -> str:
    if objected_at is not None:
        return "objected"
    return "waiting" if confirmed_at is None else "confirmed"


def _since(step: Step, voices: Iterable[Sequence[Sponsorship]], hashed: str) -> list[str]:
    """Return who proposes at a place what was not before it when a formal meeting approved it."""
    if step.state != Step.State.APPROVED or hashed == step.stands_on:
        return []
    late = [each for those in voices for each in those if each.wording.first_at > step.at and each.proposal]
    return sorted({each.proposal.delegation.code for each in late if each.proposal})
