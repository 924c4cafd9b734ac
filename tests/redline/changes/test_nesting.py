"""Brackets that nest are balanced and hold every piece with all its parties."""

from hypothesis import given, settings
from hypothesis import strategies as st

from redline.changes.labels import added_label, alternative_label, alternatives
from redline.changes.nesting import Span, nested

parties = st.one_of(
    st.none(), st.sets(st.sampled_from(("AG", "BR", "CL", "US"))).map(lambda those: tuple(sorted(those)))
)
suite = settings(max_examples=200, deadline=None, derandomize=True)


def test_one_party_s_stretch_is_one_bracket_with_a_shorter_one_in_it() -> None:
    assert nested([("AG",), ("AG", "BR"), ("AG",)]) == (Span(0, 2, ("AG",)), Span(1, 1, ("BR",)))


def test_stretches_that_cross_are_cut() -> None:
    assert nested([("AG",), ("AG", "BR"), ("BR",)]) == (
        Span(0, 0, ("AG",)),
        Span(1, 1, ("AG", "BR")),
        Span(2, 2, ("BR",)),
    )


def test_what_is_put_in_breaks_no_stretch() -> None:
    assert nested([("AG",), None, ("AG",), (), None]) == (Span(0, 2, ("AG",)),)


@suite
@given(st.lists(parties, max_size=12))
def test_brackets_never_cross_and_say_exactly_who_takes_out_what(line: list[tuple[str, ...] | None]) -> None:
    found = nested(line)
    for one in found:
        for other in found:
            assert one.last < other.first or other.last < one.first or _inside(one, other) or _inside(other, one)
        assert line[one.first] is not None
        assert line[one.last] is not None
    for index, wanted in enumerate(line):
        if wanted is not None:
            inside = {party for each in found if each.first <= index <= each.last for party in each.parties}
            assert inside == set(wanted)


def _inside(inner: Span, outer: Span) -> bool:
    return outer.first <= inner.first and inner.last <= outer.last


def test_labels_keep_the_sign_behind_the_number() -> None:
    assert added_label("6.", 1) == "6 bis."
    assert added_label("(a)", 2) == "(a) ter"
    assert added_label("", 1) == ""
    assert added_label("2", 40) == "2 (41)"
    assert alternative_label("OP6", 1, 1) == "OP6 alt"
    assert alternative_label("6.", 2, 3) == "6 alt 2."


def test_a_paragraph_stands_instead_of_another_where_its_sponsors_take_all_of_that_out() -> None:
    gone = [frozenset({"AG", "BR"}), frozenset({"AG"})]
    assert alternatives(gone, frozenset({"AG"}))
    assert not alternatives(gone, frozenset({"AG", "BR"}))
    assert not alternatives([], frozenset({"AG"}))
