"""What stands beside a change that is decided stays whole: controls, cells, fields, comments, merged cells."""

import pytest
from lxml import etree
from tests.redline.sound import unsound
from tests.redline.specimens import change, deleted, docx, inserted, mark, paragraph, run

import redline
from redline.opc import read_package

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"


def body(data: bytes) -> etree._Element:
    package = read_package(data)
    return package.tree(package.main)[0]


def count(data: bytes, name: str) -> int:
    return len(list(body(data).iter(f"{W}{name}")))


def character(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def control(content: str) -> str:
    return f"<w:sdt><w:sdtPr/><w:sdtContent>{content}</w:sdtContent></w:sdt>"


INSTRUCTION = '<w:r><w:instrText xml:space="preserve"> REF a </w:instrText></w:r>'
FIELD = character("begin") + INSTRUCTION + character("separate") + run("shown") + character("end")
OPENS = '<w:customXmlDelRangeStart w:id="7" w:author="AG" w:date="2026-05-04T10:00:00Z"/>'
CLOSES = '<w:customXmlDelRangeEnd w:id="7"/>'


def test_only_the_control_inside_the_range_goes() -> None:
    data = docx(control(paragraph("one")) + OPENS + control(paragraph("two") + CLOSES) + control(paragraph("three")))
    assert count(redline.accept(data), "sdt") == 2
    assert count(redline.reject(data), "sdt") == 3
    assert redline.text(redline.accept(data), "final") == ("one", "two", "three")


def test_a_letter_of_a_formula_marked_from_inside_goes_with_its_run() -> None:
    formula = f"<m:oMath><m:r><m:t>a</m:t></m:r><m:r>{change('ins', '')}<m:t>b</m:t></m:r></m:oMath>"
    data = docx(paragraph("x", formula))
    assert "".join(each.text or "" for each in body(redline.reject(data)).iter(f"{M}t")) == "a"
    assert "".join(each.text or "" for each in body(redline.accept(data)).iter(f"{M}t")) == "ab"


def test_a_field_that_lost_its_beginning_goes_and_a_whole_one_stays() -> None:
    broken = change("del", character("begin")) + INSTRUCTION + character("separate") + run("left") + character("end")
    data = redline.accept(docx(paragraph(FIELD, " ", broken)))
    kinds = [each.get(f"{W}fldCharType") for each in body(data).iter(f"{W}fldChar")]
    assert kinds == ["begin", "separate", "end"]
    assert redline.text(data, "final") == ("shown left",)


def test_a_cell_whose_control_is_emptied_still_ends_in_a_paragraph() -> None:
    row = f"<w:tr><w:trPr>{change('ins', '')}</w:trPr><w:tc>{paragraph(inserted('x'))}</w:tc></w:tr>"
    inner = f"<w:tbl><w:tblPr/><w:tblGrid/>{row}</w:tbl>"
    data = docx(f"<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc>{control(inner)}</w:tc></w:tr></w:tbl>{paragraph('z')}")
    rejected = redline.reject(data)
    assert count(rejected, "tbl") == 1
    assert redline.text(rejected, "final") == ("", "z")
    assert "a cell that does not end in a paragraph" not in unsound(rejected)


def test_a_cell_whose_control_loses_its_end_still_ends_in_a_paragraph() -> None:
    row = f"<w:tr><w:trPr>{change('ins', '')}</w:trPr><w:tc>{paragraph(inserted('x'))}</w:tc></w:tr>"
    new = f"<w:tbl><w:tblPr/><w:tblGrid/>{row}</w:tbl>"
    old = f"<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc>{paragraph('old')}</w:tc></w:tr></w:tbl>"
    data = docx(f"<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc>{control(old + new)}</w:tc></w:tr></w:tbl>{paragraph('z')}")
    rejected = redline.reject(data)
    assert redline.text(rejected, "final") == ("old", "", "z")
    assert body(rejected)[0].find(f"{W}tr/{W}tc")[-1].tag == f"{W}p"


def test_a_comment_keeps_its_range_when_a_note_of_the_same_id_goes() -> None:
    commented = '<w:commentRangeStart w:id="1"/>' + run("word") + '<w:commentRangeEnd w:id="1"/>'
    note = change("del", '<w:r><w:footnoteReference w:id="1"/></w:r>')
    data = docx(
        paragraph(commented, '<w:r><w:commentReference w:id="1"/></w:r>', note),
        footnotes=f'<w:footnote w:id="1">{paragraph("note")}</w:footnote>',
        comments=f'<w:comment w:id="1" w:author="AG">{paragraph("why?")}</w:comment>',
    )
    accepted = redline.accept(data)
    assert (count(accepted, "commentRangeStart"), count(accepted, "commentRangeEnd")) == (1, 1)
    assert count(accepted, "footnoteReference") == 0


@pytest.mark.parametrize("behind", ["", control(f"<w:tr><w:tc>{paragraph('b')}</w:tc></w:tr>")])
def test_the_last_row_goes_though_a_merge_begins_in_it(behind: str) -> None:
    merged = f"<w:tc><w:tcPr><w:vMerge w:val='restart'/></w:tcPr>{paragraph(deleted('a'))}</w:tc>"
    row = f"<w:tr><w:trPr>{change('del', '')}</w:trPr>{merged}</w:tr>"
    first = f"<w:tr><w:tc>{paragraph('first')}</w:tc></w:tr>"
    data = docx(f"<w:tbl><w:tblPr/><w:tblGrid/>{first}{row}{behind}</w:tbl>{paragraph('z')}")
    assert redline.text(redline.accept(data), "final") == ("first", *(["b"] if behind else []), "z")


@pytest.mark.parametrize(("kind", "stays"), [("ins", False), ("del", True)])
def test_a_fraction_marked_in_its_control_properties_themselves(kind: str, stays: bool) -> None:
    letters = "<m:num><m:r><m:t>a</m:t></m:r></m:num><m:den><m:r><m:t>b</m:t></m:r></m:den>"
    control_properties = f"<m:fPr><m:ctrlPr>{change(kind, '')}</m:ctrlPr></m:fPr>"
    data = docx(paragraph("x ", f"<m:oMath><m:f>{control_properties}{letters}</m:f></m:oMath>"))
    assert (len(list(body(redline.reject(data)).iter(f"{M}f"))) == 1) == stays
    assert (len(list(body(redline.accept(data)).iter(f"{M}f"))) == 1) != stays
    assert redline.pending(redline.accept(data)) == redline.pending(redline.reject(data)) == 0


def test_a_control_around_a_paragraph_that_merges_away_goes() -> None:
    data = docx(paragraph("a") + control(paragraph(deleted("b"), properties=mark("del"))) + paragraph("c"))
    accepted = redline.accept(data)
    assert (count(accepted, "sdt"), redline.text(accepted, "final")) == (0, ("a", "c"))
    assert count(redline.reject(data), "sdt") == 1
