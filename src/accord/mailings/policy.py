"""Who may read which letters, and who may have one posted."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db.models import Q

from accord.kernel.actor import Actor
from accord.kernel.policy import EVERYTHING, NOTHING, Rule
from accord.mailings.models import Letter


def _readable(actor: Actor) -> Q:
    # The demo's outbox stands for everybody's mailbox; elsewhere a letter is for its addressee.
    if settings.ACCORD_DEMO or actor.kind == "system":
        return EVERYTHING
    return Q(to_id=actor.id) if actor.kind == "person" and actor.id is not None else NOTHING


LETTER_READABLE = Rule("letter readable", Letter, _readable)


def may_post(actor: Actor, _arguments: Mapping[str, Any]) -> bool:
    """Allow a person or the system: a letter follows from an act whose own rule was asked; link-holders write none."""
    return actor.kind in {"person", "system"}
