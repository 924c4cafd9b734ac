"""The letters of a negotiation: what each says, in the language of who reads it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accord.kernel import dates
from accord.kernel.clocks import Clock, three_clocks

Composed = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Place:
    """Whose clock it is: a zone and how the place is called; "" means by the city of the zone."""

    zone: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class About:
    """What a letter about a round needs to say: the round's document, its meeting and its two instants."""

    group: str
    number: int
    symbol: str
    title: str
    meeting: str
    opens_at: datetime
    closes_at: datetime
    official: Place
    sealed: bool


def round_scheduled(about: About, capital: Place) -> Callable[[], Composed]:
    """Tell a delegation that a round is scheduled."""

    def compose() -> Composed:
        sees = (
            _("What you propose is seen by nobody else before the round closes.")
            if about.sealed
            else _("What you propose is seen by the other delegations as soon as you send it.")
        )
        lines = [
            _("Proposals on %(symbol)s, “%(title)s”, can be sent in round %(number)s.") % vars_of(about),
            _("It opens on %(instant)s.") % {"instant": instant(about.opens_at, about.official, capital)},
            _("It closes on %(instant)s.") % {"instant": instant(about.closes_at, about.official, capital)},
            sees,
            _("The proposals are compiled for this formal meeting: %(meeting)s.") % vars_of(about),
            _round_page(about),
            standing(),
        ]
        return _("Round %(number)s on %(symbol)s") % vars_of(about), "\n\n".join(lines)

    return compose


def close_moved(about: About, capital: Place, reason: str) -> Callable[[], Composed]:
    """Tell a delegation that the close of a round was moved, and why."""

    def compose() -> Composed:
        moved = {**vars_of(about), "instant": instant(about.closes_at, about.official, capital)}
        lines = [
            _("Round %(number)s on %(symbol)s now closes on %(instant)s.") % moved,
            _("Reason given: %(reason)s") % {"reason": reason},
            _round_page(about),
            standing(),
        ]
        return _("Round %(number)s on %(symbol)s: the close was moved") % vars_of(about), "\n\n".join(lines)

    return compose


def proposal_received(about: About, comment: Callable[[], str], sha256: str, proposal: int) -> Callable[[], Composed]:
    """Tell the focal point that her proposal stands."""

    def compose() -> Composed:
        lines = [
            _("Your proposal in round %(number)s on %(symbol)s stands.") % vars_of(about),
            comment(),
            _("SHA-256 of the file: %(sha256)s") % {"sha256": sha256},
            _("Your signed receipt: %(address)s")
            % {"address": address("receipt", group=about.group, proposal=proposal)},
            standing(),
        ]
        return _("Received: your proposal on %(symbol)s") % vars_of(about), "\n\n".join(lines)

    return compose


def proposal_notice(
    about: About, party: Callable[[], str], comment: Callable[[], str] | None, *, late: bool
) -> Callable[[], Composed]:
    """Tell the Chair that a delegation has proposed, and whether late; of a sealed proposal nothing but that."""

    def compose() -> Composed:
        who = {**vars_of(about), "party": party()}
        lines = [_("%(party)s has proposed in round %(number)s on %(symbol)s.") % who]
        lines.append(comment() if comment else _("It is sealed until the round closes."))
        lines += [_("It came after the close and is marked as late.")] if late else []
        lines += [_round_page(about), standing()]
        return _("%(party)s: proposal on %(symbol)s") % who, "\n\n".join(lines)

    return compose


def compilation_made(about: About, filename: str) -> Callable[[], Composed]:
    """Tell the delegations level that the proposals are compiled."""

    def compose() -> Composed:
        lines = [
            _("The proposals of round %(number)s on %(symbol)s are compiled: %(file)s.")
            % {**vars_of(about), "file": filename},
            _("You can check that every word your delegation proposed is in it, under its name."),
            standing(),
            address("compilation", group=about.group, number=about.number),
        ]
        return _("Compiled: the proposals on %(symbol)s") % vars_of(about), "\n\n".join(lines)

    return compose


def standing() -> str:
    """Return the standing notices of O26 and R14, which end every letter that tells a state, a position or a text."""
    return " ".join(
        [
            _("Informal until approved at a formal meeting."),
            _("Nothing is agreed until everything is agreed."),
            _("This is no vote."),
        ]
    )


def in_language(language: str, compose: Callable[[], Composed]) -> Composed:
    """Compose a letter in this language."""
    with translation.override(language):
        return compose()


def instant(at: datetime, official: Place, capital: Place, reader: Place | None = None) -> str:
    """Return an instant in words on the official clock, then on the others that read otherwise."""
    clocks = three_clocks(at, official.zone, capital.zone, reader.zone if reader else None)
    said = [(clocks.official, official.name), (clocks.capital, capital.name), (clocks.reader, "")]
    return ", ".join(_words(clock, name) for clock, name in said if clock is not None)


def address(page: str, **where: str | int) -> str:
    """Return the full address of a page by its name; the pages stand above, so that only their names are known here."""
    return f"{settings.ACCORD_ORIGIN.rstrip('/')}{reverse(page, kwargs=where)}"


def _round_page(about: About) -> str:
    return address("round", group=about.group, number=about.number)


def vars_of(about: About) -> dict[str, str | int]:
    """Return what sentences about a round may name."""
    return {"number": about.number, "symbol": about.symbol, "title": about.title, "meeting": about.meeting}


def _words(clock: Clock, name: str) -> str:
    return f"{dates.written(clock.local, clock.zone)} {name or dates.city(clock.zone)} ({clock.offset})"
