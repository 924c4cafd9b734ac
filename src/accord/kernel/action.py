"""A write is a verb: one transaction, one check, one entry in the record."""

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, Final, ParamSpec, TypeAlias, TypeVar

from django.db import transaction
from django.utils.functional import Promise

from accord.kernel import turns
from accord.kernel.actor import Actor
from accord.kernel.fact import JSON, Fact
from accord.kernel.policy import Rule
from accord.kernel.reaction import react
from accord.kernel.record import ledger

__all__ = ["ACTIONS", "JSON", "SYSTEM_ONLY", "Allow", "Declared", "Fact", "NotAllowed", "Refused", "action"]

P = ParamSpec("P")
T = TypeVar("T")

# Where there is no object to ask about, a plain question to the actor and the arguments.
Question: TypeAlias = Callable[[Actor, Mapping[str, Any]], bool]
Allow: TypeAlias = Rule[Any] | Question


@dataclass(frozen=True, slots=True)
class Declared:
    """How an act was declared; it stands on the function as `action`, where the house tests read it."""

    name: str
    allow: Allow
    on: str | None


# The check of every act of the platform, by the act's dotted name.
ACTIONS: Final[dict[str, Allow]] = {}


class NotAllowed(Exception):  # noqa: N818 -- the word of the house
    """The actor may not do this; pages answer as if the thing did not exist."""


class Refused(Exception):  # noqa: N818 -- the word of the house
    """The act cannot be done as asked; `sentence` tells the person why and what to do, `code` tells the machine."""

    def __init__(self, sentence: str | Promise, *, code: str, **details: Any) -> None:
        super().__init__(code)
        self.sentence = sentence
        self.code = code
        self.details = details


def SYSTEM_ONLY(actor: Actor, _arguments: Mapping[str, Any]) -> bool:  # noqa: N802 -- stands where a rule stands
    """Allow only the machine itself (worker, command line)."""
    return actor.kind == "system"


def action(
    *, allow: Allow, record: Callable[..., Fact | Iterable[Fact] | None], on: str | None = None
) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Make a function an act: ``def verb(*, actor: Actor, now: datetime, group: Group, …) -> T``.

    The act opens one transaction (or joins its caller's), asks `allow` about the argument named `on` and raises
    `NotAllowed` before the body runs, runs the body, appends what ``record(result, **arguments)`` returns (a fact,
    several, or None when nothing changed) and runs the reactions. An error anywhere leaves neither change nor entry.
    A callable `allow` is asked ``allow(actor, arguments)`` and needs no `on`. There is no flag that skips the check.
    """

    def decorate(function: Callable[P, T]) -> Callable[P, T]:
        _demand_shape(function, allow, on)

        @wraps(function)
        def act(*args: P.args, **kwargs: P.kwargs) -> T:
            if args:
                raise TypeError(f"{function.__name__} takes keyword arguments only.")
            actor, now = _who_and_when(kwargs)
            with transaction.atomic():
                turns.take(turns.ACT)
                if not _allowed(allow, on, actor, kwargs):
                    raise NotAllowed(f"{actor.label} may not {function.__name__}.")
                result = function(*args, **kwargs)
                for fact in _facts(record(result, **kwargs)):
                    ledger.append(fact, actor=actor, now=now)
                    react(fact, actor=actor, now=now)
            return result

        declared = Declared(f"{function.__module__}.{function.__qualname__}", allow, on)
        ACTIONS[declared.name] = allow
        act.action = declared  # type: ignore[attr-defined]  # functions take attributes; their type does not say so
        return act

    return decorate


def _demand_shape(function: Callable[..., Any], allow: Allow, on: str | None) -> None:
    """Refuse, while the module is imported, a function that could be called without saying who and when."""
    parameters = inspect.signature(function).parameters
    for name in ("actor", "now"):
        if name not in parameters or parameters[name].default is not inspect.Parameter.empty:
            raise TypeError(f"{function.__qualname__} must demand `{name}`, without a default.")
    for parameter in parameters.values():
        if parameter.kind is not inspect.Parameter.KEYWORD_ONLY:
            raise TypeError(f"{function.__qualname__}: `{parameter.name}` must be keyword-only.")
    if isinstance(allow, Rule) and on is None:
        raise TypeError(f"{function.__qualname__}: say with `on` which argument the rule {allow.name} is asked about.")
    if on is not None and (not isinstance(allow, Rule) or on not in parameters):
        raise TypeError(f"{function.__qualname__}: `on` must name an argument, and goes with a rule.")


def _who_and_when(arguments: Mapping[str, Any]) -> tuple[Actor, datetime]:
    actor, now = arguments.get("actor"), arguments.get("now")
    if not isinstance(actor, Actor):
        raise TypeError("An act needs an actor: who does it?")
    if not isinstance(now, datetime) or now.tzinfo is None:
        raise TypeError("An act needs an aware datetime: when is it done?")
    return actor, now


def _allowed(allow: Allow, on: str | None, actor: Actor, arguments: Mapping[str, Any]) -> bool:
    if isinstance(allow, Rule):
        return on is not None and isinstance(arguments.get(on), allow.model) and allow.allows(actor, arguments[on])
    return allow(actor, arguments)


def _facts(recorded: Fact | Iterable[Fact] | None) -> tuple[Fact, ...]:
    if recorded is None:
        return ()
    return (recorded,) if isinstance(recorded, Fact) else tuple(recorded)
