"""The page docs/long-run.md: one section for each of the long proofs, written by the proof itself."""

import os
import platform
import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "long-run.md"
_HEAD = (
    "# The last long run\n\n"
    "Written by `python3 run.py test --long`, section by section; what was entered by hand says so.\n"
)
_SECTIONS = ("Tests", "Mutation", "Fuzzing")


def write(section: str, said: str) -> None:
    """Put what a proof said in its section, with the time, the machine and the version; the others stay."""
    found = dict(re.findall(r"^## (.+?)\n\n(.*?)(?=^## |\Z)", read(), re.MULTILINE | re.DOTALL))
    found[section] = f"{_stamp()}\n\n{said.strip()}\n\n"
    ordered = (f"## {name}\n\n{found[name].strip()}\n" for name in _SECTIONS if name in found)
    PAGE.write_text("\n".join([_HEAD, *ordered]), encoding="utf-8")


def read() -> str:
    """Return the page, "" when there is none."""
    return PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""


def _stamp() -> str:
    ask = ["git", "rev-parse", "--short", "HEAD"]
    version = subprocess.run(ask, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()
    machine = f"Python {platform.python_version()}, {os.cpu_count()} cores"
    return f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {machine}, version {version or 'unknown'}."
