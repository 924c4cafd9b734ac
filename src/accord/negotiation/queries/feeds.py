"""What a personal calendar address gives: names, instants and addresses of a group, and nothing of what is proposed."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.utils import translation
from django.utils.translation import gettext as _

from accord.kernel import actor as actors
from accord.kernel import clocks
from accord.kernel.actor import Actor
from accord.kernel.prepared import prepared
from accord.negotiation.mail.letters import Place, address, instant
from accord.negotiation.models import Feed, InternalDeadline, Round
from accord.negotiation.policy import CALENDAR_VISIBLE, DEADLINE_VISIBLE
from accord.negotiation.queries.icalendar import Event, written
from accord.people.models import FormalMeeting, Group
from accord.people.policy import GROUP_OF_EXPERT


@dataclass(frozen=True, slots=True)
class FeedView:
    """A person's calendar address in a group: since when and until when it holds; the address itself is not kept."""

    issued_at: datetime
    expires_at: datetime


def feed_of(actor: Actor, group: Group) -> FeedView | None:
    """Return the actor's own calendar address in the group, None when she has none that holds."""
    rows = _live(actor.id or 0, group.pk, clocks.now())
    return FeedView(rows[0].token.issued_at, rows[0].token.expires_at) if rows else None


def calendar_feed(actor: Actor | None, secret: str, host: str) -> tuple[str, bytes] | None:  # noqa: ARG001  the secret is the right
    """Return the group's name in addresses and its calendar, as its person reads it; None when the address has ended.

    It ends with its link, with its person's account, and with her part in the group. `host` makes the identifiers of
    the events the installation's own.
    """
    digest, now = hashlib.sha256(secret.encode()).hexdigest(), clocks.now()
    held = Feed.objects.filter(token__sha256=digest, token__revoked_at=None, token__expires_at__gt=now)
    row = held.select_related("group", "person").first()
    if row is None:
        return None
    reader = actors.person(row.person_id, "")
    if not GROUP_OF_EXPERT.allows(reader, row.group):
        return None
    with translation.override(row.person.language):
        return row.group.slug, written(row.group.name, host, _events(reader, row.group), now)


def _events(actor: Actor, group: Group) -> tuple[Event, ...]:
    """Return the group's instants as the actor may know them, in the present language: in three questions."""
    meetings = FormalMeeting.objects.filter(group=group).order_by("opens_on", "pk")
    deadlines = DEADLINE_VISIBLE.filter(actor, InternalDeadline.objects.filter(round__group=group))
    own = deadlines.filter(ended_at=None).annotate(times=_times()).select_related("round__version", "round__group")
    rounds = CALENDAR_VISIBLE.filter(actor, Round.objects.filter(group=group).annotate(moved=Count("moves")))
    found = rounds.select_related("version", "group").order_by("opens_at", "pk")
    return (
        *(event for each in found for event in _of_round(each)),
        *(_of_deadline(each) for each in own.order_by("pk")),
        *(_of_meeting(each, group) for each in meetings),
    )


def _of_round(row: Round) -> Iterator[Event]:
    told = {"number": row.number, "symbol": row.version.symbol}
    official, page = Place(row.zone, row.place), address("overview", group=row.group.slug)
    changes = row.__dict__["moved"]
    for what, at, name in (
        ("opens", row.opens_at, _("Round %(number)s on %(symbol)s opens")),
        ("closes", row.closes_at, _("Round %(number)s on %(symbol)s closes")),
    ):
        yield Event(f"round-{row.pk}-{what}", name % told, at, instant(at, official, official), page, changes)


def _of_deadline(row: InternalDeadline) -> Event:
    told = {"number": row.round.number, "symbol": row.round.version.symbol}
    official, page = Place(row.round.zone, row.round.place), address("overview", group=row.round.group.slug)
    name = _("Your capital’s word on %(symbol)s, round %(number)s") % told
    when = instant(row.at, official, official)
    sequence = row.__dict__["times"] - 1
    return Event(f"internal-{row.round_id}-{row.delegation_id}", name, row.at, when, page, sequence)


def _of_meeting(row: FormalMeeting, group: Group) -> Event:
    page = address("meetings", group=group.slug)
    return Event(f"meeting-{row.pk}", str(row), row.opens_on, "", page, last=row.closes_on)


def _times() -> Subquery:
    same = InternalDeadline.objects.filter(round=OuterRef("round"), delegation=OuterRef("delegation"))
    return Subquery(same.order_by().values("round").annotate(n=Count("pk")).values("n"))


@prepared
def _live(person: int, group: int, now: datetime) -> QuerySet[Feed]:
    held = Feed.objects.filter(person=person, group=group, token__revoked_at=None, token__expires_at__gt=now)
    return held.select_related("token").order_by("-pk")
