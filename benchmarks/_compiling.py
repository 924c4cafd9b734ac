"""One compilation in a process of its own, so that its memory is its own: processor seconds, peak memory, the floor.

python -m benchmarks._compiling FOLDER      a folder of base.docx and the delegations' files; prints JSON
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

import redline  # noqa: E402
from benchmarks._delegations import Text  # noqa: E402 - the path comes first
from benchmarks.compile35 import walk  # noqa: E402


@dataclass(frozen=True)
class Measured:
    """What one compilation took.

    Processor seconds of compiling and of the floor (parse and walk the same files), peak memory in bytes, letters, tags
    and texts walked (`size`), and how many amendments were compiled.
    """

    seconds: float
    floor: float
    memory: int
    size: int
    amendments: int


def measured(count: int, pages: int) -> Measured:
    """Make `count` files on a base of `pages` pages, compile them in a child process, and return what it took."""
    text = Text(pages)
    with tempfile.TemporaryDirectory(prefix="redline-benchmark-") as place:
        folder = Path(place)
        (folder / "base.docx").write_bytes(text.base)
        for number in range(count):
            (folder / f"D{number:03}.docx").write_bytes(text.file(number))
        command = [sys.executable, "-m", "benchmarks._compiling", place]
        said = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout
        return Measured(**json.loads(said))


def main(folder: Path) -> None:
    """Compile what is in the folder and print what it took."""
    base = (folder / "base.docx").read_bytes()
    files = {path.stem: path.read_bytes() for path in sorted(folder.glob("D*.docx"))}
    began = time.process_time()
    compiled = redline.compile_files(base, files)
    seconds = time.process_time() - began
    # Linux counts in kilobytes, macOS in bytes.
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    began = time.process_time()
    size = walk([base, *files.values()])
    floor = time.process_time() - began
    amendments = sum(map(len, compiled.amendments.values()))
    print(json.dumps({"seconds": seconds, "floor": floor, "memory": memory, "size": size, "amendments": amendments}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
