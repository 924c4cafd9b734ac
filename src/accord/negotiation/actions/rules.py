"""What holds in a round: what becomes of proposals that come late, and when delegations are reminded (O16)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _

from accord.kernel.action import JSON, Fact, Refused, action
from accord.kernel.actor import Actor
from accord.negotiation.actions import notices
from accord.negotiation.mail import round_letters
from accord.negotiation.models import Round, RoundRule
from accord.negotiation.policy import ROUND_ADMINISTERED
from accord.negotiation.queries.timing import Rules, rules_of

LONGEST = 240
"""The earliest reminder comes so many hours before the close: ten days."""
MOST = 4


def set_round_rule(
    *,
    actor: Actor,
    now: datetime,
    round: Round,  # noqa: A002  the field's own name
    late: Literal["refuse", "stamp"],
    reminders: Iterable[int],
) -> Rules:
    """Say what becomes of what comes late, and how many hours before the close delegations are reminded.

    Delegations are told when the rule on late proposals changes. Raises NotAllowed, and Refused: `late`, `reminders`
    (at most four, from 1 to 240 hours), `later_version` (nobody sends anything in this round any more).
    """
    asked = tuple(sorted(set(reminders), reverse=True))
    return _set(actor=actor, now=now, round=round, late=late, reminders=asked)[0]


def _set_fact(result: tuple[Rules, bool], **given: Any) -> Fact | None:
    rules, fresh = result
    if not fresh:
        return None
    round_: Round = given["round"]
    data: dict[str, JSON] = {"late": "stamp" if rules.late else "refuse", "reminders": list(rules.reminders)}
    return Fact("round.rule_set", f"group:{round_.group_id}", f"round:{round_.pk}", data)


@action(allow=ROUND_ADMINISTERED, on="round", record=_set_fact)
def _set(
    *,
    actor: Actor,
    now: datetime,
    round: Round,  # noqa: A002  the field's own name
    late: str,
    reminders: tuple[int, ...],
) -> tuple[Rules, bool]:
    if late not in RoundRule.Late.values:
        raise Refused(_("Say whether late proposals are refused, or accepted and marked."), code="late")
    if len(reminders) > MOST or not all(1 <= hours <= LONGEST for hours in reminders):
        raise Refused(_("Remind at most four times, from 1 to 240 hours before the close."), code="reminders")
    row = Round.objects.select_related("group", "version__document", "meeting").get(pk=round.pk)
    former, wanted = rules_of(row), Rules(late == RoundRule.Late.STAMP, reminders)
    if former == wanted:
        return former, False
    RoundRule.objects.filter(round=row, ended_at=None).update(ended_at=now)
    RoundRule.objects.create(round=row, late=late, reminders=list(reminders), set_at=now, set_by=actor.label)
    if former.late != wanted.late:
        about = notices.about(row)
        for person, capital in notices.focal_points(row.group, now):
            notices.tell(actor, now, person, "round_rule", round_letters.rule_set(about, capital, late=wanted.late))
    return wanted, True
