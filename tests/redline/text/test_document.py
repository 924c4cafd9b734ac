"""A base read as addressed paragraphs."""

import pytest
from tests.redline.generator import make_base
from tests.redline.specimens import docx, paragraph, run

import redline
from redline.text.signs import FIELD, OBJECT

STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/>'
    '<w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Part"><w:name w:val="Part"/><w:basedOn w:val="H2"/></w:style>'
)


def lines(body: str, **stories: str) -> tuple[redline.Paragraph, ...]:
    return redline.read(docx(body, **stories)).paragraphs


def test_addresses_count_paragraphs_outside_tables_and_cells_by_table_row_and_column() -> None:
    found = redline.read(make_base("One", "Two", "Three", table=[["a", "b"], ["c", "d"]]).data).paragraphs
    assert [(each.address, each.text) for each in found] == [
        ("p1", "One"),
        ("p2", "Two"),
        ("t1.r1.c1.p1", "a"),
        ("t1.r1.c2.p1", "b"),
        ("t1.r2.c1.p1", "c"),
        ("t1.r2.c2.p1", "d"),
        ("p3", "Three"),
    ]
    assert [(each.kind, each.table, each.row, each.column) for each in found[4:]] == [
        ("cell", 1, 2, 1),
        ("cell", 1, 2, 2),
        ("paragraph", None, None, None),
    ]


def test_a_nested_table_keeps_the_place_of_the_outer_cell() -> None:
    inner = f"<w:tbl><w:tr><w:tc>{paragraph('deep')}</w:tc></w:tr></w:tbl>{paragraph('after')}"
    found = lines(f"<w:tbl><w:tr><w:tc>{paragraph('x')}</w:tc><w:tc>{inner}</w:tc></w:tr></w:tbl>{paragraph()}")
    assert [(each.address, each.row, each.column) for each in found] == [
        ("t1.r1.c1.p1", 1, 1),
        ("t1.r1.c2.t1.r1.c1.p1", 1, 2),
        ("t1.r1.c2.p1", 1, 2),
        ("p1", None, None),
    ]


@pytest.mark.parametrize(
    ("properties", "kind", "level", "style"),
    [
        ("", "paragraph", 0, "Normal"),
        ('<w:pStyle w:val="H2"/>', "heading", 2, "heading 2"),
        ('<w:pStyle w:val="Part"/>', "heading", 2, "Part"),
        ('<w:outlineLvl w:val="0"/>', "heading", 1, "Normal"),
        ('<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>', "paragraph", 2, "Normal"),
        ('<w:pStyle w:val="Unknown"/>', "paragraph", 0, ""),
    ],
)
def test_a_paragraph_knows_what_it_is(properties: str, kind: str, level: int, style: str) -> None:
    found = lines(paragraph("x", properties=properties), styles=STYLES)[0]
    assert (found.kind, found.level, found.style) == (kind, level, style)


def test_a_numbered_paragraph_carries_its_label() -> None:
    found = redline.read(make_base("One", "Two").data).paragraphs
    assert [each.label for each in found] == ["1.", "2."]


@pytest.mark.parametrize(
    ("inline", "text"),
    [
        ('<w:r><w:t>a</w:t><w:tab/><w:t xml:space="preserve"> b</w:t><w:br/></w:r>', "a\t b\n"),
        ("<w:r><w:t>co</w:t><w:noBreakHyphen/><w:t>op</w:t><w:softHyphen/></w:r>", "co\u2011op\u00ad"),
        ('<w:r><w:sym w:font="Symbol" w:char="F0B7"/><w:sym w:font="Arial" w:char="0041"/></w:r>', f"{OBJECT}A"),
        (f'<w:hyperlink w:anchor="x">{run("link")}</w:hyperlink>', "link"),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{run('control')}</w:sdtContent></w:sdt>", "control"),
        ('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + run("5"), f"{FIELD}5"),
        ('<w:r><w:footnoteReference w:id="2"/></w:r>', OBJECT),
        ('<w:bookmarkStart w:id="0" w:name="x"/><w:proofErr w:type="spellStart"/>' + run("y"), "y"),
    ],
)
def test_flat_text_has_one_character_for_each_thing_that_takes_a_place(inline: str, text: str) -> None:
    assert lines(paragraph(inline))[0].text == text


def test_what_is_not_a_word_document_is_refused() -> None:
    with pytest.raises(redline.BadFile) as refused:
        redline.read(b"%PDF-1.7")
    assert refused.value.code == "not_zip"
