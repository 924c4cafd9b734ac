"""The demo's second act: delegations say where they stand on each other's words, and the Chair records paragraphs."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from accord.kernel.actor import Actor
from accord.negotiation import actions as negotiation
from accord.negotiation import queries as negotiating
from accord.negotiation.queries.values import PlaceLine, WordingView
from accord.people import queries
from accord.web.demo.official import CAUCUS

ROUND, LANGUAGE = 2, "en"
PARAGRAPH = re.compile(r"p\d+\Z")
SAID: tuple[tuple[int, str, negotiation.Stance, str], ...] = (
    (0, "JM", "support", ""),
    (0, "PE", "support", "It says what we do already."),
    (0, "MX", "reserve", "We are consulting our Ministry of Finance."),
    (1, "AG", "support", ""),
    (1, "PE", "object", "This goes beyond what our law allows."),
    (1, "CL", "support", "With the words of the Chair we could go along."),
    (2, "JM", "object", "Small States cannot carry this alone."),
    (2, "CA", "dissociate", "We shall not stand in the way of the others."),
    (3, "MX", "support", ""),
    (3, "AG", "support", ""),
    (4, "CO", "support", ""),
    (4, "JM", "support", ""),
)
"""Which paragraph under discussion, who, what, and why."""
FOR_THE_CARIBBEAN = (0, "JM")
"""At which of them a delegation speaks for its group of delegations."""


def play(chair: Actor, speakers: Mapping[str, Actor], slug: str, now: datetime) -> None:
    """Have positions taken, words of the Chair's put forward, and five paragraphs recorded in five states."""
    scene = _Scene(chair, speakers, slug)
    for minutes, (at, code, stance, reason) in enumerate(SAID):
        scene.say(at, code, stance, reason, now + timedelta(minutes=minutes))
    later = now + timedelta(hours=1)
    scene.put_forward(1, later)
    scene.record(0, later, "bracketed")
    scene.record(2, later, "pending", parties=("JM", "CA"), named=True, note="Both asked for time until Friday.")
    scene.record(3, later, "informal", named=True)
    scene.record(4, later, "informal", named=True)
    scene.record(4, later + timedelta(minutes=20), "ad_referendum")
    scene.record(5, later, "pending", package="Means of implementation")
    scene.set_order((1, 0, 2), later)


class _Scene:
    """The text of the second round, and who is there."""

    def __init__(self, chair: Actor, speakers: Mapping[str, Actor], slug: str) -> None:
        self._chair, self._speakers = chair, speakers
        self._group = queries.group(chair, slug)
        self._base = negotiating.find_base(chair, self._group, ROUND, LANGUAGE)
        lines = negotiating.board(chair, self._group, ROUND, LANGUAGE).lines
        self._lines: list[PlaceLine] = [each for each in lines if each.wordings and PARAGRAPH.match(each.address)]

    def say(self, at: int, code: str, stance: negotiation.Stance, reason: str, now: datetime) -> None:
        """Have a delegation say where it stands on the first wording there that is not its own."""
        wording = next((each for each in self._wordings(at) if code not in _codes(each)), None)
        if wording is not None:
            speaker = self._speakers[code]
            row = negotiating.find_wording(speaker, self._base, wording.id)
            caucus = negotiating.find_caucus(speaker, self._base, CAUCUS) if (at, code) == FOR_THE_CARIBBEAN else None
            negotiation.take_position(actor=speaker, now=now, wording=row, stance=stance, reason=reason, caucus=caucus)

    def put_forward(self, at: int, now: datetime) -> None:
        """Have the Chair put words of her own beside a paragraph."""
        found = negotiating.place(self._chair, self._group, ROUND, LANGUAGE, self._lines[at].anchor)
        words = found.words.rstrip(".") + ", as far as its means allow."
        negotiation.write_chair_wording(
            actor=self._chair,
            now=now,
            base=self._base,
            place=found.address,
            words=words,
            note="Offered as a bridge between the two proposals.",
        )

    def record(
        self,
        at: int,
        now: datetime,
        state: str,
        *,
        parties: tuple[str, ...] = (),
        named: bool = False,
        package: str = "",
        note: str = "",
    ) -> None:
        """Have the Chair record where a paragraph stands; `named`: with the first wording proposed there."""
        taken = tuple(each.ask for each in self._wordings(at)[:1]) if named else None
        rows = negotiating.delegations_named(self._chair, self._group, parties)
        recorded = negotiation.Recorded(state, taken=taken, parties=rows, package=package, note=note)
        places = [self._lines[at].address]
        negotiation.record_state(actor=self._chair, now=now, base=self._base, places=places, recorded=recorded)

    def set_order(self, order: tuple[int, ...], now: datetime) -> None:
        """Have the Chair set the order of discussion."""
        places = [self._lines[at].address for at in order]
        negotiation.set_agenda(actor=self._chair, now=now, base=self._base, places=places)

    def _wordings(self, at: int) -> tuple[WordingView, ...]:
        return negotiating.place(self._chair, self._group, ROUND, LANGUAGE, self._lines[at].anchor).wordings


def _codes(each: WordingView) -> set[str]:
    return {party.code for party in each.sponsors}
