"""What `accord check` looks for on this machine: who may read the keys, room on the disks, time zones, Python."""

import gettext
import os
import shutil
import sys
import sysconfig
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
# What a compiler is told when it learns from a run of Python itself (GCC's word, and Clang's).
LEARNED: Final = ("-fprofile-use", "-fprofile-instr-use")


def findings() -> Iterator[Finding]:
    """Yield what is wrong with the machine."""
    for look in (_permissions, _room, _zones, _python):
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


def _python() -> Iterator[Finding]:
    if _built_plainly():
        wrong = _(
            "The Python that serves ({path}) seems to have been built without --enable-optimizations: "
            "pages may take up to a third more processor time."
        ).format(path=sys.executable)
        how = _(
            "Make the environment anew with the distribution's own Python (/usr/bin/python3 -m venv …), "
            "or build this one with --enable-optimizations."
        )
        yield Finding("python_slow", wrong, how, advice=True)


def _built_plainly() -> bool:
    """Return whether this Python's own account of its building knows how to learn from a run, and did not.

    Debian's learn without the option's name, and leave the compiler's word out of the account altogether
    (PGO_PROF_USE_FLAG is empty): of those, and of a Python that tells nothing, nothing is said.
    """
    told = sysconfig.get_config_vars()
    flags = " ".join(str(told.get(name)) for name in ("PY_CORE_CFLAGS", "PY_CFLAGS_NODIST", "PY_CORE_LDFLAGS"))
    learned = "--enable-optimizations" in str(told.get("CONFIG_ARGS")) or any(word in flags for word in LEARNED)
    return bool(told.get("PGO_PROF_USE_FLAG")) and not learned
