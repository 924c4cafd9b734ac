"""A delegation's Word file comes in: what is refused, with which sentence, and what is shown before it is sent."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from accord.kernel import clocks, storage
from accord.kernel.action import NotAllowed, Refused
from accord.kernel.models import Entry
from accord.negotiation import actions, queries
from accord.negotiation.models import Amendment, Proposal
from accord.people.models import FormalMeeting, Group, Person
from accord.texts.providers import marker, word
from tests.factories.library import packed, pdf_file, publish, version_of, word_file, word_parts
from tests.factories.negotiation import ENGLISH, SPANISH, Negotiation, negotiation, schedule
from tests.redline.generator import Delete, Insert, InsertParagraph, make_base, track

pytestmark = pytest.mark.django_db
EDIT = Insert((0,), 3, " Member")
SILENT = Insert((5,), 0, "And ", tracked=False)


@pytest.mark.clause("O22", "O23", "O14")
def test_a_tracked_file_is_read_and_named_by_the_product(open_round: Negotiation) -> None:
    row = open_round.upload("AG", EDIT, Delete((1,), 11, 15), InsertParagraph((2,), "The list is open."))
    assert (row.state, row.filename, row.uploaded_as) == ("checking", "AG_Matriz.docx", "Matriz.docx")
    assert (row.amendment_count, row.paragraph_count, row.untracked_count) == (3, 3, 0)
    assert (row.words_added, row.words_removed) == (5, 1)
    kinds = list(Amendment.objects.filter(proposal=row).values_list("kind", "added", "removed"))
    assert kinds == [
        ("insert", " Member", ""),
        ("delete", "", "will"),
        ("insert_paragraph", "The list is open.", ""),
    ]
    assert storage.read(row.original) == open_round.file(
        EDIT, Delete((1,), 11, 15), InsertParagraph((2,), "The list is open."), author="AG"
    )


@pytest.mark.clause("O23")
@pytest.mark.parametrize(
    "filename",
    ["Matriz.docx", "AG_Matriz.docx", "ag_matriz.docx", "final v2.docx", "AG_x.docx", "US_Matriz.docx", "br_ief.docx"],
)
def test_her_own_code_or_none_is_accepted(open_round: Negotiation, filename: str) -> None:
    assert open_round.upload("AG", EDIT, filename=filename).filename == "AG_Matriz.docx"


@pytest.mark.clause("O23", "O9")
@pytest.mark.parametrize(
    "filename", ["BR_Matriz.docx", "br_matriz.docx", "C:\\Temp\\BR_x.docx", "up/BR_Matriz (1).docx"]
)
def test_another_delegations_code_is_refused_naming_both(open_round: Negotiation, filename: str) -> None:
    with pytest.raises(Refused) as refused:
        open_round.upload("AG", EDIT, filename=filename)
    assert refused.value.code == "other_delegation"
    assert "Brazil" in str(refused.value.sentence)
    assert "Antigua and Barbuda" in str(refused.value.sentence)


OTHER = make_base(*(f"Ministers of finance met on day {n} and adopted a budget of their own." for n in range(9)))
MACROS = packed(word_parts(main="application/vnd.ms-word.document.macroEnabled.main+xml"))


@pytest.mark.clause("O22")
@pytest.mark.parametrize(
    ("data", "filename", "code"),
    [
        (b"", "Matriz.docx", "empty"),
        (b"Dear Chair,", "Matriz.docx", "unknown_kind"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "Matriz.doc", "old_word"),
        (pdf_file(), "Matriz.pdf", "not_word"),
        (MACROS, "Matriz.docm", "macros"),
        (word_file()[:-200], "Matriz.docx", "broken"),
        (ENGLISH.data, "Matriz.docx", "no_change"),
        (OTHER.data, "Matriz.docx", "other_base"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_not_a_proposal_is_refused_with_a_sentence(
    open_round: Negotiation, data: bytes, filename: str, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        open_round.upload("AG", data=data, filename=filename)
    assert refused.value.code == code
    assert len(str(refused.value.sentence)) > 30
    assert not Proposal.objects.exists()


def test_the_handout_sent_back_untouched_is_told_to_be_so(open_round: Negotiation) -> None:
    handout = queries.handout_file(open_round.world.focal_points["AG"], open_round.base())
    with pytest.raises(Refused) as refused:
        open_round.upload("AG", data=handout.data)
    assert refused.value.code == "no_change"
    assert "Matriz.docx" in str(refused.value.sentence)


@pytest.mark.clause("O17")
@pytest.mark.parametrize("marked", [True, False], ids=["by the hand-out's mark", "by the words"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_the_language_version_is_recognised(language: str, marked: bool) -> None:
    held = negotiation(texts={"en": ENGLISH, "es": SPANISH})
    data = held.file(EDIT, language=language)
    if marked:
        data = marker.mark(data, held.base(language).sha256)
    assert held.upload("AG", data=data).base.language == language


def test_a_mark_that_lies_is_not_believed() -> None:
    held = negotiation(texts={"en": ENGLISH, "es": SPANISH})
    data = marker.mark(held.file(EDIT, language="es"), held.base("en").sha256)
    assert held.upload("AG", data=data).base.language == "es"


def test_a_file_made_from_another_document_is_told_which(open_round: Negotiation) -> None:
    publish(open_round.world, data=OTHER.data, language="en", symbol="GT/BUDGET/doc.1")
    data = marker.mark(OTHER.data, word_hash(OTHER.data))
    with pytest.raises(Refused) as refused:
        open_round.upload("AG", data=data)
    assert refused.value.code == "other_base"
    assert "GT/BUDGET/doc.1" in str(refused.value.sentence)
    assert "GT/PLAN/doc.4/26" in str(refused.value.sentence)


REVISED = make_base(
    "The States shall cooperate in good time.",
    "Each State shall keep a public register of its capacities.",
    "The General Secretariat publishes a list of those capacities, and their cost.",
    "Early-warning systems are built with the communities that they serve.",
    "The plan is reviewed every three years.",
)
FIRST = make_base(
    "The States shall cooperate in good time.",
    "Each State will keep a register of its capacities.",
    "The General Secretariat publishes a list of those capacities, and their cost.",
    "Early-warning systems are built with the communities that they serve.",
    "The plan is reviewed every two years.",
)


def _second_round() -> Negotiation:
    """Return a round on Rev.1, when the first round was on the version before it."""
    held = negotiation(texts={"en": FIRST}, lasts=timedelta(hours=1))
    revised = version_of(publish(held.world, data=REVISED.data, language="en", symbol="GT/PLAN/doc.4/26 Rev.1"))
    opens = held.round.closes_at
    round_ = schedule(held.world, revised, opens, opens + timedelta(days=1))
    return Negotiation(held.world, revised, round_, {"en": REVISED})


@pytest.mark.clause("O15", "O22")
@pytest.mark.parametrize("marked", [True, False], ids=["by its mark", "by its words"])
def test_a_file_made_from_the_version_before_is_refused_with_what_to_take(marked: bool) -> None:
    second = _second_round()
    data = track(FIRST, [EDIT], author="AG")
    if marked:
        data = word.handout(data, word_hash(FIRST.data))
    with time_machine.travel(second.round.opens_at, tick=False), pytest.raises(Refused) as refused:
        second.upload("AG", data=data)
    assert refused.value.code == "other_base"
    sentence = str(refused.value.sentence)
    assert "made from GT/PLAN/doc.4/26 (English)" in sentence
    assert "this round is on GT/PLAN/doc.4/26 Rev.1. Download Matriz.docx of this round" in sentence


def test_a_file_on_this_version_with_silent_changes_is_not_taken_for_the_one_before() -> None:
    second = _second_round()
    with time_machine.travel(second.round.opens_at, tick=False):
        row = second.upload("AG", EDIT, Insert((4,), 0, "And ", tracked=False))
    assert (row.base.round_id, row.untracked_count) == (second.round.pk, 1)


def word_hash(data: bytes) -> str:
    return storage.keep(data).sha256


@pytest.mark.clause("O16")
def test_before_the_opening_and_from_the_close_on_nothing_is_received() -> None:
    held = negotiation(opens_in=timedelta(days=1))
    Person.objects.filter(pk=held.world.focal_points["AG"].id).update(zone="Europe/Madrid")
    Group.objects.update(official_place="Washington")
    for at, code in (
        (held.round.opens_at - timedelta(seconds=1), "not_open_yet"),
        (held.round.closes_at, "closed"),
    ):
        with time_machine.travel(at, tick=False), pytest.raises(Refused) as refused:
            held.upload("AG", EDIT)
        assert refused.value.code == code
        sentence = str(refused.value.sentence)
        assert all(place in sentence for place in ("Washington", "St. John’s", "Madrid")), sentence
    with time_machine.travel(held.round.opens_at, tick=False):
        assert held.upload("AG", EDIT).state == "checking"
    with time_machine.travel(held.round.closes_at - timedelta(seconds=1), tick=False):
        assert held.upload("BR", EDIT).state == "checking"


@pytest.mark.clause("O9", "O10", "O13")
def test_nobody_but_a_focal_point_can_propose(open_round: Negotiation) -> None:
    people = open_round.world
    for actor in (people.chair, people.vice_chair, people.secretariat, people.experts["AG"], people.stranger):
        with pytest.raises(NotAllowed):
            actions.receive_proposal(
                actor=actor,
                now=clocks.now(),
                round=open_round.round,
                data=open_round.file(EDIT),
                filename="AG_Matriz.docx",
            )


def test_the_same_bytes_twice_are_one_proposal(open_round: Negotiation) -> None:
    first, second = open_round.upload("AG", EDIT), open_round.upload("AG", EDIT)
    assert first == second
    assert Entry.objects.filter(kind="proposal.received").count() == 1
    actor = open_round.world.focal_points["AG"]
    sent = actions.submit_proposal(actor=actor, now=clocks.now(), proposal=first)
    assert open_round.upload("AG", EDIT) == sent
    assert Proposal.objects.count() == 1


def test_another_file_takes_the_place_of_the_one_in_check(open_round: Negotiation) -> None:
    first = open_round.upload("AG", EDIT)
    second = open_round.upload("AG", Delete((1,), 0, 4))
    first.refresh_from_db()
    assert (first.state, second.state) == ("discarded", "checking")
    with pytest.raises(NotAllowed):
        queries.find_proposal(open_round.world.focal_points["AG"], open_round.world.group, first.pk)


def test_what_the_guard_takes_out_is_not_in_the_file_that_is_kept(open_round: Negotiation, monkeypatch: Any) -> None:
    from accord.library.providers.guard import Verdict

    clean, raw = open_round.file(EDIT), open_round.file(EDIT, Delete((1,), 0, 4))
    verdict = Verdict("strip", "template_removed", "docx", "Matriz.docx", cleaned=clean)
    monkeypatch.setattr("accord.library.providers.guard.gate.examine", lambda *_given: verdict)
    row = open_round.upload("AG", data=raw)
    assert storage.read(row.original) == clean
    assert row.received_sha256 == word_hash(raw)
    assert open_round.upload("AG", data=raw) == row


@pytest.mark.clause("O22")
def test_untracked_changes_are_found_and_made_visible_only_if_she_confirms(open_round: Negotiation) -> None:
    actor = open_round.world.focal_points["AG"]
    row = open_round.upload("AG", EDIT, SILENT)
    seen = queries.check(actor, row)
    assert seen.proposal.untracked == 1
    assert not seen.proposal.may_submit
    assert seen.untracked_numbers == (seen.paragraphs[-1].number,)
    assert "untracked" in seen.paragraphs[-1].html
    with pytest.raises(Refused) as refused:
        actions.submit_proposal(actor=actor, now=clocks.now(), proposal=row)
    assert refused.value.code == "untracked"
    visible = actions.make_visible(actor=actor, now=clocks.now(), proposal=row)
    assert (visible.untracked_count, visible.amendment_count) == (0, 2)
    assert visible.original_id != visible.file_id
    assert word.final_text(storage.read(visible.file)) == word.final_text(storage.read(visible.original))
    again = queries.check(actor, visible)
    assert again.proposal.made_visible
    assert again.proposal.may_submit
    assert again.untracked_numbers == ()
    assert actions.submit_proposal(actor=actor, now=clocks.now(), proposal=visible).state == "standing"


def test_nobody_makes_visible_or_drops_what_another_delegation_checks(open_round: Negotiation) -> None:
    row = open_round.upload("AG", EDIT, SILENT)
    people = open_round.world
    for actor in (people.chair, people.secretariat, people.focal_points["BR"], people.experts["AG"]):
        for act in (actions.make_visible, actions.discard_proposal, actions.submit_proposal):
            with pytest.raises(NotAllowed):
                act(actor=actor, now=clocks.now(), proposal=row)


def test_what_was_sent_is_neither_made_visible_nor_dropped(open_round: Negotiation) -> None:
    actor, row = open_round.world.focal_points["AG"], open_round.propose("AG", EDIT)
    for act in (actions.make_visible, actions.discard_proposal):
        with pytest.raises(Refused) as refused:
            act(actor=actor, now=clocks.now(), proposal=row)
        assert refused.value.code == "not_checking"


def test_a_file_dropped_can_be_sent_again(open_round: Negotiation) -> None:
    actor, row = open_round.world.focal_points["AG"], open_round.upload("AG", EDIT)
    actions.discard_proposal(actor=actor, now=clocks.now(), proposal=row)
    assert open_round.upload("AG", EDIT).pk != row.pk


def test_she_sees_her_changes_as_others_will_and_who_they_are(open_round: Negotiation) -> None:
    row = open_round.upload("AG", EDIT, InsertParagraph((2,), "The list is open."))
    seen = queries.check(open_round.world.focal_points["AG"], row)
    assert [each.number for each in seen.paragraphs] == ["1", "3", "3 bis"]
    assert (seen.others, seen.seen_at) == (2, None)
    assert "Member" in seen.paragraphs[0].html


def test_in_a_sealed_round_she_is_told_when_others_will_see_it(sealed_round: Negotiation) -> None:
    row = sealed_round.upload("AG", EDIT)
    seen = queries.check(sealed_round.world.focal_points["AG"], row)
    assert seen.seen_at == sealed_round.round.closes_at


def test_what_she_checks_is_in_her_delegations_record_only(open_round: Negotiation) -> None:
    row = open_round.upload("AG", EDIT)
    assert Entry.objects.get(kind="proposal.received").scope == f"delegation:{row.delegation_id}"


def test_a_later_round_on_a_new_version_refuses_the_former_base(open_round: Negotiation) -> None:
    people = open_round.world
    other = version_of(publish(people, data=OTHER.data, language="en", symbol="GT/BUDGET/doc.1"))
    meeting = FormalMeeting.objects.get(group=people.group)
    now = clocks.now()
    second = Negotiation(people, other, schedule(people, other, now, now + timedelta(days=1)), {"en": OTHER})
    assert meeting == second.round.meeting
    with pytest.raises(Refused) as refused:
        second.upload("AG", data=open_round.file(EDIT))
    assert refused.value.code == "other_base"
