"""A compiled file read again, and some of its amendments decided while the others wait."""

import random

import pytest
from hypothesis import given, settings
from tests.redline.edits import Delete, Insert
from tests.redline.generator import make_base, track
from tests.redline.laws.test_laws import Case, seeds

import redline
from redline import Amendment
from redline.ops.reopen import reopen
from redline.render.subset import accept, reject

suite = settings(max_examples=12, deadline=None, derandomize=True)
BASE = make_base("States shall act in time.", "Last.")
FIRST = BASE.paths[0]
FILES = {
    "AG": track(BASE, [Delete(FIRST, 0, 12)], author="AG"),
    "BR": track(BASE, [Delete(FIRST, 7, 16)], author="BR"),
    "CL": track(BASE, [Insert(FIRST, 24, " always")], author="CL"),
    "US": track(BASE, [Insert(FIRST, 24, " always")], author="US"),
}
COMPILED = redline.compile_files(BASE.data, FILES, names={"AG": "Antigua"}).docx


def told(amendments: tuple[Amendment, ...]) -> list[tuple[str, str, int, int, str, str]]:
    return [(each.kind, each.address, each.start, each.end, each.removed, each.added) for each in amendments]


@pytest.mark.clause("O2")
@suite
@given(seeds)
def test_a_compiled_file_is_read_again_without_loss(seed: int) -> None:
    case = Case(seed)
    made = redline.compile_files(case.base.data, case.files)
    again = reopen(made.docx)
    assert {code: told(each) for code, each in made.amendments.items() if each} == {
        code: told(each) for code, each in again.amendments.items()
    }
    assert again.decided == ()
    assert redline.text(again.base, "final") == redline.text(case.base.data, "final")


def test_the_same_amendment_by_two_is_one_proposal() -> None:
    found = {each.amendment.added.strip(): each.parties for each in reopen(COMPILED).proposals if each.amendment.added}
    assert found == {"always": ("CL", "US")}


def test_names_are_kept_apart_from_codes() -> None:
    assert reopen(COMPILED).names["AG"] == "Antigua"


def test_a_file_without_a_list_is_read_by_its_authors() -> None:
    assert set(reopen(FILES["AG"]).amendments) == {"AG"}


def test_what_overlaps_is_accepted_for_one_and_waits_for_the_other() -> None:
    mine = next(each.id for each in reopen(COMPILED).proposals if each.parties == ("AG",))
    found = accept(COMPILED, ids=[mine])
    assert redline.text(found, "original")[0] == " act in time."
    left = reopen(found)
    assert {each.parties: each.amendment.removed for each in left.proposals} == {
        ("BR",): " act",
        ("CL", "US"): "",
    }
    assert redline.project(found, "BR") != redline.project(found, "CL")


def test_what_others_ask_for_too_is_still_asked_for_when_one_is_rejected() -> None:
    mine = next(each.id for each in reopen(COMPILED).proposals if each.parties == ("AG",))
    left = reopen(reject(COMPILED, ids=[mine]))
    assert {each.parties for each in left.proposals} == {("BR",), ("CL", "US")}
    assert next(each.amendment.removed for each in left.proposals if each.parties == ("BR",)) == "shall act"


def test_an_id_that_does_not_wait_is_an_error() -> None:
    with pytest.raises(KeyError):
        accept(COMPILED, ids=["p1-nothing"])
    with pytest.raises(ValueError, match="not both"):
        accept(COMPILED, ids=[], author="AG")


def test_all_or_one_author_s_as_before() -> None:
    assert accept(COMPILED) == redline.accept(COMPILED)
    assert reject(COMPILED, author="AG") == redline.reject(COMPILED, author="AG")


@suite
@given(seeds)
def test_any_subset_is_that_subset_alone(seed: int) -> None:
    _is_alone(seed)


@pytest.mark.long
@settings(max_examples=500, deadline=None)
@given(seeds)
def test_any_subset_is_alone_in_many_more_cases(seed: int) -> None:
    _is_alone(seed)


def _is_alone(seed: int) -> None:
    case = Case(seed)
    compiled = redline.compile_files(case.base.data, case.files).docx
    opened = reopen(compiled)
    chance = random.Random(seed)  # noqa: S311 - tests are to be repeated, not to keep secrets
    chosen = [each for each in opened.proposals if chance.random() < 0.5]
    ids = {each.id for each in chosen}
    alone = {f"{'+'.join(each.parties)}#{each.id}": [each.amendment] for each in chosen}
    wanted = redline.accept(redline.compile_amendments(opened.base, alone))
    assert redline.text(accept(compiled, ids=ids), "original") == redline.text(wanted, "final")
    left = reopen(reject(compiled, ids=ids))
    assert [each.id for each in left.proposals] == [each.id for each in opened.proposals if each.id not in ids]
    assert [each.parties for each in left.proposals] == [
        each.parties for each in opened.proposals if each.id not in ids
    ]
