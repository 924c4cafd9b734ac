"""Who acts: a person, the system, or the holder of a personal link; never nobody."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["person", "system", "link"]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who reads or acts. `id` is the person's or the link's primary key; `label` is how the record names the actor."""

    kind: Kind
    id: int | None
    label: str


def person(id: int, label: str) -> Actor:  # noqa: A002 -- the field's own name
    """Return the actor for a person (primary key of `people.Person`), named in the record by her user name."""
    return Actor("person", id, label)


def system(name: str) -> Actor:
    """Return the actor for the machine itself, e.g. ``system("worker")``, which the record names ``system:worker``."""
    return Actor("system", None, f"system:{name}")


def link(id: int, label: str) -> Actor:  # noqa: A002 -- the field's own name
    """Return the actor for the holder of a personal link (primary key of the link)."""
    return Actor("link", id, label)
