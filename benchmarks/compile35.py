"""How long it takes to compile 35 files of 30 pages, against the floor: parsing and walking the same files.

    python benchmarks/compile35.py [FOLDER]

FOLDER holds `base.docx` and `XX_base.docx` files; without it the shared corpus is used when it lies beside the
checkout, else files are made by the tests' generator. Prints seconds (the best of three) and the score of score.py.
"""

import io
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from lxml import etree

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from tests.corpus import CORPUS  # noqa: E402 - the path comes first
from tests.redline.generator import make_base, random_base, random_edits, track  # noqa: E402

import redline  # noqa: E402

ROUNDS = 3
Result = TypeVar("Result")


def main() -> None:
    """Measure and print."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else None if CORPUS is None else CORPUS / "bench35"
    base, files = made() if folder is None else read(folder)
    floor, _ = best(lambda: walk([base, *files.values()]))
    seconds, compiled = best(lambda: redline.compile_files(base, files))
    amendments = sum(len(each) for each in compiled.amendments.values())
    print(f"{len(files)} files, {amendments} amendments ({'made' if folder is None else folder.name})")
    print(f"floor (parse and walk): {floor:.3f} s   compile: {seconds:.3f} s   = {seconds / floor:.1f} floors")
    proof, inclusions = best(lambda: redline.prove(base, files, compiled.docx))
    print(f"prove: {proof:.3f} s, whole: {sum(each.whole for each in inclusions)} of {len(inclusions)}")
    if folder is not None and (folder / "score.py").exists():
        score(folder, compiled.docx)


def read(folder: Path) -> tuple[bytes, dict[str, bytes]]:
    """Return the base and the files of a folder by their codes."""
    files = {path.name.partition("_")[0]: path.read_bytes() for path in sorted(folder.glob("*_base.docx"))}
    return (folder / "base.docx").read_bytes(), files


def made() -> tuple[bytes, dict[str, bytes]]:
    """Return a base of about 30 pages and 35 files on it, made by the generator."""
    lines = [line for seed in range(50) for line in random_base(seed).lines if line]
    base = make_base(*(" ".join(lines[index : index + 4]) for index in range(len(lines) - 4)))
    codes = [f"{first}{second}" for first in "ABCDE" for second in "KLMNOPQ"]
    files = {code: track(base, random_edits(base, seed, 40), author=code, seed=seed) for seed, code in enumerate(codes)}
    return base.data, files


def best(act: Callable[[], Result]) -> tuple[float, Result]:
    """Return the shortest time of a few rounds, and what the act gave."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        result = act()
        times.append(time.perf_counter() - start)
    return min(times), result


def walk(files: list[bytes]) -> int:
    """Parse the main part of each file and look at every element and its text."""
    count = 0
    for data in files:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            root = etree.fromstring(archive.read("word/document.xml"))
        for element in root.iter():
            count += len(element.tag) + len(element.text or "")
    return count


def score(folder: Path, docx: bytes) -> None:
    """Print how many of the amendments stand in the compiled file."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "compiled.docx"
        path.write_bytes(docx)
        done = subprocess.run(
            [sys.executable, str(folder / "score.py"), str(path)], check=False, capture_output=True, text=True
        )
    print(done.stdout.strip() or done.stderr.strip())


if __name__ == "__main__":
    main()
