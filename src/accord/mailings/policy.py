"""Who may read which letters, and who may have one posted."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db.models import Q

from accord.kernel.actor import Actor
from accord.kernel.models import Job
from accord.kernel.policy import EVERYTHING, NOTHING, Rule
from accord.mailings.models import Addressee, Letter
from accord.people.models import Group
from accord.people.policy import GROUP_ADMINISTERED, serves_the_installation


def _readable(actor: Actor) -> Q:
    # The demo's outbox stands for everybody's mailbox; elsewhere a letter is for its addressee.
    if settings.ACCORD_DEMO or actor.kind == "system":
        return EVERYTHING
    return Q(to_id=actor.id) if actor.kind == "person" and actor.id is not None else NOTHING


LETTER_READABLE = Rule("letter readable", Letter, _readable)


def _given_up(actor: Actor) -> Q:
    """Show staff what failed, so that they can put it right; whom a letter is to and why it failed, never its text."""
    return Q(state="failed", set_aside_at=None) if serves_the_installation(actor) else NOTHING


def _dead(actor: Actor) -> Q:
    return Q(state="dead") if serves_the_installation(actor) else NOTHING


LETTER_FAILED = Rule("letter that failed", Letter, _given_up)
JOB_DEAD = Rule("work that failed", Job, _dead)


def _officially(actor: Actor) -> Q:
    """Give a group's official addressees to its officers, who write to them; the worker writes for them."""
    if actor.kind == "system":
        return EVERYTHING
    return Q(group__in=GROUP_ADMINISTERED.filter(actor, Group.objects.all()).values("pk"))


ADDRESSEE_ADMINISTERED = Rule("writes to the group's official addressees", Addressee, _officially)


def may_ask_support(actor: Actor, _arguments: Mapping[str, Any]) -> bool:  # noqa: ARG001 -- that is the rule
    """Allow everybody: also who cannot sign in must reach a person (O25)."""
    return True


def may_post(actor: Actor, _arguments: Mapping[str, Any]) -> bool:
    """Allow a person or the system: a letter follows from an act whose own rule was asked; link-holders write none."""
    return actor.kind in {"person", "system"}
