"""What accepting and rejecting leaves of properties, tables, markers and notes."""

from collections.abc import Callable

import pytest
from lxml import etree
from lxml.etree import _Element as Element
from tests.redline.specimens import change, deleted, docx, inserted, mark, paragraph, run

import redline
from redline.opc import Package, read_package
from redline.ops.resolve import Decision, Revision, resolve_package
from redline.oxml.names import w


def _body(data: bytes) -> Element:
    package = read_package(data)
    found = package.tree(package.main).find(w("body"))
    assert found is not None
    return found


def _shape(element: Element) -> str:
    """Return the element's markup without namespaces, for reading in a test."""
    text = etree.tostring(element, encoding="unicode")
    for declaration in (f' xmlns:{prefix}="{uri}"' for prefix, uri in element.nsmap.items()):
        text = text.replace(declaration, "")
    return text.replace("w:", "")


PROPERTIES = {
    "run": (
        "<w:p><w:r><w:rPr><w:b/>" + change("rPrChange", "<w:rPr><w:i/></w:rPr>") + "</w:rPr><w:t>a</w:t></w:r></w:p>",
        "<p><r><rPr><b/></rPr><t>a</t></r></p>",
        "<p><r><rPr><i/></rPr><t>a</t></r></p>",
    ),
    "run that had none": (
        "<w:p><w:r><w:rPr><w:b/>" + change("rPrChange", "<w:rPr/>") + "</w:rPr><w:t>a</w:t></w:r></w:p>",
        "<p><r><rPr><b/></rPr><t>a</t></r></p>",
        "<p><r><t>a</t></r></p>",
    ),
    "paragraph keeps mark and section": (
        '<w:p><w:pPr><w:jc w:val="end"/><w:rPr><w:b/></w:rPr><w:sectPr/>'
        + change("pPrChange", '<w:pPr><w:pStyle w:val="X"/></w:pPr>')
        + "</w:pPr></w:p>",
        '<p><pPr><jc val="end"/><rPr><b/></rPr><sectPr/></pPr></p>',
        '<p><pPr><pStyle val="X"/><rPr><b/></rPr><sectPr/></pPr></p>',
    ),
    "section keeps its headers": (
        '<w:p/><w:sectPr><w:headerReference r:id="h1"/><w:titlePg/>'
        + change("sectPrChange", "<w:sectPr><w:bidi/></w:sectPr>")
        + "</w:sectPr>",
        '<sectPr><headerReference r:id="h1"/><titlePg/></sectPr>',
        '<sectPr><headerReference r:id="h1"/><bidi/></sectPr>',
    ),
    "numbering given": (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/>' + change("ins", "") + "</w:numPr></w:pPr></w:p>",
        '<p><pPr><numPr><ilvl val="0"/><numId val="1"/></numPr></pPr></p>',
        "<p/>",
    ),
    "legacy numbering": (
        '<w:p><w:pPr><w:numPr><w:numId w:val="1"/>' + change("numberingChange", "") + "</w:numPr></w:pPr></w:p>",
        '<p><pPr><numPr><numId val="1"/></numPr></pPr></p>',
        '<p><pPr><numPr><numId val="1"/></numPr></pPr></p>',
    ),
    "former properties with a pending change in them": (
        "<w:p><w:pPr>"
        + change("pPrChange", '<w:pPr><w:numPr><w:numId w:val="1"/>' + change("ins", "") + "</w:numPr></w:pPr>")
        + "</w:pPr></w:p>",
        "<p/>",
        '<p><pPr><numPr><numId val="1"/></numPr></pPr></p>',
    ),
}


@pytest.mark.parametrize("name", sorted(PROPERTIES))
def test_properties(name: str) -> None:
    body, accepted, rejected = PROPERTIES[name]
    assert _shape(_body(redline.accept(docx(body)))[-1]) == accepted
    assert _shape(_body(redline.reject(docx(body)))[-1]) == rejected


def test_the_mark_keeps_its_own_changes_when_its_format_is_restored() -> None:
    properties = (
        "<w:rPr>" + change("ins", "", "BR") + "<w:b/>" + change("rPrChange", "<w:rPr><w:i/></w:rPr>") + "</w:rPr>"
    )
    data = redline.reject(docx(paragraph("a", properties=properties) + paragraph("b")), author="AG")
    assert [each.tag for each in _body(data)[0][0][0]] == [w("ins"), w("i")]


def test_the_surviving_mark_gives_the_properties() -> None:
    first = paragraph("a", properties='<w:pStyle w:val="One"/>' + mark("del"))
    second = paragraph("b", properties='<w:pStyle w:val="Two"/>')
    (merged,) = _body(redline.accept(docx(first + second)))
    assert _shape(merged).startswith('<p><pPr><pStyle val="Two"/></pPr>')


