"""Changes one operator, constant, condition or call of the engine at a time and asks whether the tests notice.

python -m tools.mutation [--minutes 20] [--seed N] [--only src/redline/changes/merge.py ...]

Nothing on disk is changed: a mutant is a module loaded from a changed syntax tree, in a process of its own. Drawn at
random from src/redline/changes and src/redline/ops until the time is up; law tests run with a few examples each. Exit
code 1 when a mutant survives that `tools/equivalent_mutants.py` does not name. Writes its section of docs/long-run.md.
"""

import argparse
import contextlib
import importlib.abc
import importlib.machinery
import importlib.util
import os
import random
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import Phase, settings

from tools import long_page
from tools.equivalent_mutants import EQUIVALENT
from tools.mutants import ENGINE, ROOT, Mutant, code_of, mutants

ROOMS = ("changes", "ops")
SECONDS = 150
EXAMPLES = 4
UNTRIED = 9
# What takes long and is another look at what is looked at already.
SLOW = (
    "not (real_files or schema or most_engines or as_valid or hostile or libreoffice or pandoc or written_otherwise"
    " or thirty_five or twelve_delegations)"
)
# The quickest to notice something come first.
TESTS = (
    "changes",
    "ops",
    "resolve",
    "render",
    "text",
    "numbering",
    "pitfalls",
    "views",
    "cli",
    "laws",
    "test_examples.py",
)
OPTIONS = ("-q", "-x", "-m", "not long", "-k", SLOW, "--no-header", "--import-mode=importlib", "-W", "ignore")
# The engine needs nothing of what the project's own configuration is for.
PLAIN = ("-c", os.devnull, "--rootdir", str(ROOT), "--confcutdir", str(ROOT / "tests" / "redline"))
PLUGINS = ("-p", "no:cacheprovider", "-p", "no:django", "-p", "no:xdist", "-p", "no:playwright")


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Loads the one module that is changed; all others come from where they always do."""

    def __init__(self, mutant: Mutant) -> None:
        self._mutant = mutant

    def find_spec(self, fullname: str, _path: Any, _target: Any = None) -> importlib.machinery.ModuleSpec | None:
        if fullname != self._mutant.module:
            return None
        return importlib.util.spec_from_loader(fullname, self, origin=str(self._mutant.path))

    def exec_module(self, module: ModuleType) -> None:
        exec(code_of(self._mutant), module.__dict__)  # nosec B102 # noqa: S102 -- the engine's own code


class _Fewer:
    """Has property tests draw a few examples, the same ones each time."""

    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        for function in {getattr(item, "obj", None): None for item in items}:
            former = getattr(function, "_hypothesis_internal_use_settings", None)
            if function is not None and former is not None:
                few = settings(
                    former,
                    max_examples=EXAMPLES,
                    derandomize=True,
                    database=None,
                    phases=[Phase.explicit, Phase.generate],
                )
                function._hypothesis_internal_use_settings = few  # noqa: SLF001 - hypothesis has no other way


def noticed(mutant: Mutant | None) -> bool | None:
    """Run the tests in a process of its own, with a mutant or none; whether one of them failed, or they never ended.

    None where they could not even begin: that says nothing.
    """
    child = os.fork()
    if child == 0:
        _test(mutant)
    ends = time.monotonic() + SECONDS
    while time.monotonic() < ends:
        done, status = os.waitpid(child, os.WNOHANG)
        if done and os.waitstatus_to_exitcode(status) == UNTRIED:
            return None
        if done:
            return status != 0
        time.sleep(0.05)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return True


def _test(mutant: Mutant | None) -> None:
    """Run the tests and end the process; what they say goes nowhere."""
    code = UNTRIED
    with contextlib.suppress(BaseException), Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        if mutant is not None:
            os.dup2(nowhere.fileno(), 1)
            os.dup2(nowhere.fileno(), 2)
            sys.meta_path.insert(0, _Finder(mutant))
        places = [str(ROOT / "tests" / "redline" / name) for name in TESTS]
        code = int(pytest.main([*OPTIONS, *PLAIN, *PLUGINS, *places], plugins=[_Fewer()]))
    # What pytest could not even begin with (3, 4, 5) is no notice of a mutant.
    os._exit(code if code < 3 else UNTRIED)


def main(words: Sequence[str] | None = None) -> int:
    """Draw, try, say, write the page."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="*", type=Path, default=[])
    options = parser.parse_args(words)
    os.chdir(ROOT)
    sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
    files = [each.resolve() for each in options.only] or [
        path for room in ROOMS for path in (ENGINE / room).glob("*.py")
    ]
    pool = [mutant for path in sorted(files) for mutant in mutants(path)]
    random.Random(options.seed).shuffle(pool)  # noqa: S311 - to be drawn again
    if noticed(None) is not False:
        print("The tests fail without any mutant.", file=sys.stderr)
        return 2
    ends = time.monotonic() + options.minutes * 60
    tried: list[Mutant] = []
    survivors: list[Mutant] = []
    for mutant in pool:
        if time.monotonic() > ends:
            break
        outcome = noticed(mutant)
        tried += [] if outcome is None else [mutant]
        if outcome is False:
            survivors.append(mutant)
            print(f"survived: {mutant.name}", flush=True)
    if noticed(None) is not False:
        print("The tests fail without any mutant by now: the outcome says nothing.", file=sys.stderr)
        return 2
    unknown = [each for each in survivors if each.key not in EQUIVALENT]
    said = report(len(pool), tried, survivors, unknown)
    print(said)
    if not options.only:
        long_page.write("Mutation", said)
    return 1 if unknown else 0


def report(possible: int, tried: list[Mutant], survivors: list[Mutant], unknown: list[Mutant]) -> str:
    """Return the section: how many were noticed, which were not, which of these are equivalent and why."""
    counted = f"{possible} changes are possible in `changes` and `ops`; {len(tried)} were drawn"
    seen = f"{len(tried) - len(survivors)} noticed by the tests of the engine (laws with {EXAMPLES} examples)"
    lines = [f"{counted}, {seen}, {len(survivors) - len(unknown)} are equivalent, {len(unknown)} were not noticed.", ""]
    lines += [f"- not noticed: `{each.name}`" for each in unknown]
    lines += [f"- equivalent: `{each.name}`: {EQUIVALENT[each.key]}" for each in survivors if each not in unknown]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
