"""`accord migrate`: a server made ready."""

import argparse
import gettext
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from accord.cli import losses, roles
from accord.cli.platform import missing_migrations
from accord.cli.words import Wrong

_ = gettext.gettext


def migrate(options: argparse.Namespace) -> int:
    """Make or renew the database; safe to repeat, and refused where it would lose what is there."""
    home = Path(settings.ACCORD_HOME)
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    steps = missing_migrations()
    lost = [name for name in losses.expected() if name not in options.lose]
    if lost:
        raise Wrong(
            _("Nothing was done: this version has no place for {lost}. Back up first; then allow it: {how}").format(
                lost=", ".join(lost), how=" ".join(f"--lose {name}" for name in lost)
            ),
            1,
        )
    call_command("migrate", verbosity=0, interactive=False)
    role = roles.grant()
    print(_("The database in {home} is ready ({count} steps done).").format(home=home, count=steps))
    if role:
        print(_("The role {role} may use it; of the record it may only add and read.").format(role=role))
    return 0
