"""A person's own calendar address of a group: whoever has it reads names, instants and addresses, and nothing else."""

from datetime import datetime, timedelta
from typing import Any

from accord.kernel.action import JSON, Fact, NotAllowed, action
from accord.kernel.actor import Actor
from accord.negotiation.models import Feed
from accord.people.actions import IssuedLink, end_link, issue_link
from accord.people.models import Group, LinkToken, Person
from accord.people.policy import GROUP_OF_EXPERT

LIFE = timedelta(days=400)
"""A calendar address lives a little longer than a year; then she makes a new one."""
PURPOSE = "calendar"


def _made(result: IssuedLink, **given: Any) -> Fact:
    data: dict[str, JSON] = {"group": given["group"].slug, "link": result.token.pk}
    person = f"person:{result.token.person_id}"
    return Fact("calendar.made", person, person, data)


@action(allow=GROUP_OF_EXPERT, on="group", record=_made)
def make_feed(*, actor: Actor, now: datetime, group: Group) -> IssuedLink:
    """Make one's own calendar address for the group, in the place of a former one; it is told this once.

    Raises NotAllowed to whoever takes no part in the group.
    """
    person = Person.objects.filter(pk=actor.id or 0).first()
    if person is None:
        raise NotAllowed
    _end(actor, now, person.pk, group)
    issued = issue_link(actor=actor, now=now, person=person, purpose=PURPOSE, life=LIFE)
    Feed.objects.create(person=person, group=group, token=issued.token)
    return issued


@action(allow=GROUP_OF_EXPERT, on="group", record=lambda _result, **_given: None)
def end_feed(*, actor: Actor, now: datetime, group: Group) -> bool:
    """End one's own calendar address for the group; whether there was one."""
    return _end(actor, now, actor.id or 0, group)


def _end(actor: Actor, now: datetime, person: int, group: Group) -> bool:
    live = LinkToken.objects.filter(pk__in=Feed.objects.filter(person=person, group=group).values("token"))
    ended = [end_link(actor=actor, now=now, link=each) for each in live.filter(revoked_at__isnull=True)]
    return any(ended)
