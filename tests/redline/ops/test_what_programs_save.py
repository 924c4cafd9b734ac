"""What word processors leave out or put in when they save: outer spaces, last marks, a paragraph after a last table."""

import pytest
from tests.redline.specimens import change, docx, inserted, mark, paragraph, run

import redline

TABLE = "<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc><w:tcPr/><w:p><w:r><w:t>cell</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
MARKED = '<w:pPr><w:rPr><w:ins w:id="91" w:author="AG"/></w:rPr></w:pPr>'


def spaced(text: str, around: str = "") -> str:
    return f"<w:p{around}><w:r><w:t>one</w:t></w:r><w:r><w:t>{text}</w:t></w:r><w:r><w:t>three</w:t></w:r></w:p>"


def test_outer_spaces_that_nothing_preserves_are_none() -> None:
    assert redline.text(docx(spaced(" two ")), "final") == ("onetwothree",)
    assert redline.text(docx(spaced(" two ", ' xml:space="preserve"')), "final") == ("one two three",)
    assert redline.read(docx(spaced(" two "))).paragraphs[0].text == "onetwothree"
    assert redline.read(docx(spaced("\u00a0two "))).paragraphs[0].text == "one\u00a0twothree"


def test_a_file_saved_without_such_spaces_is_the_same() -> None:
    base = docx(spaced(" two "))
    assert redline.verify(base, docx(spaced("two"))).status == "no_change"
    compiled = redline.compile_files(base, {"AG": docx(spaced(f"two{'</w:t></w:r>'}{inserted('!')}<w:r><w:t>"))}).docx
    assert redline.text(compiled, "original") == ("onetwothree",)
    assert redline.text(compiled, "final") == ("onetwo!three",)


@pytest.mark.parametrize("after", ["", "<w:sectPr/>"])
def test_a_last_paragraph_put_in_without_its_mark_is_tracked(after: str) -> None:
    base = docx(paragraph(run("Old.")) + after)
    file = docx(paragraph(run("Old.")) + paragraph(inserted("New.", author="AG")) + after)
    found = redline.verify(base, file)
    assert (found.status, found.untracked) == ("tracked", ())
    assert [(each.kind, each.added, each.author) for each in found.found.amendments] == [
        ("insert_paragraph", "New.", "AG")
    ]


def test_an_empty_paragraph_that_nobody_tracked_is_told() -> None:
    base = docx(paragraph(run("Old.")) + paragraph(run("Last.")))
    file = docx(paragraph(run("Old.")) + paragraph() + paragraph(run("Last.")))
    assert [each.kind for each in redline.verify(base, file).untracked] == ["insert_paragraph"]


def test_an_empty_paragraph_that_only_ends_a_section_may_go() -> None:
    ends = "<w:pPr><w:sectPr/></w:pPr>"
    base = docx(paragraph(run("Old.")) + f"<w:p>{ends}</w:p>" + paragraph(run("Last.")))
    file = docx(f"<w:p>{ends}<w:r><w:t>Old.</w:t></w:r></w:p>" + paragraph(run("Last.")))
    assert redline.verify(base, file).status == "no_change"


def test_a_body_that_ends_in_a_table_ends_in_it_again() -> None:
    base = docx(paragraph(run("Old.")) + TABLE + "<w:sectPr/>")
    new = f"<w:p>{MARKED}{inserted('New.', author='AG')}</w:p>"
    file = docx(paragraph(run("Old.")) + TABLE + new + "<w:sectPr/>")
    made = redline.compile_files(base, {"AG": file})
    assert redline.text(made.docx, "original") == redline.text(base, "original") == ("Old.", "cell")
    assert redline.text(made.docx, "final") == ("Old.", "cell", "New.")
    assert [(each.address, each.after) for each in made.merged if each.inserted_by] == [("t1+1", "t1")]


def test_the_paragraph_a_word_processor_puts_after_a_last_table_is_no_edit() -> None:
    base = docx(paragraph(run("Old.")) + TABLE)
    assert redline.verify(base, docx(paragraph(run("Old.")) + TABLE + paragraph())).status == "no_change"
    typed = docx(paragraph(run("Old.")) + TABLE + paragraph(inserted("New.", author="AG")))
    assert redline.verify(base, typed).status == "tracked"


def test_what_is_put_in_behind_a_table_stands_after_the_table() -> None:
    base = docx(TABLE + paragraph(run("Last.")))
    file = docx(TABLE + f"<w:p>{MARKED}{inserted('New.', author='AG')}</w:p>" + paragraph(run("Last.")))
    found = redline.compile_files(base, {"AG": file}).merged
    assert [(each.address, each.after, each.table) for each in found if each.inserted_by] == [("t1+1", "t1", None)]


