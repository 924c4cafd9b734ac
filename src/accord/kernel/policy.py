"""One rule for "may she" and "which may she": a permission is one Q for an actor."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from django.db.models import Model, Q, QuerySet

from accord.kernel.actor import Actor

M = TypeVar("M", bound=Model)

NOTHING: Final = Q(pk__in=[])
EVERYTHING: Final = Q(pk__isnull=False)


@dataclass(frozen=True)
class Rule(Generic[M]):
    """A permission over one model: queries filter by it and acts are checked by it, so list and object cannot disagree.

    `q` receives the actor and returns the Q of the objects that the actor may see or act on. Reach other tables
    through ``pk__in=<subquery>`` or ``Exists(…)``, never by a join, so that a row never comes twice.
    Return `NOTHING` for an actor who has none and `EVERYTHING` for one who has all.
    """

    name: str
    model: type[M]
    q: Callable[[Actor], Q]

    def filter(self, actor: Actor, queryset: QuerySet[M]) -> QuerySet[M]:
        """Return those rows of the queryset that the rule gives to the actor."""
        return queryset.filter(self.q(actor))

    def allows(self, actor: Actor, obj: M) -> bool:
        """Return whether the rule gives this object to the actor (one query, through the same Q)."""
        if obj.pk is None:
            return False
        # The base manager, so that a model whose default manager is shut can still be asked about.
        return self.filter(actor, self.model._base_manager.filter(pk=obj.pk)).exists()  # noqa: SLF001 -- Django's own name

    def __or__(self, other: "Rule[M]") -> "Rule[M]":
        """Return the rule that gives what either of the two gives."""
        if self.model is not other.model:
            raise TypeError(f"Rules {self.name} and {other.name} speak of different models.")
        return Rule(f"{self.name} or {other.name}", self.model, lambda actor: self.q(actor) | other.q(actor))
