"""`accord demo`: a working group in mid-negotiation, made once and served on this machine only."""

import argparse
import gettext

from django.conf import settings
from django.core.management import call_command

from accord.cli import demo_home, serving
from accord.kernel import clocks
from accord.kernel.demo import open_demo
from accord.web.demo import cast, story

_ = gettext.gettext


def demo(options: argparse.Namespace) -> int:
    """Make the demo if it is not there, print how to get in, and serve it."""
    if not demo_home.is_ready():
        print(_("Setting the table: this takes a moment the first time …"), flush=True)
        demo_home.begin()
        call_command("migrate", verbosity=0)
        now = clocks.now()
        open_demo(now)
        story.load(now)
        demo_home.finish()
    return serving.run("127.0.0.1", options.port, threads=8, greeting=_greeting())


def _greeting() -> str:
    return _(
        "\nThe demo is ready.\n\n"
        "  {origin}/demo/    one click into each role\n"
        "  or sign in as {names} with the password “{password}”\n\n"
        "Stop with Ctrl+C; start afresh with --fresh.\n"
    ).format(
        origin=settings.ACCORD_ORIGIN,
        names=", ".join(player.username for player in (*cast.FRONT, *cast.FOCAL_POINTS[:2])),
        password=cast.PASSWORD,
    )
