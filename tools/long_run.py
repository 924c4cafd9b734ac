"""Runs the tests marked `long` and writes what they said to docs/long-run.md.

python -m tools.long_run [ARGS]        exit code 0 when every one passed; ARGS go to pytest, and the page says so
"""

import os
import platform
import re
import shlex
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "long-run.md"


def main() -> int:
    """Run, print as it goes, write the page."""
    began = time.monotonic()
    chosen = sys.argv[1:]
    command = [sys.executable, "-m", "pytest", "-m", "long", "-v", "--durations=0", "-p", "no:cacheprovider", *chosen]
    lines = []
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as running:
        for line in running.stdout or ():
            print(line, end="", flush=True)
            lines.append(line)
    seconds = time.monotonic() - began
    PAGE.write_text(page("".join(lines), seconds, shlex.join(chosen)), encoding="utf-8")
    # Exit code 5 means that nothing was selected: that is no success.
    return running.returncode


def page(said: str, seconds: float, chosen: str) -> str:
    """Return the page: when, where, which were chosen, each test with its outcome and its time, the closing line."""
    outcomes = re.findall(r"^(\S+::\S.*?) (PASSED|FAILED|ERROR)", said, re.MULTILINE)
    times = {test: float(took) for took, test in re.findall(r"^\s*([\d.]+)s call\s+(\S+)", said, re.MULTILINE)}
    rows = "".join(f"| `{test}` | {outcome.lower()} | {times.get(test, 0):.1f} |\n" for test, outcome in outcomes)
    closing = said.strip().splitlines()[-1].strip("= ") if said.strip() else "nothing was said"
    machine = f"Python {platform.python_version()}, {os.cpu_count()} cores"
    return (
        "# The last long run\n\n"
        "Written by `python3 run.py test --long`; not edited by hand.\n\n"
        f"{f'Only what `{chosen}` chooses was run this time.' if chosen else 'Everything long was run.'}\n\n"
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {machine}, {seconds:.0f} s: {closing}\n\n"
        f"| test | outcome | seconds |\n|---|---|---|\n{rows}"
    )


if __name__ == "__main__":
    sys.exit(main())
