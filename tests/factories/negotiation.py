"""A negotiation for tests: a base document, an open round on it, and delegations' Word files made by the generator."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import time_machine

from accord.kernel import clocks, queue
from accord.kernel.actor import Actor
from accord.library import actions as library_actions
from accord.library.models import Version
from accord.negotiation import actions
from accord.negotiation.models import Compilation, Proposal, Round, RoundBase
from tests.factories.library import held, publish, version_of
from tests.factories.people import World, world
from tests.redline.generator import Base, Edit, make_base, track

ENGLISH = make_base(
    "The States shall cooperate in good time.",
    "Each State will keep a register of its capacities.",
    "The General Secretariat publishes a list of those capacities, and their cost.",
    "Early-warning systems are built with the communities that they serve.",
    "The plan is reviewed every two years.",
    table=[
        ["Goal", "Action", "Who", "When", "Indicator"],
        ["Prevention", "Maps of hazards", "States", "2027", "Number of maps"],
    ],
)
SPANISH = make_base(
    "Los Estados cooperarán oportunamente.",
    "Cada Estado llevará un registro de sus capacidades.",
    "La Secretaría General publica una lista de esas capacidades, y de su costo.",
    "Los sistemas de alerta temprana se construyen con las comunidades a las que sirven.",
    "El plan se revisa cada dos años.",
    table=[
        ["Meta", "Acción", "Quién", "Cuándo", "Indicador"],
        ["Prevención", "Mapas de amenazas", "Estados", "2027", "Número de mapas"],
    ],
)


@dataclass(frozen=True)
class Negotiation:
    """A world with a round on the base GT/PLAN/doc.4/26, whose Word files the generator wrote."""

    world: World
    version: Version
    round: Round
    texts: dict[str, Base]

    def base(self, language: str = "en") -> RoundBase:
        """Return the frozen language version."""
        return RoundBase.objects.get(round=self.round, language=language)

    def file(self, *edits: Edit, language: str = "en", author: str = "Somebody") -> bytes:
        """Return a delegate's Word file: the base with her edits."""
        return track(self.texts[language], edits, author=author)

    def upload(
        self, code: str, *edits: Edit, filename: str = "Matriz.docx", language: str = "en", data: bytes | None = None
    ) -> Proposal:
        """Upload the file (or these bytes) as the delegation's focal point."""
        return actions.receive_proposal(
            actor=self.world.focal_points[code],
            now=clocks.now(),
            round=self.round,
            data=self.file(*edits, language=language, author=code) if data is None else data,
            filename=filename,
        )

    def propose(self, code: str, *edits: Edit, language: str = "en") -> Proposal:
        """She uploads her file, makes what was untracked visible, and sends it."""
        actor, checked = self.world.focal_points[code], self.upload(code, *edits, language=language)
        if checked.untracked_count:
            checked = actions.make_visible(actor=actor, now=clocks.now(), proposal=checked)
        return actions.submit_proposal(actor=actor, now=clocks.now(), proposal=checked)

    def compile(self, actor: Actor | None = None, language: str = "en") -> Compilation:
        """Ask for the compilation as the Chair (or this actor), and have the worker make it."""
        who = actor or self.world.chair
        row = actions.compile_round(actor=who, now=clocks.now(), base=self.base(language))
        queue.drain()
        row.refresh_from_db()
        return row

    def after_close(self) -> time_machine.travel:
        """Travel to the hour after the close; use it in a `with`."""
        return time_machine.travel(self.round.closes_at + timedelta(hours=1), tick=False)


def negotiation(
    *,
    codes: Sequence[str] = ("AG", "BR", "CL"),
    sees: str = "at_once",
    texts: dict[str, Base] | None = None,
    opens_in: timedelta = timedelta(0),
    lasts: timedelta = timedelta(days=2),
    slug: str = "plan",
) -> Negotiation:
    """Build a world, publish its base in these languages (English alone unless told), and schedule a round on it."""
    people = world(slug, tuple(codes))
    texts = texts or {"en": ENGLISH}
    version = published(people, texts)
    now = clocks.now()
    round_ = schedule(people, version, now + opens_in, now + opens_in + lasts, sees=sees)
    return Negotiation(people, version, round_, texts)


def published(people: World, texts: dict[str, Base]) -> Version:
    """Publish the base document, with one file per language, as the Chair."""
    (first, data), *others = ((language, base.data) for language, base in texts.items())
    version = version_of(publish(people, data=data, language=first, original_language=first))
    for language, data in others:
        file = held(people.chair, people, data)
        library_actions.add_language_version(
            actor=people.chair, now=clocks.now(), version=version, language=language, held=file
        )
    return version


def schedule(
    people: World, version: Version, opens_at: datetime, closes_at: datetime, *, sees: str = "at_once"
) -> Round:
    """Schedule a round as the Chair, before the world's formal meeting, on the clock of Washington."""
    return actions.schedule_round(
        actor=people.chair,
        now=clocks.now(),
        group=people.group,
        version=version,
        meeting=people.meeting,
        opens_at=opens_at,
        closes_at=closes_at,
        zone="America/New_York",
        sees="after_close" if sees == "after_close" else "at_once",
    )
