"""One file with thousands of revisions: extract against the bare lxml walk of the same parts, verify against extract.

    python -m benchmarks.revisions

The file is made here: at least 5,221 revisions in 1.9 MB of document.xml. Processor seconds, the best of a few rounds.
Exits 1 over a budget: extract 0.5 s, verify twice an extract.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

import redline  # noqa: E402
from benchmarks._delegations import Text  # noqa: E402 - the path comes first
from benchmarks.compile35 import walk  # noqa: E402
from redline.opc import read_package  # noqa: E402

REVISIONS = 5221
LARGE = 1_900_000
ROUNDS = 5
MOST = 0.5


def main() -> int:
    """Make the file, measure, print, and return the exit status."""
    text = Text(365)
    base, file = text.base, text.file(0, wishes=4200)
    found = redline.extract(base, file)
    size = len(read_package(file).part("word/document.xml"))
    revisions = redline.pending(file)
    if revisions < REVISIONS or size < LARGE:
        raise SystemExit(f"{revisions} revisions in {size} bytes are fewer than asked")
    floor = best(lambda: walk([base, file]))
    extract = best(lambda: redline.extract(base, file))
    verify = best(lambda: redline.verify(base, file))
    print(f"{revisions} revisions in {size / 1e6:.1f} MB, {len(found.amendments)} amendments")
    print(f"floor (parse and walk base and file): {floor:.3f} s")
    print(f"extract: {extract:.3f} s = {extract / floor:.1f} floors (asked ≤ {MOST} s)")
    print(f"verify:  {verify:.3f} s = {verify / extract:.2f} extracts (asked ≤ 2)")
    return 1 if extract > MOST or verify > 2 * extract else 0


def best(act: Callable[[], object]) -> float:
    """Return the least processor seconds of a few rounds."""
    times = []
    for _ in range(ROUNDS):
        began = time.process_time()
        act()
        times.append(time.process_time() - began)
    return min(times)


if __name__ == "__main__":
    sys.exit(main())
