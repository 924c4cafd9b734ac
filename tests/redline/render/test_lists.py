"""Plain tables of words: they open, hold what was given, and nothing that is written in them is run."""

import io
import zipfile

import pytest
from tests.redline.generator import make_base

import redline
from redline.render.lists import concordance, list_docx, list_xlsx, wording

HEADS = ("Where", "Wording")
ROWS = [("1", wording("shall", "should")), ("2", "=1+1 <b>&"), ("3", "two\nlines\x00\ttab")]


def test_a_word_table_holds_every_cell() -> None:
    cells = redline.read(list_docx(HEADS, ROWS, lines=["A title.", "What holds."], shares=(1, 4))).paragraphs
    said = [each.text for each in cells if each.kind == "cell"]
    assert said == ["Where", "Wording", "1", "shall should", "2", "=1+1 <b>&", "3", "two\nlines tab"]
    assert [each.text for each in cells if each.kind != "cell"][:2] == ["A title.", "What holds."]


def test_a_workbook_holds_words_and_no_formula() -> None:
    archive = zipfile.ZipFile(io.BytesIO(list_xlsx(HEADS, ROWS, notes=["What holds."])))
    sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "=1+1 &lt;b&gt;&amp;" in sheet
    assert "<strike/>" in sheet
    assert '<row r="6">' in sheet
    assert 'ref="A1:B4"' in sheet


def test_a_wide_workbook_names_its_columns_as_programs_do() -> None:
    heads = [str(number) for number in range(40)]
    sheet = zipfile.ZipFile(io.BytesIO(list_xlsx(heads, [heads]))).read("xl/worksheets/sheet1.xml").decode()
    assert '"AN2"' in sheet
    assert 'ref="A1:AN2"' in sheet


@pytest.mark.parametrize("data", [list_docx(HEADS, ROWS), list_xlsx(HEADS, ROWS)])
def test_the_same_rows_give_the_same_bytes(data: bytes) -> None:
    assert data in {list_docx(HEADS, ROWS), list_xlsx(HEADS, ROWS)}


def test_numbers_before_and_now() -> None:
    old = make_base("States shall act.", "They report each year.", "The plan is reviewed.").data
    new = make_base("States shall act.", "A register is kept.", "The plan is reviewed.").data
    assert concordance(old, new) == (
        ("1.", "1.", "States shall act."),
        ("2.", "", "They report each year."),
        ("3.", "3.", "The plan is reviewed."),
        ("", "2.", "A register is kept."),
    )
