"""Where an amendment stands is told exactly: behind which paragraph, table or row, and in which style."""

from tests.redline.specimens import change, deleted, docx, inserted, mark, paragraph

import redline

ROW_IN, ROW_OUT = (f"<w:trPr>{change(kind, '')}</w:trPr>" for kind in ("ins", "del"))
STYLE = '<w:pStyle w:val="Clause"/>'
STYLES = '<w:style w:type="paragraph" w:styleId="Clause"><w:name w:val="Clause"/></w:style>'
NEW = paragraph(inserted("new"), properties=mark("ins"))


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def row(content: str, properties: str = "") -> str:
    return f"<w:tr>{properties}<w:tc>{content}</w:tc></w:tr>"


def told(base: bytes, file: bytes) -> list[tuple[str, str, str]]:
    return [(each.kind, each.address, each.after) for each in redline.extract(base, file).amendments]


def test_a_table_between_two_tables_stands_behind_the_first() -> None:
    one, two = table(row(paragraph("a"))), table(row(paragraph("b")))
    new = table(row(NEW, ROW_IN))
    base, file = (
        docx(paragraph("p") + one + two + paragraph("q")),
        docx(paragraph("p") + one + new + two + paragraph("q")),
    )
    assert told(base, file) == [("insert_table", "t2", "t1")]


def test_a_row_that_goes_stands_behind_the_one_before() -> None:
    rows = [row(paragraph(letter)) for letter in "abc"]
    gone = row(paragraph(deleted("c")), ROW_OUT)
    base, file = docx(table(*rows) + paragraph("z")), docx(table(*rows[:2], gone) + paragraph("z"))
    assert told(base, file) == [("delete_row", "t1", "t1.r2")]


def test_a_row_put_in_stands_behind_the_one_before() -> None:
    rows = [row(paragraph(letter)) for letter in "abc"]
    base = docx(table(*rows) + paragraph("z"))
    file = docx(table(*rows[:2], row(NEW, ROW_IN), rows[2]) + paragraph("z"))
    assert told(base, file) == [("insert_row", "t1", "t1.r2")]


def test_what_is_put_in_after_the_last_table_is_told_shown_and_written() -> None:
    base = docx(paragraph("a") + table(row(paragraph("b"))))
    file = docx(paragraph("a") + table(row(paragraph("b"))) + NEW)
    assert told(base, file) == [("insert_paragraph", "t1", "t1")]
    compiled = redline.compile_files(base, {"AG": file})
    assert [edit.start for each in compiled.amendments["AG"] for edit in each.edits] == [1]
    assert ["".join(part.text for part in each.segments) for each in compiled.merged] == ["a", "b", "new"]
    assert (compiled.merged[-1].kind, compiled.merged[-1].level, compiled.merged[-1].label) == ("paragraph", 0, "")
    assert redline.text(redline.project(compiled.docx, "AG"), "final") == ("a", "b", "new")


def test_a_row_put_in_before_another_has_the_style_of_its_paragraph() -> None:
    styled = paragraph("a", properties=STYLE)
    base = docx(table(row(styled)) + paragraph("z"), styles=STYLES)
    file = docx(table(row(NEW, ROW_IN), row(styled)) + paragraph("z"), styles=STYLES)
    new = next(each for each in redline.compile_files(base, {"AG": file}).merged if each.row_inserted_by)
    assert (new.kind, new.style) == ("cell", "Clause")


def test_words_whose_mark_was_put_in_before_a_table_are_the_base_s_own() -> None:
    rest = table(row(paragraph("b"))) + paragraph("z")
    base, file = docx(paragraph("one") + rest), docx(paragraph("one", properties=mark("ins")) + rest)
    assert redline.text(file, "original") == redline.text(base, "original")
    assert redline.verify(base, file).untracked == ()
    changed = docx(paragraph("one", inserted(" more"), deleted("gone"), properties=mark("ins")) + rest)
    found = redline.extract(docx(paragraph("onegone") + rest), changed)
    assert [(each.kind, each.removed, each.added, each.tracked) for each in found.amendments] == [
        ("replace", "gone", " more", True)
    ]
