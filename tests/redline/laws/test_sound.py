"""Word's reasons for "unreadable content": each is looked for, and none is in anything the engine writes."""

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from tests.redline.laws.test_laws import Case, seeds
from tests.redline.sound import unsound
from tests.redline.specimens import change, deleted, docx, inserted, paragraph, run, zipped

import redline
from redline.render.comparison import comparison
from redline.render.comparison_docx import comparison_docx
from redline.render.example import BASE, FILES

P = paragraph("Words.")
CELL = f"<w:tc>{P}</w:tc>"
INNER = f"<w:tbl><w:tr>{CELL}</w:tr></w:tbl>"
DRAWN = (
    '<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
    '<wp:docPr id="7" name="x"/></wp:inline></w:drawing></w:r>'
)
STYLE = '<w:style w:type="paragraph" w:styleId="A"><w:name w:val="A"/></w:style>'
MOVED = '<w:moveFromRangeStart w:id="1" w:name="m" w:author="AG"/><w:moveFromRangeEnd w:id="1"/>'
LINK = '<w:hyperlink r:id="rId77"><w:r><w:t>x</w:t></w:r></w:hyperlink>'
BAD: Mapping[str, bytes] = {
    "two changes of one id": docx(paragraph(inserted("a"), deleted("b"))),
    "plain text inside a deletion": docx(paragraph(change("del", run("a")))),
    "deleted text outside a deletion": docx(paragraph(run("a", "delText"))),
    "an insertion inside an insertion": docx(paragraph(change("ins", change("ins", run("a"), number=2)))),
    "a change without author or id": docx(paragraph(f"<w:ins>{run('a')}</w:ins>")),
    "a cell that does not end in a paragraph": docx(
        f"<w:tbl><w:tr><w:tc>{P}<w:tbl><w:tr>{CELL}</w:tr></w:tbl></w:tc></w:tr></w:tbl>{P}"
    ),
    "a table or row with nothing in it": docx(f"<w:tbl><w:tr/></w:tbl>{P}"),
    "section properties before the end of the body": docx(f"<w:sectPr/>{P}"),
    "paragraph properties that do not come first": docx(f"<w:p>{run('a')}<w:pPr/></w:p>"),
    "half of a commentRange": docx(paragraph('<w:commentRangeStart w:id="1"/>', "a")),
    "half of a bookmark": docx(paragraph('<w:bookmarkEnd w:id="1"/>', "a")),
    "half of a moveFromRange": docx(paragraph('<w:moveFromRangeEnd w:id="1"/>', "a")),
    "half of a moveToRange": docx(paragraph('<w:moveToRangeEnd w:id="1"/>', "a")),
    "half of a move": docx(paragraph(MOVED, "a")),
    "a reference to a comment that is not there": docx(paragraph('<w:r><w:commentReference w:id="9"/></w:r>')),
    "a reference to a footnote that is not there": docx(paragraph('<w:r><w:footnoteReference w:id="9"/></w:r>')),
    "a reference to a endnote that is not there": docx(paragraph('<w:r><w:endnoteReference w:id="9"/></w:r>')),
    "a reference to a relationship that is not there": docx(paragraph(LINK)),
    "a relationship to a part that is not there": docx(
        P,
        parts={
            "word/_rels/document.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
            'relationships"><Relationship Id="rId1" Type="x" Target="gone.xml"/></Relationships>'
        },
    ),
    "a part without a content type": docx(P, parts={"word/strange.bin": "x"}),
    "a part that is no XML": docx(P, parts={"word/x.xml": "<a>"}),
    "two drawings of one id": docx(paragraph(DRAWN, DRAWN)),
    "two styles of one id": docx(P, styles=STYLE * 2),
    "two parts of one name": zipped({"word/a.xml": "<a/>", "word/A.xml": "<a/>"}),
}


@pytest.mark.parametrize("reason", sorted(BAD))
def test_each_reason_is_found(reason: str) -> None:
    assert reason in unsound(BAD[reason])


def outputs(base: bytes, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return one of everything the engine writes."""
    made = redline.compile_files(base, files)
    waiting = redline.reopen(made.docx).proposals
    taken = {each.id: "take" for each in waiting[::2]}
    first = next(iter(files.values()))
    found = {
        style: redline.bracketed(made.docx, style=style) for style in ("suffix", "prefix", "footnote", "unattributed")
    }
    return found | {
        "compiled": made.docx,
        "accepted": redline.accept(made.docx),
        "rejected": redline.reject(made.docx),
        "one party's": redline.project(made.docx, next(iter(files))),
        "some accepted": redline.accept(made.docx, ids=list(taken)),
        "revised": redline.revise(made.docx, taken).docx,
        "compared": redline.compare(base, redline.accept(first), author="x"),
        "protected": redline.protect(base),
        "table": comparison_docx(comparison(made.merged)),
    }


def test_nothing_that_is_written_has_any_of_them() -> None:
    assert {name: unsound(data) for name, data in outputs(BASE, FILES).items() if unsound(data)} == {}


@settings(max_examples=4, deadline=None, derandomize=True)
@given(seeds)
def test_nothing_written_from_random_files_has_any_of_them(seed: int) -> None:
    _is_sound(seed)


@pytest.mark.long
@settings(max_examples=300, deadline=None)
@given(seeds)
def test_nothing_written_from_many_more_files_has_any_of_them(seed: int) -> None:
    _is_sound(seed)


def _is_sound(seed: int) -> None:
    case = Case(seed)
    found = outputs(case.base.data, case.files)
    assert {name: unsound(data) for name, data in found.items() if unsound(data)} == {}
