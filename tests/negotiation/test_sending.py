"""A proposal is sent, replaced, taken back; each act leaves its trace, its letter and its receipt."""

import hashlib
import json
from datetime import timedelta

import pytest
import time_machine

from accord.kernel import clocks
from accord.kernel.action import NotAllowed, Refused
from accord.kernel.models import Entry
from accord.kernel.record import queries as record
from accord.kernel.record import receipts
from accord.mailings.models import Letter
from accord.negotiation import actions, queries
from accord.negotiation.models import AddedLabel, Proposal
from tests.factories.negotiation import Negotiation
from tests.redline.generator import Delete, Insert, InsertParagraph

pytestmark = pytest.mark.django_db
EDIT = Insert((0,), 3, " Member")
OTHER = Delete((1,), 0, 5)


@pytest.mark.clause("O14", "O24")
def test_a_sent_proposal_stands_and_says_what_is_attached(open_round: Negotiation) -> None:
    row = open_round.propose("AG", EDIT, OTHER, InsertParagraph((2,), "The list is open."))
    shown = queries.proposal(open_round.world.focal_points["BR"], row)
    assert shown.state == "standing"
    assert shown.comment == "Attached: AG_Matriz.docx, 3 amendments in 3 paragraphs"
    file = queries.proposal_file(open_round.world.focal_points["BR"], row)
    assert file.filename == "AG_Matriz.docx"
    assert hashlib.sha256(file.data).hexdigest() == shown.sha256 == file.sha256


@pytest.mark.clause("O24")
def test_one_amendment_is_said_in_the_singular_and_in_the_readers_language(open_round: Negotiation) -> None:
    row = open_round.propose("AG", EDIT)
    seen = queries.proposal(open_round.world.chair, row)
    assert seen.comment == "Attached: AG_Matriz.docx, 1 amendment in 1 paragraph"


def test_her_receipt_proves_both_files_and_every_amendment_off_line(open_round: Negotiation) -> None:
    actor = open_round.world.focal_points["AG"]
    row = open_round.propose("AG", EDIT, Insert((5,), 0, "And ", tracked=False))
    file = queries.receipt_file(actor, row)
    assert file.filename == f"AG_Matriz_receipt_{row.pk}.json"
    proved = receipts.check(file.data)
    assert proved.entry["data"]["original"] == row.original_id
    assert proved.entry["data"]["file"] == row.file_id
    assert proved.body is not None
    words = json.loads(proved.body)
    assert (words["original"], words["file"]) == (row.original_id, row.file_id)
    assert [each["added"] for each in words["amendments"]] == [" Member", "And "]


def test_the_receipt_is_hers_alone(open_round: Negotiation) -> None:
    row = open_round.propose("AG", EDIT)
    people = open_round.world
    for actor in (people.chair, people.secretariat, people.focal_points["BR"], people.experts["AG"], people.stranger):
        with pytest.raises(NotAllowed):
            queries.receipt_file(actor, row)
    with pytest.raises(NotAllowed):
        queries.receipt_file(people.focal_points["BR"], open_round.upload("BR", EDIT))


def test_she_and_the_chair_are_written_to(open_round: Negotiation) -> None:
    row = open_round.propose("AG", EDIT)
    people = open_round.world
    received = Letter.objects.get(kind="proposal_received")
    assert received.to_id == people.focal_points["AG"].id
    assert row.file_id in received.text
    assert f"/g/plan/proposal/{row.pk}/receipt/" in received.text
    assert "Attached: AG_Matriz.docx, 1 amendment" in received.text
    notice = Letter.objects.get(kind="proposal_notice")
    assert notice.to_id == people.chair.id
    assert "Antigua and Barbuda" in notice.subject
    assert "/g/plan/rounds/1/" in notice.text


def test_the_notice_of_a_sealed_proposal_says_nothing_of_it(sealed_round: Negotiation) -> None:
    sealed_round.propose("AG", EDIT)
    notice = Letter.objects.get(kind="proposal_notice")
    assert "sealed" in notice.text
    assert "amendment" not in notice.text
    assert "docx" not in notice.text


def test_sending_twice_is_sending_once(open_round: Negotiation) -> None:
    actor, row = open_round.world.focal_points["AG"], open_round.upload("AG", EDIT)
    first = actions.submit_proposal(actor=actor, now=clocks.now(), proposal=row)
    second = actions.submit_proposal(actor=actor, now=clocks.now(), proposal=row)
    assert first == second
    assert first.submitted_at == second.submitted_at
    assert Entry.objects.filter(kind="proposal.submitted").count() == 1
    assert Letter.objects.filter(kind="proposal_received").count() == 1


