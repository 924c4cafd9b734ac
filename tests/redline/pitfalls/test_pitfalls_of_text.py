"""Pitfalls 1 to 14 of tracked changes in Word files: marks, deletions in insertions, fields, ids, moves, clocks."""

import zipfile
from io import BytesIO

import pytest
from lxml import etree
from tests.redline.specimens import change, deleted, docx, inserted, mark, paragraph, run

import redline

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CELL = "<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc>{0}</w:tc></w:tr></w:tbl>"
FINAL, ORIGINAL = "final", "original"


def root(data: bytes, part: str = "word/document.xml") -> etree._Element:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return etree.fromstring(archive.read(part))


def compiled(base: bytes, **files: bytes) -> bytes:
    """Return the compiled file, once every law was seen to hold for it."""
    done = redline.compile_files(base, files).docx
    assert redline.text(done, ORIGINAL) == redline.text(base, ORIGINAL)
    for code, file in files.items():
        assert redline.text(redline.project(done, code), FINAL) == redline.text(file, FINAL)
    assert all(each.whole for each in redline.prove(base, files, done))
    return done


def styled(words: str, name: str, *marks: str) -> str:
    marking = mark(*marks) if marks else ""
    return paragraph(words, properties=f'<w:pStyle w:val="{name}"/>{marking}')


def style_of(data: bytes) -> list[str]:
    return [each.get(f"{W}val", "") for each in root(data).iter(f"{W}pStyle")]


def test_pitfall_01_the_paragraph_whose_mark_survives_gives_the_properties() -> None:
    base = docx(styled("one", "First") + styled("two", "Second"))
    file = docx(styled("one", "First", "del") + styled("two", "Second"))
    done = compiled(base, AG=file)
    assert style_of(redline.accept(done)) == ["Second"]
    assert style_of(redline.reject(done)) == ["First", "Second"]


def test_pitfall_02_consecutive_deleted_marks_merge_all_their_paragraphs() -> None:
    lines = [f"line {number} " for number in range(6)]
    base = docx("".join(paragraph(line) for line in lines))
    file = docx("".join(paragraph(line, properties=mark("del")) for line in lines[:-1]) + paragraph(lines[-1]))
    assert redline.text(redline.accept(compiled(base, AG=file, BR=file)), FINAL) == ("".join(lines),)


@pytest.mark.parametrize("content", [paragraph("a"), paragraph("a") + CELL.format(paragraph("b")) + paragraph("c")])
def test_pitfall_03_what_is_put_in_at_the_end_never_leaves_a_mark_with_nothing_to_merge_with(content: str) -> None:
    new = paragraph(inserted("new"), properties=mark("ins"))
    base, file = docx(content), docx(content + new)
    done = compiled(base, AG=file)
    assert redline.text(done, FINAL) == redline.text(file, FINAL)
    end = paragraph("end")
    cell = compiled(docx(CELL.format(content) + end), AG=docx(CELL.format(content + new) + end))
    for data in (redline.accept(cell), redline.reject(cell)):
        assert all(each[-1].tag == f"{W}p" for each in root(data).iter(f"{W}tc"))


def test_pitfall_04_a_paragraph_whose_words_all_go_and_whose_mark_stays_is_an_empty_paragraph() -> None:
    base = docx(paragraph("one") + paragraph("two") + paragraph("three"))
    file = docx(paragraph("one") + paragraph(deleted("two")) + paragraph("three"))
    assert [each.kind for each in redline.extract(base, file).amendments] == ["delete"]
    assert redline.text(redline.accept(compiled(base, AG=file)), FINAL) == ("one", "", "three")


def test_pitfall_05_nothing_empty_is_left_of_tables_rows_and_controls() -> None:
    control = "<w:sdt><w:sdtPr/><w:sdtContent>{0}</w:sdtContent></w:sdt>"
    row = "<w:tr>{0}<w:tc>{1}</w:tc></w:tr>"
    old = row.format("", paragraph("a"))
    gone = row.format(f"<w:trPr>{change('del', '')}</w:trPr>", paragraph(deleted("a"), properties=mark("del")))
    table = "<w:tbl><w:tblPr/><w:tblGrid/>{0}</w:tbl>"
    base = docx(table.format(old) + paragraph("b", control.format(run("c"))))
    file = docx(table.format(gone) + paragraph("b", control.format(deleted("c"))))
    accepted = root(redline.accept(compiled(base, AG=file)))
    assert not list(accepted.iter(f"{W}tbl", f"{W}tr", f"{W}sdt"))


def test_pitfall_06_a_deletion_inside_another_s_insertion_is_in_neither_text() -> None:
    base = docx(paragraph("ab"))
    file = docx(paragraph("a", change("ins", run("x") + deleted("y", "Kenya"), "Chile"), "b"))
    done = compiled(base, AG=file)
    assert redline.text(done, FINAL) == ("axb",)
    assert not [each for each in root(done).iter(f"{W}ins") if next(each.iterancestors(f"{W}ins"), None) is not None]
    assert redline.text(redline.reject(file, author="Kenya"), FINAL) == ("axyb",)
    assert redline.text(redline.reject(file, author="Chile"), FINAL) == ("ab",)


