"""The letters about a round's time: it opens, it will close, its rule; what was lodged for a delegation."""

from collections.abc import Callable
from datetime import date, datetime

from django.utils.translation import gettext as _

from accord.kernel import dates
from accord.negotiation.mail.letters import About, Composed, Place, address, instant, standing, vars_of


def round_opens(about: About, capital: Place) -> Callable[[], Composed]:
    """Tell a focal point that the round is open, at the instant of its opening."""

    def compose() -> Composed:
        lines = [
            _("Round %(number)s on %(symbol)s, “%(title)s”, is open.") % vars_of(about),
            _("It closes on %(instant)s.") % {"instant": instant(about.closes_at, about.official, capital)},
            _("Take the official text and send your proposal here:"),
            address("proposal", group=about.group),
            standing(),
        ]
        return _("Open: round %(number)s on %(symbol)s") % vars_of(about), "\n\n".join(lines)

    return compose


def round_reminder(about: About, capital: Place, party: Callable[[], str]) -> Callable[[], Composed]:
    """Remind a focal point whose delegation has not proposed that the round closes."""

    def compose() -> Composed:
        lines = [
            _("%(party)s has not proposed in round %(number)s on %(symbol)s.") % {**vars_of(about), "party": party()},
            _("It closes on %(instant)s.") % {"instant": instant(about.closes_at, about.official, capital)},
            _("If your delegation proposes nothing, there is nothing to do."),
            address("proposal", group=about.group),
            standing(),
        ]
        return _("Round %(number)s on %(symbol)s closes soon") % vars_of(about), "\n\n".join(lines)

    return compose


def rule_set(about: About, capital: Place, *, late: bool) -> Callable[[], Composed]:
    """Tell a focal point what becomes of proposals that come late."""

    def compose() -> Composed:
        said = (
            _("Late proposals in round %(number)s on %(symbol)s are accepted and marked as late.")
            if late
            else _("Late proposals in round %(number)s on %(symbol)s are refused.")
        )
        lines = [
            said % vars_of(about),
            _("It closes on %(instant)s.") % {"instant": instant(about.closes_at, about.official, capital)},
            address("round", group=about.group, number=about.number),
            standing(),
        ]
        return _("Round %(number)s on %(symbol)s: late proposals") % vars_of(about), "\n\n".join(lines)

    return compose


def internal_reminder(about: About, at: datetime, capital: Place) -> Callable[[], Composed]:
    """Remind an expert in the capital that her focal point waits for her word; nothing of what is proposed."""

    def compose() -> Composed:
        when = {**vars_of(about), "instant": instant(at, capital, about.official)}
        lines = [
            _("Your focal point waits for your word on %(symbol)s until %(instant)s.") % when,
            _("The round itself closes on %(instant)s.")
            % {"instant": instant(about.closes_at, about.official, capital)},
            address("overview", group=about.group),
            standing(),
        ]
        return _("Your word on %(symbol)s is asked for") % vars_of(about), "\n\n".join(lines)

    return compose


def proposal_lodged(about: About, received_on: date, proposal: int, capital: Place) -> Callable[[], Composed]:
    """Ask a focal point whether what the Secretariat put in for her delegation is hers."""

    def compose() -> Composed:
        day = {**vars_of(about), "day": dates.written_day(received_on)}
        lines = [
            _("The Secretariat put in, for your delegation, the proposal on %(symbol)s that it received on %(day)s.")
            % day,
            _("It stands only from the moment you confirm it. Nobody else sees it before."),
            _("The round closes on %(instant)s.") % {"instant": instant(about.closes_at, about.official, capital)},
            address("lodging", group=about.group, proposal=proposal),
            standing(),
        ]
        return _("Is this yours? A proposal on %(symbol)s") % vars_of(about), "\n\n".join(lines)

    return compose


def lodging_answered(about: About, party: Callable[[], str], *, confirmed: bool) -> Callable[[], Composed]:
    """Tell the Secretariat whether a delegation took what was lodged for it as its own."""

    def compose() -> Composed:
        who = {**vars_of(about), "party": party()}
        said = (
            _("%(party)s has confirmed the proposal on %(symbol)s that you put in for it. It stands.")
            if confirmed
            else _("%(party)s does not take the proposal on %(symbol)s that you put in as its own.")
        )
        lines = [said % who, address("lodge", group=about.group, number=about.number), standing()]
        return _("%(party)s has answered on %(symbol)s") % who, "\n\n".join(lines)

    return compose
