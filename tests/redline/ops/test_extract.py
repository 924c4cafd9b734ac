"""What a file asks for, in coordinates of the base."""

import pytest
from tests.redline.generator import (
    Delete,
    DeleteParagraph,
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
from tests.redline.specimens import change, deleted, docx, paragraph, run

import redline

BASE = make_base("The States shall act.", "Second.", "Third.", table=[["a", "b"], ["c", "d"]])
FIRST, SECOND, THIRD = (0,), (1,), (3,)


def one(*edits: Edit) -> redline.Amendment:
    found = redline.extract(BASE.data, track(BASE, edits, author="Antigua")).amendments
    assert len(found) == 1
    return found[0]


@pytest.mark.clause("O22")
@pytest.mark.parametrize(
    ("edits", "kind", "address", "start", "end", "removed", "added"),
    [
        ([Insert(FIRST, 4, "new ")], "insert", "p1", 4, 4, "", "new "),
        ([Delete(FIRST, 4, 11)], "delete", "p1", 4, 11, "States ", ""),
        ([Delete(FIRST, 11, 16), Insert(FIRST, 16, "may")], "replace", "p1", 11, 16, "shall", "may"),
        ([Insert(FIRST, 11, "may"), Delete(FIRST, 11, 16)], "replace", "p1", 11, 16, "shall", "may"),
        ([DeleteParagraph(FIRST)], "delete_paragraph", "p1", 0, 21, "The States shall act.", ""),
        ([Split(FIRST, 11)], "split", "p1", 11, 11, "", ""),
        ([Merge(FIRST)], "merge", "p1", 21, 21, "", ""),
        ([InsertParagraph(FIRST, "New.")], "insert_paragraph", "p2", 0, 0, "", "New."),
        ([InsertParagraph(FIRST, "New.", before_next=True)], "insert_paragraph", "p2", 0, 0, "", "New."),
        ([InsertParagraph(SECOND, "New.")], "insert_paragraph", "p2", 7, 7, "", "New."),
        ([InsertParagraph(THIRD, "New.")], "insert_paragraph", "p3", 6, 6, "", "New."),
        ([Insert((2, 0, 1, 0), 1, "!")], "insert", "t1.r1.c2.p1", 1, 1, "", "!"),
        ([DeleteRow(2, 1)], "delete_row", "t1", 2, 2, "c\td", ""),
        ([InsertRow(2, 1, ("x", "y"))], "insert_row", "t1", 2, 2, "", "x\ny"),
    ],
)
def test_each_kind_of_amendment(
    edits: list[Edit], kind: str, address: str, start: int, end: int, removed: str, added: str
) -> None:
    found = one(*edits)
    assert (found.kind, found.address, found.start, found.end) == (kind, address, start, end)
    assert (found.removed, found.added, found.tracked, found.author) == (removed, added, True, "Antigua")


def test_a_deletion_across_paragraphs_is_one_amendment() -> None:
    found = one(Delete(FIRST, 16, 21), Merge(FIRST), Delete(SECOND, 0, 3))
    assert (found.kind, found.removed) == ("delete", " act.\nSec")


def test_a_deletion_inside_an_insertion_is_nobody_s_text() -> None:
    base = docx(paragraph("ab"))
    file = docx(paragraph("a", change("ins", run("x") + deleted("y", "BR")), "b"))
    assert [(each.kind, each.added, each.removed) for each in redline.extract(base, file).amendments] == [
        ("insert", "x", "")
    ]


def test_a_move_is_a_deletion_and_an_insertion() -> None:
    base = docx(paragraph("one two"))
    moved = f'<w:moveTo w:id="2" w:author="A">{run(" one")}</w:moveTo>'
    file = docx(paragraph(f'<w:moveFrom w:id="1" w:author="A">{run("one ")}</w:moveFrom>', "two", moved))
    assert [(each.kind, each.removed, each.added) for each in redline.extract(base, file).amendments] == [
        ("delete", "one ", ""),
        ("insert", "", " one"),
    ]


def test_formatting_alone_is_an_amendment() -> None:
    change = '<w:b/><w:rPrChange w:id="1" w:author="A"><w:rPr/></w:rPrChange>'
    file = docx(paragraph("plain ", run("bold", properties=change)))
    found = redline.extract(docx(paragraph("plain bold")), file).amendments
    assert [(each.kind, each.start, each.end) for each in found] == [("format", 6, 10)]


@pytest.mark.parametrize(
    ("base", "file"),
    [
        ("5\u00a0per cent", "5 per cent"),
        ("States’ “rights”", 'States\' "rights"'),
        ("co\u00adoperation", "cooperation"),
        ("co\u2011operation", "co-operation"),
    ],
)
def test_what_word_turns_by_itself_is_no_edit(base: str, file: str) -> None:
    assert redline.verify(docx(paragraph(base)), docx(paragraph(file))).status == "no_change"


@pytest.mark.parametrize("file", ["5 PER cent", "6 per cent"])
def test_case_and_digits_are_edits(file: str) -> None:
    assert redline.verify(docx(paragraph("5 per cent and more")), docx(paragraph(f"{file} and more"))).untracked


def test_untracked_edits_are_found_word_by_word() -> None:
    file = track(BASE, [Delete(FIRST, 11, 16, tracked=False), Insert(FIRST, 16, "may", tracked=False)])
    found = redline.verify(BASE.data, file)
    assert found.status == "untracked"
    assert [(each.kind, each.removed, each.added, each.tracked) for each in found.untracked] == [
        ("replace", "shall", "may", False)
    ]


def test_another_text_is_not_taken_for_the_base() -> None:
    other = make_base("Nothing here is alike.", "Quite another subject altogether.", "End of it.")
    found = redline.verify(BASE.data, other.data)
    assert found.status == "other_base"
    assert found.similarity < 0.5


def test_what_is_not_among_the_amendments_is_named() -> None:
    footer = paragraph(f'<w:ins w:id="2" w:author="A">{run("x")}</w:ins>')
    file = docx(paragraph("a") + '<w:altChunk r:id="rId7"/>', footer=footer)
    assert redline.extract(docx(paragraph("a")), file).stories_outside == (
        "a file put in whole (altChunk)",
        "a footer the base does not have",
    )
