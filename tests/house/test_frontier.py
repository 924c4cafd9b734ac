"""The four locks on access, read from the code itself: doors, the frontier, one rule, the verb with an actor."""

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from types import FunctionType, ModuleType

import accord
from django.urls import URLPattern, URLResolver, get_resolver

DOMAINS = ("people", "mailings", "library", "texts", "negotiation")
SOURCE = Path(accord.__file__).parent


def modules(kind: str) -> Iterator[ModuleType]:
    """Yield every module of one kind ("queries", "actions") in every domain."""
    for domain in DOMAINS:
        package = SOURCE / domain
        if (package / f"{kind}.py").is_file():
            yield importlib.import_module(f"accord.{domain}.{kind}")
        elif (package / kind).is_dir():
            yield from (
                importlib.import_module(f"accord.{domain}.{kind}.{found.name}")
                for found in pkgutil.iter_modules([str(package / kind)])
            )


def own_functions(module: ModuleType) -> Iterator[FunctionType]:
    """Yield the public functions a module defines itself."""
    for name, value in vars(module).items():
        plain = inspect.unwrap(value) if callable(value) else None
        if isinstance(plain, FunctionType) and plain.__module__ == module.__name__ and not name.startswith("_"):
            yield plain


def test_every_query_names_who_asks_first() -> None:
    silent = [
        f"{module.__name__}.{function.__name__}"
        for module in modules("queries")
        for function in own_functions(module)
        if next(iter(inspect.signature(function).parameters), None) not in {"actor", "for_door"}
        and not getattr(function, "asked_by_nobody", "")
    ]
    assert silent == []


def test_every_action_is_a_recorded_verb_with_actor_and_now() -> None:
    loose = []
    for module in modules("actions"):
        for name, value in vars(module).items():
            if name.startswith("_") or getattr(inspect.unwrap(value), "__module__", "") != module.__name__:
                continue
            if not isinstance(inspect.unwrap(value), FunctionType):
                continue
            parameters = inspect.signature(inspect.unwrap(value)).parameters
            keyword_only = all(p.kind is p.KEYWORD_ONLY for p in parameters.values())
            if not (hasattr(value, "action") and keyword_only and {"actor", "now"} <= set(parameters)):
                loose.append(f"{module.__name__}.{name}")
    assert loose == []


def patterns(resolver: URLResolver | None = None) -> Iterator[URLPattern]:
    """Yield every URL pattern of the site."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry)
        else:
            yield entry


def test_every_page_has_a_door() -> None:
    assert [str(p.pattern) for p in patterns() if not callable(getattr(p.callback, "door", None))] == []


def test_models_are_imported_only_where_the_plan_says() -> None:
    allowed = {"models", "queries", "actions", "policy", "migrations", "apps"}
    strays = []
    for path in SOURCE.rglob("*.py"):
        parts = {*path.relative_to(SOURCE).parts[:-1], path.stem}
        if parts & allowed or path.relative_to(SOURCE).parts[0] in {"kernel", "settings"}:
            continue
        strays += [f"{path.relative_to(SOURCE)}: {name}" for name in imported(path) if ".models" in name]
    assert strays == []


def imported(path: Path) -> Iterator[str]:
    """Yield the dotted names a file imports."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            yield node.module or ""
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def test_nobody_but_page_makes_a_url() -> None:
    makers = {"path", "re_path", "url"}
    strays = [
        str(file.relative_to(SOURCE))
        for file in SOURCE.rglob("*.py")
        if file.name != "door.py"
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom)
        and node.module in {"django.urls", "django.urls.conf"}
        and makers & {alias.name for alias in node.names}
    ]
    assert strays == []
