"""Fuzzes the package reader and all that stands on it, and writes the section of docs/long-run.md.

python -m tools.fuzz [--minutes 10]      half the time on the bytes of packages, half on those of XML parts

atheris (Apache-2.0) is no part of the project's environment: `pip install atheris` first. Exit code 3 without it, 1
when something was found (it is kept in .local/fuzz), 0 otherwise.
"""

import argparse
import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path

from tools import long_page

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / ".local" / "fuzz"
WHAT = {"zip": "the bytes of the package", "xml": "the bytes of each XML part"}


def main() -> int:
    """Fuzz, say, write the page."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--minutes", type=float, default=10)
    options = parser.parse_args()
    if importlib.util.find_spec("atheris") is None:
        print("atheris is not installed: pip install atheris.", file=sys.stderr)
        return 3
    outcomes = {mode: fuzz(mode, int(options.minutes * 30)) for mode in WHAT}
    said = "\n".join(f"- {WHAT[mode]}: {words}" for mode, (_, words) in outcomes.items())
    print(said)
    ways = "read, accept, reject, protect, extract, compile as proposal and as base, project, compare, read again"
    long_page.write("Fuzzing", f"atheris, following the coverage of `redline`; each file: {ways}.\n\n{said}")
    return int(any(code for code, _ in outcomes.values()))


def fuzz(mode: str, seconds: int) -> tuple[int, str]:
    """Fuzz one way in; returns libFuzzer's exit code and what it did in words."""
    folder = KEPT / mode
    folder.mkdir(parents=True, exist_ok=True)
    limits = [f"-max_total_time={seconds}", "-timeout=30", "-rss_limit_mb=2000", "-max_len=60000"]
    command = [sys.executable, "-m", "tools.fuzz.target", mode, str(folder), *limits, f"-artifact_prefix={KEPT}/found-"]
    paths = os.pathsep.join([str(ROOT / "src"), str(ROOT), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "PYTHONPATH": paths}, capture_output=True, text=True, check=False
    )
    ran = re.findall(r"Done (\d+) runs? in (\d+) second", done.stderr)
    if done.returncode or not ran:
        print(done.stderr[-3000:], file=sys.stderr)
        return done.returncode or 1, "something was found; see .local/fuzz"
    return 0, f"{int(ran[0][0]):,} files in {ran[0][1]} s, no crash, no hang"


if __name__ == "__main__":
    sys.exit(main())
