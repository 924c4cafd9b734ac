"""Moved passages: one amendment, one move in the compiled file where it is certain."""

import zipfile
from io import BytesIO

import pytest
from lxml import etree
from tests.redline.specimens import change, deleted, docx, inserted, mark, paragraph, run

import redline

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WHO = 'w:author="A" w:date="2026-05-04T10:00:00Z"'


def away(words: str, name: str = "move1", number: int = 10) -> str:
    """Return words that moved away, with the two markers around them."""
    start = f'<w:moveFromRangeStart w:id="{number}" {WHO} w:name="{name}"/>'
    return f'{start}{change("moveFrom", run(words))}<w:moveFromRangeEnd w:id="{number}"/>'


def here(words: str, name: str = "move1", number: int = 20) -> str:
    """Return words that arrived."""
    start = f'<w:moveToRangeStart w:id="{number}" {WHO} w:name="{name}"/>'
    return f'{start}{change("moveTo", run(words))}<w:moveToRangeEnd w:id="{number}"/>'


BASE = docx(paragraph("one two three") + paragraph("four") + paragraph("five"))
WORDS = docx(paragraph("one ", away("two "), "three") + paragraph("four", here("two ")) + paragraph("five"))
WHOLE = docx(
    paragraph(away("one two three"), properties=mark("moveFrom"))
    + paragraph("four")
    + paragraph(here("one two three"), properties=mark("moveTo"))
    + paragraph("five")
)


def names(data: bytes) -> list[str]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    tags = (etree.QName(each).localname for each in root.iter())
    return [tag for tag in tags if tag.startswith("move") or tag in {"ins", "del"}]


def found(file: bytes) -> list[tuple[str, str, int, str, int, str, str]]:
    amendments = redline.extract(BASE, file).amendments
    return [(e.kind, e.address, e.start, e.to, e.to_start, e.removed, e.added) for e in amendments]


def test_words_that_moved_are_one_amendment_with_both_places() -> None:
    assert found(WORDS) == [("move", "p1", 4, "p2", 4, "two ", "two ")]


def test_a_paragraph_that_moved_is_one_amendment_with_both_places() -> None:
    assert found(WHOLE) == [("move", "p1", 0, "p3", 0, "one two three", "one two three")]


@pytest.mark.parametrize("file", [WORDS, WHOLE], ids=["words", "paragraph"])
def test_a_certain_move_is_written_with_all_four_markers(file: bytes) -> None:
    files = {"AG": file, "BR": file}
    compiled = redline.compile_files(BASE, files).docx
    written = names(compiled)
    for marker in ("moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd"):
        assert written.count(marker) == 1
    assert not {"ins", "del"} & set(written)
    assert redline.text(compiled, "original") == redline.text(BASE, "original")
    assert redline.text(redline.project(compiled, "BR"), "final") == redline.text(file, "final")
    assert all(each.whole for each in redline.prove(BASE, files, compiled))
    assert [each.kind for each in redline.extract(BASE, compiled).amendments] == ["move"]
    assert not [name for name in names(redline.accept(compiled)) + names(redline.reject(compiled)) if name]


@pytest.mark.parametrize(
    "other",
    [
        docx(paragraph("one ", deleted("two "), "three") + paragraph("four") + paragraph("five")),
        docx(paragraph("one t", inserted("X"), "wo three") + paragraph("four") + paragraph("five")),
        docx(paragraph("on", deleted("e tw"), "o three") + paragraph("four") + paragraph("five")),
    ],
    ids=["the same words deleted", "words put in between", "overlapping deletion"],
)
def test_a_move_that_others_touch_is_a_deletion_and_an_insertion(other: bytes) -> None:
    files = {"AG": WORDS, "BR": other}
    compiled = redline.compile_files(BASE, files).docx
    assert not [name for name in names(compiled) if name.startswith("move")]
    for code, file in files.items():
        assert redline.text(redline.project(compiled, code), "final") == redline.text(file, "final")


@pytest.mark.parametrize(
    "file",
    [
        docx(paragraph("one ", away("two "), "three") + paragraph("four") + paragraph("five")),
        docx(paragraph("one two three") + paragraph("four", here("two ")) + paragraph("five")),
        docx(paragraph("one ", away("two "), "three") + paragraph("four", here("2 ")) + paragraph("five")),
    ],
    ids=["no arrival", "no departure", "other words"],
)
def test_half_a_move_is_none(file: bytes) -> None:
    assert "move" not in {each[0] for each in found(file)}
    compiled = redline.compile_files(BASE, {"AG": file}).docx
    assert not [name for name in names(compiled) if name.startswith("move")]
    assert redline.text(redline.project(compiled, "AG"), "final") == redline.text(file, "final")


def test_two_paragraphs_that_moved_together_are_one_move() -> None:
    base = docx("".join(map(paragraph, ("one", "two", "three", "four"))))
    begin, end = (f'<w:move{way}Range{{0}} w:id="{number}" {{1}}/>' for way, number in (("From", 10), ("To", 20)))
    named = f'{WHO} w:name="move1"'

    def lines(kind: str, marker: str) -> str:
        first = paragraph(marker.format("Start", named), change(kind, run("one")), properties=mark(kind))
        return first + paragraph(change(kind, run("two")), properties=mark(kind)) + marker.format("End", "")

    file = docx(lines("moveFrom", begin) + paragraph("three") + lines("moveTo", end) + paragraph("four"))
    amendments = redline.extract(base, file).amendments
    assert [(each.kind, each.removed, each.to) for each in amendments] == [("move", "one\ntwo", "p4")]
    compiled = redline.compile_files(base, {"AG": file}).docx
    written = names(compiled)
    assert [written.count(f"move{way}Range{at}") for way in ("From", "To") for at in ("Start", "End")] == [1] * 4
    assert not {"ins", "del"} & set(written)
    assert redline.text(redline.accept(compiled), "final") == ("three", "one", "two", "four")
    assert redline.text(redline.reject(compiled), "final") == ("one", "two", "three", "four")
