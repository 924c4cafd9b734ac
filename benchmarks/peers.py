"""What other tools need for the same work, in the same run, where they are installed; none is a dependency.

    python -m benchmarks.peers [PYTHON]

PYTHON is that of an environment with python-redlines and docx-scalpel in it (neither is part of this project); pandoc
is taken from the path. What is not there is said to be not there. Processor seconds, with those of child processes;
starting a process is counted for all, the engine too.
"""

import io
import resource
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from lxml import etree  # noqa: E402 - the path comes first

import redline  # noqa: E402
from benchmarks._delegations import Text  # noqa: E402

PAGES, FILES = 30, 35
_OURS = "import redline; from pathlib import Path; old, new = (Path(each).read_bytes() for each in ({0!r}, {1!r})); "
_READ = _OURS + "redline.extract(old, new)"
_COMPARE = _OURS + "redline.compare(old, new, author='Drafter')"
_REDLINES = (
    "from python_redlines import DocxodusEngine; from pathlib import Path; "
    "DocxodusEngine().run_redline('Drafter', Path({0!r}).read_bytes(), Path({1!r}).read_bytes())"
)
_SCALPEL = "import docx_scalpel as d; from pathlib import Path; "
_LISTED = _SCALPEL + "d.open_session(Path({1!r}).read_bytes()).list_revisions(); d.shutdown_host()"
_COMPILE = (
    "import redline; from pathlib import Path; folder = Path({0!r}); "
    "files = dict((each.stem, each.read_bytes()) for each in sorted(folder.glob('D*.docx'))); "
    "redline.compile_files(Path({1!r}).read_bytes(), files)"
)
_CONSOLIDATE = _SCALPEL + (
    "folder = Path({0!r}); "
    "files = [d.DocxDiffReviewer(each.read_bytes(), each.stem) for each in sorted(folder.glob('D*.docx'))]; "
    "d.docx_diff_consolidate(Path({1!r}).read_bytes(), files); d.shutdown_host()"
)
_WALK = (
    "import zipfile; from lxml import etree; "
    "[sum(len(e.text or '') for e in etree.fromstring(zipfile.ZipFile(p).read('word/document.xml')).iter()) "
    "for p in ({0!r}, {1!r})]"
)


def main() -> None:
    """Make the files, run each tool on them, and print."""
    foreign = sys.argv[1] if len(sys.argv) > 1 else ""
    text = Text(PAGES)
    with tempfile.TemporaryDirectory(prefix="redline-peers-") as place:
        folder = Path(place)
        old, tracked, new = (folder / f"{name}.docx" for name in ("old", "tracked", "new"))
        old.write_bytes(text.base)
        tracked.write_bytes(text.file(0))
        new.write_bytes(redline.accept(tracked.read_bytes()))
        print(f"reading what is tracked in {PAGES} pages ({_revisions(tracked)} revisions)")
        floor = _said("parse and walk (floor)", [sys.executable, "-c", _WALK.format(str(old), str(tracked))], 0.0)
        _said("redline.extract", [sys.executable, "-c", _READ.format(str(old), str(tracked))], floor)
        _said("pandoc --track-changes=all", _pandoc(tracked, folder), floor)
        _said("docx-scalpel", _python(foreign, _LISTED.format("", str(tracked))), floor)
        print(f"comparing {PAGES} pages with {PAGES} pages")
        floor = _said("parse and walk (floor)", [sys.executable, "-c", _WALK.format(str(old), str(new))], 0.0)
        _said("redline.compare", [sys.executable, "-c", _COMPARE.format(str(old), str(new))], floor)
        _said("python-redlines", _python(foreign, _REDLINES.format(str(old), str(new))), floor)
        print(f"compiling {FILES} files of {PAGES} pages")
        for number in range(FILES):
            (folder / f"D{number:02}.docx").write_bytes(text.file(number))
        ours = _said("redline.compile_files", [sys.executable, "-c", _COMPILE.format(place, str(old))], 0.0)
        _said("docx-scalpel, DocxDiff.Consolidate", _python(foreign, _CONSOLIDATE.format(place, str(old))), ours)


def _revisions(path: Path) -> int:
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    return sum(str(each.tag).rpartition("}")[2] in ("ins", "del") for each in root.iter())


def _pandoc(path: Path, folder: Path) -> list[str]:
    found = shutil.which("pandoc")
    return [found, "--track-changes=all", "-t", "json", "-o", str(folder / "out.json"), str(path)] if found else []


def _python(foreign: str, code: str) -> list[str]:
    return [foreign, "-c", code] if foreign else []


def _said(name: str, command: list[str], floor: float) -> float:
    """Run a command, print the processor seconds it took against the floor, and return them."""
    if not command:
        print(f"  {name}: not there")
        return 0.0
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT / "src")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    took = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    if done.returncode:
        print(f"  {name}: failed ({(done.stderr.strip().splitlines() or ['no word'])[-1][:100]})")
        return 0.0
    print(f"  {name}: {took:.2f} s" + (f" = {took / floor:.1f} times the first" if floor else ""))
    return took


if __name__ == "__main__":
    main()
