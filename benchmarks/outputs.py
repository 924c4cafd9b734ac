"""What all texts of a round cost: 35 delegations on 30 pages, every kind at once, from the values of one compilation.

    python benchmarks/outputs.py [FOLDER]

FOLDER holds `base.docx` and `XX_base.docx` files; without it the shared corpus is used when it lies beside the
checkout, else files are made by the tests' generator. Prints the seconds of each kind, of all, and the bytes. Exits 1
when all of them are over the budget (10 s). What the worker adds (reading rows, comparing each file with the record,
keeping the bytes) is not in it; `accord.negotiation.actions.outputs.print_all` does that.
"""

import os
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

os.environ["ACCORD_HOME"] = tempfile.mkdtemp(prefix="accord-benchmark-")
os.environ["DJANGO_SETTINGS_MODULE"] = "accord.settings"

import django  # noqa: E402 - the settings come first

django.setup()

import redline  # noqa: E402 - the path comes first
from accord.texts.providers.versions import ALL, Held, Printer, Words, wording  # noqa: E402
from benchmarks.compile35 import CORPUS, made, read  # noqa: E402
from redline.changes.proposals import proposal_id  # noqa: E402

BUDGET = 10.0
WORDS = Words(
    lines=("A text, English. Proposals of round 1.", "Informal until approved at a formal meeting."),
    names={},
    trace=("Where", "Wording", "By", "Support", "Object", "Reserve", "Dissociate", "State", "Outcome"),
    table=("No.", "Address", "Official text", "All together"),
    numbers=("Before", "Now", "Paragraph"),
    language="en",
    direction="ltr",
)


def main() -> int:
    """Measure and print."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else None if CORPUS is None else CORPUS / "bench35"
    base, files = made() if folder is None else read(folder)
    amendments = redline.compile_files(base, files).amendments
    found = {proposal_id(each): each for those in amendments.values() for each in those}
    # Every twentieth wording is agreed: the costliest way, since each amendment is then written alone.
    taken = dict(list(found.items())[::20])
    rows = {
        name: (each.address, wording(each.removed, each.added), "AG", "BR", "", "", "", "open", "")
        for name, each in found.items()
    }
    held = Held(base, amendments, files, {}, taken, frozenset(), rows, {})
    printer, began, size = Printer(held, WORDS), time.process_time(), 0
    for kind, options in ALL:
        start = time.process_time()
        data = printer.made(kind, options)
        size += len(data)
        name = " ".join([kind, *options.values()])
        print(f"{name:32} {time.process_time() - start:6.2f} s {len(data) / 1024:8.0f} KB")
    seconds = time.process_time() - began
    print(f"{len(files)} files, {len(found)} wordings: {len(ALL)} texts in {seconds:.2f} s, {size / 2**20:.1f} MB")
    return int(seconds > BUDGET)


if __name__ == "__main__":
    sys.exit(main())
