"""The delegation's own room: its focal point decides who is in it (O5)."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accord.kernel.action import Fact, Refused, action
from accord.kernel.actor import Actor
from accord.people.actions.persons import Newcomer, Roll
from accord.people.models import Delegation, Expert, Person
from accord.people.policy import DELEGATION_SPOKEN_FOR, EXPERT_MODERATED


def _admitted(result: Expert, **_arguments: Any) -> list[Fact]:
    # For the delegation's own eyes: the delegations level does not learn who is in the room (O11-O13).
    scope = f"delegation:{result.delegation_id}"
    facts = [Fact("expert.admitted", scope, f"expert:{result.pk}", {"person": result.person_id}, result.person.name)]
    if not result.person.has_account:
        facts.append(Fact("activation.wanted", f"person:{result.person_id}", f"person:{result.person_id}"))
    return facts


@action(allow=DELEGATION_SPOKEN_FOR, on="delegation", record=_admitted)
def admit_expert(*, actor: Actor, now: datetime, delegation: Delegation, who: Person | Newcomer) -> Expert:
    """Admit a person to the delegation's own room; she is sent her activation link if she has no account yet."""
    person = Roll(delegation.group_id, now).take(who, delegation)
    if Expert.objects.filter(delegation=delegation, person=person).exclude(until__lte=now).exists():
        raise Refused(_("This person is in your room already."), code="admitted_already")
    return Expert.objects.create(delegation=delegation, person=person, since=now)


def _removed(result: Expert, **_arguments: Any) -> Fact:
    data = {"person": result.person_id}
    return Fact("expert.removed", f"delegation:{result.delegation_id}", f"expert:{result.pk}", data)


@action(allow=EXPERT_MODERATED, on="expert", record=_removed)
def remove_expert(*, actor: Actor, now: datetime, expert: Expert) -> Expert:
    """Take a person out of the delegation's own room, from this instant."""
    if expert.until is not None and expert.until <= now:
        raise Refused(_("This person has left your room already."), code="removed_already")
    expert.until = max(now, expert.since)
    expert.save(update_fields=["until"])
    return expert
