"""`accord user …`: persons and accounts, for whoever runs the server; a password is never typed here."""

import argparse
import gettext
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from accord.cli.platform import demand_database
from accord.cli.words import Wrong
from accord.kernel import actor, clocks
from accord.kernel.action import Refused
from accord.people import actions
from accord.people.actions import closing, second_step
from accord.people.queries import register

_ = gettext.gettext
OPERATOR = actor.system("command-line")


def create(options: argparse.Namespace) -> int:
    """Enter a person and print the link by which she chooses her own user name and password."""
    demand_database()
    try:
        validate_email(options.email)
    except ValidationError as error:
        raise Wrong(_("“{email}” is not an e-mail address.").format(email=options.email)) from error
    if options.zone not in available_timezones():
        raise Wrong(_("“{zone}” is not a time zone; write it as America/Port_of_Spain.").format(zone=options.zone))
    who = actions.Newcomer(options.given, options.family, options.email, options.language, options.zone)
    try:
        person = actions.enter_person(actor=OPERATOR, now=clocks.now(), who=who, is_secretariat=options.secretariat)
    except Refused as error:
        raise Wrong(
            _("{sentence} `accord user link` prints a fresh link.").format(sentence=error.sentence), 1
        ) from error
    print(_("{name} is entered.").format(name=person.name))
    return _print_link(options.email)


def link(options: argparse.Namespace) -> int:
    """Print a fresh activation link; earlier ones end."""
    demand_database()
    return _print_link(options.name)


def lock(options: argparse.Namespace) -> int:
    """Close an account and every link to it."""
    demand_database()
    found = _named(options.name)
    if not closing.close_account(actor=OPERATOR, now=clocks.now(), person=found.person):
        raise Wrong(_("{name} has no open account; her links are withdrawn.").format(name=found.person.name), 1)
    print(_("The account {name} is closed.").format(name=found.username))
    return 0


def unlock(options: argparse.Namespace) -> int:
    """Open a closed account again, under the same user name."""
    demand_database()
    found = _named(options.name)
    if not closing.open_account_again(actor=OPERATOR, now=clocks.now(), person=found.person):
        raise Wrong(_("{name} has no closed account.").format(name=found.person.name), 1)
    print(_("The account {name} is open again.").format(name=found.username))
    return 0


def unpair(options: argparse.Namespace) -> int:
    """Take a lost authenticator app, its recovery codes and every passkey away; the password stays."""
    demand_database()
    found = _named(options.name)
    if not second_step.take_second_step_away(actor=OPERATOR, now=clocks.now(), person=found.person):
        raise Wrong(_("{name} has neither a second step nor a passkey.").format(name=found.person.name), 1)
    print(_("{name} signs in with the password alone from now on, and is told by letter.").format(name=found.username))
    return 0


def rename(options: argparse.Namespace) -> int:
    """Say why not."""
    raise Wrong(
        _("A user name can never be changed, by anybody: the record names its owner by it. {name} stays.").format(
            name=options.name
        )
    )


def everybody(_options: argparse.Namespace) -> int:
    """List persons with user name, address, and whether the account is open."""
    demand_database()
    rows = register.everybody(OPERATOR)
    for row in rows:
        state = _("open") if row.is_open else _("closed") if row.username else _("not opened yet")
        staff = _(" secretariat") if row.person.is_secretariat else ""
        print(f"{row.username or '—':20} {row.person.name:30} {row.person.email:40} {state}{staff}")
    if not rows:
        print(_("Nobody is entered yet. Begin with: accord user create --secretariat …"))
    return 0


def _named(name: str) -> register.Registered:
    found = register.named(OPERATOR, name)
    if found is None:
        raise Wrong(_("Nobody has the user name or e-mail address “{name}”.").format(name=name), 1)
    return found


def _print_link(name: str) -> int:
    found = _named(name)
    try:
        issued = actions.issue_activation(actor=OPERATOR, now=clocks.now(), person=found.person)
    except Refused as error:
        raise Wrong(str(error.sentence), 1) from error
    print(
        _("Give this link to {name} alone; with it she chooses user name and password herself:").format(
            name=found.person.name
        )
    )
    print(f"  {issued.address}")
    return 0
