"""`accord check`: everything that goes wrong on a server, looked for; for each finding what is wrong and what to do."""

import argparse
import gettext
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Final

from django.core import checks

from accord.cli import contents, copies, databases, machines, public
from accord.cli.finding import Finding
from accord.cli.platform import missing_migrations
from accord.cli.words import Wrong

_ = gettext.gettext


def check(options: argparse.Namespace) -> int:
    """Say what is to be put right, or as JSON with --json; exit code 1 if there is anything that is not mere advice."""
    findings = [finding for look in LOOKS for finding in look()]
    amiss = not all(finding.advice for finding in findings)
    if options.json:
        print(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=1))
        return 1 if amiss else 0
    for finding in findings:
        print(f"{'-' if finding.advice else '!'} {finding.wrong}\n  {finding.do}")
    if not amiss:
        print(_("All is well."))
    return 1 if amiss else 0


def code() -> Iterator[Finding]:
    """Ask the framework's own checks."""
    for message in checks.run_checks():
        if message.is_serious():
            yield Finding("django", message.msg, message.hint or _("Install this version of Accord anew."))


def database() -> Iterator[Finding]:
    """Look at the database, and into it when it has all its tables."""
    try:
        missing = missing_migrations()
    except Wrong as wrong:
        yield Finding("database_unready", str(wrong), _("See that it runs and that DATABASE_URL is right."))
        return
    if missing:
        sentence = _("The database is not ready ({count} steps to do).").format(count=missing)
        yield Finding("database_unready", sentence, _("Run `accord migrate`."))
        return
    yield from databases.findings()
    yield from contents.findings()


LOOKS: Final[tuple[Callable[[], Iterator[Finding]], ...]] = (
    code,
    public.findings,
    machines.findings,
    database,
    copies.findings,
)