def test_a_new_file_supersedes_the_former_which_stays(open_round: Negotiation) -> None:
    first, second = open_round.propose("AG", EDIT), open_round.propose("AG", OTHER)
    first.refresh_from_db()
    assert (first.state, second.state) == ("superseded", "standing")
    assert first.ended_at == second.submitted_at
    entry = record.entry_about(f"proposal:{first.pk}", "proposal.superseded")
    assert entry is not None
    assert entry.data == {"by": second.pk}
    seen = queries.proposals(open_round.world.chair, open_round.round)
    assert [(each.id, each.state) for each in seen] == [(second.pk, "standing"), (first.pk, "superseded")]
    assert queries.proposal_file(open_round.world.chair, first).sha256 == first.file_id


def test_two_tabs_that_check_two_files_send_the_one_that_is_still_in_check(open_round: Negotiation) -> None:
    actor = open_round.world.focal_points["AG"]
    old, new = open_round.upload("AG", EDIT), open_round.upload("AG", OTHER)
    with pytest.raises(Refused) as refused:
        actions.submit_proposal(actor=actor, now=clocks.now(), proposal=old)
    assert refused.value.code == "not_checking"
    actions.submit_proposal(actor=actor, now=clocks.now(), proposal=new)
    assert Proposal.objects.get(state="standing") == new


def test_a_withdrawal_is_an_act_too(open_round: Negotiation) -> None:
    actor, row = open_round.world.focal_points["AG"], open_round.propose("AG", EDIT)
    for _twice in range(2):
        assert actions.withdraw_proposal(actor=actor, now=clocks.now(), proposal=row).state == "withdrawn"
    assert Entry.objects.filter(kind="proposal.withdrawn").count() == 1
    assert queries.proposals(open_round.world.chair, open_round.round)[0].state == "withdrawn"
    text = queries.round_text(open_round.world.chair, open_round.world.group, 1)
    assert (text.amendments, text.proposing) == (0, 0)
    with pytest.raises(Refused) as refused:
        actions.submit_proposal(actor=actor, now=clocks.now(), proposal=row)
    assert refused.value.code == "not_checking"


def test_what_was_superseded_cannot_be_withdrawn(open_round: Negotiation) -> None:
    first, _second = open_round.propose("AG", EDIT), open_round.propose("AG", OTHER)
    with pytest.raises(Refused) as refused:
        actions.withdraw_proposal(actor=open_round.world.focal_points["AG"], now=clocks.now(), proposal=first)
    assert refused.value.code == "not_standing"


@pytest.mark.clause("O16")
def test_nothing_is_sent_or_withdrawn_after_the_close(open_round: Negotiation) -> None:
    actor = open_round.world.focal_points["AG"]
    standing = open_round.propose("AG", EDIT)
    checking = open_round.upload("AG", OTHER)
    with open_round.after_close():
        for act, row in ((actions.submit_proposal, checking), (actions.withdraw_proposal, standing)):
            with pytest.raises(Refused) as refused:
                act(actor=actor, now=clocks.now(), proposal=row)
            assert refused.value.code == "closed"
        assert not queries.proposal(actor, standing).may_withdraw
    with time_machine.travel(open_round.round.closes_at - timedelta(seconds=1), tick=False):
        assert actions.submit_proposal(actor=actor, now=clocks.now(), proposal=checking).state == "standing"


def test_numbers_of_added_paragraphs_do_not_move(open_round: Negotiation) -> None:
    people = open_round.world

    def added() -> dict[str, str]:
        text = queries.round_text(people.chair, people.group, 1)
        return {each.number: each.html.partition(">")[2].partition("<")[0] for each in text.paragraphs if each.added}

    open_round.propose("CL", InsertParagraph((2,), "Costs are shared."))
    assert added() == {"3 bis": "Costs are shared."}
    open_round.propose("AG", InsertParagraph((2,), "Another sentence."))
    assert added() == {"3 bis": "Costs are shared.", "3 ter": "Another sentence."}
    row = open_round.propose("BR", InsertParagraph((2,), "Costs are shared."))
    assert added() == {"3 bis": "Costs are shared.", "3 ter": "Another sentence."}
    open_round.propose("CL", EDIT)
    actions.withdraw_proposal(actor=people.focal_points["BR"], now=clocks.now(), proposal=row)
    assert added() == {"3 ter": "Another sentence."}
    assert AddedLabel.objects.count() == 2