def test_pitfall_07_many_who_delete_the_same_words_share_one_mark_and_a_list() -> None:
    base = docx(paragraph("keep gone"))
    codes = [f"Delegation number {number:03}" for number in range(30)]
    done = redline.compile_files(base, dict.fromkeys(codes, docx(paragraph("keep ", deleted("gone"))))).docx
    assert [each.get(f"{W}author") for each in root(done).iter(f"{W}del")] == ["30 delegations"]
    assert all(redline.text(redline.project(done, code), FINAL) == ("keep ",) for code in (codes[0], codes[29]))


def test_pitfall_08_a_mark_can_be_put_in_and_deleted() -> None:
    base = docx(paragraph("one ") + paragraph("two"))
    both = paragraph("one ", inserted("new"), properties=f"<w:rPr>{change('ins', '')}{change('del', '')}</w:rPr>")
    file = docx(both + paragraph() + paragraph("two"))
    assert redline.text(file, ORIGINAL) == redline.text(base, ORIGINAL)
    assert [(each.kind, each.added) for each in redline.extract(base, file).amendments] == [("insert", "new")]
    compiled(base, AG=file)


BEGIN, END = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>', '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
CODE, SEPARATE = run(" PAGE ", "instrText"), '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
GONE_CODE = run(" PAGE ", "delInstrText")


@pytest.mark.parametrize(
    "content",
    [
        change("del", BEGIN + GONE_CODE) + SEPARATE + run("7") + END,
        BEGIN + CODE + SEPARATE + run("7") + change("del", END),
        change("del", BEGIN + GONE_CODE + SEPARATE + run("7", "delText") + END),
        BEGIN + CODE + SEPARATE + deleted("7") + inserted("8") + END,
    ],
    ids=["beginning", "end", "whole", "result"],
)
def test_pitfall_09_the_machinery_of_a_field_goes_whole_or_stays(content: str) -> None:
    base = docx(paragraph("p. ", BEGIN + CODE + SEPARATE + run("7") + END, " of 9"))
    done = redline.project(compiled(base, AG=docx(paragraph("p. ", content, " of 9"))), "AG")
    kinds = [each.get(f"{W}fldCharType") for each in root(done).iter(f"{W}fldChar")]
    assert kinds in ([], ["begin", "separate", "end"])


def test_pitfall_09_a_field_put_in_without_its_end_is_its_words() -> None:
    file = docx(paragraph("a", change("ins", BEGIN + CODE + SEPARATE + run("7")), "b"))
    assert not list(root(compiled(docx(paragraph("ab")), AG=file)).iter(f"{W}fldChar", f"{W}instrText"))


def test_pitfall_10_a_note_goes_with_its_reference() -> None:
    reference = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    note = f'<w:footnote w:id="2">{paragraph("Words.")}</w:footnote>'
    base = docx(paragraph("a", reference), footnotes=note)
    done = compiled(base, AG=docx(paragraph("a", change("del", reference)), footnotes=note))
    assert len(root(redline.accept(done), "word/footnotes.xml")) == 0
    assert len(root(redline.reject(done), "word/footnotes.xml")) == 1


def test_pitfall_11_ids_of_changes_are_unique_over_all_parts_and_no_bookmark_s() -> None:
    bookmark = '<w:bookmarkStart w:id="1" w:name="b"/><w:bookmarkEnd w:id="1"/>'
    base = docx(paragraph("a", bookmark), header=paragraph("h", bookmark.replace('"1"', '"4"')))
    file = docx(paragraph("a", bookmark, inserted("b")), header=paragraph("h", inserted("i")))
    done = compiled(base, AG=file)
    parts = [root(done, f"word/{name}.xml") for name in ("document", "header")]
    found = [each.get(f"{W}id") for part in parts for each in part.iter(f"{W}ins")]
    assert len(found) == len(set(found)) == 2
    assert not {"1", "4"} & set(found)


def test_pitfall_12_half_a_move_is_written_as_what_it_does_to_the_text() -> None:
    start = '<w:moveFromRangeStart w:id="5" w:author="A" w:date="2026-05-04T10:00:00Z" w:name="m"/>'
    away = f'{start}{change("moveFrom", run("b"))}<w:moveFromRangeEnd w:id="5"/>'
    done = compiled(docx(paragraph("abc")), AG=docx(paragraph("a", away, "c")))
    assert [etree.QName(each).localname for each in root(done).iter() if "move" in str(each.tag)] == []


def test_pitfall_13_fragments_of_runs_are_one_change() -> None:
    noise = '<w:proofErr w:type="spellStart"/>'
    letters = enumerate("new")
    pieces = "".join(f'<w:r w:rsidR="00A{number}"><w:t>{letter}</w:t></w:r>{noise}' for number, letter in letters)
    file = docx(paragraph("a", change("ins", pieces), noise, run("b", properties='<w:lang w:val="fr-FR"/>')))
    found = redline.extract(docx(paragraph("ab")), file).amendments
    assert [(each.kind, each.added) for each in found] == [("insert", "new")]


def test_pitfall_14_the_clock_of_the_world_goes_before_the_local_one() -> None:
    du = 'xmlns:w16du="http://schemas.microsoft.com/office/word/2023/wordml/word16du"'
    local = f'<w:ins {du} w:id="1" w:author="A" w:date="2026-05-04T10:00:00Z" w16du:dateUtc="2026-05-04T08:00:00Z">'
    file = docx(paragraph("a", f"{local}{run('b')}</w:ins>"))
    amendment = redline.extract(docx(paragraph("a")), file).amendments[0]
    assert (amendment.date, amendment.date_utc) == ("2026-05-04T10:00:00Z", "2026-05-04T08:00:00Z")
