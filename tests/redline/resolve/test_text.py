"""What accepting and rejecting leaves of the text, construct by construct (the table of tracked changes)."""

import pytest
from tests.redline.specimens import change, deleted, docx, inserted, mark, paragraph, run

import redline

HEAD = "<w:tblPr/><w:tblGrid><w:gridCol w:w='100'/><w:gridCol w:w='100'/></w:tblGrid>"


def _cell(content: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def _row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def _moved(kind: str, words: str) -> str:
    return paragraph(change(kind, run(words)), properties=mark(kind))


CASES: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "runs inserted": (paragraph("a ", inserted("b "), "c"), ("a b c",), ("a c",)),
    "runs deleted": (paragraph("a ", deleted("b "), "c"), ("a c",), ("a b c",)),
    "runs moved": (
        paragraph(change("moveFrom", run("a")), "b", change("moveTo", run("a"))),
        ("ba",),
        ("ab",),
    ),
    "conflict": (
        paragraph("a", '<w14:conflictIns w:id="1" w:author="AG">' + run("b") + "</w14:conflictIns>"),
        ("ab",),
        ("a",),
    ),
    "deletion inside an insertion": (
        paragraph("a", change("ins", run("b") + change("del", run("c", "delText"), "KE"), "CL"), "d"),
        ("abd",),
        ("ad",),
    ),
    "inserted mark": (paragraph("a", properties=mark("ins")) + paragraph("b"), ("a", "b"), ("ab",)),
    "deleted mark": (paragraph("a", properties=mark("del")) + paragraph("b"), ("ab",), ("a", "b")),
    "two marks on one": (paragraph("a", properties=mark("ins", "del")) + paragraph("b"), ("ab",), ("ab",)),
    "many deleted marks": (
        "".join(paragraph(word, properties=mark("del")) for word in "abc") + paragraph("d"),
        ("abcd",),
        ("a", "b", "c", "d"),
    ),
    "inserted paragraph": (
        paragraph("a") + paragraph(inserted("b"), properties=mark("ins")) + paragraph("c"),
        ("a", "b", "c"),
        ("a", "c"),
    ),
    "deleted paragraph": (
        paragraph("a") + paragraph(deleted("b"), properties=mark("del")) + paragraph("c"),
        ("a", "c"),
        ("a", "b", "c"),
    ),
    "text deleted, mark not": (paragraph("a") + paragraph(deleted("b")), ("a", ""), ("a", "b")),
    "mark deleted before a table": (
        paragraph("a", properties=mark("del")) + f"<w:tbl>{HEAD}{_row(_cell(paragraph('b')))}</w:tbl>" + "<w:p/>",
        ("a", "b", ""),
        ("a", "b", ""),
    ),
    "paragraph deleted before a table": (
        paragraph("a")
        + paragraph(deleted("b"), properties=mark("del"))
        + f"<w:tbl>{HEAD}{_row(_cell(paragraph('c')))}</w:tbl>"
        + "<w:p/>",
        ("a", "c", ""),
        ("a", "b", "c", ""),
    ),
    "paragraph inserted at the end": (
        paragraph("a") + paragraph(inserted("b"), properties=mark("ins")) + "<w:sectPr/>",
        ("a", "b"),
        ("a",),
    ),
    "only paragraph of a cell deleted": (
        f"<w:tbl>{HEAD}{_row(_cell(paragraph(deleted('a'), properties=mark('del'))))}</w:tbl><w:p/>",
        ("", ""),
        ("a", ""),
    ),
    "mark across a content control": (
        f"<w:sdt><w:sdtContent>{paragraph('a', properties=mark('del'))}</w:sdtContent></w:sdt>" + paragraph("b"),
        ("ab",),
        ("a", "b"),
    ),
    "row inserted": (
        (
            f"<w:tbl>{HEAD}{_row(_cell(paragraph('a')))}"
            f"{_row(_cell(paragraph(inserted('b'))), properties=change('ins', ''))}</w:tbl><w:p/>"
        ),
        ("a", "b", ""),
        ("a", ""),
    ),
    "all rows deleted": (
        paragraph("x")
        + f"<w:tbl>{HEAD}{_row(_cell(paragraph(deleted('a'))), properties=change('del', ''))}</w:tbl><w:p/>",
        ("x", ""),
        ("x", "a", ""),
    ),
    "paragraph deleted before a table deleted": (
        paragraph("x", properties=mark("del"))
        + f"<w:tbl>{HEAD}{_row(_cell(paragraph('a')), properties=change('del', ''))}</w:tbl>"
        + paragraph("y"),
        ("xy",),
        ("x", "a", "y"),
    ),
    "row moved whole": (
        (
            f"<w:tbl>{HEAD}{_row(_cell(_moved('moveFrom', 'a')), _cell(_moved('moveFrom', 'b')))}"
            f"{_row(_cell(paragraph('c')), _cell(paragraph('d')))}"
            f"{_row(_cell(_moved('moveTo', 'a')), _cell(_moved('moveTo', 'b')))}</w:tbl><w:p/>"
        ),
        ("c", "d", "a", "b", ""),
        ("a", "b", "c", "d", ""),
    ),
    "cell deleted": (
        f"<w:tbl>{HEAD}{_row(_cell(paragraph('a')), _cell(paragraph('b'), change('cellDel', '')))}</w:tbl><w:p/>",
        ("a", ""),
        ("a", "b", ""),
    ),
    "cell inserted": (
        f"<w:tbl>{HEAD}{_row(_cell(paragraph('a')), _cell(paragraph('b'), change('cellIns', '')))}</w:tbl><w:p/>",
        ("a", "b", ""),
        ("a", ""),
    ),
    "wrapper deleted, not its content": (
        "<w:p>" + change("customXmlDelRangeStart", "", number=7) + "<w:sdt><w:sdtPr/><w:sdtContent>"
        '<w:customXmlDelRangeEnd w:id="7"/>'
        + run("a")
        + change("customXmlDelRangeStart", "", number=8)
        + '</w:sdtContent></w:sdt><w:customXmlDelRangeEnd w:id="8"/></w:p>',
        ("a",),
        ("a",),
    ),
    "half a field deleted": (
        paragraph(
            change(
                "del", '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:delInstrText>PAGE</w:delInstrText></w:r>'
            ),
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
            "7",
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
        ),
        ("7",),
        ("7",),
    ),
    "math run inserted": (
        "<w:p><m:oMath><m:r><m:t>a</m:t></m:r>" + f"<m:r>{change('ins', '<m:t>b</m:t>')}</m:r></m:oMath></w:p>",
        ("ab",),
        ("a",),
    ),
    "math object deleted, arguments stay": (
        (
            '<w:p><m:oMath><m:f><m:fPr><m:ctrlPr><w:del w:id="1" w:author="AG"/></m:ctrlPr></m:fPr>'
            "<m:num><m:r><m:t>a</m:t></m:r></m:num><m:den><m:r><m:t>b</m:t></m:r></m:den></m:f></m:oMath></w:p>"
        ),
        ("ab",),
        ("ab",),
    ),
    "hyperlink holding only an insertion": (
        paragraph("a", f'<w:hyperlink w:anchor="x">{inserted("b")}</w:hyperlink>'),
        ("ab",),
        ("a",),
    ),
}


