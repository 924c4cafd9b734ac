"""The silence procedure that runs in a group now, told beside what the first pages ask already: no question more."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.db.models import (
    Aggregate,
    CharField,
    Count,
    F,
    IntegerField,
    JSONField,
    OuterRef,
    QuerySet,
    Subquery,
    TextField,
)
from django.db.models.functions import JSONObject

from accord.kernel import clocks
from accord.kernel.actor import Actor
from accord.kernel.prepared import prepared
from accord.negotiation.models import Silence, SilenceAnswer, SilenceNotice
from accord.negotiation.queries.values import SilenceNow
from accord.people.models import Delegation, Group
from accord.people.policy import DELEGATION_SPOKEN_FOR
from accord.people.queries import Membership


class _Joined(Aggregate):
    """Values joined by a blank, as either database says it."""

    function = "GROUP_CONCAT"
    template = "%(function)s(%(expressions)s, ' ')"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        """Return the same as PostgreSQL says it."""
        return self.as_sql(compiler, connection, function="STRING_AGG", **more)


def running(actor: Actor, group: str) -> Subquery:
    """Return the procedure that ends next in the group at this path, of those the reader has not answered first.

    NULL where none runs; `silence_now` reads it.
    """
    here = Silence.objects.filter(group=OuterRef(group), ended_at=None, expires_at__gt=clocks.now())
    notices = SilenceNotice.objects.filter(silence=OuterRef("pk")).order_by().values("silence")
    knows = SilenceAnswer.objects.filter(silence=OuterRef("pk"), kind=SilenceAnswer.Kind.ACKNOWLEDGED)
    known = knows.order_by().values("silence").annotate(codes=_Joined("delegation__party")).values("codes")
    mine = DELEGATION_SPOKEN_FOR.filter(actor, Delegation.objects.all()).values("pk")
    own = SilenceAnswer.objects.filter(silence=OuterRef("pk"), delegation__in=mine).order_by("pk").values("kind")
    told = JSONObject(
        number="number",
        expires_at="expires_at",
        zone="zone",
        symbol="version__document__symbol",
        label="version__label",
        asked=Subquery(notices.annotate(n=Count("pk")).values("n"), output_field=IntegerField()),
        known=Subquery(known, output_field=TextField()),
        own=Subquery(own[:1], output_field=CharField()),
    )
    found = here.annotate(told=told, said=Subquery(own[:1], output_field=CharField()))
    unanswered_first = found.order_by(F("said").asc(nulls_first=True), "expires_at", "pk")
    return Subquery(unanswered_first.values("told")[:1], output_field=JSONField())


def silences_in(actor: Actor, members: Iterable[Membership]) -> dict[int, SilenceNow]:
    """Return by group what runs in it, to a reader at the delegations level; one question, none where nobody is."""
    groups = tuple(each.group.pk for each in members if each.role.at_delegations_level)
    if not groups:
        return {}
    return {pk: now for pk, told in _of(actor, groups) if (now := silence_now(told)) is not None}


def silence_now(told: Any) -> SilenceNow | None:
    """Return the procedure of which `running` told; None where none runs."""
    if told is None:
        return None
    told = json.loads(told) if isinstance(told, str) else told
    at = datetime.fromisoformat(told["expires_at"])
    return SilenceNow(
        number=told["number"],
        symbol=f"{told['symbol']} {told['label']}".strip(),
        expires_at=at if at.tzinfo else at.replace(tzinfo=UTC),
        zone=told["zone"],
        asked=told["asked"] or 0,
        acknowledged=tuple(sorted((told["known"] or "").split())),
        own=told["own"] or "",
    )


@prepared
def _of(actor: Actor, groups: tuple[int, ...]) -> QuerySet[Group, tuple[int, Any]]:
    rows = Group.objects.filter(pk__in=groups).annotate(silence=running(actor, "pk"))
    return rows.values_list("pk", "silence")
