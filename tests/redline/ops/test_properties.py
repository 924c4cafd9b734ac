"""Formatting of paragraphs, tables, rows, cells and sections: told in words, compiled natively, given back exactly."""

import zipfile
from io import BytesIO

import pytest
from lxml import etree
from tests.redline.specimens import change, deleted, docx, inserted, mark, paragraph

import redline

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NUMBERING = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"/></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)


def record(kind: str, former: str) -> str:
    """Return the record of former properties: `record("pPr", "<w:jc/>")` is a w:pPrChange."""
    return change(f"{kind}Change", f"<w:{kind}>{former}</w:{kind}>")


def table(properties: str = "", grid: str = "", row: str = "", cell: str = "") -> str:
    columns = '<w:gridCol w:w="100"/>'
    second = f"<w:tc><w:tcPr>{cell}</w:tcPr>{paragraph('b')}</w:tc>"
    return (
        f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid>{grid or columns}</w:tblGrid>"
        f"<w:tr>{row}<w:tc>{paragraph('a')}</w:tc></w:tr><w:tr>{second}</w:tr></w:tbl>{paragraph('end')}"
    )


LEVEL = '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/>'
FIRST_LEVEL = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/>'
OLD_SIZE, NEW_SIZE = '<w:pgSz w:w="100"/>', '<w:pgSz w:w="200"/>'


def section(properties: str) -> str:
    return f"<w:sectPr>{properties}</w:sectPr>"


CASES = {
    "centred": (
        paragraph("a", properties='<w:jc w:val="left"/>'),
        paragraph("a", properties='<w:jc w:val="center"/>' + record("pPr", '<w:jc w:val="left"/>')),
        "p1",
    ),
    "style Heading2": (
        paragraph("a"),
        paragraph("a", properties='<w:pStyle w:val="Heading2"/>' + record("pPr", "")),
        "p1",
    ),
    "list level 2": (
        paragraph("a", properties=f"{FIRST_LEVEL}</w:numPr>"),
        paragraph("a", properties=f"{LEVEL}</w:numPr>" + record("pPr", '<w:numPr><w:ilvl w:val="0"/></w:numPr>')),
        "p1",
    ),
    "numbered, list level 2": (
        paragraph("a"),
        paragraph("a", properties=f"{LEVEL}{change('ins', '')}</w:numPr>"),
        "p1",
    ),
    "bold": (
        paragraph("a"),
        paragraph("a", properties=f"<w:rPr><w:b/>{record('rPr', '')}</w:rPr>"),
        "p1",
    ),
    "page size": (
        paragraph("a") + section(OLD_SIZE),
        paragraph("a") + section(NEW_SIZE + record("sectPr", OLD_SIZE)),
        "s1",
    ),
    "columns": (
        paragraph("a", properties="<w:sectPr/>") + paragraph("b"),
        paragraph("a", properties=section('<w:cols w:num="2"/>' + record("sectPr", ""))) + paragraph("b"),
        "p1",
    ),
    "table width": (
        table('<w:tblW w:w="1"/>'),
        table('<w:tblW w:w="2"/>' + record("tblPr", '<w:tblW w:w="1"/>')),
        "t1",
    ),
    "column widths": (
        table(),
        table(
            grid='<w:gridCol w:w="200"/><w:tblGridChange w:id="9"><w:tblGrid><w:gridCol w:w="100"/></w:tblGrid>'
            "</w:tblGridChange>"
        ),
        "t1",
    ),
    "header row": (
        table(),
        table(row=f"<w:trPr><w:tblHeader/>{record('trPr', '')}</w:trPr>"),
        "t1.r1",
    ),
    "borders": (
        table(),
        table(row=f"<w:tblPrEx><w:tblBorders/>{record('tblPrEx', '')}</w:tblPrEx>"),
        "t1.r1",
    ),
    "shading": (
        table(),
        table(cell=f'<w:shd w:fill="FF0000" w:val="clear"/>{record("tcPr", "")}'),
        "t1.r2.c1",
    ),
    "joined with the cell above": (
        table(),
        table(cell='<w:cellMerge w:id="1" w:author="AG" w:date="2012-03-04T05:06:07Z" w:vMerge="cont"/>'),
        "t1.r2.c1",
    ),
}


