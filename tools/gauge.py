"""Measures the size of files and functions and the docstrings, and fails when a budget of the house is passed.

python -m tools.gauge        prints what is over budget; exit code 1 when anything is
"""

import ast
import statistics
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FUNCTION_LINES = 40
FILE_LINES = 400
NARROW_FILE_LINES = 300
ENGINE_NINETIETH = 15
JUNK_ROOMS = {"util", "utils", "common", "helper", "helpers", "misc", "lib"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Source:
    """One Python file of the house: its path below the root, its text and its syntax tree."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def lines(self) -> int:
        """The number of lines."""
        return self.text.count("\n")


def main() -> int:
    """Print each finding on a line of its own and return 1 when there is one."""
    findings = list(measure(list(sources())))
    print("\n".join(findings) or "gauge: every file and function is within its budget")
    return 1 if findings else 0


def sources() -> Iterator[Source]:
    """Yield every Python file we write; migrations are Django's own writing."""
    for top in ("src", "tests", "tools", "benchmarks"):
        for path in sorted((ROOT / top).rglob("*.py")):
            if "migrations" not in path.parts:
                yield read(path)
    yield read(ROOT / "run.py")


def read(path: Path) -> Source:
    """Return one parsed file."""
    text = path.read_text(encoding="utf-8")
    return Source(path.relative_to(ROOT), text, ast.parse(text))


def measure(files: list[Source]) -> Iterator[str]:
    """Yield a sentence for each budget that is passed."""
    for source in files:
        yield from over_file_budget(source)
        yield from over_function_budget(source)
        if source.text.strip() and not ast.get_docstring(source.tree):
            yield f"{source.path}: opens without a sentence that says what the module is for"
        if JUNK_ROOMS & {*source.path.parts[:-1], source.path.stem}:
            yield f"{source.path}: a room whose name says nothing"
    engine = [length(f) for s in files if s.path.parts[:2] == ("src", "redline") for f in functions(s.tree)]
    if len(engine) > 1 and statistics.quantiles(engine, n=10)[-1] > ENGINE_NINETIETH:
        found = statistics.quantiles(engine, n=10)[-1]
        yield f"src/redline: the 90th percentile of function length is {found:.1f}, over {ENGINE_NINETIETH}"


def over_file_budget(source: Source) -> Iterator[str]:
    """Yield a sentence when the file is too long for its kind."""
    narrow = source.path.parts[:2] == ("src", "accord") and {"views", "models"} & {*source.path.parts, source.path.stem}
    budget = NARROW_FILE_LINES if narrow else FILE_LINES
    if source.lines > budget:
        yield f"{source.path}: {source.lines} lines, over {budget}"


def over_function_budget(source: Source) -> Iterator[str]:
    """Yield a sentence for each function that is too long."""
    for function in functions(source.tree):
        if length(function) > FUNCTION_LINES:
            where = f"{source.path}:{function.lineno}"
            yield f"{where}: {function.name} has {length(function)} lines, over {FUNCTION_LINES}"


def functions(tree: ast.Module) -> Iterator[Function]:
    """Yield every function and method, nested ones too."""
    for node in ast.walk(tree):
        if isinstance(node, Function):
            yield node


def length(function: Function) -> int:
    """Return the lines of a function from its `def` to its end, its docstring left out."""
    doc = function.body[0]
    has_doc = isinstance(doc, ast.Expr) and isinstance(doc.value, ast.Constant) and isinstance(doc.value.value, str)
    spared = (doc.end_lineno or doc.lineno) - doc.lineno + 1 if has_doc else 0
    return (function.end_lineno or function.lineno) - function.lineno + 1 - spared


if __name__ == "__main__":
    sys.exit(main())
