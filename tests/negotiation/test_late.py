"""Late is a rule of the round: refused, or accepted with a stamp; what came in time is never replaced by it (O16)."""

import io
import itertools
import json
import re
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accord.kernel import clocks, queue
from accord.kernel.action import NotAllowed, Refused
from accord.kernel.models import Entry
from accord.mailings.models import Letter
from accord.negotiation import actions, queries
from accord.negotiation.models import Compilation, Place, Proposal, RoundRule
from accord.negotiation.queries.timing import Rules, rules_of
from tests.factories.negotiation import ENGLISH, SPANISH, Negotiation, negotiation
from tests.factories.people import account
from tests.redline.generator import Delete, Insert

pytestmark = [pytest.mark.django_db, pytest.mark.clause("O16")]
EDIT = Insert((0,), 3, " Member")
OTHER = Insert((1,), 4, " Member")
EDGE = timedelta(microseconds=1)


def stamps(held: Negotiation, **other: Any) -> Rules:
    said = {"actor": held.world.chair, "now": clocks.now(), "round": held.round, "late": "stamp", "reminders": (48, 6)}
    return actions.set_round_rule(**said | other)


def authors(docx: bytes) -> set[str]:
    """Return under which names changes are tracked in a Word file."""
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        said = re.findall(r'w:author="([^"]*)"', package.read("word/document.xml").decode())
    return {each for those in said for each in those.split(", ")}


@pytest.fixture
def closed(open_round: Negotiation) -> Iterator[Negotiation]:
    """Give a round that stamps what is late, an hour after its close; AG has proposed in time."""
    stamps(open_round)
    open_round.propose("AG", EDIT)
    with open_round.after_close():
        yield open_round


@pytest.mark.clause("O2")
def test_a_round_refuses_what_is_late_unless_it_says_otherwise(open_round: Negotiation) -> None:
    assert rules_of(open_round.round) == Rules(late=False, reminders=(48, 6))
    with open_round.after_close(), pytest.raises(Refused) as refused:
        open_round.propose("BR", EDIT)
    assert refused.value.code == "closed"


@pytest.mark.parametrize("who", ["AG focal point", "AG expert", "stranger"])
def test_chair_and_secretariat_alone_set_the_rule(open_round: Negotiation, who: str) -> None:
    with pytest.raises(NotAllowed):
        stamps(open_round, actor=open_round.world.everybody[who])
    assert stamps(open_round, actor=open_round.world.secretariat).late