def body(data: bytes) -> str:
    """Return the body without what only one of two equal files may say: empty property elements."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    for _ in range(3):
        for each in list(root.iter(f"{W}pPr", f"{W}rPr", f"{W}trPr", f"{W}tcPr", f"{W}tblPrEx")):
            parent = each.getparent()
            if not len(each) and parent is not None:
                parent.remove(each)
    etree.cleanup_namespaces(root)
    return etree.canonicalize(etree.tostring(root, encoding="unicode"))


def the_list(data: bytes) -> bytes:
    """Return the custom XML part that says who stands behind each change."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = [archive.read(name) for name in archive.namelist() if name.startswith("customXml/")]
    return next(each for each in parts if b"urn:redline:sponsors" in each and b"sponsors " in each)


def made(content: str) -> bytes:
    return docx(content, numbering=NUMBERING, styles='<w:style w:type="paragraph" w:styleId="Heading2"/>')


@pytest.mark.parametrize("what", CASES)
def test_formatting_is_told_in_words_apart_from_words_and_compiled_natively(what: str) -> None:
    base, file, address = made(CASES[what][0]), made(CASES[what][1]), CASES[what][2]
    found = redline.extract(base, file)
    assert [(each.kind, each.address, each.what, each.removed, each.added) for each in found.amendments] == [
        ("format", address, what, "", "")
    ]
    compiled = redline.compile_files(base, {"AG": file, "BR": file}).docx
    assert redline.pending(compiled) == 1
    assert body(redline.reject(compiled)) == body(base)
    assert body(redline.accept(compiled)) == body(redline.accept(file))
    if what != "column widths":  # w:tblGridChange can carry no author
        assert body(redline.project(compiled, "BR")) == body(redline.accept(file))


def aligned(value: str) -> bytes:
    return docx(paragraph("a", properties=f'<w:jc w:val="{value}"/>' + record("pPr", "")))


def test_the_formatting_most_ask_for_is_written_and_the_others_stand_in_the_values_and_the_list() -> None:
    base = docx(paragraph("a"))
    files = {"AG": aligned("right"), "BR": aligned("center"), "CL": aligned("center")}
    compilation = redline.compile_files(base, files)
    assert [(each.what, each.parties, each.written) for each in compilation.merged[0].formats] == [
        ("centred", ("BR", "CL"), True),
        ("aligned right", ("AG",), False),
    ]
    left = [each for each in etree.fromstring(the_list(compilation.docx)) if each.get("what")]
    assert [(each.get("at"), each.get("what"), each[0].get("code")) for each in left] == [("p1", "aligned right", "AG")]
    assert redline.pending(compilation.docx) == 1


def test_formatting_and_words_of_one_paragraph_are_two_amendments() -> None:
    base = docx(paragraph("one two"))
    properties = '<w:jc w:val="end"/>' + record("pPr", "")
    file = docx(paragraph("one ", deleted("two"), inserted("three"), properties=properties))
    found = redline.extract(base, file).amendments
    assert [(each.kind, each.what) for each in found] == [("replace", ""), ("format", "aligned right")]
    compiled = redline.compile_files(base, {"AG": file}).docx
    assert redline.text(redline.project(compiled, "AG"), "final") == ("one three",)


def test_a_deletion_across_paragraphs_stays_one_amendment_beside_formatting() -> None:
    base = docx(paragraph("one") + paragraph("two"))
    first = paragraph("o", deleted("ne"), properties=mark("del") + record("pPr", ""))
    file = docx(first + paragraph(deleted("t"), "wo"))
    assert [(each.kind, each.removed) for each in redline.extract(base, file).amendments] == [
        ("format", ""),
        ("delete", "ne\nt"),
    ]


ROW = "<w:tbl><w:tblPr/><w:tblGrid/><w:tr>{0}</w:tr></w:tbl>"


