"""What outputs print: everything that stood on a base at an instant, once, as the values that the engine takes."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from babel import Locale
from django.utils import translation
from django.utils.translation import gettext as _

from accord.kernel import dates, storage
from accord.negotiation.models import AddedLabel, Position, Remark, RoundBase, Sponsorship, Step, Wording
from accord.negotiation.queries.agreed import cited_places
from accord.negotiation.queries.as_of import chair_at, positions_at, standing_at, steps_at
from accord.negotiation.queries.folded import CHAIR, STANCES
from accord.negotiation.queries.late import authors_in, printed_in
from accord.negotiation.queries.pieces import amendments_of, paragraphs_of
from accord.negotiation.queries.values import AGREED
from accord.texts.providers import around, versions, word
from accord.texts.providers.versions import Cell, Held, Words

_TOGETHER = ("round__group", "round__version__document", "file")


@dataclass(frozen=True)
class Standing:
    """All that stood on a base at an instant, read once."""

    base: RoundBase
    at: datetime

    @classmethod
    def on(cls, base: RoundBase, at: datetime) -> "Standing":
        """Return what stood on the base then."""
        return cls(RoundBase.objects.select_related(*_TOGETHER).get(pk=base.pk), at)

    @property
    def preliminary(self) -> bool:
        """Whether the round was still open."""
        return self.at < self.base.round.closes_at

    def key(self, kind: str, options: Mapping[str, str], as_of: datetime | None) -> str:
        """Return what identifies an output: what it is made of, and how. The same words, said again, are the same."""
        made_of = [
            *(f"p{each.pk} {each.file_id}" for each in self.proposals),
            *(f"c{each.pk}" for each in self._chair),
            *(f"s{each.pk}" for each in self.positions),
            *(f"l{each.pk} {[(p.confirmed_at, p.objected_at) for p in each.parties.all()]}" for each in self._steps),
        ]
        given = [versions.EDITION, kind, json.dumps(options, sort_keys=True), self.base.sha256, str(self.preliminary)]
        instant = as_of.isoformat() if as_of else ""
        return hashlib.sha256("\n".join([*given, instant, *made_of]).encode()).hexdigest()

    def printer(self) -> versions.Printer:
        """Return what prints all of it, in the language of the base where the product speaks it."""
        with translation.override(printed_in(self.base)):
            return versions.Printer(self._held(), self._words())

    def sources(self) -> dict[str, bytes]:
        """Return the files that stood, by party."""
        return {each.delegation.code: storage.read(each.file) for each in self.proposals}

    @cached_property
    def proposals(self) -> Sequence[Any]:
        """The proposals that stood."""
        return standing_at(self.base, self.at)

    @property
    def chair_ids(self) -> tuple[int, ...]:
        """The Chair's own wordings, by row."""
        return tuple(each.pk for each in self._chair)

    @cached_property
    def asked(self) -> dict[str, tuple[str, ...]]:
        """Who asked for each wording, by ask: codes in alphabetical order, the Chair's own among them."""
        found: dict[str, list[str]] = {}
        for code in sorted(self.amendments):
            for ask in dict.fromkeys(word.ask_of(each) for each in self.amendments[code]):
                found.setdefault(ask, []).append(code)
        return {ask: tuple(codes) for ask, codes in found.items()}

    @cached_property
    def late(self) -> tuple[str, ...]:
        """The codes of those that were sent after the close."""
        closes_at = self.base.round.closes_at
        return tuple(each.delegation.code for each in self.proposals if each.submitted_at >= closes_at)

    @cached_property
    def _authors(self) -> dict[str, str]:
        """By code as whose words stand in what is printed: what came late says so."""
        return authors_in(self.base, self.proposals)

    @cached_property
    def _chair(self) -> Sequence[Any]:
        return chair_at(self.base, self.at)

    @cached_property
    def positions(self) -> Sequence[Position]:
        """What delegations said of wordings."""
        return list(positions_at(self.base, self.at))

    @cached_property
    def _steps(self) -> Sequence[Step]:
        return steps_at(self.base, self.at)

    @cached_property
    def _wordings(self) -> dict[str, Wording]:
        return {each.ask: each for each in Wording.objects.filter(base=self.base)}

    @cached_property
    def amendments(self) -> dict[str, tuple[word.Amendment, ...]]:
        """What was asked for by party, the Chair's own words among them."""
        found = {
            each.delegation.code: amendments_of(each.pk, each.file_id, self.base.sha256) for each in self.proposals
        }
        chair = [word.amendment_of(value) for each in self._chair for value in each.amendments]
        return {**found, **({CHAIR: tuple(chair)} if chair else {})}

    def _held(self) -> Held:
        taken, settled = self._agreed()
        return Held(
            base=storage.read(self.base.file),
            amendments=self.amendments,
            sources=self.sources(),
            reasons=_reasons(self.proposals),
            taken=taken,
            settled=settled,
            rows=self._rows(frozenset(taken)),
            more=self._more(),
            authors=self._authors,
        )

    def _agreed(self) -> tuple[dict[str, word.Amendment], frozenset[str]]:
        """Return the amendments that agreed words hold, and the ids that agreement on their paragraph put aside."""
        agreed = [each for each in self._steps if each.state in AGREED]
        taken = {ask for each in agreed for ask in each.taken}
        # A step written on the text in another language names no wordings of this one: they stay in brackets.
        own = {each.place: each for each in agreed if each.carried_from_id is None}
        settled = {
            ask
            for ask, each in self._wordings.items()
            for place in self._places[ask]
            if place in own and each.first_at <= own[place].at
        }
        return self._behind(taken), frozenset(settled - taken)

    def _behind(self, asks: Iterable[str]) -> dict[str, word.Amendment]:
        """Return the amendment behind each wording, whether or not anybody asks for it still."""
        rows = Sponsorship.objects.filter(wording__base=self.base, wording__ask__in=list(asks))
        found: dict[str, word.Amendment] = {}
        for each in rows.select_related("proposal", "chair"):
            given: Iterable[word.Amendment] = ()
            if each.proposal is not None:
                given = amendments_of(each.proposal.pk, each.proposal.file_id, self.base.sha256)
            elif each.chair is not None:
                given = [word.amendment_of(value) for value in each.chair.amendments]
            found.update({word.ask_of(amendment): amendment for amendment in given})
        return {ask: found[ask] for ask in asks if ask in found}

    @cached_property
    def _places(self) -> dict[str, tuple[str, ...]]:
        """By wording, where it counts: at each numbered paragraph that it adds, else at its place itself."""
        given = AddedLabel.objects.filter(base=self.base).values_list("after", "content", "ordinal")
        labels = {(after, content): ordinal for after, content, ordinal in given}
        found = {}
        for ask, each in self._wordings.items():
            ordinals = [labels.get((each.place, content)) for content in each.contents]
            added = tuple(dict.fromkeys(f"{each.place}~{ordinal}" for ordinal in ordinals if ordinal))
            found[ask] = added or (each.place,)
        return found

    def _rows(self, taken: frozenset[str]) -> dict[str, Sequence[Cell]]:
        """Return the traceability table by wording: where, which words, whose, who says what of them, what came."""
        known = dict.fromkeys(each.address for each in paragraphs_of(self.base))
        sponsors: dict[str, list[str]] = {}
        asked: dict[str, word.Amendment] = {}
        for code in sorted(self.amendments):
            for each in self.amendments[code]:
                ask = word.ask_of(each)
                asked.setdefault(ask, each)
                if code not in sponsors.setdefault(ask, []):
                    sponsors[ask].append(code)
        places = {ask: self._places.get(ask) or _place(each, known) for ask, each in asked.items()}
        cited = cited_places(self.base, {place for those in places.values() for place in those})
        found: dict[str, Sequence[Cell]] = {}
        for ask, each in asked.items():
            by = ", ".join(self._authors.get(code, code) for code in sponsors[ask])
            where = ", ".join(cited[place] for place in places[ask])
            state = "; ".join(dict.fromkeys(self._state(place) for place in places[ask]))
            outcome = _("Taken into the agreed words") if ask in taken else ""
            words = versions.wording(each.removed, each.added or each.what)
            found[ask] = (where, words, by, *self._said(ask), state, outcome)
        return found

    def _said(self, ask: str) -> tuple[str, str, str, str]:
        said = [each for each in self.positions if each.wording.ask == ask]
        columns = []
        for stance in STANCES:
            codes = sorted(_voice(each) for each in said if each.stance == stance)
            columns.append(", ".join(codes))
        return columns[0], columns[1], columns[2], columns[3]

    def _state(self, place: str) -> str:
        step = next((each for each in self._steps if each.place == place), None)
        return _state(step) if step is not None else _("not discussed")

    def _words(self) -> Words:
        group, round_ = self.base.round.group, self.base.round
        names = {each.delegation.code: each.delegation.party.short_name() for each in self.proposals}
        # Tables name the party at the head of its column: there too, what came late says so.
        names |= {code: _("%(code)s (late)") % {"code": names[code]} for code in self.late}
        language = Locale.parse(self.base.language.replace("-", "_"))
        instant = f"{dates.written(self.at, round_.zone)} ({round_.place or dates.city(round_.zone)})"
        said = {"symbol": round_.version.symbol, "language": language.get_display_name(dates.reader_locale())}
        said |= {"number": str(round_.number), "instant": instant, "group": group.name}
        title = _("%(symbol)s, %(language)s. Proposals of round %(number)s as of %(instant)s.") % said
        open_still = _("Preliminary: the round was still open.") if self.preliminary else ""
        late = _("With late proposals, sent after the close: %(codes)s.") % {"codes": ", ".join(self.late)}
        late = late if self.late else ""
        return Words(
            lines=tuple(each for each in (title, open_still, late, _standing()) if each),
            names={**names, **({CHAIR: _("the Chair’s own words")} if self._chair else {})},
            trace=(
                *(_("Where"), _("Wording"), _("Proposed by"), _("Support"), _("Object"), _("Reserve their position")),
                *(_("Dissociate themselves"), _("Where it stands"), _("What became of it")),
            ),
            table=(_("No."), _("Address"), _("Official text"), _("All together")),
            numbers=(_("Number before"), _("Number now"), _("Paragraph")),
            language=self.base.language,
            direction="rtl" if language.text_direction == "rtl" else "ltr",
            states={each.place: _state(each) for each in self._steps},
            phrases=around.phrases(),
        )

    def _more(self) -> dict[str, Any]:
        """Return what the JSON file tells beside the compilation: codes and states, no names of persons."""
        return {
            "number": self.base.round.number,
            "document": self.base.round.version.symbol,
            "language": self.base.language,
            "base_sha256": self.base.sha256,
            "as_of": self.at.isoformat(),
            "preliminary": self.preliminary,
            "late": list(self.late),
            "positions": [
                {
                    "wording": each.wording.ask,
                    "party": each.delegation.code,
                    "stance": each.stance,
                    "reason": each.reason,
                    "on_behalf_of": each.caucus.code if each.caucus else "",
                }
                for each in self.positions
            ],
            "states": [
                {
                    "place": each.place,
                    "state": each.state,
                    "agreed": each.agreed,
                    "taken": each.taken,
                    "meeting": each.meeting.number if each.meeting else None,
                    "waits_for": _waits_for(each),
                }
                for each in self._steps
            ],
        }


