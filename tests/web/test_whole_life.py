"""A text's whole life over its pages: proposed in Word and browser, spoken of, compiled, revised, agreed, approved."""

import re
from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from django.test import Client

from accord.kernel import clocks, queue
from accord.library.models import Version
from accord.negotiation.models import Compilation, Place, Step, Wording
from tests.factories.negotiation import Negotiation, negotiation
from tests.factories.people import account
from tests.factories.revised import next_round, write
from tests.factories.standing import wording_of
from tests.redline.generator import Delete, Insert, InsertParagraph

pytestmark = pytest.mark.django_db
SHOULD = (Delete((0,), 11, 16), Insert((0,), 16, "should"))
AGREED = "The States should cooperate in good time."


def entered(plan: Negotiation, who: str) -> Client:
    client = Client()
    client.force_login(account(plan.world.everybody[who]))
    return client


def sent(client: Client, path: str, **typed: object) -> None:
    """Send a form, which must be taken."""
    answer = client.post(path, typed)
    said = re.sub(r"<[^>]+>", " ", answer.content.decode())
    assert answer.status_code == 303, (path, said[said.find("not") - 200 :][:400])


def proposed() -> Negotiation:
    """Return a round in which five delegations sent a Word file and two wrote in the browser."""
    plan = negotiation(codes=("AG", "AR", "BR", "CA", "CL", "JM", "MX"), lasts=timedelta(hours=6))
    for code in ("AG", "AR", "BR"):
        plan.propose(code, *SHOULD)
    plan.propose("CA", Insert((1,), 4, " Member"))
    plan.propose("CL", InsertParagraph((2,), "The list is open."))
    write(plan, "JM", "p4", "Early-warning systems are built with those whom they serve.")
    write(plan, "MX", "p1", "The States may cooperate in good time.")
    return plan


def ticked(plan: Negotiation, address: str) -> str:
    """Return what ticks a paragraph on the board: its place and the words it is about."""
    return f"{address} {Place.objects.get(base=plan.base(), address=address).stands_on}"


@pytest.mark.clause("R13", "O1", "O2", "O9", "O14", "O17", "O19")
def test_from_the_first_proposal_to_the_formal_meeting() -> None:
    plan = proposed()
    should, member = wording_of(plan, "AG"), wording_of(plan, "CA")
    first = "/g/plan/rounds/1"
    sent(entered(plan, "CA focal point"), f"{first}/text/en/p/p1/position/", wording=should.pk, stance="support")
    sent(entered(plan, "JM focal point"), f"{first}/text/en/p/p2/position/", wording=member.pk, stance="object")
    with plan.after_close():
        chair = entered(plan, "chair")
        sent(chair, f"{first}/compilation/en/")
        queue.drain()
        assert Compilation.objects.get().state == "done"
        seen = Place.objects.get(base=plan.base(), address="p1").stands_on
        named = {"state": "informal", "words": "1", "taken": should.ask, "seen": seen, "sure": "1"}
        sent(chair, f"{first}/text/en/p/p1/state/", **named)
        sent(chair, f"{first}/revision/en/", do="begin")
        sent(chair, f"{first}/revision/en/", do="agreed")
        sent(chair, f"{first}/revision/en/", do="keep", ask=member.ask)
        others = [wording_of(plan, "CL").ask, wording_of(plan, "JM").ask]
        sent(chair, f"{first}/revision/en/", do="take", ask=others, reason="Nobody was against it.")
        sent(chair, f"{first}/revision/en/publish/", day=clocks.now().date().isoformat(), label="")
        second = next_round(plan, Version.objects.get(label="Rev.1"))
        carried = Wording.objects.get(base=second.base())
        answers = "/g/plan/rounds/2/text/en/p/p2/carried/"
        sent(entered(plan, "CA focal point"), answers, wording=carried.pk, still="yes")
        sent(entered(plan, "JM focal point"), answers, wording=carried.pk, still="no")
        board = "/g/plan/rounds/2/board/en/record/"
        sent(chair, board, place=ticked(second, "p1"), state="ad_referendum")
    with time_machine.travel(datetime.combine(plan.world.meeting.opens_on, time(15), UTC)):
        sent(entered(plan, "chair"), board, place=ticked(second, "p1"), state="approved", meeting="1")
        approved = Step.objects.get(base=second.base(), place="p1", ended_at=None)
        assert (approved.state, approved.meeting, approved.agreed) == ("approved", plan.world.meeting, AGREED)
        here = entered(plan, "MX focal point").get("/g/plan/rounds/2/text/en/p/p1/").content.decode()
        assert AGREED in here