def _table(*rows: str, grid: tuple[int, ...] = (100, 200, 300), properties: str = "") -> str:
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in grid)
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl><w:p/>"


def _cell(properties: str = "", words: str = "x") -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="100" w:type="dxa"/>{properties}</w:tcPr>{paragraph(words)}</w:tc>'


def test_a_deleted_cell_leaves_its_columns_to_the_neighbour() -> None:
    row = f"<w:tr>{_cell()}{_cell(change('cellDel', ''))}{_cell(change('cellDel', ''))}</w:tr>"
    (cell,) = _body(redline.accept(docx(_table(row)))).iter(w("tc"))
    assert _shape(cell[0]) == '<tcPr><tcW w="600" type="dxa"/><gridSpan val="3"/></tcPr>'


def test_the_last_cell_takes_its_row_and_table_along() -> None:
    data = docx(_table(f"<w:tr>{_cell(change('cellIns', ''))}</w:tr>"))
    assert next(_body(redline.reject(data)).iter(w("tbl")), None) is None


@pytest.mark.parametrize(
    ("operation", "merges"),
    [(redline.accept, ["restart", "continue"]), (redline.reject, [None, None])],
)
def test_vertical_merges(operation: Callable[[bytes], bytes], merges: list[str | None]) -> None:
    def merged(kind: str) -> str:
        return _cell(f'<w:cellMerge w:id="1" w:author="AG" w:vMerge="{kind}"/>')

    data = docx(_table(f"<w:tr>{merged('rest')}</w:tr><w:tr>{merged('cont')}</w:tr>"))
    found = [cell[0].find(w("vMerge")) for cell in _body(operation(data)).iter(w("tc"))]
    assert [None if each is None else each.get(w("val")) for each in found] == merges


def test_a_merge_that_began_in_a_deleted_row_begins_in_the_next() -> None:
    begins = _cell('<w:vMerge w:val="restart"/>')
    first = f"<w:tr><w:trPr>{change('del', '')}</w:trPr>{begins}</w:tr>"
    data = docx(_table(first, f"<w:tr>{_cell('<w:vMerge/>')}</w:tr>"))
    (cell,) = _body(redline.accept(data)).iter(w("tc"))
    assert 'vMerge val="restart"' in _shape(cell)


def test_a_grid_change_follows_the_author_beside_it() -> None:
    former = '<w:tblGridChange w:id="9"><w:tblGrid><w:gridCol w:w="7"/></w:tblGrid></w:tblGridChange>'
    body = _table(f"<w:tr>{_cell()}</w:tr>", properties=change("tblPrChange", "<w:tblPr/>", "BR"))
    data = docx(body.replace("</w:tblGrid>", former + "</w:tblGrid>", 1))
    assert redline.pending(redline.accept(data, author="AG")) == 2
    rejected = redline.reject(data, author="BR")
    assert redline.pending(rejected) == 0
    assert [each.get(w("w")) for each in _body(rejected).iter(w("gridCol"))] == ["7"]


def test_a_bookmark_with_one_half_in_removed_text_keeps_both_halves() -> None:
    inner = (
        '<w:bookmarkStart w:id="1" w:name="x"/>'
        + run("b")
        + '<w:bookmarkStart w:id="2" w:name="y"/><w:bookmarkEnd w:id="2"/>'
    )
    body = _body(redline.reject(docx(paragraph("a", change("ins", inner), "c", '<w:bookmarkEnd w:id="1"/>'))))
    assert [each.get(w("id")) for each in body.iter(w("bookmarkStart"), w("bookmarkEnd"))] == ["1", "1"]


def test_move_markers_go_when_the_move_is_decided() -> None:
    start = '<w:moveFromRangeStart w:id="5" w:author="%s" w:name="m"/>'
    end = '<w:moveFromRangeEnd w:id="5"/>'
    data = docx(paragraph(start % "AG", change("moveFrom", run("a")), end, "b"))
    assert not list(_body(redline.reject(data)).iter(w("moveFromRangeStart"), w("moveFromRangeEnd")))
    kept = _body(redline.reject(data, author="BR"))
    assert len(list(kept.iter(w("moveFromRangeStart"), w("moveFromRangeEnd")))) == 2


def test_an_emptied_content_control_goes() -> None:
    data = docx(paragraph("a", f"<w:sdt><w:sdtPr/><w:sdtContent>{deleted('b')}</w:sdtContent></w:sdt>"))
    assert next(_body(redline.accept(data)).iter(w("sdt")), None) is None


