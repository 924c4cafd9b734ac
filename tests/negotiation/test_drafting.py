"""Written in the browser: saved as it is typed, lost by nothing, sent as if it had come from Word (O9, O14, O22)."""

from typing import Any

import pytest

import redline
from accord.kernel import clocks, storage
from accord.kernel.action import NotAllowed, Refused
from accord.kernel.models import Entry
from accord.negotiation import actions, queries
from accord.negotiation.models import Draft, DraftEdit, Proposal, Remark
from accord.negotiation.queries.values import Saved, WrittenEdit
from accord.people.queries import membership
from tests.factories.negotiation import ENGLISH, SPANISH, Negotiation, negotiation
from tests.redline.generator import Delete, Insert, InsertParagraph

pytestmark = [pytest.mark.django_db, pytest.mark.clause("O9")]
FIRST, SECOND = ENGLISH.lines[0], ENGLISH.lines[1]
BETTER = FIRST.replace("shall", "will")


def write(round_: Negotiation, place: str = "p1", code: str = "AG", *, seen: int = 0, **edit: Any) -> Saved:
    given = {"op": "words", "words": BETTER, **edit}
    return actions.save_edit(
        actor=round_.world.focal_points[code],
        now=clocks.now(),
        round=round_.round,
        language=given.pop("language", "en"),
        edit=WrittenEdit(place, **given),
        seen=seen,
    )


def draft(round_: Negotiation, code: str = "AG") -> Draft:
    actor = round_.world.focal_points[code]
    found = queries.find_draft(actor, membership(actor, round_.world.group.slug), round_.round.number)
    assert found is not None
    return found


def send(round_: Negotiation, code: str = "AG") -> Proposal:
    row = draft(round_, code)
    seen = sum(row.edits.values_list("turn", flat=True))
    return actions.send_draft(actor=round_.world.focal_points[code], now=clocks.now(), draft=row, seen=seen)


def file_of(round_: Negotiation, code: str = "AG") -> bytes:
    actor = round_.world.focal_points[code]
    found = queries.draft_file(actor, membership(actor, round_.world.group.slug), round_.round.number)
    assert found is not None
    return found.data


def lines(proposal: Proposal) -> list[str]:
    return list(redline.text(storage.read(proposal.file), "final"))


def changed(**by_line: str | list[str]) -> list[str]:
    """Return the base's lines with some of them (l0 …) replaced."""
    found: list[str] = []
    for at, line in enumerate(ENGLISH.lines):
        new = by_line.get(f"l{at}", line)
        found += [new] if isinstance(new, str) else new
    return found


@pytest.mark.clause("O22")
def test_what_is_written_becomes_a_proposal_like_any_other(open_round: Negotiation) -> None:
    saved = write(open_round, reason="Our law says so.")
    assert saved.turn == 1
    assert ("del", "shall") in saved.pieces
    write(open_round, "p2", op="add", words="Each State reports.", ordinal=1)
    sent = send(open_round)
    assert sent.state == Proposal.State.STANDING
    assert lines(sent) == changed(l0=BETTER, l1=[SECOND, "Each State reports."])
    kinds = list(sent.amendments.values_list("kind", "address"))
    assert kinds == [("replace", "p1"), ("insert_paragraph", "p3")]
    assert list(Remark.objects.filter(proposal=sent).values_list("address", "words")) == [("p1", "Our law says so.")]
    assert queries.verify_amendments(open_round.world.chair, sent) == ()
    assert not Draft.objects.filter(ended_at=None).exists()
    assert Entry.objects.filter(kind="proposal.submitted", subject=f"proposal:{sent.pk}").exists()


@pytest.mark.clause("O22")
def test_word_and_browser_ask_for_one_wording_and_compile_to_one(open_round: Negotiation) -> None:
    from_word = open_round.propose("BR", Insert((0,), FIRST.index("shall"), "also "))
    write(open_round, words=FIRST.replace("shall", "also shall"))
    from_web = send(open_round)
    asked = [
        each.value["edits"][0]["content"][0][1] for each in (from_word.amendments.get(), from_web.amendments.get())
    ]
    assert asked[0] == asked[1]
    row = open_round.compile()
    assert all(each["whole"] for each in row.proof)
    assert row.file is not None
    compiled = redline.reopen(storage.read(row.file))
    assert [each.parties for each in compiled.proposals] == [("AG", "BR")]


