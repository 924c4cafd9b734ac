"""What writing in the browser costs: 300 paragraphs, 35 delegations with 1,000 amendments, one who writes.

    python benchmarks/amend.py

Prints, as medians of the CPU time: the page of a paragraph, a save as it is typed (answered with how it reads),
the Word file of a draft with 30 edits; then, from pressing "Send" to the moment at which another delegation's text page
holds the words, CPU time and time on the clock. Exits 1 when a save takes more than 100 ms of CPU or the words come
after more than 1 s of CPU.
"""

import statistics
import sys
import time
from collections.abc import Callable

import text_page as base  # first: it chooses the settings and sets Django up
from django.core.management import call_command
from django.test import Client, override_settings
from tests.factories.people import account, world

from accord.kernel import clocks
from accord.negotiation import actions
from accord.negotiation.models import Draft, Round
from accord.negotiation.queries.values import WrittenEdit

SAVE_BUDGET_MS, SEEN_BUDGET_MS = 100, 1000
TIMES, EDITS = 25, 30


def main() -> int:
    """Fill an installation, measure, print, and return the exit status."""
    call_command("migrate", verbosity=0)
    plan = world(codes=base.CODES)
    base.fill(plan)
    round_ = Round.objects.get()
    speaker, other = plan.focal_points[base.CODES[-1]], plan.focal_points[base.CODES[0]]
    writer, reader = Client(), Client()
    writer.force_login(account(speaker))
    reader.force_login(account(other))
    here = f"/g/{plan.group.slug}/rounds/1/text/en/p/p40/amend/"
    with override_settings(ALLOWED_HOSTS=["testserver"]):
        page = median(lambda _at: writer.get(here))
        save = median(lambda at: writer.post(f"{here}save/", typed(at)))
        for at in range(EDITS):
            edit = WrittenEdit(f"p{100 + at}", "words", f"The States shall write at place {at}.")
            actions.save_edit(actor=speaker, now=clocks.now(), round=round_, language="en", edit=edit, seen=0)
        file = median(lambda _at: writer.get(f"/g/{plan.group.slug}/rounds/1/draft/file/"), times=5)
        seen, clock = sent_and_seen(writer, reader, plan.group.slug)
    print(f"page {page:.1f} ms CPU, save {save:.1f} ms CPU, Word file {file:.1f} ms CPU")
    print(f"sent, and seen by another delegation: after {seen:.0f} ms of CPU, {clock:.0f} ms on the clock")
    return int(save > SAVE_BUDGET_MS or seen > SEEN_BUDGET_MS)


def typed(at: int) -> dict[str, str | int]:
    """Return what the script posts at the `at`-th save."""
    return {"do": "save", "op": "words", "words": f"Each State writes word after word, now {at}.", "seen": at}


def median(ask: Callable[[int], object], times: int = TIMES) -> float:
    """Return the median CPU time of asking, in milliseconds, without the first."""
    found = []
    for at in range(times):
        began = time.process_time()
        answer = ask(at)
        found.append((time.process_time() - began) * 1000)
        if getattr(answer, "status_code", 200) != 200:
            raise RuntimeError(f"answered {getattr(answer, 'status_code', '')}")
    return statistics.median(found[1:])


def sent_and_seen(writer: Client, reader: Client, group: str) -> tuple[float, float]:
    """Return the milliseconds from sending to when another delegation has read the words: of CPU, on the clock."""
    draft = Draft.objects.get(ended_at=None)
    turns = sum(draft.edits.values_list("turn", flat=True))
    began, clock = time.process_time(), time.perf_counter()
    answer = writer.post(f"/g/{group}/rounds/1/draft/send/", {"seen": turns})
    text = reader.get(f"/g/{group}/text/?section=4").content.decode()
    if answer.status_code != 303 or "write at place 7" not in text:
        raise RuntimeError("What was sent is not seen.")
    return (time.process_time() - began) * 1000, (time.perf_counter() - clock) * 1000


if __name__ == "__main__":
    sys.exit(main())