def _notes(reference: str) -> bytes:
    note = '<w:footnote w:id="2">' + paragraph("note") + "</w:footnote>"
    kept = '<w:footnote w:id="3">' + paragraph("kept") + "</w:footnote>"
    here = f'<w:r><w:footnoteReference w:id="{reference}"/></w:r>'
    body = paragraph("a", change("del", '<w:r><w:footnoteReference w:id="2"/></w:r>'), here)
    return docx(body, footnotes=note + kept)


def test_a_note_goes_with_its_last_reference() -> None:
    package = read_package(redline.accept(_notes("3")))
    assert [each.get(w("id")) for each in package.tree("word/footnotes.xml")] == ["3"]
    package = read_package(redline.accept(_notes("2")))
    assert [each.get(w("id")) for each in package.tree("word/footnotes.xml")] == ["2", "3"]


def test_a_comment_goes_with_its_reference() -> None:
    body = paragraph(
        '<w:commentRangeStart w:id="4"/>',
        deleted("a"),
        '<w:commentRangeEnd w:id="4"/>',
        change("del", '<w:r><w:commentReference w:id="4"/></w:r>'),
    )
    comment = '<w:comment w:id="4" w:author="AG">' + paragraph("why?") + "</w:comment>"
    package = read_package(redline.accept(docx(body, comments=comment)))
    assert len(package.tree("word/comments.xml")) == 0
    assert not list(package.tree(package.main).iter(w("commentRangeStart"), w("commentRangeEnd")))


def test_all_stories_are_resolved() -> None:
    story = paragraph("a", inserted("b"))
    data = docx(
        story,
        header=story,
        footer=story,
        footnotes=f'<w:footnote w:id="2">{story}</w:footnote>',
        comments=f'<w:comment w:id="1" w:author="AG">{story}</w:comment>',
        styles='<w:style w:type="paragraph"><w:pPr>' + change("pPrChange", "<w:pPr/>") + "</w:pPr></w:style>",
    )
    assert redline.pending(data) == 6
    assert redline.pending(redline.reject(data)) == 0
    package = read_package(redline.reject(data))
    assert "b" not in "".join(package.tree("word/header.xml").itertext())


def test_alternate_content_counts_once_and_is_resolved_twice() -> None:
    story = paragraph("a", inserted("b"))
    box = f"<w:txbxContent>{story}</w:txbxContent>"
    branches = f'<mc:Choice Requires="w14">{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>'
    both = f"<mc:AlternateContent>{branches}</mc:AlternateContent>"
    data = docx(f"<w:p><w:r>{both}</w:r></w:p>")
    assert redline.pending(data) == 1
    assert not list(_body(redline.accept(data)).iter(w("ins")))


def test_parts_without_changes_keep_their_bytes() -> None:
    data = docx(paragraph("a", inserted("b")), header=paragraph("head"))
    before, after = read_package(data), read_package(redline.accept(data))
    assert before.part("word/header.xml") == after.part("word/header.xml")
    assert before.part("word/document.xml") != after.part("word/document.xml")


def test_the_decision_may_rest_on_anything_a_revision_says() -> None:
    data = docx(paragraph(change("ins", run("a"), "AG, BR", 11), change("ins", run("b"), "CL", 12)))
    package: Package = read_package(data)
    seen: list[tuple[str, str, tuple[str, ...], str]] = []

    def decide(revision: Revision) -> Decision:
        seen.append((revision.kind, revision.id, revision.authors, revision.date))
        return "accept" if revision.id == "11" else "reject"

    resolve_package(package, decide)
    assert seen == [
        ("ins", "11", ("AG", "BR"), "2012-03-04T05:06:07Z"),
        ("ins", "12", ("CL",), "2012-03-04T05:06:07Z"),
    ]
    assert redline.text(package.to_bytes(), "original") == ("a",)


def _moved_table(*, deleted: bool = False) -> str:
    arrived = paragraph(change("moveTo", run("x")), properties=mark("moveTo"))
    row = f"<w:trPr>{change('del', '')}</w:trPr>" if deleted else ""
    return f"<w:tbl><w:tblPr/><w:tblGrid/><w:tr>{row}<w:tc>{arrived}</w:tc></w:tr></w:tbl>"


def test_what_stands_around_a_table_that_moved_in_merges_when_the_move_is_rejected() -> None:
    data = docx(paragraph("one ", properties=mark("ins")) + _moved_table() + paragraph("two"))
    assert redline.text(data, "original") == ("one two",)
    base = redline.reject(data)
    assert redline.extract(base, data).base_matches


def test_a_row_that_came_with_a_moved_table_and_was_deleted_is_in_neither_text() -> None:
    data = docx(paragraph("one") + _moved_table(deleted=True) + paragraph("two"))
    base = redline.reject(data)
    assert redline.text(base, "final") == redline.text(data, "final") == ("one", "two")
    assert redline.extract(base, data).amendments == ()
