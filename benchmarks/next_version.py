"""What the next version costs: a text of 100 pages with what 35 delegations ask for, each wording decided.

    python -m benchmarks.next_version [PAGES]

The files are made here (`_delegations`). A third of the wordings is taken, a third kept in brackets, a third left:
the costliest way, for each is written alone. Processor seconds, of which the walk of the same parts is the floor.
Exits 1 when the version of 100 pages is over the budget (3 s). The examining of the file and the comparison of each
proposal with the record, which `publish_revision` does as well, are measured apart and stand outside the budget.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

os.environ["ACCORD_HOME"] = tempfile.mkdtemp(prefix="accord-benchmark-")
os.environ["DJANGO_SETTINGS_MODULE"] = "accord.settings"

import django  # noqa: E402 - the settings come first

django.setup()

import redline  # noqa: E402 - the path comes first
from accord.library.providers import guard  # noqa: E402
from accord.texts.providers import revising  # noqa: E402
from benchmarks._delegations import Text  # noqa: E402
from benchmarks.compile35 import walk  # noqa: E402
from redline.changes.proposals import proposals  # noqa: E402

PAGES, BUDGET = 100, 3.0
CODES = [f"{first}{second}" for first in "ABCDE" for second in "KLMNOPQ"]
CHOICES: tuple[revising.Decision, ...] = ("take", "keep", "leave")
T = TypeVar("T")


def main() -> int:
    """Make the files, measure, print, and return the exit status."""
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else PAGES
    text = Text(pages)
    files = {code: text.file(at) for at, code in enumerate(CODES)}
    amendments = redline.compile_files(text.base, files).amendments
    asked = proposals(amendments, [each.address for each in redline.read(text.base).paragraphs])
    decisions = {each.id: CHOICES[at % 3] for at, each in enumerate(asked)}
    floor, _ = timed(lambda: walk([text.base]))
    seconds, made = timed(lambda: revising.revised(text.base, amendments, files, decisions))
    began = time.perf_counter()
    guard.examine(made.text, "Rev-1.docx")
    examined = time.perf_counter() - began
    carried, _ = timed(lambda: revising.carried(text.base, made.text))
    print(f"{pages} pages, {len(files)} delegations, {len(asked)} wordings: {len(made.changed)} paragraphs changed")
    print(f"the next version with its account: {seconds:.2f} s CPU (asked ≤ {BUDGET} s), {seconds / floor:.0f} walks")
    print(f"outside: examining the file, in its own process, {examined:.2f} s, carrying its addresses {carried:.2f} s")
    return int(pages == PAGES and seconds > BUDGET)


def timed(act: Callable[[], T]) -> tuple[float, T]:
    """Return the processor seconds of an act and what it gave."""
    began = time.process_time()
    found = act()
    return time.process_time() - began, found


if __name__ == "__main__":
    sys.exit(main())
