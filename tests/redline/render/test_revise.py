"""The next version of a text, with an account of everything that changed in it."""

import random

import pytest
from hypothesis import given, settings
from tests.redline.edits import Delete, DeleteRow, Insert, InsertParagraph
from tests.redline.generator import make_base, track
from tests.redline.laws.test_laws import Case, seeds

import redline
from redline.ops.carry import Carried, carry
from redline.ops.reopen import reopen
from redline.render.revise import Decision, revise

suite = settings(max_examples=12, deadline=None, derandomize=True)
CHOICES: tuple[Decision, ...] = ("take", "keep", "leave")
BASE = make_base(
    "States shall act in time.", "They may report.", "Last.", table=[["Goal", "Year"], ["Wetlands", "2030"]]
)
FIRST = BASE.paths[0]
CELL = next(path for path in BASE.paths if BASE.text(path) == "2030")
COMPILED = redline.compile_files(
    BASE.data,
    {
        "AG": track(BASE, [Delete(FIRST, 7, 12), Insert(FIRST, 12, "should")], author="AG"),
        "BR": track(BASE, [InsertParagraph(FIRST, "They do it each year.", before_next=True)], author="BR"),
        "CL": track(BASE, [Insert(CELL, 4, " or before")], author="CL"),
        "US": track(BASE, [DeleteRow(CELL[0], CELL[1])], author="US"),
    },
).docx
IDS = {each.parties[0]: each.id for each in reopen(COMPILED).proposals}


@pytest.mark.clause("O2")
def test_what_is_taken_is_in_and_what_changed_is_told_with_whose_proposal_it_was() -> None:
    found = revise(COMPILED, {IDS["AG"]: "take", IDS["CL"]: "keep"})
    assert redline.text(found.clean, "final")[0] == "States should act in time."
    assert [(each.address, each.before, each.after, each.parties) for each in found.changed] == [
        ("p1", "States shall act in time.", "States should act in time.", ("AG",))
    ]
    assert [each.id for each in reopen(found.docx).proposals] == [IDS["CL"]]
    assert redline.pending(found.clean) == 0


def test_the_table_says_what_became_of_every_amendment() -> None:
    found = revise(COMPILED, {IDS["AG"]: "take", IDS["BR"]: "take", IDS["CL"]: "keep"})
    assert {each.id: (each.parties, each.outcome) for each in found.traceability} == {
        IDS["AG"]: (("AG",), "take"),
        IDS["BR"]: (("BR",), "take"),
        IDS["CL"]: (("CL",), "keep"),
        IDS["US"]: (("US",), "leave"),
    }
    added = next(each for each in found.changed if not each.address)
    assert (added.after, added.parties, added.new_address) == ("They do it each year.", ("BR",), "p2")


def test_what_stands_in_a_row_that_is_taken_out_falls_with_it() -> None:
    found = revise(COMPILED, {IDS["US"]: "take", IDS["CL"]: "keep"})
    assert {each.id: each.outcome for each in found.traceability}[IDS["CL"]] == "fell"
    assert reopen(found.docx).proposals == ()
    assert next(each for each in found.changed if each.before == "2030").parties == ("US",)


def test_unknown_amendments_and_decisions_are_errors() -> None:
    with pytest.raises(KeyError):
        revise(COMPILED, {"p1-nothing": "take"})
    with pytest.raises(ValueError, match="take, keep or leave"):
        revise(COMPILED, {IDS["AG"]: "perhaps"})  # type: ignore[dict-item] - what a caller must not do


@pytest.mark.clause("O2")
@suite
@given(seeds)
def test_no_edit_is_silent(seed: int) -> None:
    case = Case(seed)
    compiled = redline.compile_files(case.base.data, case.files).docx
    opened = reopen(compiled)
    chance = random.Random(seed)  # noqa: S311 - tests are to be repeated, not to keep secrets
    found = revise(compiled, {each.id: chance.choice(CHOICES) for each in opened.proposals})
    assert all(each.ids and each.parties for each in found.changed)
    assert [each.id for each in found.traceability] == [each.id for each in opened.proposals]
    told = {each.address for each in found.changed if each.address}
    where = carry(opened.base, found.clean)
    new = {each.address: each.text for each in redline.read(found.clean).paragraphs}
    for paragraph in redline.read(opened.base).paragraphs:
        stands = new.get(where[paragraph.address].address) == paragraph.text
        assert stands or paragraph.address in told


def test_addresses_are_carried_over() -> None:
    old = make_base("First of all.", "Second, a longer sentence.", "Third, and no more.", "Last.").data
    new = make_base("A new one.", "First of all.", "Third, and no more.", "Second, a longer phrase.", "End.").data
    found = carry(old, new)
    assert found["p1"] == Carried("p2", 1.0)
    assert (found["p2"].address, found["p2"].moved) == ("p4", True)
    assert 0.6 < found["p2"].certainty < 1
    assert found["p3"] == Carried("p3", 1.0)
    assert carry(old, old) == {each.address: Carried(each.address, 1.0) for each in redline.read(old).paragraphs}
