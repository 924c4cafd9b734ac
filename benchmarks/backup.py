"""How long a backup of 100 MB takes under 50 writes a second, against `cp` of the same bytes in the same run.

    python -m benchmarks.backup

Fills an installation (60 MB of database, 40 MB of files), has another process append to the record 50 times a second,
and makes a backup each time into an empty place. Prints the medians in seconds and what the writer saw. Exits 1 when a
backup takes longer than BAR, when a write failed, or when a backup does not hold what was acknowledged before it began.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BAR = 2.0
RUNS = 5
RATE = 50
ENTRIES, WORDS = 600, 100_000
FILES, BYTES = 100, 400_000
ROOT = Path(__file__).resolve().parents[1]
WRITER = f"""
import sys, time, django
django.setup()
from tests.kernel.acts import noted
began, count, slowest = time.monotonic(), 0, 0.0
while True:
    time.sleep(max(0.0, began + count / {RATE} - time.monotonic()))
    asked = time.monotonic()
    index = noted("agreed ad referendum").index
    slowest, count = max(slowest, time.monotonic() - asked), count + 1
    print(index, f"{{slowest:.3f}}", f"{{count / (time.monotonic() - began):.1f}}", flush=True)
"""


def main() -> int:
    """Fill, write, back up, compare, print, and say by the exit code whether the bar is kept."""
    home = Path(os.environ["ACCORD_HOME"])
    fill()
    place = Path(tempfile.mkdtemp(prefix="accord-benchmark-"))
    log = place / "writer"
    with log.open("w") as said:
        writer = subprocess.Popen([sys.executable, "-c", WRITER], stdout=said, env=os.environ, cwd=ROOT)
        try:
            while not written(log):
                time.sleep(0.1)
            floors = [copied(home, place / f"cp{run}") for run in range(RUNS)]
            took, missing = zip(*(backed_up(place / f"backup{run}", log) for run in range(RUNS)), strict=True)
        finally:
            alive = writer.poll() is None
            writer.terminate()
            writer.wait()
    indexes = [int(line.split()[0]) for line in written(log)]
    failed = not alive or indexes != list(range(indexes[0], indexes[0] + len(indexes)))
    _index, slowest, rate = written(log)[-1].split()
    size = sum(path.stat().st_size for path in home.rglob("*") if path.is_file()) / 1e6
    shutil.rmtree(place)
    median, worst = statistics.median(took), max(took)
    print(f"{size:.0f} MB, {rate} writes/s, slowest write {slowest} s, failed: {failed}, missing: {sum(missing)}")
    floor = statistics.median(floors)
    print(f"floor (cp and flush) {floor:.2f} s, backup {median:.2f} s (worst {worst:.2f}), bar {BAR} s")
    return 0 if median <= BAR and not failed and not sum(missing) else 1


def fill() -> None:
    """Make the tables and put 100 MB into them and beside them."""
    call_command("migrate", verbosity=0)
    with transaction.atomic():
        for _ in range(ENTRIES):
            noted(os.urandom(WORDS))
    with transaction.atomic():
        for _ in range(FILES):
            storage.keep(os.urandom(BYTES))
    with connection.cursor() as cursor:  # `cp` is not to copy the same bytes twice
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def backed_up(target: Path, log: Path) -> tuple[float, int]:
    """Return the seconds of one backup, and how many entries acknowledged before it began it does not hold."""
    acknowledged = int(written(log)[-1].split()[0])
    began = time.perf_counter()
    folder = backup.make(target, clocks.now())
    took = time.perf_counter() - began
    held = int(manifest.read(folder).checkpoint.splitlines()[1])
    shutil.rmtree(target)
    return took, max(0, acknowledged + 1 - held)


def copied(home: Path, target: Path) -> float:
    """Return the seconds that `cp` takes for the same bytes, until they are on the disk."""
    began = time.perf_counter()
    subprocess.run(["cp", "-r", str(home), str(target)], check=True)  # noqa: S607 -- the system's own
    manifest.flush([path for path in target.rglob("*") if path.is_file()])
    took = time.perf_counter() - began
    shutil.rmtree(target)
    return took


def written(log: Path) -> list[str]:
    """Return the whole lines that the writer has said."""
    return [line for line in log.read_text().splitlines(keepends=True) if line.endswith("\n")]


if __name__ == "__main__":
    os.environ["ACCORD_HOME"] = tempfile.mkdtemp(prefix="accord-benchmark-")
    os.environ["DJANGO_SETTINGS_MODULE"] = "accord.settings.testing"
    os.environ["PYTHONPATH"] = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    os.environ.pop("DATABASE_URL", None)
    sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

    import django

    django.setup()

    from django.core.management import call_command
    from django.db import connection, transaction
    from tests.kernel.acts import noted

    from accord.kernel import clocks, storage
    from accord.kernel.copies import backup, manifest

    code = main()
    shutil.rmtree(os.environ["ACCORD_HOME"])
    sys.exit(code)
