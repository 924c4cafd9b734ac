"""What the next version costs: a text of 100 pages with what 35 delegations ask for, each wording decided.

    python -m benchmarks.next_version [PAGES]

The files are made here (`_delegations`). A third of the wordings is taken, a third kept in brackets, a third left:
the costliest way, for each is written alone. Processor seconds, of which the walk of the same parts is the floor.
Measured is the making of its files alone, and the whole act for which a person waits: reading what stands, holding
every proposal against the record, the files and the account, and writing all of it (the examining of the file goes on
in a process of its own and stands beside). Exits 1 when either, for 100 pages, is over the budget (3 s).
"""

import gc
import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

os.environ["ACCORD_HOME"] = tempfile.mkdtemp(prefix="accord-benchmark-")
os.environ["DJANGO_SETTINGS_MODULE"] = "accord.settings"

import django  # noqa: E402 - the settings come first

django.setup()

from django.core.management import call_command  # noqa: E402
from tests.factories.library import publish, version_of  # noqa: E402
from tests.factories.people import World, world  # noqa: E402

import redline  # noqa: E402 - the path comes first
from accord.kernel import clocks  # noqa: E402
from accord.library.providers import guard  # noqa: E402
from accord.negotiation import actions  # noqa: E402
from accord.negotiation.models import Revision, RoundBase  # noqa: E402
from accord.negotiation.queries.deciding import standing_wordings  # noqa: E402
from accord.negotiation.queries.evidence import discrepancies, off_record  # noqa: E402
from accord.negotiation.queries.pieces import amendments_of  # noqa: E402
from accord.negotiation.queries.printing import Standing  # noqa: E402
from accord.texts.providers import revising  # noqa: E402
from benchmarks._delegations import Text  # noqa: E402
from benchmarks.compile35 import walk  # noqa: E402
from redline.changes.proposals import proposals  # noqa: E402

PAGES, BUDGET = 100, 3.0
CODES = tuple(f"{first}{second}" for first in "ABCDE" for second in "KLMNOPQ")
CHOICES: tuple[revising.Decision, ...] = ("take", "keep", "leave")
CLOSE = timedelta(hours=4)
T = TypeVar("T")


def main() -> int:
    """Make the files, measure, print, and return the exit status."""
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else PAGES
    text = Text(pages)
    files = {code: text.file(at) for at, code in enumerate(CODES)}
    made = engine(text, files)
    whole = published(text, files)
    return int(pages == PAGES and max(made, whole) > BUDGET)


def engine(text: Text, files: dict[str, bytes]) -> float:
    """Measure the making of its files, print, and return the seconds."""
    amendments = redline.compile_files(text.base, files).amendments
    asked = proposals(amendments, [each.address for each in redline.read(text.base).paragraphs])
    decisions = {each.id: CHOICES[at % 3] for at, each in enumerate(asked)}
    floor, _ = timed(lambda: walk([text.base]))
    seconds, made = timed(lambda: revising.revised(text.base, amendments, files, decisions))
    began = time.perf_counter()
    guard.examine(made.text, "Rev-1.docx")
    examined = time.perf_counter() - began
    carried, _ = timed(lambda: revising.carried(text.base, made.text))
    print(
        f"{text.pages} pages, {len(files)} delegations, {len(asked)} wordings: {len(made.changed)} paragraphs changed"
    )
    print(f"the next version's files: {seconds:.2f} s CPU (asked ≤ {BUDGET} s), {seconds / floor:.0f} walks")
    print(f"outside: examining the file, in its own process, {examined:.2f} s, carrying its addresses {carried:.2f} s")
    return seconds


def published(text: Text, files: dict[str, bytes]) -> float:
    """Measure the whole act of publishing in an installation, by a process that has read nothing yet; the seconds."""
    call_command("migrate", verbosity=0)
    plan = world(codes=CODES)
    base = negotiated(plan, text, files)
    now = clocks.now() + CLOSE
    row = actions.begin_revision(actor=plan.chair, now=now, base=base)
    decided: dict[str, revising.Decision] = {}
    taken: set[str] = set()
    for at, (ask, place) in enumerate(standing_wordings(base.pk).values_list("ask", "place")):
        # Two of one paragraph may not both stand: one of each is taken.
        decided[ask] = CHOICES[at % 3] if place not in taken else CHOICES[1 + at % 2]
        taken |= {place} if decided[ask] == "take" else set()
    spent, _ = timed(lambda: decide(plan, row, decided))
    standing = Standing.on(base, now)
    checked, wrong = timed(lambda: [each for each in standing.proposals if off_record(each)])
    anew, other = timed(lambda: [each for each in standing.proposals if discrepancies(each)])
    if wrong or other:
        raise RuntimeError("A proposal is not the one on record.")
    amendments_of.cache_clear()
    # As each process that serves pages does.
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    seconds, _ = timed(
        lambda: actions.publish_revision(actor=plan.chair, now=now, revision=row, day=now.date(), label="")
    )
    print(
        f"the whole act: {seconds:.2f} s CPU (asked ≤ {BUDGET} s), of which {checked:.2f} s hold every proposal against"
    )
    print(
        f"the record; reading each file anew, as the compilation does, is {anew:.2f} s; deciding all took {spent:.2f} s"
    )
    return seconds


def decide(plan: World, row: Revision, decided: dict[str, revising.Decision]) -> None:
    """Decide on every wording."""
    actions.decide(actor=plan.chair, now=clocks.now() + CLOSE, revision=row, choices=decided)


def negotiated(plan: World, text: Text, files: dict[str, bytes]) -> RoundBase:
    """Hold a round on the text in which every delegation proposes; return its base."""
    document = publish(plan, data=text.base, language="en", original_language="en")
    now = clocks.now()
    round_ = actions.schedule_round(
        actor=plan.chair,
        now=now,
        group=plan.group,
        version=version_of(document),
        meeting=plan.meeting,
        opens_at=now,
        closes_at=now + CLOSE,
        zone="America/New_York",
        sees="at_once",
    )
    for code, data in files.items():
        given = {"actor": plan.focal_points[code], "now": now}
        row = actions.receive_proposal(**given, round=round_, data=data, filename=f"{code}.docx")
        actions.submit_proposal(**given, proposal=row)
    return RoundBase.objects.get(round=round_)


def timed(act: Callable[[], T]) -> tuple[float, T]:
    """Return the processor seconds of an act and what it gave."""
    began = time.process_time()
    found = act()
    return time.process_time() - began, found


if __name__ == "__main__":
    sys.exit(main())
