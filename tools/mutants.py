"""What a small change of the engine can be: one operator, constant, condition or call turned into another."""

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
ENGINE = ROOT / "src" / "redline"
_SWAPS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.And: ast.Or,
    ast.Or: ast.And,
}


@dataclass(frozen=True)
class Mutant:
    """One change: which node of which file, and what becomes of it in words."""

    path: Path
    number: int
    line: int
    what: str

    @property
    def name(self) -> str:
        """Return how people find it: file, line and change."""
        return f"{self.path.relative_to(ROOT)}:{self.line} {self.what}"

    @property
    def key(self) -> tuple[str, str, str]:
        """Return what names it also when lines have moved: the file, the line's words, the change."""
        words = self.path.read_text(encoding="utf-8").splitlines()[self.line - 1].strip()
        return self.path.relative_to(ENGINE).as_posix(), words, self.what

    @property
    def module(self) -> str:
        """Return the module's name."""
        return ".".join(self.path.relative_to(ENGINE.parent).with_suffix("").parts)


def mutants(path: Path) -> Iterator[Mutant]:
    """Yield every change that can be made to a file."""
    for number, node in enumerate(ast.walk(ast.parse(path.read_text(encoding="utf-8")))):
        changed = _changed(node)
        if changed is not None:
            yield Mutant(path, number, getattr(node, "lineno", 0), changed[1])


def _changed(node: ast.AST) -> tuple[ast.AST, str] | None:
    """Return the node as the mutant has it, and what was done; None where nothing is done."""
    new: Any = copy.copy(node)
    found = None
    match node:
        case ast.Compare(ops=[only]) if type(only) in _SWAPS:
            new.ops = [_SWAPS[type(only)]()]
            found = new, f"{type(only).__name__} turned into {type(new.ops[0]).__name__}"
        case ast.BoolOp(op=op) | ast.BinOp(op=op) if type(op) in _SWAPS:
            new.op = _SWAPS[type(op)]()
            found = new, f"{type(op).__name__} turned into {type(new.op).__name__}"
        case ast.UnaryOp(op=ast.Not()):
            found = node.operand, "not left out"
        case ast.Constant(value=bool()):
            new.value = not node.value
            found = new, f"{node.value!r} turned round"
        case ast.Constant(value=int() as number):
            new.value = number + 1
            found = new, f"{number:d} raised by one"
        case ast.If() | ast.IfExp() | ast.While():
            new.test = ast.UnaryOp(ast.Not(), node.test)
            found = new, f"{type(node).__name__} turned round"
        case ast.Expr(value=ast.Call()):
            found = ast.Pass(), "call left out"
        case ast.Return(value=ast.expr() as value) if not isinstance(value, ast.Constant):
            new.value = ast.Constant(None)
            found = new, "returns nothing"
    return found


class _Replace(ast.NodeTransformer):
    def __init__(self, wanted: ast.AST, new: ast.AST) -> None:
        self._wanted, self._new = wanted, new

    def visit(self, node: ast.AST) -> Any:
        if node is self._wanted:
            return ast.copy_location(self._new, node)
        return self.generic_visit(node)


def code_of(mutant: Mutant) -> CodeType:
    """Return the compiled module with the change in it."""
    tree = ast.parse(mutant.path.read_text(encoding="utf-8"))
    node = list(ast.walk(tree))[mutant.number]
    changed = _changed(node)
    if changed is None:
        raise ValueError(mutant.name)
    return compile(ast.fix_missing_locations(_Replace(node, changed[0]).visit(tree)), str(mutant.path), "exec")
