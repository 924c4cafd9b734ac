"""What is prepared answers as what is built anew: every main page, as every role opens it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accord.kernel import clocks
from accord.kernel.prepared import Prepared
from accord.negotiation import actions
from accord.negotiation.models import ReopeningRequest, Revision, Round, RoundBase
from accord.negotiation.queries.values import WrittenEdit
from tests.factories.people import World, account, make_actor, world
from tests.web import played_round

pytestmark = pytest.mark.django_db
PAGES = (
    "",
    "text/",
    "proposal/",
    "rounds/",
    "rounds/1/",
    "rounds/1/rule/",
    "rounds/1/lodge/",
    "rounds/1/internal/",
    "calendar/",
    "rounds/1/text/en/p/p1/",
    "rounds/1/board/en/",
    "rounds/1/screen/en/",
    "rounds/1/pack/en/",
    "rounds/1/text/en/p/p2/amend/",
    "rounds/1/draft/",
    "rounds/1/outputs/en/",
    "rounds/1/revision/en/",
    "documents/",
    "delegations/",
    "meetings/",
    "room/",
    "record/",
)


def _plain(row: Any) -> Any:
    return (type(row), row.__dict__ | {"_state": None, "_django_version": None}) if hasattr(row, "_state") else row


def _time_goes(there: World, round_: Round) -> None:
    """Have the close moved, a deadline set, something lodged for CL, and a calendar address made by each."""
    moved = {"round": round_, "closes_at": round_.closes_at + timedelta(hours=1), "reason": "Asked for."}
    actions.set_close(actor=there.chair, now=clocks.now(), **moved)
    at = clocks.now() + timedelta(hours=1)
    actions.set_internal_deadline(actor=there.focal_points["AG"], now=clocks.now(), round=round_, at=at)
    actions.make_feed(actor=there.chair, now=clocks.now(), group=there.group)
    rule: dict[str, Any] = {"late": "stamp", "reminders": (6,)}
    actions.set_round_rule(actor=there.chair, now=clocks.now(), round=round_, **rule)
    actions.lodge_proposal(
        actor=there.secretariat,
        now=clocks.now(),
        round=round_,
        delegation=there.delegations["CL"],
        data=played_round.word("CL_Matriz"),
        filename="typed.docx",
        evidence=actions.Evidence("fax", clocks.now().date()),
    )


def test_every_page_reads_the_same_rows(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    there = world()
    round_ = played_round.open_round(there)
    for code in ("AG", "BR"):
        played_round.send(there, round_, code)
    writing = WrittenEdit("p2", "words", "Written here.")
    who = there.focal_points["AG"]
    actions.save_edit(actor=who, now=clocks.now(), round=round_, language="en", edit=writing, seen=0)
    stood = {"actor": there.chair, "now": clocks.now(), "base": RoundBase.objects.get(round=round_)}
    actions.record_state(**stood, places=["p1"], recorded=actions.Recorded("open"))
    actions.set_agenda(**stood, places=["p1"])
    actions.prepare_outputs(actor=there.chair, now=clocks.now(), base=stood["base"])
    asked_on = {"base": stood["base"], "place": "p1", "delegation": there.delegations["AG"]}
    ReopeningRequest.objects.create(**asked_on, reason="Our law.", asked_at=clocks.now(), asked_by="AG")
    begun = {"begun_at": clocks.now(), "begun_by": "chair"}
    Revision.objects.create(base=stood["base"], number=1, way="decisions", **begun)
    _time_goes(there, round_)
    asked, compared = Prepared.__call__, dict[str, int]()

    def both(self: Prepared[..., Any], *values: Any) -> list[Any]:
        found = asked(self, *values)
        assert list(map(_plain, found)) == list(map(_plain, self._build(*values)))
        compared[self.__qualname__] = compared.get(self.__qualname__, 0) + len(found)
        return found

    monkeypatch.setattr(Prepared, "__call__", both)
    for actor in (*there.everybody.values(), make_actor("staff.member", is_secretariat=True)):
        client.force_login(account(actor))
        assert client.get("/").status_code == 200
        for path in PAGES:
            assert client.get(f"/g/plan/{path}").status_code in {200, 404}
    assert len(compared) >= 15
    assert all(compared.values()), compared
