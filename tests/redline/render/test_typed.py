"""Automatic numbers typed out: the numbers that Word printed, before the same words, and nothing left to renumber."""

import pytest
from tests.redline.generator import make_base

import redline
from redline.opc import BadFile
from redline.render.preface import prefaced
from redline.render.typed import typed_numbers

NUMBERED = make_base("States shall act.", "", "They report.", table=[["Who", "When"]]).data


def test_each_number_stands_before_the_words_it_stood_before() -> None:
    before, after = redline.read(NUMBERED).paragraphs, redline.read(typed_numbers(NUMBERED)).paragraphs
    assert any(each.label for each in before)
    assert not any(each.label for each in after)
    for was, now in zip(before, after, strict=True):
        assert now.text == (f"{was.label}\t{was.text}" if was.label else was.text)


def test_once_typed_nothing_changes_any_more() -> None:
    typed = typed_numbers(NUMBERED)
    assert redline.text(typed_numbers(typed), "final") == redline.text(typed, "final")


def test_lines_before_a_text_move_no_number_of_it() -> None:
    before, after = redline.read(NUMBERED).paragraphs, redline.read(prefaced(NUMBERED, ["One.", "Two."])).paragraphs
    assert [each.text for each in after[:2]] == ["One.", "Two."]
    assert [(each.label, each.text) for each in after[2:]] == [(each.label, each.text) for each in before]


@pytest.mark.parametrize("act", [typed_numbers, lambda data: prefaced(data, ["One."])])
def test_what_is_no_word_file_is_told_so(act: object) -> None:
    assert callable(act)
    with pytest.raises(BadFile):
        act(b"no file")
