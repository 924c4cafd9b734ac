"""Paragraphs and rows put in at one place are shared one by one, whatever else each delegation puts in around them."""

import itertools
from collections.abc import Callable

import pytest
from tests.redline.generator import InsertRow, make_base, track
from tests.redline.specimens import change, docx, inserted, mark, paragraph

import redline

BASE = docx(paragraph("before") + paragraph("after"))
ROWS = make_base("before", "after", table=[["a", "b"], ["c", "d"]])


def between(*words: str) -> bytes:
    """Return the base with these paragraphs put in between its two."""
    new = "".join(paragraph(inserted(each), properties=mark("ins")) for each in words)
    return docx(paragraph("before") + new + paragraph("after"))


def at_end(*words: str) -> bytes:
    new = "".join(paragraph(inserted(each), properties=mark("ins")) for each in words)
    return docx(paragraph("before") + paragraph("after") + new)


def told(files: dict[str, bytes], base: bytes = BASE) -> list[tuple[str, tuple[str, ...]]]:
    """Return the paragraphs put in with their sponsors, once every law was seen to hold."""
    compilation = redline.compile_files(base, files)
    assert redline.text(compilation.docx, "original") == redline.text(base, "original")
    for code, file in files.items():
        assert redline.text(redline.project(compilation.docx, code), "final") == redline.text(file, "final")
    assert all(each.whole for each in redline.prove(base, files, compilation.docx))
    for order in itertools.permutations(files):
        assert redline.compile_files(base, {code: files[code] for code in order}) == compilation
    added = [each for each in compilation.merged if each.inserted_by]
    return [("".join(one.text for one in each.segments), each.inserted_by) for each in added]


@pytest.mark.clause("O17")
@pytest.mark.parametrize("put_in", [between, at_end])
def test_a_paragraph_that_two_put_in_among_others_is_one_with_both(put_in: Callable[..., bytes]) -> None:
    files = {"AG": put_in("one", "two"), "BR": put_in("two", "three")}
    assert told(files) == [("one", ("AG",)), ("two", ("AG", "BR")), ("three", ("BR",))]


@pytest.mark.parametrize("put_in", [between, at_end])
def test_everybody_s_own_order_is_kept(put_in: Callable[..., bytes]) -> None:
    files = {"AG": put_in("one", "two"), "BR": put_in("two", "one"), "CL": put_in("two")}
    assert told(files) == [("one", ("AG",)), ("two", ("AG", "BR", "CL")), ("one", ("BR",))]


def test_alternatives_stand_between_what_both_put_in() -> None:
    files = {"AG": between("a", "mine", "z"), "BR": between("a", "other", "z")}
    assert told(files) == [("a", ("AG", "BR")), ("mine", ("AG",)), ("other", ("BR",)), ("z", ("AG", "BR"))]


def test_rows_are_shared_one_by_one_too() -> None:
    first, second, third = (InsertRow(1, 1, (word, word)) for word in ("one", "two", "three"))
    files = {
        "AG": track(ROWS, [second, first], author="AG"),
        "BR": track(ROWS, [third, second], author="BR"),
    }
    rows = [(words, by) for words, by in told(files, ROWS.data)][::2]
    assert [each for each in rows if each[0] == "two"] == [("two", ("AG", "BR"))]
    assert {each for each, _ in rows} == {"one", "two", "three"}


def test_words_with_a_break_in_them_stay_whole() -> None:
    base = docx(paragraph("onetwo"))
    broken = paragraph("one", inserted("x"), properties=f"<w:rPr>{change('ins', '')}</w:rPr>")
    files = {"AG": docx(broken + paragraph(inserted("y"), "two")), "BR": docx(paragraph("one", inserted("x"), "two"))}
    compilation = redline.compile_files(base, files)
    for code, file in files.items():
        assert redline.text(redline.project(compilation.docx, code), "final") == redline.text(file, "final")


def a_table(words: str) -> str:
    """Return a table of one cell that was put in."""
    row = f"<w:trPr>{change('ins', '')}</w:trPr>"
    cell = f"<w:tc><w:tcPr/>{paragraph(inserted(words), properties=mark('ins'))}</w:tc>"
    return f"<w:tbl><w:tblPr/><w:tblGrid/><w:tr>{row}{cell}</w:tr></w:tbl>"


def new(words: str) -> str:
    return paragraph(inserted(words), properties=mark("ins"))


def tables_between(*blocks: str) -> bytes:
    return docx(paragraph("before") + "".join(blocks) + paragraph("after"))


def tables_at_end(*blocks: str) -> bytes:
    return docx(paragraph("before") + paragraph("after", properties=mark("ins")) + "".join(blocks) + paragraph())


@pytest.mark.clause("O17")
@pytest.mark.parametrize("put_in", [tables_between, tables_at_end])
def test_a_table_is_shared_whatever_stands_before_it(put_in: Callable[..., bytes]) -> None:
    files = {"AG": put_in(new("one"), a_table("cell")), "BR": put_in(a_table("cell")), "CL": put_in(new("one"))}
    if put_in is tables_at_end:
        del files["CL"]  # its paragraph would be the last one
    sponsors = tuple(code for code in files if code != "BR")
    assert told(files) == [("one", sponsors), ("cell", ("AG", "BR"))]


def test_tables_put_in_stand_by_themselves_and_not_before_the_words_of_the_base() -> None:
    file = tables_between(new("one"), a_table("first"), a_table("second"), new("two"))
    assert told({"AG": file}) == [(each, ("AG",)) for each in ("one", "first", "second", "two")]
    assert [(each.kind, each.added) for each in redline.extract(BASE, file).amendments] == [
        ("insert_paragraph", "one\nfirst\nsecond\ntwo")
    ]


def test_a_paragraph_behind_a_table_at_the_end_is_one_of_its_own() -> None:
    file = docx(
        paragraph("before") + paragraph("after", properties=mark("ins")) + a_table("cell") + paragraph(inserted("last"))
    )
    assert told({"AG": file, "BR": file}) == [("cell", ("AG", "BR")), ("last", ("AG", "BR"))]
