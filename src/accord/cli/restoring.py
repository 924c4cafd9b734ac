"""`accord restore`: a backup put into an empty place; the settings are read only once it lies there."""

import argparse
import gettext
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from accord.cli.platform import set_up
from accord.cli.words import Wrong
from accord.kernel.copies import manifest
from accord.kernel.copies.manifest import BadCopy, Manifest

if TYPE_CHECKING:
    from accord.kernel.record.notes import Verifier

_ = gettext.gettext


def restore(options: argparse.Namespace) -> int:
    """Check the backup, put it into the empty home, fill what is to be filled, verify the record and every file."""
    folder, home = Path(options.backup).absolute(), Path(options.into).absolute()
    if home.exists() and (not home.is_dir() or any(home.iterdir())):
        raise Wrong(_("{home} is not empty: a backup is only restored into an empty place.").format(home=home))
    told = _checked(folder)
    os.environ["ACCORD_HOME"] = str(home)
    existed = home.exists()
    try:
        return _restored(folder, told, home, options)
    except Wrong:
        # Nothing half restored is left that somebody could serve.
        shutil.rmtree(home, ignore_errors=True)
        if existed:
            home.mkdir(mode=0o700)
        raise


def _checked(folder: Path) -> Manifest:
    try:
        told = manifest.read(folder)
        manifest.check(folder, told)
    except BadCopy as error:
        raise Wrong(str(error), code=1) from error
    return told


def _restored(folder: Path, told: Manifest, home: Path, options: argparse.Namespace) -> int:
    # From here on the applications are loaded: they read the home that is being filled.
    manifest.place(folder, told, home)
    set_up()
    if not told.tabled and settings.DATABASES["default"]["ENGINE"] != "django.db.backends.sqlite3":
        raise Wrong(
            _("This backup holds an SQLite database: unset DATABASE_URL. To move to PostgreSQL, see `accord export`.")
        )
    from accord.cli import copies, records  # noqa: PLC0415 -- only now do the settings stand
    from accord.cli.receipts import key_from  # noqa: PLC0415
    from accord.kernel.copies import placing  # noqa: PLC0415

    brought = [note for name in options.checkpoint for note in records.notes(name)]
    key: Verifier | None = key_from(options.key) if options.key else None
    return copies.report(copies.told(lambda: placing.finish(folder, told, brought, key)), home)
