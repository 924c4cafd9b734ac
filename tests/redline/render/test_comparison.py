"""The comparison table, in Word and as a workbook, and the same values as JSON."""

import json
import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings
from lxml import etree
from tests.corpus import CORPUS
from tests.redline.corpus_schema import schema_errors
from tests.redline.laws.test_laws import Case, seeds
from tests.redline.render.test_brackets import BASE, SHOULD, compiled

import redline
from redline.ops.reopen import reopen
from redline.render.bracket_reading import read_brackets
from redline.render.brackets import bracketed
from redline.render.comparison import comparison
from redline.render.comparison_docx import brief, comparison_docx
from redline.render.comparison_xlsx import comparison_xlsx
from redline.render.json_values import from_json, to_json

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
suite = settings(max_examples=10, deadline=None, derandomize=True)
SIMPLE = comparison(reopen(compiled(**SHOULD)).merged)


def test_a_row_holds_the_base_each_delegation_and_all_together() -> None:
    (row,) = SIMPLE.rows
    assert row.base == BASE.lines[0]
    marked = (("States ", "plain"), ("shall", "removed"), ("should", "added"), (" act in time.", "plain"))
    assert row.own == {"AG": marked, "BR": marked}
    assert row.combined == "States [shall][should: AG, BR] act in time."


def test_columns_are_in_the_order_of_the_codes_and_may_be_empty() -> None:
    found = comparison(reopen(compiled(**SHOULD)).merged, parties=["ZA", "AR"], changed_only=False)
    assert found.parties == ("AG", "AR", "BR", "ZA")
    assert len(found.rows) == len(BASE.lines)


@suite
@given(seeds)
def test_base_sponsors_and_brackets_agree_with_the_other_renderings(seed: int) -> None:
    case = Case(seed)
    made = redline.compile_files(case.base.data, case.files)
    table = comparison(made.merged, changed_only=False)
    assert [each.base for each in table.rows if "+" not in each.address] == case.base.lines
    for row, paragraph in zip(table.rows, made.merged, strict=True):
        assert tuple(sorted(row.own)) == paragraph.parties
        assert row.combined.count("[") == row.combined.count("]")
    printed = read_brackets(bracketed(made.docx))
    assert set(table.parties) == set(printed.parties)


def test_in_word_the_heads_are_repeated_on_a_landscape_page() -> None:
    data = comparison_docx(SIMPLE, title="Comparison", names={"AG": "Antigua"})
    root = etree.fromstring(zipfile.ZipFile(BytesIO(data)).read("word/document.xml"))
    assert len(root.findall(f".//{W}tblHeader")) == 1
    assert root.find(f".//{W}pgSz").get(f"{W}orient") == "landscape"
    assert root.find(f".//{W}tblW").get(f"{W}type") == "pct"
    lines = redline.text(data, "final")
    assert lines[2:7] == ("No.", "Base", "AG – Antigua", "BR", "Combined")
    assert lines[-2] == "States [shall][should: AG, BR] act in time."


def test_many_delegations_stand_below_one_another() -> None:
    edits = {f"D{number}": SHOULD["AG"] for number in range(9)}
    lines = redline.text(comparison_docx(comparison(reopen(compiled(**edits)).merged)), "final")
    assert lines[1:5] == ("No.", "Base", "Delegations", "Combined")
    assert [line for line in lines if line.startswith("D8: ")] == ["D8: States shallshould act in time."]


def test_the_heads_and_the_legend_are_in_the_caller_s_words() -> None:
    phrases = {"number": "N.º", "base": "Texto de base", "delegations": "Delegaciones", "how_to_read_table": "Leer."}
    lines = redline.text(comparison_docx(SIMPLE, phrases=phrases), "final")
    assert lines[:6] == ("Leer.", "N.º", "Texto de base", "AG", "BR", "Combined")
    edits = {f"D{number}": SHOULD["AG"] for number in range(9)}
    many = comparison(reopen(compiled(**edits)).merged)
    assert redline.text(comparison_docx(many, phrases=phrases), "final")[3] == "Delegaciones"
    assert _cells(comparison_xlsx(SIMPLE, phrases=phrases))[0] == [
        "N.º",
        "Address",
        "Texto de base",
        "AG",
        "BR",
        "Combined",
    ]


def test_what_is_far_from_a_change_is_left_out_where_delegations_stand_below_one_another() -> None:
    long = "one two three four five six seven eight nine ten " * 3
    assert brief(((long, "plain"), ("new", "added"), (long, "plain"))) == (
        ("… five six seven eight nine ten ", "plain"),
        ("new", "added"),
        ("one two three four five six … ", "plain"),
    )
    assert brief((("short enough ", "plain"), ("new", "added"))) == (("short enough ", "plain"), ("new", "added"))


def _cells(data: bytes) -> list[list[str]]:
    root = etree.fromstring(zipfile.ZipFile(BytesIO(data)).read("xl/worksheets/sheet1.xml"))
    return [["".join(cell.itertext()) for cell in row] for row in root.iter(f"{S}row")]


def test_the_workbook_holds_the_same_table() -> None:
    cells = _cells(comparison_xlsx(SIMPLE, names={"BR": "Brazil"}))
    assert cells[0] == ["No.", "Address", "Base", "AG", "BR – Brazil", "Combined"]
    own = "States shallshould act in time."
    assert cells[1][1:] == ["p1", BASE.lines[0], own, own, "States [shall][should: AG, BR] act in time."]


def test_what_looks_like_a_formula_is_text() -> None:
    table = comparison(redline.merge(redline.read(BASE.data).paragraphs, {}), changed_only=False)
    data = comparison_xlsx(table)
    assert b"<f>" not in zipfile.ZipFile(BytesIO(data)).read("xl/worksheets/sheet1.xml")


@suite
@given(seeds)
def test_json_loses_nothing(seed: int) -> None:
    case = Case(seed)
    made = redline.compile_files(case.base.data, case.files)
    paragraphs = redline.read(case.base.data).paragraphs
    back = from_json(to_json(paragraphs, made.merged, made.amendments))
    assert (back.paragraphs, back.merged, back.amendments) == (paragraphs, made.merged, made.amendments)
    assert back.proposals == reopen(made.docx).proposals or {each.id for each in back.proposals} == {
        each.id for each in reopen(made.docx).proposals
    }


def test_other_json_is_refused() -> None:
    with pytest.raises(ValueError, match="redline-compilation"):
        from_json(json.dumps({"format": "else"}))


if CORPUS is not None:

    def test_the_word_table_is_valid() -> None:
        assert CORPUS is not None
        assert schema_errors(comparison_docx(SIMPLE, title="Comparison"), CORPUS) == []