def cell(words: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{words}</w:tc>"


def row(*cells: str) -> bytes:
    return docx(ROW.format("".join(cells)) + paragraph("end"))


NEW = cell(paragraph(inserted("new"), properties=mark("ins")), change("cellIns", ""))
GONE = cell(paragraph(deleted("b"), properties=mark("del")), change("cellDel", ""))
A, B, C = cell(paragraph("a")), cell(paragraph("b")), cell(paragraph("c"))


@pytest.mark.parametrize(
    ("file", "kind", "start", "removed", "added"),
    [
        (row(A, NEW, B, C), "insert_cell", 2, "", "new"),
        (row(A, B, C, NEW), "insert_cell", 4, "", "new"),
        (row(NEW, A, B, C), "insert_cell", 1, "", "new"),
        (row(A, GONE, C), "delete_cell", 2, "b", ""),
        (row(A, C), "delete_cell", 2, "b", ""),
        (row(A, B, cell(paragraph("new")), C), "insert_cell", 3, "", "new"),
    ],
)
def test_cells_come_and_go(file: bytes, kind: str, start: int, removed: str, added: str) -> None:
    base = row(A, B, C)
    found = redline.extract(base, file).amendments
    assert [(each.kind, each.address, each.start, each.removed, each.added) for each in found] == [
        (kind, "t1.r1", start, removed, added)
    ]
    compiled = redline.compile_files(base, {"AG": file, "BR": file}).docx
    assert redline.text(compiled, "original") == redline.text(base, "original")
    assert redline.text(redline.project(compiled, "AG"), "final") == redline.text(file, "final")
    assert all(each.whole for each in redline.prove(base, {"AG": file, "BR": file}, compiled))


def test_cells_of_several_delegations_stand_side_by_side() -> None:
    base, other = row(A, B, C), NEW.replace("new", "other")
    files = {"AG": row(A, NEW, B, C), "BR": row(A, other, B, C), "CL": row(A, GONE, C)}
    compilation = redline.compile_files(base, files)
    told = [(each.address, each.cell_inserted_by, each.cell_deleted_by) for each in compilation.merged]
    assert told == [
        ("t1.r1.c1.p1", (), ()),
        ("t1.r1.c1.p1+1", ("AG",), ()),
        ("t1.r1.c1.p1+2", ("BR",), ()),
        ("t1.r1.c2.p1", (), ("CL",)),
        ("t1.r1.c3.p1", (), ()),
        ("p1", (), ()),
    ]
    for code, file in files.items():
        assert redline.text(redline.project(compilation.docx, code), "final") == redline.text(file, "final")


def test_a_cell_that_some_delete_and_others_join_is_deleted_and_the_other_wish_is_kept() -> None:
    joined = cell(paragraph("b"), '<w:cellMerge w:id="1" w:author="BR" w:vMerge="cont"/>')
    compilation = redline.compile_files(row(A, B, C), {"AG": row(A, GONE, C), "BR": row(A, joined, C)})
    with zipfile.ZipFile(BytesIO(compilation.docx)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    assert b"joined with the cell above" in the_list(compilation.docx)
    assert next(root.iter(f"{W}cellMerge"), None) is None
    assert len(list(root.iter(f"{W}cellDel"))) == 1
    wished = [each for paragraph in compilation.merged for each in paragraph.formats]
    assert [(each.what, each.written) for each in wished] == [("joined with the cell above", False)]


@pytest.mark.parametrize(("kind", "what"), [("Ins", "put in"), ("Del", "taken away"), ("MoveTo", "moved")])
def test_a_wrapper_without_its_content_is_told_and_changes_no_word(kind: str, what: str) -> None:
    start = change(f"customXml{kind}RangeStart", "", number=7)
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph('a')}</w:sdtContent></w:sdt>"
    file = docx(f'{start}{control}<w:customXml{kind}RangeEnd w:id="7"/>{paragraph("b")}')
    base = docx((control if kind == "Del" else paragraph("a")) + paragraph("b"))
    found = redline.extract(base, file).amendments
    assert [(each.kind, each.address, each.what) for each in found] == [("format", "p1", f"content control {what}")]
    compilation = redline.compile_files(base, {"AG": file})
    assert [(each.what, each.written) for each in compilation.merged[0].formats] == [(f"content control {what}", False)]
    assert f"content control {what}".encode() in the_list(compilation.docx)
    assert redline.text(redline.project(compilation.docx, "AG"), "final") == ("a", "b")


def test_what_is_asked_for_the_last_section_stands_at_the_last_paragraph() -> None:
    files = {"AG": made(CASES["page size"][1])}
    merged = redline.compile_files(made(CASES["page size"][0]), files).merged
    assert [(each.address, each.what) for each in merged[-1].formats] == [("s1", "page size")]
