"""A hundred mixed requests a second, 35 delegations at work; against a server that does nothing.

    python -m benchmarks.load [sqlite] [postgres] [RATE]

For each database a real installation is filled (35 delegations, a round, a thousand amendments) and served by `accord
serve` with its worker beside. Requests begin at a constant rate, whether the earlier ones are answered or not, and each
is timed from the instant at which it was to begin. The floor is an application that returns a constant page, behind the
same server, asked at the same rate. Prints the rate reached, the median, 95th and 99th percentile in milliseconds of
each kind of request, what failed, and the server's CPU time per request. Exits 1 when the 95th percentile of all is
over 200 ms, when the rate was not reached or when anything failed.
"""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.servers import postgres

from benchmarks.visitors import Visit, Visitors, percentile

ROOT = Path(__file__).resolve().parents[1]
RATE, SECONDS, WARM_SECONDS, FLOOR_SECONDS = 100, 40, 5, 8
BUDGET_MS = 200.0


def main(arguments: list[str]) -> int:
    """Measure the databases named (both), print, and return the exit status."""
    rate = next((int(word) for word in arguments if word.isdecimal()), RATE)
    over = 0
    for database in [word for word in arguments if not word.isdecimal()] or ["sqlite", "postgres"]:
        with address_of(database) as more:
            over |= measured(database, more, rate)
    return over


@contextmanager
def address_of(database: str) -> Iterator[dict[str, str]]:
    """Give what the environment says of the database: nothing for SQLite, a server that waits for the disk else."""
    if database == "sqlite":
        yield {}
        return
    server = postgres.Server(durable=True)
    server.settings |= {"autovacuum": "on"}
    server.start()
    try:
        with postgres.database(server.address("postgres")) as address:
            yield {"DATABASE_URL": address}
    finally:
        server.stop()


def measured(database: str, more: dict[str, str], rate: int) -> int:
    """Fill, serve, visit, print; return 1 when a budget is passed."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), **more}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    port = free()
    filled = subprocess.check_output([sys.executable, "-m", "benchmarks.crowd"], env=environment, cwd=ROOT, text=True)
    crowd = json.loads(filled.splitlines()[-1])
    environment |= {
        "ACCORD_LOG_LEVEL": "ERROR",
        "ACCORD_HOME": crowd["home"],
        "ACCORD_ORIGIN": f"http://127.0.0.1:{port}",
    }
    with running([sys.executable, "-m", "accord", "serve", "--port", str(port)], environment, port) as server:
        Visitors(port, crowd).run(rate / 4, WARM_SECONDS)
        before = cpu_seconds(server)
        visits = Visitors(port, crowd).run(rate, SECONDS)
        spent = (cpu_seconds(server) - before) * 1000 / len(visits)
    command = [sys.executable, "-m", "uvicorn", "benchmarks.bare:application", "--port", str(port), "--no-access-log"]
    with running([*command, "--log-level", "warning"], environment, port):
        floor = Visitors(port, crowd, bare=True).run(rate, FLOOR_SECONDS)
    return report(database, rate, visits, floor, spent)


def report(database: str, rate: int, visits: list[Visit], floor: list[Visit], spent: float) -> int:
    """Print the figures of one database; return 1 when a budget is passed."""
    kinds: dict[str, list[Visit]] = {}
    for visit in visits:
        kinds.setdefault(visit.kind, []).append(visit)
    load = " ".join(f"{each:.1f}" for each in os.getloadavg())
    print(f"\n{database}: {len(visits)} requests at {rate} a second, load of the machine {load}")
    for kind, each in sorted(kinds.items(), key=lambda pair: -len(pair[1])):
        print(line(kind, each))
    print(line("all", visits))
    print(line("floor", floor))
    ended = max(each.began + each.ms / 1000 for each in visits) - min(each.began for each in visits)
    reached, failed = len(visits) / ended, [each for each in visits if each.failed]
    at_95 = percentile(visits, 95)
    print(f"reached {reached:.1f} a second; {spent:.1f} ms CPU of the server and its worker per request;", end=" ")
    print(f"95 % within {at_95:.0f} ms = {at_95 / percentile(floor, 95):.0f} floors; {len(failed)} failed")
    for each in failed[:5]:
        print(f"  {each.kind}: {each.failed}")
    over = at_95 > BUDGET_MS or bool(failed) or reached < rate * 0.95
    print("OVER the budget" if over else f"within the budget (95 % ≤ {BUDGET_MS:.0f} ms)")
    return int(over)


def line(kind: str, visits: list[Visit]) -> str:
    """Return one row of the table."""
    at = [percentile(visits, each) for each in (50, 95, 99)]
    return f"{kind:>12} {len(visits):6} {at[0]:8.0f} {at[1]:8.0f} {at[2]:8.0f} ms"


@contextmanager
def running(command: list[str], environment: dict[str, str], port: int) -> Iterator[subprocess.Popen[bytes]]:
    """Start a server, give it once it answers, and end it."""
    with subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL) as process:
        try:
            Visitors.wait_for(port, process)
            yield process
        finally:
            process.terminate()
            process.wait(timeout=30)


def free() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def cpu_seconds(server: subprocess.Popen[bytes]) -> float:
    """Return the CPU time of a process and of all that it started, alive and ended, in seconds."""
    found, waiting = 0.0, [str(server.pid)]
    while waiting:
        pid = waiting.pop()
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            tasks = list(Path(f"/proc/{pid}/task").iterdir())
            children = [child for task in tasks for child in (task / "children").read_text().split()]
        except FileNotFoundError:
            continue  # it ended meanwhile: its parent's figure holds it
        waiting += children
        found += sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
    return found


if __name__ == "__main__":
    began = time.monotonic()
    code = main(sys.argv[1:])
    print(f"({time.monotonic() - began:.0f} s)")
    sys.exit(code)