@pytest.mark.parametrize("name", sorted(CASES))
def test_text_after_accepting_and_rejecting_all(name: str) -> None:
    body, accepted, rejected = CASES[name]
    data = docx(body)
    assert redline.text(data, "final") == accepted
    assert redline.text(data, "original") == rejected
    for done, texts in ((redline.accept(data), accepted), (redline.reject(data), rejected)):
        assert redline.pending(done) == 0
        assert redline.text(done, "final") == redline.text(done, "original") == texts


def test_another_view_is_refused() -> None:
    with pytest.raises(ValueError, match="latest"):
        redline.text(docx("<w:p/>"), "latest")  # type: ignore[arg-type]


def test_partial_decisions_on_nested_changes() -> None:
    """Kenya deletes Chile's pending insertion (pitfall 6)."""
    body = paragraph("a", change("ins", run("b") + change("del", run("c", "delText"), "KE", 2), "CL"), "d")
    data = docx(body)
    assert redline.text(redline.reject(data, author="CL"), "final") == ("ad",)
    without_kenya = redline.reject(data, author="KE")
    assert redline.pending(without_kenya) == 1
    assert redline.text(without_kenya, "final") == ("abcd",)
    assert redline.text(without_kenya, "original") == ("ad",)
    with_kenya = redline.accept(data, author="KE")
    assert redline.text(with_kenya, "final") == ("abd",)
    assert redline.pending(redline.accept(with_kenya, author="CL")) == 0


def test_an_insertion_emptied_by_a_deletion_is_swept() -> None:
    data = docx(paragraph("a", change("ins", change("del", run("c", "delText"), "KE", 2), "CL")))
    assert redline.pending(redline.accept(data, author="KE")) == 0


def test_a_joint_author_is_each_of_its_members() -> None:
    data = docx(paragraph("a", inserted("b", "AG, BR"), deleted("c", "BR"), inserted("d", "AG Group")))
    taken = redline.accept(data, author="AG")
    assert redline.pending(taken) == 2
    assert redline.text(taken, "original") == ("abc",)
    assert redline.pending(redline.accept(data, author="BR")) == 1
    assert redline.pending(redline.accept(data, author="AG, BR")) == 2
    assert redline.pending(redline.accept(data, author="A")) == 3


def test_missing_author_and_date_are_read() -> None:
    data = docx(paragraph("a", '<w:ins w:id="1">' + run("b") + "</w:ins>"))
    assert redline.text(redline.reject(data), "final") == ("a",)
    assert redline.pending(redline.accept(data, author="")) == 0
