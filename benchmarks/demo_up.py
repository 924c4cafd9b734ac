"""How long until the demo can be opened: made for the first time, and started again; against a bare start of Django.

    python -m benchmarks.demo_up [PORT]

Time from the start of `accord demo --fresh` to the first 200 of /demo/ (cold), then of `accord demo` (warm), and the
floor, a process that sets Django up and asks the database for one row, the best of three in the same run. Prints one
line each; exit code 1 when a start takes longer than its budget (90 s cold, 4 s warm).
"""

import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COLD_BUDGET, WARM_BUDGET = 90.0, 4.0
PATIENCE = 300.0
BARE = (
    "import django; django.setup(); from django.db import connection; "
    "connection.cursor().execute('SELECT 1 FROM people_group')"
)


def main(arguments: list[str]) -> int:
    """Measure, print, and say by the exit code whether both budgets are kept."""
    port = int(arguments[0]) if arguments else 8765
    with tempfile.TemporaryDirectory(prefix="accord-benchmark-") as folder:
        environment = {**os.environ, "ACCORD_HOME": f"{folder}/demo", "PYTHONPATH": str(ROOT / "src")}
        cold = until_open(port, environment, "--fresh")
        warm = min(until_open(port, environment) for _ in range(3))
        floor = min(bare(environment) for _ in range(3))
    print(f"demo up, cold: {cold:6.2f} s = {cold / floor:5.1f} floors (budget {COLD_BUDGET:.0f} s)")
    print(f"demo up, warm: {warm:6.2f} s = {warm / floor:5.1f} floors (budget {WARM_BUDGET:.0f} s)")
    print(f"floor (Django set up, one row): {floor:.2f} s")
    return int(cold > COLD_BUDGET or warm > WARM_BUDGET)


def until_open(port: int, environment: dict[str, str], *words: str) -> float:
    """Start the demo, return the seconds until its first page is there, and stop it."""
    command = [sys.executable, "-m", "accord", "demo", "--port", str(port), *words]
    began = time.perf_counter()
    with subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL) as server:
        try:
            while not answers(port):
                if server.poll() is not None or time.perf_counter() - began > PATIENCE:
                    raise RuntimeError(f"The demo did not come up: {' '.join(command)}")
                time.sleep(0.02)
            return time.perf_counter() - began
        finally:
            server.terminate()


def answers(port: int) -> bool:
    """Return whether the demo's page is there."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/demo/", timeout=30) as answer:  # nosec B310 # our own demo
            return bool(answer.status == 200)
    except (urllib.error.URLError, ConnectionError):
        return False


def bare(environment: dict[str, str]) -> float:
    """Return the seconds of a process that does nothing but set Django up and reach the database."""
    began = time.perf_counter()
    settings = {**environment, "DJANGO_SETTINGS_MODULE": "accord.settings", "ACCORD_DEMO": "1"}
    subprocess.run([sys.executable, "-c", BARE], env=settings, check=True)
    return time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