def test_a_draft_is_seen_by_its_delegation_alone(open_round: Negotiation) -> None:
    write(open_round)
    row = draft(open_round)
    people = open_round.world
    for actor in (people.chair, people.secretariat, people.focal_points["BR"], people.experts["AG"]):
        with pytest.raises(NotAllowed):
            actions.send_draft(actor=actor, now=clocks.now(), draft=row, seen=1)
        with pytest.raises(NotAllowed):
            actions.drop_edit(actor=actor, now=clocks.now(), draft=row, place="p1")
    assert queries.proposals(people.chair, open_round.round) == ()
    scopes = set(Entry.objects.filter(kind__startswith="draft.").values_list("scope", flat=True))
    assert scopes == {f"delegation:{row.delegation_id}"}


def test_saving_again_says_nothing_new_and_words_as_they_were_leave_no_trace(open_round: Negotiation) -> None:
    assert write(open_round).turn == write(open_round, seen=1).turn == 1
    assert write(open_round, seen=1, words=FIRST).turn == 0
    assert not DraftEdit.objects.exists()
    assert write(open_round, words=FIRST).turn == 0


def test_two_windows_lose_nothing(open_round: Negotiation) -> None:
    write(open_round, words="Mine.")
    write(open_round, words="Mine, longer.", seen=1)
    with pytest.raises(Refused) as refused:
        write(open_round, words="From the other window.", seen=1)
    assert refused.value.code == "other_version"
    assert refused.value.details["theirs"] == "Mine, longer."
    with pytest.raises(Refused):
        write(open_round, words="And a third.", seen=1)
    row = DraftEdit.objects.get()
    assert (row.words, row.rival) == ("Mine, longer.", "From the other window.\n\nAnd a third.")
    with pytest.raises(Refused) as waiting:
        send(open_round)
    assert waiting.value.code == "rivals"
    actor = open_round.world.focal_points["AG"]
    actions.settle_rival(actor=actor, now=clocks.now(), draft=row.draft, place="p1", ordinal=0, mine=False)
    assert lines(send(open_round))[0] == "Mine, longer."


@pytest.mark.clause("O14")
def test_going_on_in_word_and_coming_back_loses_and_doubles_nothing(open_round: Negotiation) -> None:
    write(open_round, reason="So it is.")
    write(open_round, "p2", op="add", words="Each State reports.", ordinal=1)
    file = file_of(open_round)
    assert list(redline.text(file, "final")) == changed(l0=BETTER, l1=[SECOND, "Each State reports."])
    checked = open_round.upload("AG", data=file, filename="AG_Matriz.docx")
    with pytest.raises(Refused) as waiting:
        send(open_round)
    assert waiting.value.code == "in_check"
    sent = actions.submit_proposal(actor=open_round.world.focal_points["AG"], now=clocks.now(), proposal=checked)
    assert not Draft.objects.filter(ended_at=None).exists()
    assert list(Remark.objects.filter(proposal=sent).values_list("words", flat=True)) == ["So it is."]
    write(open_round, "p4", words="Shorter.")
    again = send(open_round)
    assert lines(again) == changed(l0=BETTER, l1=[SECOND, "Each State reports."], l3="Shorter.")
    assert list(Remark.objects.filter(proposal=again).values_list("words", flat=True)) == ["So it is."]


def test_what_word_changed_elsewhere_waits_beside_what_is_written(open_round: Negotiation) -> None:
    write(open_round, words="Written here.")
    write(open_round, "p2", words="Only here.")
    open_round.propose("AG", Delete((0,), 0, 4), InsertParagraph((1,), "From Word."))
    mine = {each.place: each for each in DraftEdit.objects.all()}
    assert mine["p1"].words == "Written here."
    assert mine["p1"].rival == FIRST[4:]
    assert mine["p2"].rival == ""
    actor = open_round.world.focal_points["AG"]
    actions.settle_rival(actor=actor, now=clocks.now(), draft=draft(open_round), place="p1", ordinal=0, mine=True)
    assert lines(send(open_round)) == changed(l0=FIRST[4:], l1=["Only here.", "From Word."])


