"""The text of a story without pending changes, as a reader sees it."""

import pytest
from tests.redline.specimens import docx, paragraph, run

import redline

TEXTS = {
    "tabs and breaks": (paragraph("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r>"), ("a\tb\nc",)),
    "hyphens": (paragraph("<w:r><w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t></w:r>"), ("a\u2011b",)),
    "links, fields and content controls": (
        paragraph(
            "a",
            f'<w:hyperlink w:anchor="x">{run("b")}</w:hyperlink>',
            f'<w:fldSimple w:instr="PAGE">{run("c")}</w:fldSimple>',
            f"<w:sdt><w:sdtPr/><w:sdtContent>{run('d')}</w:sdtContent></w:sdt>",
            f"<w:smartTag>{run('e')}</w:smartTag>",
        ),
        ("abcde",),
    ),
    "field codes are not text": (
        paragraph(
            '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGE</w:instrText>'
            '<w:fldChar w:fldCharType="separate"/><w:t>7</w:t><w:fldChar w:fldCharType="end"/></w:r>'
        ),
        ("7",),
    ),
    "text boxes and notes are left out": (
        paragraph("a", "<w:r><w:pict><w:txbxContent>" + paragraph("box") + "</w:txbxContent></w:pict></w:r>")
        + paragraph('<w:r><w:footnoteReference w:id="2"/></w:r>', "b"),
        ("a", "b"),
    ),
    "tables in reading order, nested ones in their place": (
        "<w:tbl><w:tr><w:tc>"
        + paragraph("a")
        + f"<w:tbl><w:tr><w:tc>{paragraph('b')}</w:tc></w:tr></w:tbl>"
        + paragraph("c")
        + f"</w:tc><w:tc>{paragraph('d')}</w:tc></w:tr></w:tbl>"
        + paragraph("e"),
        ("a", "b", "c", "d", "e"),
    ),
    "block content controls and custom XML": (
        (
            f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph('a')}</w:sdtContent></w:sdt>"
            f"<w:customXml><w:customXmlPr/>{paragraph('b')}</w:customXml>"
        ),
        ("a", "b"),
    ),
    "the first branch of alternate content": (
        (
            "<w:p><mc:AlternateContent>"
            f'<mc:Choice Requires="w14">{run("a")}</mc:Choice><mc:Fallback>{run("b")}</mc:Fallback>'
            "</mc:AlternateContent></w:p>"
        ),
        ("a",),
    ),
    "formulas": (f"<w:p>{run('x = ')}<m:oMath><m:r><m:t>y</m:t></m:r></m:oMath></w:p>", ("x = y",)),
}


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_texts(name: str) -> None:
    body, texts = TEXTS[name]
    assert redline.text(docx(body), "final") == texts
