"""Files that are rare and right: an empty body, Strict names in UTF-16."""

import pytest
from tests.redline.every_operation import faults
from tests.redline.specimens import docx, inserted, mark, paragraph
from tests.redline.variants import VARIANTS, parts_of

import redline

TABLE = f"<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc>{paragraph('cell')}</w:tc></w:tr></w:tbl>"


@pytest.mark.parametrize("body", ["", "<w:sectPr/>"])
@pytest.mark.parametrize(
    "file", [paragraph(inserted("x")), paragraph("x"), paragraph("x") + paragraph("y"), TABLE + paragraph()]
)
def test_what_is_written_into_an_empty_body_is_not_lost(body: str, file: str) -> None:
    base, proposal = docx(body), docx(file + "<w:sectPr/>")
    compiled = redline.compile_files(base, {"AG": proposal}).docx
    assert redline.text(base, "final") == ("",)
    assert redline.text(redline.project(compiled, "AG"), "final") == redline.text(proposal, "final")
    assert redline.text(redline.compare(base, redline.accept(proposal), author="x"), "final") == redline.text(
        proposal, "final"
    )
    assert redline.verify(base, proposal).status != "no_change"


def test_an_empty_body_that_nobody_writes_in_stays_as_it_is() -> None:
    base = docx("<w:sectPr/>")
    assert parts_of(redline.accept(base)) == parts_of(base)
    assert faults(base) == []


def test_strict_names_in_utf_16_are_read() -> None:
    file = docx(paragraph("a ", inserted("b"), properties=mark("del")) + paragraph("c"))
    varied = VARIANTS["strict in UTF-16"](file)
    assert redline.text(varied, "final") == redline.text(file, "final") == ("a bc",)
    assert redline.pending(varied) == redline.pending(file)