def _reasons(proposals: Iterable[Any]) -> dict[str, Sequence[tuple[str, str]]]:
    codes = {each.pk: each.delegation.code for each in proposals}
    found: dict[str, list[tuple[str, str]]] = {}
    for proposal, address, words in Remark.objects.filter(proposal__in=codes).values_list(
        "proposal", "address", "words"
    ):
        found.setdefault(codes[proposal], []).append((address, words))
    return {code: tuple(given) for code, given in found.items()}


def _place(amendment: word.Amendment, known: Mapping[str, None]) -> tuple[str, ...]:
    """Return where an amendment stands that was sent before wordings had rows of their own."""
    near = next((each for each in (amendment.address, amendment.after) if each in known), None)
    inside = (each for each in known if each.startswith(f"{amendment.address}."))
    return (near or next(inside, next(iter(known))),)


def _voice(said: Position) -> str:
    return f"{said.delegation.code} ({said.caucus.code})" if said.caucus else said.delegation.code


def _waits_for(step: Step) -> list[str]:
    waiting = (each for each in step.parties.all() if each.confirmed_at is None and each.objected_at is None)
    return sorted(each.delegation.code for each in waiting)


def _state(step: Step) -> str:
    words = str(step.get_state_display())
    if step.meeting is not None:
        return _("approved at formal meeting %(number)s") % {"number": step.meeting.number}
    waiting = _waits_for(step)
    return _("%(state)s, waits for %(codes)s") % {"state": words, "codes": ", ".join(waiting)} if waiting else words


def _standing() -> str:
    return " ".join(
        [
            _("Informal until approved at a formal meeting."),
            _("Nothing is agreed until everything is agreed."),
            _("This is no vote."),
        ]
    )
