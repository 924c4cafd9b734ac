"""Differences are explained by amendments that give exactly their words, and by nothing else."""

import pytest
from hypothesis import given, settings
from tests.redline.edits import Delete, DeleteParagraph, Edit, Insert, InsertParagraph, Split
from tests.redline.generator import Base, make_base, track
from tests.redline.laws.test_laws import Case, seeds
from tests.redline.render.test_revise_opened import held

import redline
from redline.changes.amendment import Amendment
from redline.ops.differing import Differing, differing
from redline.ops.explaining import explained
from redline.render.subset import decide

suite = settings(max_examples=15, deadline=None, derandomize=True)
BASE = make_base("States shall act in time.", "They may report.", "Funds are given to them.", "Last words of all.")
ONE, TWO, THREE, FOUR = BASE.paths
EDITS: dict[str, list[Edit]] = {
    "AG": [Delete(ONE, 7, 12), Insert(ONE, 12, "should")],
    "BR": [Insert(ONE, 24, ", within their means")],
    "CL": [InsertParagraph(TWO, "A wholly new one.", before_next=True), DeleteParagraph(THREE)],
    "US": [Split(FOUR, 10)],
}
ASKS = {
    f"{code}{each.ordinal}": each
    for code, edits in EDITS.items()
    for each in redline.extract(BASE.data, track(BASE, edits, author=code)).amendments
}


def whose(*lines: str, base: Base = BASE, asks: dict[str, Amendment] = ASKS) -> list[tuple[str, tuple[str, ...]]]:
    found = differing(base.data, make_base(*lines).data)
    told = explained(redline.read(base.data).paragraphs, asks, found)
    return [(each.after, those) for each, those in zip(found, told, strict=True)]


@pytest.mark.clause("O2", "R13")
def test_words_that_are_one_amendments_are_its() -> None:
    assert whose("States should act in time.", *BASE.lines[1:]) == [("States should act in time.", ("AG1",))]


def test_words_that_several_amendments_give_together_are_all_of_theirs() -> None:
    both = "States should act in time, within their means."
    assert whose(both, *BASE.lines[1:]) == [(both, ("AG1", "BR1"))]


def test_a_word_more_or_less_is_nobodys() -> None:
    for other in ("States should act in good time.", "States should act in time, within means."):
        assert whose(other, *BASE.lines[1:]) == [(other, ())]


def test_paragraphs_put_in_taken_out_and_split_are_theirs() -> None:
    one, two, _three, four = BASE.lines
    found = whose(one, two, "A wholly new one.", four)
    assert found in ([("A wholly new one.", ("CL1",)), ("", ("CL2",))], [("A wholly new one.", ("CL1", "CL2"))])
    assert [those for _, those in whose(one, two, "Funds are given to them.", "Last words", "of all.")] == [
        ("US1",),
        ("US1",),
    ]


def test_words_that_two_ask_for_are_told_as_both_and_a_guess_is_not_made() -> None:
    again = {**ASKS, "PE1": ASKS["AG1"]}
    assert whose("States should act in time.", *BASE.lines[1:], asks=again)[0][1] == ("AG1", "PE1")
    both = "States should act in time, within their means."
    assert whose(both, *BASE.lines[1:], asks=again)[0][1] == ()


@pytest.mark.clause("O2")
@suite
@given(seeds)
def test_what_is_taken_as_it_was_proposed_is_never_laid_to_others_alone(seed: int) -> None:
    case = Case(seed)
    opened = held(case.base.data, case.files)
    asks = {each.id: each.amendment for each in opened.proposals}
    for proposal in opened.proposals:
        given = {"accepted": frozenset({proposal.id}), "rejected": frozenset(asks) - {proposal.id}}
        new = decide(opened, **given, sources=case.files)
        found = differing(case.base.data, new)
        told = explained(redline.read(case.base.data).paragraphs, asks, found)
        assert all(
            _gives(each, those, asks, case.base) or proposal.id in those
            for each, those in zip(found, told, strict=True)
        )


def _gives(each: Differing, those: tuple[str, ...], asks: dict[str, Amendment], base: Base) -> bool:
    """Whether it is nobody's, or the words are put in by those named, letter by letter."""
    return not those or all(each.after in asks[ask].added for ask in those)
