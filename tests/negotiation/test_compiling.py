"""All proposals on one language version become one Word file, with the proof that nothing is missing."""

import json
from typing import Any

import pytest

from accord.kernel import clocks, queue, storage
from accord.kernel.action import NotAllowed, Refused
from accord.kernel.models import Entry
from accord.mailings.models import Letter
from accord.negotiation import actions, queries
from accord.negotiation.models import Compilation
from accord.texts.providers import word
from tests.factories.negotiation import ENGLISH, SPANISH, Negotiation, negotiation
from tests.redline.generator import Delete, Insert, InsertParagraph, InsertRow, final_text

pytestmark = pytest.mark.django_db
EDITS: dict[str, list[Any]] = {
    "AG": [Delete((0,), 11, 16), Insert((0,), 16, "should"), InsertParagraph((2,), "The list is open.")],
    "BR": [Delete((0,), 11, 16), Insert((0,), 16, "should"), InsertRow(4, 1, ("a", "b", "c", "d", "e"))],
    "CL": [Delete((0,), 4, 26), Insert((5,), 0, "And ")],
}


@pytest.fixture
def proposed(open_round: Negotiation) -> Negotiation:
    """Return a round on which three delegations have proposed."""
    for code, edits in EDITS.items():
        open_round.propose(code, *edits)
    return open_round


@pytest.mark.clause("O1", "O17")
def test_every_delegations_words_are_in_the_compiled_file_under_its_code(proposed: Negotiation) -> None:
    with proposed.after_close():
        row = proposed.compile()
        seen = queries.compilation(proposed.world.chair, row)
        assert (seen.state, seen.preliminary, seen.whole, seen.stale) == ("done", False, True, False)
        file = queries.compilation_file(proposed.world.focal_points["AG"], row)
    assert file.filename == "GT-PLAN-doc.4-26_compilation_en.docx"
    for code, edits in EDITS.items():
        projected = word.final_text(word.projected(file.data, code))
        assert list(projected) == final_text(ENGLISH, edits), code


@pytest.mark.clause("O17")
def test_each_delegation_reads_the_proof_on_screen_and_as_a_file(proposed: Negotiation) -> None:
    row = proposed.compile()
    for actor in [*proposed.world.focal_points.values(), proposed.world.chair]:
        lines = queries.inclusion(actor, row)
        assert [each.party.code for each in lines] == ["AG", "BR", "CL"]
        assert all(each.whole and not each.missing for each in lines)
        assert [each.words_added for each in lines] == [5, 6, 1]
        assert [each.words_added_found for each in lines] == [5, 6, 1]
    file = queries.proof_file(proposed.world.focal_points["AG"], row)
    assert file.filename == "GT-PLAN-doc.4-26_preliminary_compilation_en_proof.json"
    proof = json.loads(file.data)
    assert proof["compilation_sha256"] == row.file_id
    assert proof["base_sha256"] == proposed.base().sha256
    assert sorted(proof["proposals"]) == ["AG", "BR", "CL"]
    assert [each["whole"] for each in proof["proof"]] == [True, True, True]


def test_before_the_close_it_is_preliminary_and_later_proposals_make_it_stale(proposed: Negotiation) -> None:
    row = proposed.compile()
    assert queries.compilation(proposed.world.chair, row).preliminary
    assert not Letter.objects.filter(kind="compilation_made").exists()
    proposed.propose("AG", Insert((1,), 4, " Member"))
    seen = queries.compilation(proposed.world.chair, row)
    assert (seen.stale, seen.changed_since) == (True, ("AG",))
    assert [each.state for each in seen.proposals] == ["superseded", "standing", "standing"]
    again = proposed.compile()
    assert again != row
    assert not queries.compilation(proposed.world.chair, again).stale
    of_chile = proposed.round.proposals.get(delegation__party="CL")
    actions.withdraw_proposal(actor=proposed.world.focal_points["CL"], now=clocks.now(), proposal=of_chile)
    assert queries.compilation(proposed.world.chair, again).changed_since == ("CL",)


@pytest.mark.clause("O17", "O18")
def test_the_final_one_is_announced_to_the_delegations_level(proposed: Negotiation) -> None:
    with proposed.after_close():
        row = proposed.compile()
        people = proposed.world
        expected = {actor.id for actor in [people.chair, people.vice_chair, people.secretariat]}
        expected |= {actor.id for actor in people.focal_points.values()}
        letters = Letter.objects.filter(kind="compilation_made")
        assert {letter.to_id for letter in letters} == expected
        assert all("Informal until approved at a formal meeting." in letter.text for letter in letters)
    entry = Entry.objects.get(kind="compilation.made")
    assert (entry.data["file"], entry.data["whole"]) == (row.file_id, True)


