"""Two files without tracking become tracked changes that a person would have made."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from tests.corpus import CORPUS
from tests.redline.corpus_schema import schema_errors
from tests.redline.laws.test_laws import Case, seeds
from tests.redline.sound import unsound
from tests.redline.specimens import docx, inserted, paragraph, run

import redline
from redline.opc import read_package
from redline.ops.compare import differences
from redline.ops.extract import read_base
from redline.oxml.names import W, w
from redline.render.bracket_reading import read_brackets
from redline.render.brackets import bracketed
from redline.render.compared import compare

MOVE_TO, INS, DEL = w("moveTo"), w("ins"), w("del")
suite = settings(max_examples=40, deadline=None, derandomize=True)


def file(*lines: str) -> bytes:
    return docx("".join(paragraph(each) for each in lines))


def changes(old: bytes, new: bytes) -> list[tuple[str, str, str, str]]:
    return [
        (each.kind, each.address, each.removed, each.added) for each in differences(read_base(old), read_package(new))
    ]


def keeps_the_laws(old: bytes, new: bytes, date: str | None = None) -> bytes:
    found = compare(old, new, author="Drafter", date=date)
    assert redline.text(found, "original") == redline.text(old, "final")
    assert redline.text(found, "final") == redline.text(new, "final")
    return found


@suite
@given(seeds)
def test_rejecting_gives_the_old_and_accepting_the_new_text(seed: int) -> None:
    case = Case(seed, parties=2, untracked=0.3)
    one, other = (redline.accept(each) for each in case.files.values())
    keeps_the_laws(case.base.data, one)
    keeps_the_laws(one, other)


@pytest.mark.long
@settings(max_examples=1000, deadline=None)
@given(seeds)
def test_both_texts_are_kept_in_many_more_cases(seed: int) -> None:
    case = Case(seed, parties=2, untracked=0.3)
    one, other = (redline.accept(each) for each in case.files.values())
    keeps_the_laws(case.base.data, one)
    keeps_the_laws(one, other)


def test_whole_words_are_marked_and_few() -> None:
    old, new = file("States shall act in time."), file("States should act swiftly in time.")
    assert changes(old, new) == [("replace", "p1", "shall", "should"), ("insert", "p1", "", "swiftly ")]


def test_a_paragraph_that_moved_is_one_move() -> None:
    lines = ["First of all these words.", "Second come other words.", "Third stand still others.", "Last."]
    found = changes(file(*lines), file(*lines[1:3], lines[0], lines[3]))
    assert found == [("move", "p1", lines[0], lines[0])]
    new = (*lines[1:3], lines[0], lines[3])
    keeps_the_laws(file(*lines), file(*new))
    data = keeps_the_laws(file(*lines), file(*new), "2026-11-22T09:00:00Z")
    printed = read_brackets(bracketed(data))
    assert (printed.base(), printed.text("Drafter")) == (tuple(lines), new)
    body = read_package(data).part("word/document.xml")
    assert b"<w:moveFrom " in body
    assert b"<w:moveTo " in body
    assert unsound(data) == []


LINES = ("First of all these words stand here.", "Second come other words.", "Third stand still others.", "Last.")
EDITED = "First of all those words really stand here."


def test_a_paragraph_that_moved_and_was_edited_is_a_move_that_shows_the_edits_where_it_arrives() -> None:
    old, new = file(*LINES), file(*LINES[1:3], EDITED, LINES[3])
    assert changes(old, new) == [("move", "p1", LINES[0], EDITED)]
    keeps_the_laws(old, new)
    data = keeps_the_laws(old, new, "2026-11-22T09:00:00Z")
    body = etree.fromstring(read_package(data).part("word/document.xml"))
    told = [(each.tag, "".join(map(str, each.itertext()))) for each in body.iter(MOVE_TO, INS, DEL) if len(each)]
    assert told == [
        (MOVE_TO, "First of all "),
        (MOVE_TO, "these"),
        (DEL, "these"),
        (INS, "those"),
        (MOVE_TO, " words "),
        (INS, "really "),
        (MOVE_TO, "stand here."),
    ]
    printed = read_brackets(bracketed(data))
    assert (printed.base(), printed.text("Drafter")) == (LINES, (*LINES[1:3], EDITED, LINES[3]))
    assert unsound(data) == []
    assert [each.whole for each in redline.prove(old, {"Drafter": data}, data)] == [True]


def test_what_is_not_like_it_did_not_move() -> None:
    old, new = file(*LINES), file(*LINES[1:3], "Nothing of what went is in this sentence at all.", LINES[3])
    assert {each[0] for each in changes(old, new)} == {"delete_paragraph", "insert_paragraph"}
    keeps_the_laws(old, new, "2026-11-22T09:00:00Z")


def test_of_two_that_are_like_it_the_likest_is_the_one_that_moved() -> None:
    other = "First of all those words."
    found = changes(file(*LINES), file(LINES[1], other, LINES[2], EDITED, LINES[3]))
    assert [each for each in found if each[0] == "move"] == [("move", "p1", LINES[0], EDITED)]


def test_an_edited_paragraph_with_more_than_words_is_written_as_gone_and_come() -> None:
    sign = '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>'
    moved = paragraph("First of all those words ", sign, "really stand here.")
    rest = [paragraph(each) for each in LINES[1:]]
    old, new = file(*LINES), docx("".join((*rest[:2], moved, rest[2])))
    data = keeps_the_laws(old, new, "2026-11-22T09:00:00Z")
    assert b"<w:moveTo " not in read_package(data).part("word/document.xml")
    assert unsound(data) == []


@suite
@given(seeds, st.integers(0, 40), st.integers(0, 40))
def test_both_texts_are_kept_whatever_moves_and_is_edited(seed: int, here: int, there: int) -> None:
    case = Case(seed, parties=1, untracked=0.3)
    old, new = case.base.data, redline.accept(*case.files.values())
    package = read_package(new)
    body = package.edit(package.main).find(f"{{{W}}}body")
    assert body is not None
    blocks = [each for each in body if each.tag == f"{{{W}}}p" and not each.findall(f".//{{{W}}}sectPr")]
    if len(blocks) > 1:
        one, other = blocks[here % (len(blocks) - 1)], blocks[there % len(blocks)]
        if one is not other:
            other.addprevious(one)
    data = keeps_the_laws(old, package.to_bytes(), "2026-11-22T09:00:00Z")
    assert unsound(data) == unsound(package.to_bytes())


def test_quotation_marks_and_hyphens_count() -> None:
    old, new = file("The States' co-operation."), file("The States’ co\u2011operation.")
    assert redline.text(keeps_the_laws(old, new), "final") == ("The States’ co\u2011operation.",)


def test_tables_are_compared_by_row_and_cell() -> None:
    def table(*rows: tuple[str, ...]) -> bytes:
        cells = ["".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows]
        return docx(f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>{paragraph('Last.')}")

    old = table(("Goal", "Year"), ("Wetlands saved", "2030"), ("Rivers clean", "2031"))
    new = table(("Goal", "Year"), ("Mangroves planted", "2032"), ("Wetlands saved", "2035"), ("Rivers clean", "2031"))
    found = changes(old, new)
    assert [each[:2] for each in found] == [("insert_row", "t1"), ("replace", "t1.r2.c2.p1")]
    keeps_the_laws(old, new)


def test_formatting_of_words_and_paragraphs_is_compared() -> None:
    old = docx(paragraph("Plain words."))
    new = docx(paragraph("Plain ", run("words", properties="<w:b/>"), ".", properties='<w:jc w:val="center"/>'))
    found = keeps_the_laws(old, new)
    body = read_package(redline.accept(found)).part("word/document.xml")
    assert b"<w:b/>" in body
    assert b'<w:jc w:val="center"/>' in body
    back = read_package(redline.reject(found)).part("word/document.xml")
    assert b"<w:b/>" not in back
    assert b"<w:jc" not in back


def test_numbers_that_word_counts_are_no_change() -> None:
    listed = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="%d"/></w:numPr>'
    one, other = (docx(paragraph("Same.", properties=listed % number)) for number in (1, 2))
    assert changes(one, other) == []
    assert compare(one, one, author="x") == redline.accept(one)


def test_a_header_is_compared_too() -> None:
    one, other = (docx(paragraph("Same."), header=paragraph(words)) for words in ("Draft 1", "Draft 2"))
    assert changes(one, other) == [("replace", "h1/p1", "1", "2")]


def test_the_author_and_the_date_are_those_given() -> None:
    data = compare(file("Old."), file("New."), author="Chair", date="2026-11-22T09:00:00Z")
    text = read_package(data).part("word/document.xml").decode()
    assert text.count('w:author="Chair"') == text.count('w:date="2026-11-22T09:00:00Z"') == 2


def test_files_with_tracked_changes_are_refused() -> None:
    tracked = docx(paragraph("Old ", inserted("new")))
    for one, other in ((tracked, file("x")), (file("x"), tracked)):
        with pytest.raises(redline.NotABaseError):
            compare(one, other, author="x")


if CORPUS is not None:
    FILES = sorted([*CORPUS.glob("rp/*.docx"), *CORPUS.glob("docx/*.docx")])

    @pytest.mark.parametrize("path", FILES[::6], ids=lambda path: path.name)
    def test_files_that_others_wrote(path: Path) -> None:
        _keeps_for(path)

    @pytest.mark.long
    @pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
    def test_all_files_that_others_wrote(path: Path) -> None:
        _keeps_for(path)

    def _keeps_for(path: Path) -> None:
        data = path.read_bytes()
        try:
            old, new = redline.reject(data), redline.accept(data)
        except redline.BadFile:
            return
        assert CORPUS is not None
        found = keeps_the_laws(old, new)
        before = {*schema_errors(old, CORPUS), *schema_errors(new, CORPUS)}
        assert not set(schema_errors(found, CORPUS)) - before
