"""The demo's own home: made by the demo, marked as such, and never anybody's real one."""

import argparse
import gettext
import hashlib
import os
import shutil
from pathlib import Path

from accord.cli.words import Wrong

_ = gettext.gettext
MARK = "demo"
SOURCE = Path(__file__).resolve().parents[1]


def prepare(options: argparse.Namespace) -> None:
    """Point the settings at the demo's home; empty it when asked, half-made, or made by another version."""
    home = Path(os.environ.get("ACCORD_HOME") or "var/demo").absolute()
    # The demo is always SQLite and files in its own home: what a real server is set to is none of its business.
    for name in ("DATABASE_URL", "ACCORD_FILES", "ACCORD_SETTINGS"):
        os.environ.pop(name, None)
    # By name: browsers make passkeys for localhost, and for no address in figures.
    os.environ.update(ACCORD_HOME=str(home), ACCORD_DEMO="1", ACCORD_ORIGIN=f"http://localhost:{options.port}")
    os.environ.setdefault("ACCORD_SUPPORT", "support@accord.example")
    if not home.exists() or not any(home.iterdir()):
        return
    if not (home / MARK).exists():
        sentence = _("{home} holds something that the demo did not make. Set ACCORD_HOME to an empty folder.")
        raise Wrong(sentence.format(home=home))
    if options.fresh or (home / MARK).read_text(encoding="utf-8") != fingerprint():
        shutil.rmtree(home)


def begin() -> None:
    """Mark the home as the demo's, before anything is put into it."""
    home = Path(os.environ["ACCORD_HOME"])
    home.mkdir(parents=True, exist_ok=True)
    (home / MARK).write_text("begun", encoding="utf-8")


def finish() -> None:
    """Mark the home as complete, for this version of the story and of the tables."""
    (Path(os.environ["ACCORD_HOME"]) / MARK).write_text(fingerprint(), encoding="utf-8")


def is_ready() -> bool:
    """Return whether the home holds the whole story."""
    mark = Path(os.environ["ACCORD_HOME"]) / MARK
    return mark.exists() and mark.read_text(encoding="utf-8") == fingerprint()


def fingerprint() -> str:
    """Return a hash of the tables, the story and what passwords become: a demo by another version is made anew."""
    told = hashlib.sha256()
    made_of = [*SOURCE.glob("*/migrations/*.py"), *(SOURCE / "web" / "demo").glob("*.py")]
    for path in sorted([*made_of, SOURCE / "kernel" / "derivation.py"]):
        told.update(path.read_bytes())
    return told.hexdigest()
