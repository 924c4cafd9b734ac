"""The merged text from values alone."""

import pytest
from tests.redline.generator import (
    Delete,
    DeleteRow,
    Edit,
    Insert,
    InsertParagraph,
    InsertRow,
    Merge,
    Split,
    make_base,
    track,
)

import redline
from redline.text.signs import MARK

BASE = make_base("abcdef", "Second.", "Third.", table=[["a", "b"], ["c", "d"]])
FIRST, SECOND, THIRD = (0,), (1,), (3,)


def merged(**edits: list[Edit]) -> dict[str, redline.MergedParagraph]:
    found = {
        code: redline.extract(BASE.data, track(BASE, each, author=code)).amendments for code, each in edits.items()
    }
    result = redline.merge(redline.read(BASE.data).paragraphs, found)
    assert redline.merge(redline.read(BASE.data).paragraphs, dict(reversed(found.items()))) == result
    return {each.address: each for each in result}


def pieces(paragraph: redline.MergedParagraph) -> list[tuple[str, str, str]]:
    return [(each.text, " ".join(each.deleted_by), " ".join(each.inserted_by)) for each in paragraph.segments]


def test_overlapping_deletions_are_cut_where_their_parties_differ() -> None:
    found = merged(AG=[Delete(FIRST, 1, 4)], BR=[Delete(FIRST, 2, 6)])
    assert pieces(found["p1"]) == [("a", "", ""), ("b", "AG", ""), ("cd", "AG BR", ""), ("ef", "BR", "")]


@pytest.mark.clause("O17")
def test_the_same_words_are_one_insertion_with_all_their_parties() -> None:
    found = merged(BR=[Insert(FIRST, 3, "new")], AG=[Insert(FIRST, 3, "new")], CL=[Insert(FIRST, 3, "other")])
    assert pieces(found["p1"]) == [("abc", "", ""), ("new", "", "AG BR"), ("other", "", "CL"), ("def", "", "")]


def test_nobody_s_paragraph_is_left_as_it_is() -> None:
    found = merged(AG=[Insert(FIRST, 3, "new")])
    assert pieces(found["p2"]) == [("Second.", "", "")]
    assert not found["p2"].changed
    assert found["p1"].parties == ("AG",)


def test_a_paragraph_put_in_stands_between_two_with_its_own_address() -> None:
    found = merged(AG=[InsertParagraph(FIRST, "N")], BR=[InsertParagraph(FIRST, "N", before_next=True)])
    assert list(found)[:3] == ["p1", "p1+1", "p2"]
    assert (found["p1+1"].after, found["p1+1"].inserted_by, pieces(found["p1+1"])) == (
        "p1",
        ("AG", "BR"),
        [("N", "", "AG BR")],
    )


def test_a_paragraph_put_in_before_a_table_or_at_the_end_comes_after_its_neighbour() -> None:
    found = merged(AG=[InsertParagraph(SECOND, "before the table"), InsertParagraph(THIRD, "at the end")])
    assert list(found)[2] == "p2+1"
    assert list(found)[-1] == "p3+1"
    assert pieces(found["p3"]) == [("Third.", "", "")]


def test_a_split_and_a_merge_show_the_mark() -> None:
    found = merged(AG=[Split(FIRST, 3)], BR=[Merge(FIRST)])
    assert pieces(found["p1"]) == [("abc", "", ""), (MARK, "", "AG"), ("def", "", "")]
    assert found["p1"].mark_deleted_by == ("BR",)


def test_rows_that_go_and_come_are_seen_in_every_cell() -> None:
    found = merged(AG=[DeleteRow(2, 0)], BR=[InsertRow(2, 1, ("x", "y"))])
    assert found["t1.r1.c1.p1"].row_deleted_by == ("AG",)
    assert found["t1.r1.c2.p1"].row_deleted_by == ("AG",)
    assert found["t1.r2.c1.p1"].row_deleted_by == ()
    new = [each for each in found.values() if each.row_inserted_by]
    assert [(each.after, pieces(each)) for each in new] == [
        ("t1.r1.c2.p1", [("x", "", "BR")]),
        ("t1.r1.c2.p1", [("y", "", "BR")]),
    ]


def test_a_row_put_in_at_the_end_of_a_table_stands_after_its_last_cell() -> None:
    found = merged(BR=[InsertRow(2, 2, ("x", "y"))])
    assert [each.after for each in found.values() if each.row_inserted_by] == ["t1.r2.c2.p1"] * 2


def test_what_was_not_tracked_is_said_to_be_so() -> None:
    found = merged(AG=[Insert(SECOND, 7, " More", tracked=False)], BR=[Insert(SECOND, 7, " More")])
    assert [each.untracked for each in found["p2"].segments if each.inserted_by] == [("AG",)]