def test_asking_twice_makes_one(proposed: Negotiation) -> None:
    asked = [
        actions.compile_round(actor=proposed.world.chair, now=clocks.now(), base=proposed.base()) for _twice in range(2)
    ]
    assert asked[0] == asked[1]
    queue.drain()
    assert proposed.compile() == asked[0]
    assert Entry.objects.filter(kind="compilation.asked").count() == 1
    with proposed.after_close():
        final = proposed.compile()
        assert final != asked[0]
        assert proposed.compile() == final


@pytest.mark.clause("O17")
def test_language_versions_compile_apart() -> None:
    held = negotiation(texts={"en": ENGLISH, "es": SPANISH})
    held.propose("AG", *EDITS["AG"])
    held.propose("BR", Insert((0,), 11, " Miembros"), language="es")
    english, spanish = held.compile(), held.compile(language="es")
    assert [each.party.code for each in queries.inclusion(held.world.chair, english)] == ["AG"]
    assert [each.party.code for each in queries.inclusion(held.world.chair, spanish)] == ["BR"]
    assert spanish.filename.endswith("_es.docx")
    assert len(queries.compilations(held.world.focal_points["CL"], held.round)) == 2


def test_with_nothing_proposed_there_is_nothing_to_compile(open_round: Negotiation) -> None:
    open_round.upload("AG", *EDITS["AG"])
    with pytest.raises(Refused) as refused:
        open_round.compile()
    assert refused.value.code == "nothing_proposed"


@pytest.mark.clause("O1", "O2")
def test_delegations_and_experts_ask_for_no_compilation(proposed: Negotiation) -> None:
    people = proposed.world
    for actor in (people.focal_points["AG"], people.experts["AG"], people.stranger):
        with pytest.raises(NotAllowed):
            proposed.compile(actor)
    assert proposed.compile(people.secretariat).state == "done"


def test_experts_and_strangers_read_no_compilation(proposed: Negotiation) -> None:
    row, people = proposed.compile(), proposed.world
    for actor in (people.experts["AG"], people.stranger):
        assert queries.compilations(actor, proposed.round) == ()
        for ask in (queries.compilation, queries.inclusion, queries.compilation_file, queries.proof_file):
            with pytest.raises(NotAllowed):
                ask(actor, row)
        with pytest.raises(NotAllowed):
            queries.find_compilation(actor, people.group, row.pk)


@pytest.mark.parametrize("missing", [True, False], ids=["gone", "altered"])
def test_one_damaged_file_gives_no_half_result(proposed: Negotiation, missing: bool) -> None:
    proposal = proposed.round.proposals.get(delegation__party="BR")
    path = storage.path_of(proposal.file_id)
    data = path.read_bytes()
    try:
        path.unlink() if missing else path.write_bytes(data[:-2] + b"xx")
        row = proposed.compile()
    finally:
        path.write_bytes(data)
    seen = queries.compilation(proposed.world.chair, row)
    assert seen.state == "failed"
    assert "Nothing was compiled" in seen.sentence
    assert (seen.size, queries.inclusion(proposed.world.chair, row)) == (0, ())
    with pytest.raises(NotAllowed):
        queries.compilation_file(proposed.world.chair, row)
    assert proposed.compile().state == "done"


def test_an_error_of_ours_is_told_and_logged(proposed: Negotiation, monkeypatch: Any, caplog: Any) -> None:
    def broken(*_given: object) -> bytes:
        raise KeyError("w:p")

    monkeypatch.setattr(word, "compiled", broken)
    row = proposed.compile()
    assert (row.state, row.failure) == ("failed", "broken")
    assert queries.compilation(proposed.world.chair, row).sentence
    assert "failed" in caplog.text


def test_the_worker_repeats_nothing(proposed: Negotiation) -> None:
    row = proposed.compile()
    queue.enqueue("negotiation.compile", compilation=row.pk)
    queue.drain()
    assert Entry.objects.filter(kind="compilation.made").count() == 1
    assert Compilation.objects.count() == 1


def test_a_compilation_knows_its_exact_proposals_even_if_made_later(proposed: Negotiation) -> None:
    row = actions.compile_round(actor=proposed.world.chair, now=clocks.now(), base=proposed.base())
    newer = proposed.propose("AG", Insert((1,), 4, " Member"))
    queue.drain()
    row.refresh_from_db()
    assert row.state == "done"
    assert newer not in row.proposals.all()
    file = queries.compilation_file(proposed.world.chair, row)
    assert list(word.final_text(word.projected(file.data, "AG"))) == final_text(ENGLISH, EDITS["AG"])