def test_withdrawing_leaves_what_is_written(open_round: Negotiation) -> None:
    standing = open_round.propose("AG", InsertParagraph((1,), "From Word."))
    write(open_round)
    actions.withdraw_proposal(actor=open_round.world.focal_points["AG"], now=clocks.now(), proposal=standing)
    assert lines(send(open_round)) == changed(l0=BETTER)


def test_a_paragraph_is_taken_out_moved_and_put_back(open_round: Negotiation) -> None:
    write(open_round, "p1", op="move", after="p3")
    write(open_round, "p2", op="delete")
    sent = send(open_round)
    assert lines(sent)[:2] == [ENGLISH.lines[2], FIRST]
    assert set(sent.amendments.values_list("kind", flat=True)) == {"move", "delete_paragraph"}
    write(open_round, "p1", words=FIRST)
    write(open_round, "p2", words=SECOND)
    write(open_round, "p4", words="Shorter.")
    assert lines(send(open_round)) == changed(l3="Shorter.")


def test_what_is_looked_at_is_what_is_sent(open_round: Negotiation) -> None:
    write(open_round)
    row, actor = draft(open_round), open_round.world.focal_points["AG"]
    write(open_round, seen=1, words="Something else.")
    with pytest.raises(Refused) as refused:
        actions.send_draft(actor=actor, now=clocks.now(), draft=row, seen=1)
    assert refused.value.code == "stale"
    actions.drop_draft(actor=actor, now=clocks.now(), draft=row)
    with pytest.raises(Refused) as gone:
        actions.drop_draft(actor=actor, now=clocks.now(), draft=row)
    assert gone.value.code == "nothing_written"
    member = membership(actor, open_round.world.group.slug)
    assert queries.find_draft(actor, member, open_round.round.number) is None


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        ({"place": "p99"}, "nowhere"),
        ({"words": "x" * 20_001}, "too_long"),
        ({"words": f"{FIRST} ▢"}, "object"),
        ({"op": "move", "after": "p1"}, "nowhere"),
        ({"op": "add", "ordinal": 0}, "nowhere"),
    ],
)
def test_what_cannot_be_is_refused(open_round: Negotiation, edit: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refused:
        write(open_round, edit.pop("place", "p1"), **edit)
    assert refused.value.code == code


def test_characters_no_file_can_hold_are_left_out(open_round: Negotiation) -> None:
    write(open_round, words="Act\x00 now.\r\nAnd then.\n")
    assert DraftEdit.objects.get().words == "Act now.\nAnd then."
    assert lines(send(open_round)) == changed(l0=["Act now.", "And then."])


def test_nothing_is_written_outside_the_round_or_in_two_languages_at_once() -> None:
    round_ = negotiation(texts={"en": ENGLISH, "es": SPANISH})
    write(round_)
    with pytest.raises(Refused) as other:
        write(round_, language="es", words="Otra cosa.")
    assert other.value.code == "other_language"
    with round_.after_close(), pytest.raises(Refused) as closed:
        write(round_, words="Late.")
    assert closed.value.code == "closed"
    with round_.after_close(), pytest.raises(Refused) as late:
        send(round_)
    assert late.value.code == "closed"
    with pytest.raises(NotAllowed):
        write(round_, language="fr")


def test_a_sent_draft_lets_nothing_of_a_sealed_round_be_seen(sealed_round: Negotiation) -> None:
    write(sealed_round)
    sent = send(sealed_round)
    assert [each.id for each in queries.proposals(sealed_round.world.focal_points["AG"], sealed_round.round)] == [
        sent.pk
    ]
    assert queries.proposals(sealed_round.world.focal_points["BR"], sealed_round.round) == ()
