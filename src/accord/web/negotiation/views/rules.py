"""The rules of a round: what becomes of late proposals, when delegations are reminded, how its close was moved."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accord.kernel import clocks
from accord.kernel.actor import Actor
from accord.negotiation import actions, queries
from accord.web.frame import frame
from accord.web.negotiation.timing_forms import RuleForm
from accord.web.negotiation.views import sentences
from accord.web.negotiation.views.filling import fill, given
from accord.web.reader import member_in


def round_rule(request: HttpRequest, actor: Actor, *, group: str, number: int) -> HttpResponse:
    """Ask what holds in the round; delegations are told when the rule on late proposals changes."""
    member = member_in(request, actor, group)
    found = queries.round_rules(actor, member.group, number)
    page = reverse("round", kwargs={"group": group, "number": number})
    now_said = {"late": "stamp" if found.late else "refuse", "reminders": ", ".join(map(str, found.reminders))}
    form = RuleForm(given(request)[0], initial=now_said)

    def act() -> str:
        row = queries.find_round(actor, member.group, number)
        actions.set_round_rule(actor=actor, now=clocks.now(), round=row, **form.cleaned_data)
        return page

    context: dict[str, Any] = {
        **frame(request, actor, member.group, current="text", role=member.role),
        "heading": _("Rules of the round"),
        "round": found.round,
        "moved": [sentences.moved(each, found.round) for each in found.moved],
        "up": page,
        "up_label": _("Round %(number)s") % {"number": number},
    }
    return fill(request, "round_rule", context, form, act)
