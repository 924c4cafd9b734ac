"""How long comparing takes: the 30-page base against what each delegation of bench35 asks for, in processor time.

python -m benchmarks.compare ../shared/corpus/bench35
"""

import sys
import time
from pathlib import Path

import redline
from redline.render.compared import compare


def main(folder: Path) -> None:
    """Compare the base with every delegation's own text and print the times and whether both laws hold."""
    base = (folder / "base.docx").read_bytes()
    times: list[float] = []
    exact = 0
    for path in sorted(folder.glob("*_base.docx")):
        wanted = redline.accept(path.read_bytes())
        started = time.process_time()
        found = compare(base, wanted, author="Drafter")
        times.append(time.process_time() - started)
        exact += redline.text(found, "final") == redline.text(wanted, "final")
        exact += redline.text(found, "original") == redline.text(base, "original")
    times.sort()
    median, longest = times[len(times) // 2], times[-1]
    print(f"{len(times)} pairs of 30 pages: median {median:.3f} s, longest {longest:.3f} s of processor time")
    print(f"laws kept: {exact} of {2 * len(times)}")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/corpus/bench35"))
