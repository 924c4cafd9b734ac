"""The four locks on access, read from the code itself: doors, the frontier, one rule, the verb with an actor."""

import ast
import importlib
import inspect
import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from types import FunctionType

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

import accord
from accord.kernel.action import ACTIONS

DOMAINS = ("people", "mailings", "library", "texts", "negotiation")
SOURCE = Path(accord.__file__).parent
# What the sign-in needs to learn who asks, and the list of clocks, which is the same for all.
ASKED_BEFORE_ANYBODY_IS_KNOWN = {"actor_of", "zones"}


def shown(domain: str, kind: str) -> Iterator[tuple[str, FunctionType]]:
    """Yield the functions that a domain's "queries" or "actions" show the floors above, wherever they are written."""
    if not find_spec(f"accord.{domain}.{kind}"):
        return
    room = importlib.import_module(f"accord.{domain}.{kind}")
    for name, value in vars(room).items():
        plain = inspect.unwrap(value) if callable(value) else None
        own = isinstance(plain, FunctionType) and plain.__module__.startswith(room.__name__)
        if own and not name.startswith("_") and name in getattr(room, "__all__", [name]):
            yield name, value


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_query_names_who_asks_first(domain: str) -> None:
    silent = [
        name
        for name, query in shown(domain, "queries")
        if next(iter(inspect.signature(query).parameters), None) != "actor"
        and name not in ASKED_BEFORE_ANYBODY_IS_KNOWN
    ]
    assert silent == []


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_act_is_a_verb_with_actor_and_now(domain: str) -> None:
    loose = []
    for name, act in shown(domain, "actions"):
        parameters = inspect.signature(inspect.unwrap(act)).parameters
        keyword_only = all(p.kind is p.KEYWORD_ONLY for p in parameters.values())
        if not (keyword_only and {"actor", "now"} <= set(parameters)):
            loose.append(name)
    assert loose == []


def test_every_act_has_its_check() -> None:
    assert len(ACTIONS) > 30
    assert [name for name, allow in ACTIONS.items() if not callable(getattr(allow, "allows", allow))] == []


def test_pages_ask_a_domain_only_at_its_counter() -> None:
    """A page imports `accord.people.queries` (and the frozen values it gives), never a room behind it."""
    strays = [
        f"{path.relative_to(SOURCE)}: {name}"
        for path in (SOURCE / "web").rglob("*.py")
        for name in imported(path)
        if re.match(r"accord\.\w+\.(queries|actions)\.(?!values$)\w", name) and not name.startswith("accord.kernel")
    ]
    assert strays == []


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
