"""What `accord check` looks for on this machine: who may read the keys, room on the disks, time zones."""

import gettext
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings

from accord.cli.finding import Finding
from accord.kernel.record import keys

_ = gettext.gettext
ROOM: Final = 1024**3
OTHERS: Final = 0o007
ANYBODY_ELSE: Final = 0o077
ZONES: Final = ("UTC", "America/Port_of_Spain", "America/Argentina/Buenos_Aires", "Europe/Paris", "Asia/Kathmandu")


def findings() -> Iterator[Finding]:
    """Yield what is wrong with the machine."""
    for look in (_permissions, _room, _zones):
        yield from look()


def _permissions() -> Iterator[Finding]:
    home = Path(settings.ACCORD_HOME)
    private = [(path, ANYBODY_ELSE) for path in (home / "secret_key", home / "keys", keys.path())]
    if os.environ.get("ACCORD_SETTINGS"):
        private.append((Path(os.environ["ACCORD_SETTINGS"]), OTHERS))
    if settings.ACCORD_BACKUP:
        private.append((Path(settings.ACCORD_BACKUP), OTHERS))
    for path, bits in private:
        if path.exists() and path.stat().st_mode & bits:
            wrong = _("{path} can be read by others on this machine.").format(path=path)
            how = _("chmod {who}-rwx {path}").format(who="go" if bits == ANYBODY_ELSE else "o", path=path)
            yield Finding("open_to_others", wrong, how)
    # A closed home closes what lies in it.
    inside = [path for path in (home / "accord.sqlite3", home / "files") if path.exists()]
    if inside and home.stat().st_mode & OTHERS and any(path.stat().st_mode & OTHERS for path in inside):
        wrong = _("{home} is open: others on this machine can read the database or the files.").format(home=home)
        yield Finding("open_to_others", wrong, _("chmod o-rwx {path}").format(path=home))


def _room() -> Iterator[Finding]:
    places = [Path(settings.ACCORD_HOME), *([Path(settings.ACCORD_BACKUP)] if settings.ACCORD_BACKUP else [])]
    for place in places:
        there = next((path for path in (place, *place.parents) if path.exists()), Path("/"))
        free = shutil.disk_usage(there).free
        if free < ROOM:
            wrong = _("Only {free} MB are free in {place}.").format(free=free // 1024**2, place=place)
            how = _("Make room: with a full disk nobody can submit anything, and no backup is made.")
            yield Finding("disk_full", wrong, how)


def _zones() -> Iterator[Finding]:
    for name in ZONES:
        try:
            ZoneInfo(name)
        except ZoneInfoNotFoundError:
            wrong = _("This machine has no time zone data ({name} is missing): deadlines would be wrong.").format(
                name=name
            )
            yield Finding("time_zones", wrong, _("Install tzdata, by the system's package or by pip."))
            return