def test_the_rule_is_recorded_and_the_delegations_are_told_once(open_round: Negotiation) -> None:
    stamps(open_round)
    stamps(open_round)
    stamps(open_round, reminders=(24,))
    assert [entry.data for entry in Entry.objects.filter(kind="round.rule_set").order_by("pk")] == [
        {"late": "stamp", "reminders": [48, 6]},
        {"late": "stamp", "reminders": [24]},
    ]
    assert RoundRule.objects.filter(ended_at=None).count() == 1
    letters = Letter.objects.filter(kind="round_rule")
    assert letters.count() == 3
    assert "accepted and marked as late" in letters[0].text
    assert "Informal until approved at a formal meeting" in letters[0].text


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"late": "perhaps"}, "late"),
        ({"reminders": (0,)}, "reminders"),
        ({"reminders": (241,)}, "reminders"),
        ({"reminders": (1, 2, 3, 4, 5)}, "reminders"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(open_round: Negotiation, other: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refused:
        stamps(open_round, **other)
    assert refused.value.code == code


@pytest.mark.parametrize(("moment", "late"), [(-EDGE, False), (timedelta(0), True)])
def test_late_begins_at_the_very_instant_of_the_close(open_round: Negotiation, moment: timedelta, late: bool) -> None:
    stamps(open_round)
    with time_machine.travel(open_round.round.closes_at + moment, tick=False):
        made = open_round.propose("AG", EDIT)
        seen = queries.proposal(open_round.world.chair, made)
    assert seen.late is late
    told = Letter.objects.filter(kind="proposal_notice").get()
    assert ("marked as late" in told.text) is late


def test_what_came_in_time_is_not_replaced_nor_taken_back_late(closed: Negotiation) -> None:
    with pytest.raises(Refused) as refused:
        closed.propose("AG", OTHER)
    assert refused.value.code == "late_standing"
    mine = Proposal.objects.get(state="standing")
    with pytest.raises(Refused) as refused:
        actions.withdraw_proposal(actor=closed.world.focal_points["AG"], now=clocks.now(), proposal=mine)
    assert refused.value.code == "closed"


def test_what_is_late_is_stamped_and_told_apart(closed: Negotiation) -> None:
    made = closed.propose("BR", OTHER)
    found = queries.round_files(closed.world.chair, closed.world.group, closed.round.number)
    assert {each.party.code: each.late for each in found.proposals} == {"AG": False, "BR": True}
    text = queries.round_text(closed.world.chair, closed.world.group, closed.round.number)
    assert {each.code: each.late for each in text.delegations if each.received} == {"AG": False, "BR": True}
    assert text.amendments == 2
    assert queries.verify_amendments(closed.world.chair, made) == ()


def test_a_late_one_is_withdrawn_before_another_is_sent(closed: Negotiation) -> None:
    speaker = closed.world.focal_points["BR"]
    made = closed.propose("BR", OTHER)
    with pytest.raises(Refused) as refused:
        closed.propose("BR", EDIT)
    assert refused.value.code == "late_standing"
    actions.withdraw_proposal(actor=speaker, now=clocks.now(), proposal=made)
    assert closed.propose("BR", EDIT).state == "standing"


def test_late_ends_with_the_formal_meeting_and_with_the_next_version(closed: Negotiation) -> None:
    view = queries.round_view(closed.world.focal_points["BR"], closed.round)
    assert (view.takes_late, view.may_propose) == (True, True)
    assert view.late_until is not None
    for moment, open_ in ((-EDGE, True), (timedelta(0), False)):
        with time_machine.travel(view.late_until + moment, tick=False):
            seen = queries.round_view(closed.world.focal_points["BR"], closed.round)
            assert (seen.takes_late, seen.may_propose) == (open_, open_)
    own = queries.round_view(closed.world.focal_points["AG"], closed.round)
    assert (own.takes_late, own.may_propose) == (True, False)


def test_a_correction_does_not_end_it_and_a_new_version_does(closed: Negotiation) -> None:
    from accord.library import actions as library_actions
    from tests.factories.library import held

    document, people = closed.version.document, closed.world
    for label, taken in (("Corr.1", True), ("Rev.1", False)):
        file = held(people.chair, people, ENGLISH.data)
        library_actions.add_version(
            actor=people.chair,
            now=clocks.now(),
            document=document,
            label=label,
            day=clocks.now().date(),
            language="en",
            held=file,
        )
        assert queries.round_view(people.focal_points["BR"], closed.round).takes_late is taken
    with pytest.raises(Refused) as refused:
        closed.propose("BR", OTHER)
    assert refused.value.code == "closed"


@pytest.mark.clause("O17")
def test_the_compilation_leaves_late_ones_out_unless_asked(closed: Negotiation) -> None:
    closed.propose("BR", OTHER)
    plain = closed.compile()
    late = actions.compile_round(actor=closed.world.chair, now=clocks.now(), base=closed.base(), late=True)
    queue.drain()
    seen = {each.filename: each for each in queries.compilations(closed.world.chair, closed.round)}
    assert [each.party.code for each in seen[plain.filename].proposals] == ["AG"]
    assert not seen[plain.filename].stale
    assert seen[plain.filename].late == ()
    assert "with_late_proposals" in late.filename
    assert "with_late_proposals" not in plain.filename
    assert seen[late.filename].late == ("BR",)
    assert not seen[late.filename].stale
    proof = queries.proof_file(closed.world.chair, late).data.decode()
    assert '"late_proposals": [\n  "BR"\n ]' in proof
    asked = Entry.objects.filter(kind="compilation.asked").order_by("pk")
    assert [entry.data["late"] for entry in asked] == [[], ["BR"]]


@pytest.mark.clause("O1", "O17")
def test_in_the_compiled_file_late_words_say_so_and_the_proof_stays_whole(closed: Negotiation) -> None:
    closed.propose("BR", OTHER)
    closed.propose("CL", EDIT)
    actions.compile_round(actor=closed.world.chair, now=clocks.now(), base=closed.base(), late=True)
    queue.drain()
    row = Compilation.objects.get(state="done")
    data = queries.compilation_file(closed.world.chair, row).data
    assert authors(data) == {"AG", "BR (late)", "CL (late)"}
    proof = {each.party.code: each for each in queries.inclusion(closed.world.chair, row)}
    assert {
        code: (each.words_added, each.words_added_found, each.whole) for code, each in proof.items()
    } == dict.fromkeys(("AG", "BR", "CL"), (1, 1, True))
    told = json.loads(queries.proof_file(closed.world.chair, row).data)
    assert {code: each["author"] for code, each in told["proposals"].items()} == {
        "AG": "AG",
        "BR": "BR (late)",
        "CL": "CL (late)",
    }
    plain = closed.compile()
    assert authors(queries.compilation_file(closed.world.chair, plain).data) == {"AG"}


@pytest.mark.parametrize("reader", ["AG", "BR", "chair", "stranger"])
def test_each_card_of_what_came_late_says_so(closed: Negotiation, reader: str) -> None:
    closed.propose("BR", OTHER)
    closed.propose("CL", EDIT)
    people, where = closed.world, (closed.world.group, closed.round.number)
    actor = people.focal_points.get(reader) or getattr(people, reader)
    if reader == "stranger":
        with pytest.raises(NotAllowed):
            queries.round_text(actor, *where)
        with pytest.raises(NotAllowed):
            queries.place(actor, *where, "en", "p1")
        return
    text = queries.round_text(actor, *where)
    cards = [{each.code: each.late for each in card.sponsors} for one in text.paragraphs for card in one.cards]
    assert cards == [{"AG": False, "CL": True}, {"BR": True}]
    (shared,) = queries.place(actor, *where, "en", "p1").wordings
    assert {each.code: each.late for each in shared.sponsors} == {"AG": False, "CL": True}


def test_the_pages_say_late_beside_the_name(closed: Negotiation) -> None:
    closed.propose("BR", OTHER)
    client = Client()
    client.force_login(account(closed.world.chair))
    for page, where in (("round-text", {}), ("place", {"anchor": "p2"})):
        given = {"group": closed.world.group.slug, "number": closed.round.number, "language": "en", **where}
        shown = client.get(reverse(page, kwargs=given), secure=True).content.decode()
        beside = re.findall(r'title="([^"]+)">[A-Z]+</abbr> <span class="state warn">late<', shown)
        assert set(beside) == {"Brazil"}
    # Under a heading of their own the names need no mark.
    shown = client.get("/g/plan/rounds/1/text/en/", secure=True).content.decode()
    listed = shown.partition("Received after the close")[2].partition("</ul>")[0]
    assert 'title="Brazil"' in listed
    assert "state warn" not in listed


def test_where_all_is_late_or_nothing_is_it_says_so(open_round: Negotiation) -> None:
    stamps(open_round)
    said = {"actor": open_round.world.chair, "now": clocks.now(), "base": open_round.base()}
    open_round.propose("AG", EDIT)
    with pytest.raises(Refused) as refused:
        actions.compile_round(**said, late=True)
    assert refused.value.code == "nothing_late"
    speaker, mine = open_round.world.focal_points["AG"], Proposal.objects.get()
    actions.withdraw_proposal(actor=speaker, now=clocks.now(), proposal=mine)
    with open_round.after_close():
        open_round.propose("BR", OTHER)
        with pytest.raises(Refused) as refused:
            actions.compile_round(**said | {"now": clocks.now()})
        assert refused.value.code == "only_late"


@pytest.mark.parametrize("first", [True, False])
def test_what_was_sealed_has_its_numbers_before_what_is_late(first: bool) -> None:
    held = negotiation(sees="after_close")
    stamps(held)
    held.propose("AG", EDIT)
    with held.after_close():
        if first:
            queue.drain()
        held.propose("BR", OTHER)
        folded = Place.objects.filter(base=held.base())
        assert {code for row in folded for each in row.value["w"].values() for code in each["by"]} == {"AG", "BR"}
        entry = Entry.objects.filter(kind="proposal.submitted").order_by("pk").last()
        assert entry is not None
        assert entry.scope == f"group:{held.world.group.pk}"


def test_each_language_of_the_text_takes_late_ones(db: None) -> None:
    held = negotiation(texts={"en": ENGLISH, "es": SPANISH})
    stamps(held)
    with held.after_close():
        made = held.propose("BR", Delete((1,), 0, 4), language="es")
        assert queries.proposal(held.world.chair, made).late


def test_what_was_written_and_not_sent_is_sent_late(open_round: Negotiation) -> None:
    from accord.negotiation.models import Draft
    from accord.negotiation.queries.values import WrittenEdit

    stamps(open_round)
    speaker, edit = open_round.world.focal_points["CL"], WrittenEdit("p1", "words", "Written.", "Because.")
    actions.save_edit(actor=speaker, now=clocks.now(), round=open_round.round, language="en", edit=edit, seen=0)
    with open_round.after_close():
        sent = actions.send_draft(actor=speaker, now=clocks.now(), draft=Draft.objects.get(), seen=1)
        assert queries.proposal(open_round.world.chair, sent).late


def test_no_two_rules_hold_at_once(open_round: Negotiation) -> None:
    for late, hours in itertools.product(("stamp", "refuse"), ((), (1,), (48, 6))):
        rules = stamps(open_round, late=late, reminders=hours)
        assert rules_of(open_round.round) == rules == Rules(late == "stamp", hours)


@pytest.mark.clause("O1")
def test_the_texts_for_the_meeting_say_whose_came_late(closed: Negotiation) -> None:
    closed.propose("BR", OTHER)
    given: dict[str, Any] = {"actor": closed.world.chair, "base": closed.base()}
    made = actions.prepare_outputs(**given, now=clocks.now())
    queue.drain()
    assert all("with_late_proposals" in each.filename for each in made)
    page = next(each.pk for each in made if each.kind == "html")
    told = queries.output_file(closed.world.chair, closed.world.group, page).data.decode()
    assert "With late proposals, sent after the close: BR." in told
    assert "BR (late) – Brazil (late)" in told
    tracked = next(each.pk for each in made if each.kind == "tracked")
    assert {"AG", "BR (late)"} <= authors(queries.output_file(closed.world.chair, closed.world.group, tracked).data)
    kept = next(each.pk for each in made if each.kind == "json")
    value = json.loads(queries.output_file(closed.world.chair, closed.world.group, kept).data)
    assert value["round"]["late"] == ["BR"]
    assert "BR (late)" not in json.dumps({name: each for name, each in value.items() if name != "round"})
    in_time = actions.prepare_outputs(**given, now=clocks.now(), as_of=closed.round.closes_at)
    assert not any("with_late_proposals" in each.filename for each in in_time)
