"""How long it takes to compile a whole conference, in processor time and peak memory; against parsing the same files.

    python -m benchmarks.scale

Files are made here (see `_delegations`): forty-one amendments of each delegation on 30 pages. Exits 1 over a budget.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from benchmarks._compiling import measured  # noqa: E402 - the path comes first

GIGABYTE = 10**9
# files, pages, seconds at most, bytes at most
ASKED = ((35, 30, 1.0, GIGABYTE), (172, 30, 5.0, GIGABYTE), (172, 100, 15.0, GIGABYTE))


def main() -> int:
    """Measure each size, print, and return the exit status."""
    missed = 0
    for count, pages, seconds, memory in ASKED:
        found = measured(count, pages)
        missed += found.seconds > seconds or found.memory > memory
        print(
            f"{count} files of {pages} pages, {found.amendments} amendments: "
            f"{found.seconds:.2f} s (asked ≤ {seconds:g}), "
            f"floor {found.floor:.2f} s = {found.seconds / found.floor:.1f} floors; "
            f"peak {found.memory / 1e6:.0f} MB (asked ≤ {memory / 1e6:.0f})"
        )
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
