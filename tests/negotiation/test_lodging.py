"""What came on paper is lodged by the Secretariat and stands only once the focal point confirms it (O9, O16)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from accord.kernel import clocks
from accord.kernel.action import NotAllowed, Refused
from accord.kernel.models import Entry
from accord.mailings.models import Letter
from accord.negotiation import actions, queries
from accord.negotiation.actions import Evidence
from accord.negotiation.models import Lodging, Proposal
from accord.people.models import Appointment
from tests.factories.library import pdf_file
from tests.factories.negotiation import Negotiation
from tests.redline.generator import Insert

pytestmark = [pytest.mark.django_db, pytest.mark.clause("O9", "O16")]
PDF = pdf_file()
EDIT = Insert((0,), 3, " Member")
OTHER = Insert((1,), 4, " Member")


def lodge(held: Negotiation, code: str = "AG", *edits: Insert, **other: Any) -> Proposal:
    evidence = Evidence("paper", clocks.now().date(), "Handed over at the desk.")
    said: dict[str, Any] = {
        "actor": held.world.secretariat,
        "now": clocks.now(),
        "round": held.round,
        "delegation": held.world.delegations[code],
        "data": held.file(*(edits or (EDIT,)), author=code),
        "filename": "typed.docx",
        "evidence": evidence,
    }
    return actions.lodge_proposal(**said | other)


def seen_by(held: Negotiation, row: Proposal) -> set[str]:
    found = set()
    for who, actor in held.world.everybody.items():
        try:
            queries.find_proposal(actor, held.world.group, row.pk)
        except NotAllowed:
            continue
        found.add(who)
    return found


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(Refused) as failure:
        act()
    return failure.value.code


@pytest.mark.clause("O2")
def test_it_waits_in_check_and_stands_from_the_moment_she_confirms(open_round: Negotiation) -> None:
    row, people = lodge(open_round), open_round.world
    assert (row.state, row.submitted_at) == ("checking", None)
    assert seen_by(open_round, row) == {"AG focal point"}
    assert queries.round_view(people.chair, open_round.round).received == 0
    later = clocks.now() + timedelta(minutes=5)
    sent = actions.submit_proposal(actor=people.focal_points["AG"], now=later, proposal=row)
    assert (sent.state, sent.submitted_at) == ("standing", later)
    lodging = Lodging.objects.get(proposal=row)
    assert lodging.confirmed_at == later
    assert lodging.answered_by == people.focal_points["AG"].label
    assert queries.verify_amendments(people.chair, row) == ()
    kinds = list(Entry.objects.filter(subject=f"proposal:{row.pk}").order_by("pk").values_list("kind", flat=True))
    assert kinds == ["proposal.lodged", "proposal.lodging_confirmed", "proposal.submitted"]


def test_ever_after_it_is_shown_as_lodged_and_confirmed(open_round: Negotiation) -> None:
    row, people = lodge(open_round), open_round.world
    actions.submit_proposal(actor=people.focal_points["AG"], now=clocks.now(), proposal=row)
    for who in ("chair", "BR focal point"):
        view = queries.proposal(people.everybody[who], row)
        assert view.lodged is not None
        assert (view.lodged.source, view.lodged.confirmed_at is not None) == ("paper", True)
        text = queries.round_text(people.everybody[who], people.group, open_round.round.number)
        assert [each.code for each in text.delegations if each.lodged] == ["AG"]
        assert queries.round_files(people.everybody[who], people.group).proposals[0].lodged == view.lodged


@pytest.mark.clause("O18")
def test_she_is_asked_by_letter_and_the_secretariat_hears_her_answer(open_round: Negotiation) -> None:
    row, people = lodge(open_round), open_round.world
    asked = Letter.objects.get(kind="proposal_lodged")
    assert asked.to_id == people.focal_points["AG"].id
    assert f"/proposal/{row.pk}/" in asked.text
    assert "Informal until approved at a formal meeting" in asked.text
    actions.submit_proposal(actor=people.focal_points["AG"], now=clocks.now(), proposal=row)
    told = Letter.objects.get(kind="lodging_answered")
    assert told.to_id == people.secretariat.id
    assert "has confirmed" in told.text


def test_she_declines_it_with_a_reason_and_it_never_stands(open_round: Negotiation) -> None:
    row, people = lodge(open_round), open_round.world
    speaker = people.focal_points["AG"]
    assert refused(lambda: _decline(speaker, row, "  ")) == "no_reason"
    _decline(speaker, row, "Not the latest words.")
    assert Proposal.objects.get(pk=row.pk).state == "discarded"
    assert refused(lambda: actions.submit_proposal(actor=speaker, now=clocks.now(), proposal=row)) == "not_checking"
    assert refused(lambda: _decline(speaker, row, "Again.")) == "answered"
    entry = Entry.objects.get(kind="proposal.lodging_declined")
    assert entry.scope == f"delegation:{row.delegation_id}"
    assert "does not take" in Letter.objects.get(kind="lodging_answered").text


@pytest.mark.clause("O2")
@pytest.mark.parametrize("who", ["chair", "secretariat", "BR focal point", "AG expert", "stranger"])
def test_nobody_confirms_or_declines_for_her(open_round: Negotiation, who: str) -> None:
    row, actor = lodge(open_round), open_round.world.everybody[who]
    with pytest.raises(NotAllowed):
        actions.submit_proposal(actor=actor, now=clocks.now(), proposal=row)
    with pytest.raises(NotAllowed):
        _decline(actor, row, "No.")
    assert Lodging.objects.get().confirmed_at is None


@pytest.mark.parametrize("who", ["AG focal point", "BR focal point", "AG expert", "stranger"])
def test_chair_and_secretariat_alone_lodge(open_round: Negotiation, who: str) -> None:
    with pytest.raises(NotAllowed):
        lodge(open_round, actor=open_round.world.everybody[who])


def test_the_evidence_is_for_her_and_for_who_put_it_in(open_round: Negotiation) -> None:
    evidence = Evidence("mail", clocks.now().date(), "", "scan of the letter.pdf", PDF)
    row, people = lodge(open_round, evidence=evidence), open_round.world
    for who, actor in people.everybody.items():
        may = who in {"AG focal point", "chair", "vice_chair", "secretariat"}
        try:
            file = queries.evidence_file(actor, people.group, row.pk)
        except NotAllowed:
            assert not may, who
        else:
            assert may, who
            assert (file.filename.endswith(".pdf"), file.data) == (True, PDF)


def test_the_lodger_sees_what_she_put_in_and_what_became_of_it(open_round: Negotiation) -> None:
    row, people = lodge(open_round), open_round.world
    open_round.upload("BR", EDIT)
    seen = queries.lodgings(people.secretariat, people.group, open_round.round.number)
    assert [(each.party.code, each.state) for each in seen.lines] == [("AG", "waiting")]
    actions.submit_proposal(actor=people.focal_points["AG"], now=clocks.now(), proposal=row)
    seen = queries.lodgings(people.secretariat, people.group, open_round.round.number)
    assert [(each.party.code, each.state) for each in seen.lines] == [("AG", "confirmed")]
    with pytest.raises(NotAllowed):
        queries.lodgings(people.focal_points["BR"], people.group, open_round.round.number)


def test_a_file_of_her_own_takes_its_place(open_round: Negotiation) -> None:
    lodge(open_round)
    open_round.propose("AG", OTHER)
    seen = queries.lodgings(open_round.world.chair, open_round.world.group, open_round.round.number)
    assert [each.state for each in seen.lines] == ["put_aside"]


def test_what_she_is_checking_is_not_pushed_aside(open_round: Negotiation) -> None:
    open_round.upload("AG", OTHER)
    assert refused(lambda: lodge(open_round)) == "in_check"


def test_without_anybody_in_office_there_is_nobody_to_confirm(open_round: Negotiation) -> None:
    Appointment.objects.filter(delegation=open_round.world.delegations["AG"]).update(ends_at=clocks.now())
    assert refused(lambda: lodge(open_round)) == "nobody_in_office"


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"evidence": Evidence("word of mouth", clocks.now().date())}, "source"),  # type: ignore[arg-type]  # no source
        ({"evidence": Evidence("fax", clocks.now().date() + timedelta(days=2))}, "received_later"),
        ({"evidence": Evidence("fax", clocks.now().date(), "", "x.exe", b"MZ\0\0")}, "unknown_kind"),
        ({"data": PDF, "filename": "typed.pdf"}, "not_word"),
        ({"data": b"", "filename": "typed.docx"}, "empty"),
        ({"filename": "BR_Matriz.docx"}, "other_delegation"),
    ],
)
def test_what_cannot_be_lodged_leaves_nothing(open_round: Negotiation, other: dict[str, Any], code: str) -> None:
    assert refused(lambda: lodge(open_round, **other)) == code
    assert (Lodging.objects.count(), Proposal.objects.count()) == (0, 0)


def test_another_group_s_delegation_is_not_hers_to_lodge_for(open_round: Negotiation) -> None:
    from tests.factories.people import world

    with pytest.raises(NotAllowed):
        lodge(open_round, delegation=world("other", ("AR",)).delegations["AR"])


def test_untracked_changes_are_hers_to_make_visible(open_round: Negotiation) -> None:
    row = lodge(open_round, "AG", Insert((0,), 3, " Member", tracked=False))
    speaker = open_round.world.focal_points["AG"]
    assert refused(lambda: actions.submit_proposal(actor=speaker, now=clocks.now(), proposal=row)) == "untracked"
    row = actions.make_visible(actor=speaker, now=clocks.now(), proposal=row)
    actions.submit_proposal(actor=speaker, now=clocks.now(), proposal=row)
    assert Lodging.objects.get().confirmed_at is not None


def test_it_replaces_what_stood_only_when_she_confirms(open_round: Negotiation) -> None:
    former = open_round.propose("AG", OTHER)
    row = lodge(open_round)
    assert Proposal.objects.get(pk=former.pk).state == "standing"
    actions.submit_proposal(actor=open_round.world.focal_points["AG"], now=clocks.now(), proposal=row)
    assert Proposal.objects.get(pk=former.pk).state == "superseded"


def test_confirmed_after_the_close_it_is_late_or_too_late(open_round: Negotiation) -> None:
    row, people = lodge(open_round), open_round.world
    rule = {"round": open_round.round, "reminders": (48, 6)}
    with open_round.after_close():
        speaker = people.focal_points["AG"]
        assert refused(lambda: actions.submit_proposal(actor=speaker, now=clocks.now(), proposal=row)) == "closed"
        actions.set_round_rule(actor=people.chair, now=clocks.now(), late="stamp", **rule)  # type: ignore[arg-type]  # one dict
        sent = actions.submit_proposal(actor=speaker, now=clocks.now(), proposal=row)
        assert queries.proposal(people.chair, sent).late


def _decline(actor: Any, row: Proposal, reason: str) -> Lodging:
    return actions.decline_lodging(actor=actor, now=clocks.now(), proposal=row, reason=reason)
