"""Damaged files: whatever is done to the bytes or the XML, a file is read or refused, and nothing else happens."""

import random
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from tests.redline.specimens import DOCUMENT, change, deleted, docx, inserted, mark, paragraph, run

import redline
from redline.opc import BadFile, read_package
from redline.text.numbering import labels

_GONE = paragraph(inserted("x"), properties=mark("del"))
_CELL = f"<w:tc><w:tcPr>{change('cellDel', '')}<w:vMerge/></w:tcPr>{_GONE}</w:tc>"
_BODY = (
    paragraph("one ", inserted("two "), deleted("three"), properties=mark("ins", "del"))
    + paragraph(
        change("moveFrom", run("four")), '<w:moveFromRangeStart w:id="3" w:name="m"/><w:moveFromRangeEnd w:id="3"/>'
    )
    + paragraph(
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>', deleted("x"), '<w:r><w:footnoteReference w:id="2"/></w:r>'
    )
    + "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w='9'/></w:tblGrid>"
    + f"<w:tr><w:trPr>{change('ins', '')}</w:trPr>{_CELL}</w:tr><w:tr>{_CELL}{_CELL}</w:tr></w:tbl>"
    + f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph('five', properties='<w:numPr><w:numId w:val=%s1%s/></w:numPr>')}"
    + "</w:sdtContent></w:sdt><w:sectPr/>"
).replace("%s", '"')
_NUMBERING = (
    '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:lvlText w:val="%1."/></w:lvl>'
    "</w:abstractNum>"
    '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
)
_NOTES = f'<w:footnote w:id="2">{paragraph("note")}</w:footnote>'


def _file(body: str = _BODY) -> bytes:
    return docx(body, numbering=_NUMBERING, footnotes=_NOTES)


_WHOLE = _file()
_EVERYTHING: tuple[Callable[[bytes], object], ...] = (
    redline.read,
    redline.accept,
    redline.reject,
    redline.pending,
    redline.protect,
    lambda data: redline.text(data, "original"),
    lambda data: labels(read_package(data)),
    lambda data: redline.accept(data, author="AG"),
)


def _try_everything(data: bytes) -> None:
    for operation in _EVERYTHING:
        with suppress(BadFile):
            operation(data)


def _damaged(data: bytes, seed: int) -> bytes:
    """Return the bytes with some of them changed, cut off or repeated."""
    chance = random.Random(seed)  # noqa: S311 - a test that can be repeated
    found = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        found[chance.randrange(len(found))] = chance.randrange(256)
    if chance.random() < 0.3:
        del found[chance.randrange(len(found)) :]
    if chance.random() < 0.2:
        place = chance.randrange(len(found) + 1)
        found[place:place] = found[:place]
    return bytes(found)


def _shuffled(seed: int) -> bytes:
    """Return the file with elements of its body removed, repeated, moved or robbed of their attributes."""
    chance = random.Random(seed)  # noqa: S311 - a test that can be repeated
    root = etree.fromstring(DOCUMENT % _BODY)
    for _ in range(chance.randint(1, 6)):
        elements = [each for each in root[0].iter() if each is not root[0]]
        element, other = chance.choice(elements), chance.choice(elements)
        inside = other in element.iterdescendants() or other is element
        act = chance.randrange(4)
        if act == 0 and not inside:
            other.append(element)
        elif act == 1:
            element.attrib.clear()
        elif act == 2 and not inside:
            other.addnext(etree.fromstring(etree.tostring(element)))
        elif (parent := element.getparent()) is not None and len(elements) > 5:
            parent.remove(element)
    return _file("".join(etree.tostring(child, encoding="unicode") for child in root[0]))


@given(st.integers(0, 2**32))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_damaged_bytes(seed: int) -> None:
    _try_everything(_damaged(_WHOLE, seed))


@given(st.integers(0, 2**32))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_shuffled_xml_resolves_to_nothing_pending(seed: int) -> None:
    data = _shuffled(seed)
    _try_everything(data)
    assert redline.pending(redline.accept(data)) == 0
    assert redline.pending(redline.reject(data)) == 0


@pytest.mark.long
@pytest.mark.parametrize("block", range(6))
def test_damaged_and_shuffled_at_length(block: int) -> None:
    for seed in range(block * 500, block * 500 + 500):
        _try_everything(_damaged(_WHOLE, seed))
        data = _shuffled(seed)
        _try_everything(data)
        assert redline.pending(redline.accept(data)) == 0


def test_the_file_to_be_damaged_is_sound() -> None:
    assert redline.pending(_WHOLE) > 10
    assert redline.text(_WHOLE, "final")
