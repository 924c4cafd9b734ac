"""`accord migrate` and `accord check`: a server made ready, and what is wrong with one."""

import argparse
import gettext
import shutil
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from django.core.management import call_command

from accord.cli import copies, databases, losses, roles
from accord.cli.platform import missing_migrations
from accord.cli.words import Wrong
from accord.kernel import actor, queue
from accord.kernel.demo import made_by_demo
from accord.kernel.record import keys, ledger
from accord.mailings import queries as mailings
from accord.mailings.providers import smtp

_ = gettext.gettext
OPERATOR = actor.system("command-line")
ROOM = 1024**3


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


def check(_options: argparse.Namespace) -> int:
    """Look at everything that goes wrong on a server; one sentence for each finding, exit code 1 if there is any."""
    findings = [finding for look in LOOKS for finding in look()]
    for finding in findings:
        print(f"! {finding}")
    if not findings:
        print(_("All is well."))
    return 1 if findings else 0


def _code() -> Iterator[str]:
    for message in checks.run_checks():
        if message.is_serious():
            yield f"{message.msg} {message.hint or ''}".strip()


def _address() -> Iterator[str]:
    origin = urlsplit(settings.ACCORD_ORIGIN)
    if origin.scheme != "https" and origin.hostname not in {"127.0.0.1", "localhost", "::1"}:
        yield _("ACCORD_ORIGIN is {origin}: outside this machine, sign-ins need https.").format(
            origin=settings.ACCORD_ORIGIN
        )
    if origin.path.strip("/"):
        yield _("ACCORD_ORIGIN is an address without a path, such as https://accord.example.org.")


def _home() -> Iterator[str]:
    home = Path(settings.ACCORD_HOME)
    for path in (home / "secret_key", home / "keys", keys.path()):
        if path.exists() and path.stat().st_mode & 0o077:
            yield _("{path} can be read by others: chmod go-rwx {path}").format(path=path)
    free = shutil.disk_usage(home if home.exists() else home.parent).free
    if free < ROOM:
        yield _("Only {free} MB are free in {home}: with a full disk nobody can submit anything.").format(
            free=free // 1024**2, home=home
        )


def _database() -> Iterator[str]:
    missing = missing_migrations()
    if missing:
        yield _("The database is not ready ({count} steps to do): run `accord migrate`.").format(count=missing)
        return
    yield from databases.findings()
    yield from _contents()


def _contents() -> Iterator[str]:
    """Look into a database that has all its tables."""
    if settings.ACCORD_DEMO and not made_by_demo():
        yield _("ACCORD_DEMO is set, but this database was not made by the demo: anybody could enter as anybody.")
    if ledger.size() and not keys.path().exists():
        yield _("The record's signing key {path} is missing: put it back from the backup.").format(path=keys.path())
    for name, error in queue.dead():
        yield _("The job {name} has failed for good: {error}").format(name=name, error=error)
    failed = mailings.failed(OPERATOR)
    if failed:
        yield _("{count} letters could not be delivered; the last answer was: {answer}").format(
            count=len(failed), answer=failed[0].error
        )


def _mail() -> Iterator[str]:
    if settings.ACCORD_DEMO:
        return
    if not smtp.can_send():
        yield _(
            "No mail leaves this server: set ACCORD_SMTP, for example smtp+tls://user:password@mail.example.org:587."
        )
        return
    try:
        socket.create_connection((settings.EMAIL_HOST, settings.EMAIL_PORT), timeout=5).close()
    except OSError as error:
        yield _("The mail server {host}:{port} does not answer: {error}").format(
            host=settings.EMAIL_HOST, port=settings.EMAIL_PORT, error=error
        )


LOOKS: tuple[Callable[[], Iterator[str]], ...] = (_code, _address, _home, _database, _mail, copies.findings)
