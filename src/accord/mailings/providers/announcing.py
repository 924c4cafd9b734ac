"""The letters about people: who speaks for a delegation from now on, and that a password was changed."""

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext_noop

from accord.kernel import dates
from accord.mailings.providers.composing import Composed, compose
from accord.people.queries import AppointmentNews

# What is said of each act: the subject's few words, and the sentence of the letter.
SAID = {
    "focal_point.appointed": (
        gettext_noop("focal point"),
        gettext_noop("%(name)s is its focal point from %(starts)s."),
    ),
    "focal_point_successor.appointed": (
        gettext_noop("new focal point"),
        gettext_noop("%(name)s is its focal point from %(starts)s; from then on the predecessor has no access."),
    ),
    "acting_focal_point.appointed": (
        gettext_noop("acting focal point"),
        gettext_noop("%(name)s is its acting focal point from %(starts)s until %(ends)s, and alone speaks for it."),
    ),
    "acting_focal_point.ended": (
        gettext_noop("its regular focal point speaks again"),
        gettext_noop("%(name)s no longer acts as its focal point since %(ends)s."),
    ),
    "focal_point.recalled": (
        gettext_noop("focal point recalled"),
        gettext_noop("%(name)s is no longer its focal point since %(ends)s."),
    ),
}

# What an owner is told of how her account is opened: the subject's few words, and what happened.
OPENING = {
    "second_step.turned_on": (
        gettext_noop("The second step is turned on"),
        gettext_noop("signing in to your account %(username)s asks for a code of your authenticator app since %(at)s."),
    ),
    "second_step.turned_off": (
        gettext_noop("The second step is turned off"),
        gettext_noop("your password alone signs you in to your account %(username)s since %(at)s."),
    ),
    "second_step.taken_away": (
        gettext_noop("The second step was taken away"),
        gettext_noop(
            "at %(at)s the operator of the server took the second step of your account %(username)s away: your "
            "authenticator app, recovery codes and passkeys no longer work there, and your password alone signs you in."
        ),
    ),
    "second_step.guessed_at": (
        gettext_noop("Somebody guesses the second step of your account"),
        gettext_noop(
            "somebody who knows the password of your account %(username)s has typed five wrong codes (%(at)s). "
            "If it was not you, choose a new password now."
        ),
    ),
    "passkey.added": (
        gettext_noop("A passkey was added"),
        gettext_noop("a passkey was added to your account %(username)s at %(at)s; it opens it without the password."),
    ),
    "passkey.removed": (
        gettext_noop("A passkey was removed"),
        gettext_noop("a passkey of your account %(username)s was removed at %(at)s; it opens nothing any longer."),
    ),
    "recovery_codes.made": (
        gettext_noop("New recovery codes were made"),
        gettext_noop("new recovery codes were made for your account %(username)s at %(at)s; the former ones ended."),
    ),
    "recovery_code.used": (
        gettext_noop("A recovery code was used"),
        gettext_noop("a recovery code was used to sign in to your account %(username)s at %(at)s."),
    ),
}


def appointment(news: AppointmentNews, kind: str, *, name: str, language: str) -> Composed:
    """Return the letter that tells one reader of an appointment, in her language, times on the official clock."""
    told = news.appointment
    group, party = told.delegation.group, told.delegation.party
    what, sentence = SAID[kind]
    with translation.override(language):
        times = {
            "name": told.person.name,
            "starts": _on_clock(told.starts_at, group.official_zone, group.official_place),
            "ends": _on_clock(told.ends_at, group.official_zone, group.official_place) if told.ends_at else "",
        }
        return compose(
            "appointment",
            language,
            name=name,
            group=group.name,
            party=party.short_name(language),
            official=party.official_name(language),
            what=translation.gettext(what),
            sentence=translation.gettext(sentence) % times,
        )


def password_changed(*, name: str, username: str, at: datetime, language: str) -> Composed:
    """Return the letter that tells an owner that her password was changed."""
    with translation.override(language):
        return compose("password", language, name=name, username=username, at=dates.written(at))


def opening_changed(kind: str, *, name: str, username: str, at: datetime, language: str) -> Composed:
    """Return the letter that tells an owner what was changed in how her account is opened."""
    what, sentence = OPENING[kind]
    with translation.override(language):
        said = translation.gettext(sentence) % {"username": username, "at": f"{dates.written(at)} (UTC)"}
        return compose("opening", language, name=name, what=translation.gettext(what), sentence=said)


def backup_failed(*, name: str, said: str, at: datetime, language: str) -> Composed:
    """Return the letter that tells the secretariat that the installation is without a good backup."""
    with translation.override(language):
        return compose("backup", language, name=name, said=said, at=dates.written(at))


def _on_clock(instant: datetime, zone: str, named: str = "") -> str:
    return f"{dates.written(instant, zone)} ({named or dates.city(zone)})"
