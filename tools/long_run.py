"""Runs the tests marked `long` and writes what they said into their section of docs/long-run.md.

python -m tools.long_run [ARGS]        exit code 0 when every one passed; ARGS go to pytest, and the page says so
"""

import re
import shlex
import subprocess
import sys
import time
from pathlib import Path

from tools import long_page

ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    """Run, print as it goes, write the section."""
    began = time.monotonic()
    chosen = sys.argv[1:]
    command = [sys.executable, "-m", "pytest", "-m", "long", "-v", "--durations=0", "-p", "no:cacheprovider", *chosen]
    lines = []
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as running:
        for line in running.stdout or ():
            print(line, end="", flush=True)
            lines.append(line)
    seconds = time.monotonic() - began
    long_page.write("Tests", section("".join(lines), seconds, shlex.join(chosen)))
    # Exit code 5 means that nothing was selected: that is no success.
    return running.returncode


def section(said: str, seconds: float, chosen: str) -> str:
    """Return the section: which were chosen, each test with its outcome and its time, the closing line."""
    outcomes = re.findall(r"^(\S+::\S.*?) (PASSED|FAILED|ERROR)", said, re.MULTILINE)
    times = {test: float(took) for took, test in re.findall(r"^\s*([\d.]+)s call\s+(\S+)", said, re.MULTILINE)}
    rows = "".join(f"| `{test}` | {outcome.lower()} | {times.get(test, 0):.1f} |\n" for test, outcome in outcomes)
    closing = said.strip().splitlines()[-1].strip("= ") if said.strip() else "nothing was said"
    return (
        f"{f'Only what `{chosen}` chooses was run this time.' if chosen else 'Everything long was run.'}\n\n"
        f"{seconds:.0f} s: {closing}\n\n"
        f"| test | outcome | seconds |\n|---|---|---|\n{rows}"
    )


if __name__ == "__main__":
    sys.exit(main())
