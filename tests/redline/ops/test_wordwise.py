"""The difference of two texts is whole, and no dearer to read than a plain one."""

from difflib import SequenceMatcher

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.redline.generator import WORDS

from redline.ops.wordwise import stretches
from redline.text.normal import normalise, tokens

phrases = st.lists(st.sampled_from(WORDS), max_size=24).map(" ".join)
suite = settings(max_examples=300, deadline=None, derandomize=True)


def marked(old: str, new: str) -> str:
    found = ""
    for each in stretches(old, new):
        gone, come = old[each.start : each.end], new[each.new_start : each.new_end]
        found += gone if each.same else (f"[-{gone}-]" if gone else "") + (f"{{+{come}+}}" if come else "")
    return found


def price(old: list[str], new: list[str], kept: list[tuple[int, int, int]]) -> float:
    """Return what a difference costs its reader: 1 a word, 1/2 a sign, 1 a stretch."""
    total = 0.0
    at = other = 0
    for start, new_start, size in [*kept, (len(old), len(new), 0)]:
        changed = [*old[at:start], *new[other:new_start]]
        total += sum(1 if word[0].isalnum() else 0.5 for word in changed) + (1 if changed else 0)
        at, other = start + size, new_start + size
    return total


def words(text: str) -> list[str]:
    return [normalise(token) for token in tokens(text) if not token.isspace()]


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("States shall act.", "States should act.", "States [-shall-]{+should+} act."),
        ("a b", "a x b", "a {+x +}b"),
        ("a b.", "a b c.", "a b{+ c+}."),
        ("a x b", "a b", "a [-x -]b"),
        ("", "abc", "{+abc+}"),
        ("abc", "", "[-abc-]"),
        ("in 5 per cent", "in 6 per cent", "in [-5-]{+6+} per cent"),
        ("may promote the protection", "new and the additional, protection", None),
    ],
)
def test_what_a_person_would_mark(old: str, new: str, shown: str | None) -> None:
    assert marked(old, new) == (shown or "[-may promote-]{+new and+} the {+additional, +}protection")


def test_a_lone_sign_between_two_changes_is_not_kept() -> None:
    assert marked("act, now, in time", "wait, then, in time") == "[-act, now-]{+wait, then+}, in time"


def test_what_a_word_processor_turns_by_itself_is_the_same() -> None:
    assert [each.same for each in stretches("States’ co-operation", "States' co\u2011operation")] == [True]


@suite
@given(phrases, phrases)
def test_both_texts_are_whole(old: str, new: str) -> None:
    found = stretches(old, new)
    assert "".join(old[each.start : each.end] for each in found) == old
    assert "".join(new[each.new_start : each.new_end] for each in found) == new
    same = [(old[each.start : each.end], new[each.new_start : each.new_end]) for each in found if each.same]
    assert all(normalise(one) == normalise(other) for one, other in same)


@suite
@given(phrases, phrases)
def test_no_plain_word_difference_is_easier_to_read(old: str, new: str) -> None:
    one, other = words(old), words(new)
    plain = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    mine = stretches(old, new)
    kept, at, new_at = list[tuple[int, int, int]](), 0, 0
    for each in mine:
        sizes = len(words(old[each.start : each.end])), len(words(new[each.new_start : each.new_end]))
        if each.same and sizes[0]:
            kept.append((at, new_at, sizes[0]))
        at, new_at = at + sizes[0], new_at + sizes[1]
    # Signs that stand together ("5." and "5") are cut alike on both sides, so the counts fit.
    assert (at, new_at) == (len(one), len(other))
    assert price(one, other, kept) <= price(one, other, [each for each in plain if each.size]) + 1e-9
