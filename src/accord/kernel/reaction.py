"""When this is recorded, do that: in the same transaction, by the same actor; slow work is only enqueued."""

from collections.abc import Callable
from datetime import datetime
from functools import cache
from importlib import import_module
from typing import TypeAlias

from django.conf import settings

from accord.kernel.actor import Actor
from accord.kernel.fact import Fact

# Called as `function(fact, actor=actor, now=now)`.
Reaction: TypeAlias = Callable[..., None]

_REGISTERED: dict[str, list[Reaction]] = {}


def register(kind: str, function: Reaction) -> None:
    """Have `function(fact, actor=…, now=…)` called whenever a fact of this kind is recorded; twice the same is once."""
    functions = _REGISTERED.setdefault(kind, [])
    if function not in functions:
        functions.append(function)


def react(fact: Fact, *, actor: Actor, now: datetime) -> None:
    """Call what is registered for the fact's kind, in the order of registration; an error undoes the whole act."""
    _load_table()
    for function in tuple(_REGISTERED.get(fact.kind, ())):
        function(fact, actor=actor, now=now)


@cache
def _load_table() -> None:
    # The table stands above the domains it joins, so the kernel knows it by name only (as Django knows ROOT_URLCONF).
    import_module(settings.ACCORD_REACTIONS).install()
