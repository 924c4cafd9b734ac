"""The next version in the making as its makers read it: each wording, what is said of it, what is decided on it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery

from accord.kernel.action import NotAllowed
from accord.kernel.actor import Actor
from accord.kernel.prepared import prepared
from accord.negotiation.models import (
    Assignment,
    Customs,
    Decision,
    Difference,
    Place,
    Revision,
    RoundBase,
    Step,
    Wording,
)
from accord.negotiation.policy import REVISION_ADMINISTERED
from accord.negotiation.queries import timetable
from accord.negotiation.queries.agreed import cited_places
from accord.negotiation.queries.deciding import label_from, superseded
from accord.negotiation.queries.folded import of_base
from accord.negotiation.queries.lifting import liftable
from accord.negotiation.queries.pieces import paragraphs_of
from accord.negotiation.queries.readers import Reader, reader, view
from accord.negotiation.queries.stories import anchor_of
from accord.negotiation.queries.values import AGREED, Choice, DecidedView, RevisionPage
from accord.people.models import Group

_Here = tuple[str, str, dict[str, Any], list[str] | None, datetime | None, int | None]


def find_revision(actor: Actor, group: Group, number: int, language: str) -> Revision:
    """Return the revision of a language version that is in the making, or published; NotAllowed when there is none."""
    rows = Revision.objects.filter(base__round__group=group, base__round__number=number, base__language=language)
    found = REVISION_ADMINISTERED.filter(actor, rows.filter(ended_at__isnull=True)).select_related("base").first()
    if found is None:
        raise NotAllowed
    return found


def revision_page(actor: Actor, group: Group, number: int, language: str) -> RevisionPage:
    """Return the revision of a language version with all its wordings, in five questions.

    NotAllowed to whoever does not preside over or serve the group, and when there is no such base.
    """
    bases = timetable.bases_of(actor, group, number)
    base, who = next((each for each in bases if each.language == language), None), reader(actor, group)
    if base is None or not who.administers:
        raise NotAllowed
    round_, shown = timetable.view_of(who, bases, []), timetable.base_view(base)
    row = next(iter(_revisions(base.pk)), None)
    if row is None:
        return RevisionPage(round_, shown, None, "decisions", "", (), 0, None, "", None, superseded=superseded(base))
    wordings = () if round_.sealed else _wordings(base, who, row)
    version = row.version
    return RevisionPage(
        round=round_,
        base=shown,
        id=row.pk,
        way="upload" if row.way == Revision.Way.UPLOAD else "decisions",
        label=label_from(row.__dict__["template"], row.number),
        wordings=wordings,
        unexplained=row.__dict__["unexplained"],
        published_at=row.published_at,
        published_as=str(version) if version else "",
        day=version.date if version else None,
        version=row.version_id,
    )


def _wordings(base: RoundBase, who: Reader, row: Revision) -> tuple[DecidedView, ...]:
    here = {each[0]: each for each in _places(base.pk)}
    at = {ask: place for place, each in here.items() for ask in each[2]["w"]}
    order = {each.address: index for index, each in enumerate(paragraphs_of(base))}
    everything = list(_decided(base.pk, row.pk))
    parties = {each.code: each for each in who.delegations}
    found = _Found(here, at, cited_places(base, here), parties, liftable(base, everything))
    rows = [each for each in everything if each.ask in at]
    rows.sort(key=lambda each: (order[of_base(at[each.ask])], at[each.ask], each.pk))
    return tuple(_decided_view(each, found) for each in rows)


@dataclass(frozen=True, slots=True)
class _Found:
    here: Mapping[str, _Here]
    at: Mapping[str, str]
    cited: Mapping[str, str]
    parties: Mapping[str, Any]
    liftable: frozenset[str]


def _decided_view(row: Wording, found: _Found) -> DecidedView:
    place = found.at[row.ask]
    said = found.here[place][2]["w"][row.ask]
    return DecidedView(
        ask=row.ask,
        place=place,
        anchor=anchor_of(place),
        cited=found.cited[place],
        kind=row.kind,
        removed=row.removed,
        added=row.added,
        sponsors=tuple(view(each) for code, each in found.parties.items() if code in said["by"]),
        chair=said["chair"],
        support=tuple(said["s"]),
        against=tuple(sorted({*said["o"], *said["r"], *said["d"]})),
        state=found.here[place][1] or None,  # type: ignore[arg-type]  # a choice
        agreed=_agreed(row, found.here[place]),
        choice=row.__dict__["choice"],
        reason=row.__dict__["reason"] or "",
        since=said.get("carried", {}).get("round", 0),
        liftable=row.carried_from_id is None or row.ask in found.liftable,
    )


def _agreed(row: Wording, here: _Here) -> Choice | None:
    """Return what the ladder says of a wording (as `deciding.agreed_choices`)."""
    _place, state, _value, taken, at, elsewhere = here
    if state not in AGREED or at is None or elsewhere is not None:
        return None
    if row.ask in (taken or []):
        return "take"
    return "leave" if row.first_at <= at else None


@prepared
def _revisions(base: int) -> QuerySet[Revision]:
    template = Customs.objects.filter(group=OuterRef("base__round__group")).values("revision_label")
    current = Assignment.objects.filter(difference=OuterRef("pk"), ended_at__isnull=True)
    left = Difference.objects.filter(~Exists(current), revision=OuterRef("pk")).values("revision")
    rows = Revision.objects.filter(base=base, ended_at__isnull=True).select_related("version__document")
    counted = left.annotate(n=Count("pk")).values("n")
    return rows.annotate(template=Subquery(template[:1]), unexplained=Subquery(counted[:1])).order_by("-pk")


@prepared
def _decided(base: int, revision: int) -> QuerySet[Wording]:
    now = Decision.objects.filter(revision=revision, ask=OuterRef("ask"), ended_at__isnull=True)
    rows = Wording.objects.filter(base=base)
    choice, reason = Subquery(now.values("choice")[:1]), Subquery(now.values("reason")[:1])
    return rows.annotate(choice=choice, reason=reason).order_by("pk")


@prepared
def _places(base: int) -> QuerySet[Place, _Here]:
    step = Step.objects.filter(base=base, place=OuterRef("address"), ended_at__isnull=True)
    taken, at, elsewhere = (Subquery(step.values(name)[:1]) for name in ("taken", "at", "carried_from"))
    rows = Place.objects.filter(base=base).annotate(taken=taken, step_at=at, elsewhere=elsewhere).order_by("address")
    return rows.values_list("address", "state", "value", "taken", "step_at", "elsewhere")