BREAK = '<w:r><w:br w:type="page"/></w:r>'
BEFORE = "<w:pageBreakBefore/>"
# One and the same beginning of a page, as Word and LibreOffice write it.
PAGES = {
    "property": paragraph(run("One.")) + paragraph(run("Two."), properties=BEFORE),
    "at the end": paragraph(run("One."), BREAK) + paragraph(run("Two.")),
    "at the beginning": paragraph(run("One.")) + paragraph(BREAK, run("Two.")),
    "none": paragraph(run("One.")) + paragraph(run("Two.")),
}


@pytest.mark.parametrize("base", PAGES)
@pytest.mark.parametrize("file", PAGES)
def test_where_a_page_begins_is_no_edit_of_words(base: str, file: str) -> None:
    assert redline.verify(docx(PAGES[base]), docx(PAGES[file])).status == "no_change"


@pytest.mark.parametrize("base", PAGES)
@pytest.mark.parametrize("page", PAGES)
def test_words_beside_the_beginning_of_a_page_are_told_and_proved(base: str, page: str) -> None:
    words = f"{inserted(' More.', author='AG')}</w:p>"
    file = docx(PAGES[page].replace("</w:p>", words).replace(BREAK + inserted(" More."), inserted(" More.") + BREAK))
    found = redline.verify(docx(PAGES[base]), file)
    assert (found.status, [each.added for each in found.found.amendments]) == ("tracked", [" More.", " More."])
    compiled = redline.compile_files(docx(PAGES[base]), {"AG": file}).docx
    assert [each.strip("\n") for each in redline.text(compiled, "final")] == ["One. More.", "Two. More."]
    assert [each.whole for each in redline.prove(docx(PAGES[base]), {"AG": file}, compiled)] == [True]


def test_a_page_that_begins_at_an_empty_paragraph_is_no_edit_of_words() -> None:
    base = docx(paragraph(run("One.")) + paragraph() + paragraph(run("Two.")))
    file = docx(paragraph(run("One.")) + paragraph(BREAK) + paragraph(run("Two.")))
    assert redline.verify(base, file).status == redline.verify(file, base).status == "no_change"


def test_a_line_break_and_a_page_break_between_words_are_told() -> None:
    base = docx(paragraph(run("Article 1. "), run("States act in time.")))
    lines = docx(paragraph(run("Article 1. "), run("States act in time."), "<w:r><w:br/></w:r>"))
    pages = docx(paragraph(run("Article 1. "), BREAK, run("States act in time.")))
    assert redline.verify(base, lines).status == redline.verify(base, pages).status == "untracked"


def test_a_page_break_that_was_tracked_is_an_amendment() -> None:
    base, file = docx(PAGES["none"]), docx(PAGES["at the end"].replace(BREAK, change("ins", BREAK)))
    compiled = redline.compile_files(base, {"AG": file}).docx
    assert [each.tracked for each in redline.extract(base, file).amendments] == [True]
    assert redline.text(compiled, "final") == ("One.\n", "Two.")


@pytest.mark.parametrize("old", PAGES)
@pytest.mark.parametrize("new", PAGES)
def test_comparing_keeps_where_a_page_begins(old: str, new: str) -> None:
    made = redline.compare(docx(PAGES[old]), docx(PAGES[new]), author="x", date="2026-11-22T09:00:00Z")
    assert redline.text(made, "original") == redline.text(docx(PAGES[old]), "final")
    assert redline.text(made, "final") == redline.text(docx(PAGES[new]), "final")


def test_a_move_whose_ranges_begin_inside_what_moved_is_one_amendment() -> None:
    def half(kind: str, number: int) -> str:
        begins = f'<w:{kind}RangeStart w:id="{number}" w:author="AG" w:date="2026-11-22T09:00:00Z" w:name="m"/>'
        moved = change(kind, begins + run("Goods that nobody asked for."), number=number + 1)
        return paragraph(moved + f'<w:{kind}RangeEnd w:id="{number}"/>', properties=mark(kind))

    base = docx("".join(paragraph(run(each)) for each in ("One.", "Goods that nobody asked for.", "Last.")))
    file = docx(half("moveTo", 5) + paragraph(run("One.")) + half("moveFrom", 8) + paragraph(run("Last.")))
    assert [(each.kind, each.address, each.to) for each in redline.extract(base, file).amendments] == [
        ("move", "p2", "p1")
    ]
