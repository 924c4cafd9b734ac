"""Numbers that Word computes: formats, levels, restarts, overrides, styles; never from what is deleted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.redline.specimens import docx, mark, paragraph

from redline.opc import read_package
from redline.text.numbering import labels
from redline.text.numerals import numeral
from redline.text.views import paragraph_text


def _level(level: int, style: str, text: str, more: str = "", start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="{start}"/><w:numFmt w:val="{style}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def _list(*levels: str, number: int = 1) -> str:
    return f'<w:abstractNum w:abstractNumId="{number}">{"".join(levels)}</w:abstractNum>'


def _use(list_id: int, definition: int = 1, overrides: str = "") -> str:
    return f'<w:num w:numId="{list_id}"><w:abstractNumId w:val="{definition}"/>{overrides}</w:num>'


def _item(words: str, level: int | None = 0, list_id: int | None = 1, more: str = "") -> str:
    inner = "" if level is None else f'<w:ilvl w:val="{level}"/>'
    inner += "" if list_id is None else f'<w:numId w:val="{list_id}"/>'
    return paragraph(words, properties=f"<w:numPr>{inner}</w:numPr>{more}")


def _labels(body: str, numbering: str, styles: str = "") -> list[str]:
    package = read_package(docx(body, numbering=numbering, styles=styles))
    return [f"{label} {paragraph_text(element)}" for element, label in labels(package).items()]


OUTLINE = _list(
    _level(0, "decimal", "%1."), _level(1, "lowerLetter", "(%2)"), _level(2, "lowerRoman", "%1.%2.%3"), number=1
) + _use(1)


def test_levels_restart_below_a_higher_one() -> None:
    body = _item("x") + _item("y", 1) + _item("z", 1) + _item("i", 2) + _item("x") + _item("y", 1)
    assert _labels(body, OUTLINE) == ["1. x", "(a) y", "(b) z", "1.b.i i", "2. x", "(a) y"]


def test_a_level_without_a_higher_one_begins_all_the_same() -> None:
    assert _labels(_item("x", 2), OUTLINE) == ["1.a.i x"]


def test_start_restart_and_legal_numbers() -> None:
    numbering = _list(
        _level(0, "upperRoman", "Article %1", start=4),
        _level(1, "decimal", "%1.%2", '<w:lvlRestart w:val="0"/><w:isLgl/>'),
    ) + _use(1)
    body = _item("a") + _item("b", 1) + _item("c") + _item("d", 1)
    assert _labels(body, numbering) == ["Article IV a", "4.1 b", "Article V c", "5.2 d"]


def test_lists_of_one_definition_count_together_until_one_starts_anew() -> None:
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride>'
    body = _item("a") + _item("b", list_id=2) + _item("c", list_id=3) + _item("d", list_id=3)
    assert _labels(body, OUTLINE + _use(2) + _use(3, overrides=override)) == ["1. a", "2. b", "7. c", "8. d"]


def test_a_list_may_redefine_a_level() -> None:
    override = f'<w:lvlOverride w:ilvl="0">{_level(0, "upperLetter", "[%1]")}</w:lvlOverride>'
    assert _labels(_item("a", list_id=2), OUTLINE + _use(2, overrides=override)) == ["[A] a"]


def test_bullets_and_list_zero_have_no_label() -> None:
    numbering = _list(_level(0, "bullet", "•")) + _use(1)
    assert _labels(_item("a") + _item("b", list_id=0) + paragraph("c"), numbering) == []


def test_numbers_come_from_styles_and_what_they_are_based_on() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Para"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Sub"><w:basedOn w:val="Para"/>'
        '<w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Child"><w:basedOn w:val="Para"/></w:style>'
    )
    numbering = _list(_level(0, "decimal", "%1."), _level(1, "decimal", "%1.%2", '<w:pStyle w:val="Child"/>')) + _use(1)
    body = "".join(paragraph(name, properties=f'<w:pStyle w:val="{name}"/>') for name in ("Para", "Child", "Sub"))
    off = paragraph("off", properties='<w:pStyle w:val="Para"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    assert _labels(body + off, numbering, styles) == ["1. Para", "2. Child", "2.1 Sub"]


def test_a_definition_may_stand_behind_a_numbering_style() -> None:
    styles = (
        '<w:style w:type="numbering" w:styleId="House"><w:pPr><w:numPr><w:numId w:val="9"/></w:numPr></w:pPr></w:style>'
    )
    linked = '<w:abstractNum w:abstractNumId="5"><w:numStyleLink w:val="House"/></w:abstractNum>'
    numbering = linked + _list(_level(0, "ordinal", "%1")) + _use(9) + _use(4, 5)
    assert _labels(_item("a", list_id=4) + _item("b", list_id=9), numbering, styles) == ["1st a", "2nd b"]


def test_a_style_linked_to_itself_ends() -> None:
    styles = (
        '<w:style w:type="numbering" w:styleId="Loop"><w:pPr><w:numPr><w:numId w:val="4"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="B"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style>'
    )
    linked = '<w:abstractNum w:abstractNumId="5"><w:numStyleLink w:val="Loop"/></w:abstractNum>'
    body = _item("a", list_id=4) + paragraph("b", properties='<w:pStyle w:val="A"/>')
    assert _labels(body, linked + _use(4, 5), styles) == []


def test_an_inserted_item_does_not_advance_the_numbers() -> None:
    body = _item("a") + _item("new", more=mark("ins")) + _item("b")
    assert _labels(body, OUTLINE) == ["1. a", "2. b"]


def test_a_package_without_lists_has_no_labels() -> None:
    assert labels(read_package(docx(_item("a")))) == {}


@pytest.mark.parametrize(
    ("number", "style", "shown"),
    [
        (1, "decimal", "1"),
        (4, "decimalZero", "04"),
        (27, "lowerLetter", "aa"),
        (28, "upperLetter", "BB"),
        (1994, "upperRoman", "MCMXCIV"),
        (12, "ordinal", "12th"),
        (23, "ordinal", "23rd"),
        (21, "ordinalText", "Twenty-first"),
        (30, "ordinalText", "Thirtieth"),
        (112, "cardinalText", "One hundred twelve"),
        (3, "russianLower", "в"),
        (3, "none", ""),
        (3, "bullet", ""),
        (3, "aiueo", "3"),
        (0, "lowerLetter", "0"),
        (9999, "lowerRoman", "9999"),
    ],
)
def test_numerals(number: int, style: str, shown: str) -> None:
    assert numeral(number, style) == shown


_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}


@given(st.integers(1, 4999))
def test_roman_numerals_read_back(number: int) -> None:
    values = [_ROMAN_VALUES[letter] for letter in numeral(number, "upperRoman")]
    signed = [value if value >= max([*values[place:], 0]) else -value for place, value in enumerate(values)]
    assert sum(signed) == number
