"""The package: what is read, what is refused and why, and that writing changes only what was changed."""

import io
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.redline.specimens import CONTENT_TYPES, DOCUMENT, RELS, docx, zipped

from redline.opc import BadFile, Limits, read_package


def _code(data: bytes, **limits: int) -> str:
    with pytest.raises(BadFile) as caught:
        read_package(data, Limits(**limits))
    assert caught.value.sentence
    return caught.value.code


def test_finds_the_main_part_by_relationship_not_by_name() -> None:
    data = zipped(
        {
            "[Content_Types].xml": CONTENT_TYPES.replace("/word/document.xml", "/odd/Text.xml"),
            "_rels/.rels": RELS.replace("word/document.xml", "/odd/text.xml"),
            "odd/Text.xml": DOCUMENT % "<w:p/>",
        }
    )
    assert read_package(data).main == "odd/Text.xml"


def test_escaped_letters_in_a_target_are_read() -> None:
    parts = {
        "[Content_Types].xml": CONTENT_TYPES.replace("/word/document.xml", "/word/não 1.xml"),
        "_rels/.rels": RELS.replace("word/document.xml", "word/n%C3%A3o%201.xml"),
        "word/não 1.xml": DOCUMENT % "<w:p/>",
    }
    assert read_package(zipped(parts)).main == "word/não 1.xml"


def test_backslashes_in_names_are_read_as_slashes() -> None:
    parts = {"[Content_Types].xml": CONTENT_TYPES, "_rels\\.rels": RELS, "word\\document.xml": DOCUMENT % "<w:p/>"}
    assert read_package(zipped(parts)).main == "word/document.xml"


def test_untouched_parts_keep_their_bytes_and_order() -> None:
    data = docx("<w:p/>", parts={"word/media/image1.png": b"\x89PNG" + bytes(range(256))})
    package = read_package(data)
    package.edit(package.main)
    again = read_package(package.to_bytes())
    assert again.names() == package.names()
    assert again.part("word/media/image1.png") == b"\x89PNG" + bytes(range(256))
    assert again.part("_rels/.rels") == package.part("_rels/.rels")


def test_the_same_content_gives_the_same_bytes() -> None:
    data = docx("<w:p><w:r><w:t>x</w:t></w:r></w:p>")
    once = read_package(data).to_bytes()
    assert once == read_package(data).to_bytes() == read_package(once).to_bytes()


def test_an_added_part_is_typed_named_and_related() -> None:
    package = read_package(docx("<w:p/>"))
    first = package.add_part("word/note.xml", b"<a/>", "application/xml")
    second = package.add_part("word/note.xml", b"<b/>", "application/x-note+xml")
    ids = [package.add_relationship(package.main, "note", name) for name in (first, second)]
    again = read_package(package.to_bytes())
    assert (first, second) == ("word/note.xml", "word/note1.xml")
    assert len(set(ids)) == 2
    assert again.related(again.main, "note") == (first, second)
    assert again.content_type(second) == "application/x-note+xml"
    again.remove_relationship(again.main, ids[0])
    again.remove_part(first)
    last = read_package(again.to_bytes())
    assert last.related(last.main, "note") == (second,)
    assert not last.has(first)


def test_an_external_relationship_keeps_its_address() -> None:
    package = read_package(docx("<w:p/>"))
    package.add_relationship(package.main, "hyperlink", "https://example.org/a?b=c", external=True)
    again = read_package(package.to_bytes())
    (found,) = again.relationships(again.main)
    assert (found.external, found.target) == (True, "https://example.org/a?b=c")
    assert again.related(again.main, "hyperlink") == ()


def test_strict_names_are_read_as_transitional_ones() -> None:
    strict = "http://purl.oclc.org/ooxml/"
    office = "http://schemas.openxmlformats.org/"
    data = zipped(
        {
            "[Content_Types].xml": CONTENT_TYPES,
            "_rels/.rels": RELS.replace(office + "officeDocument/2006/", strict + "officeDocument/"),
            "word/document.xml": (DOCUMENT % "<w:p/>")
            .replace(office + "wordprocessingml/2006/", strict + "wordprocessingml/")
            .replace("<w:document ", '<w:document w:conformance="strict" '),
        }
    )
    package = read_package(data)
    assert package.part(package.main) == (DOCUMENT % "<w:p/>").encode()


def _with(change: Callable[[dict[str, str | bytes]], None]) -> bytes:
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": RELS,
        "word/document.xml": DOCUMENT % "<w:p/>",
    }
    change(parts)
    return zipped(parts)


_REFUSED = {
    "empty": ("empty", b""),
    "text": ("not_zip", b"Dear Chair, please find attached"),
    "ole password": ("encrypted", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")),
    "ole doc": ("legacy_doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le")),
    "ole other": ("not_word", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
    "cut off": ("broken", docx("<w:p/>")[:-40]),
    "no content types": ("not_word", _with(lambda parts: parts.pop("[Content_Types].xml"))),
    "no main part": ("not_word", _with(lambda parts: parts.pop("word/document.xml"))),
    "a spreadsheet": (
        "not_word",
        _with(lambda p: p.update({"[Content_Types].xml": CONTENT_TYPES.replace("wordprocessingml", "spreadsheetml")})),
    ),
    "macros": (
        "macros",
        _with(
            lambda p: p.update(
                {
                    "[Content_Types].xml": CONTENT_TYPES.replace(
                        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
                        "application/vnd.ms-word.document.macroEnabled.main+xml",
                    )
                }
            )
        ),
    ),
    "parent folder": ("unsafe", _with(lambda p: p.update({"../../etc/passwd": "x"}))),
    "colliding names": ("unsafe", _with(lambda p: p.update({"word/Document.xml": "x"}))),
    "document type": (
        "unsafe",
        _with(lambda p: p.update({"word/document.xml": "<!DOCTYPE x [<!ENTITY a 'b'>]>" + DOCUMENT % "&a;"})),
    ),
    "document type in UTF-16": (
        "unsafe",
        _with(
            lambda p: p.update(
                {"word/document.xml": ("<!DOCTYPE x [<!ENTITY a 'b'>]>" + DOCUMENT % "").encode("utf-16")}
            )
        ),
    ),
    "not well formed": ("broken", _with(lambda p: p.update({"word/document.xml": "<w:document>"}))),
    "no body": ("broken", _with(lambda p: p.update({"word/document.xml": (DOCUMENT % "").replace("body", "bode")}))),
    "too deep": ("broken", docx("<w:sdt>" * 400 + "</w:sdt>" * 400)),
}


@pytest.mark.parametrize("name", sorted(_REFUSED))
def test_refuses_with_a_code(name: str) -> None:
    code, data = _REFUSED[name]
    assert _code(data) == code


def test_limits_count_what_is_unpacked() -> None:
    data = docx("<w:p/>" * 20_000)
    assert _code(data, total=50_000) == "too_large"
    assert _code(data, ratio=20, ratio_from=1000) == "too_large"
    assert _code(data, xml_part=50_000) == "too_large"
    assert _code(data, members=2) == "too_large"
    assert _code(data, packed=100) == "too_large"


def test_overlapping_members_are_refused() -> None:
    buffer = io.BytesIO(docx("<w:p/>"))
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("word/a.xml", "<a/>")
        archive.infolist()[-1].header_offset = archive.infolist()[-2].header_offset
    assert _code(buffer.getvalue()) == "unsafe"


@given(st.binary(max_size=400))
def test_any_bytes_give_a_clear_refusal(data: bytes) -> None:
    with pytest.raises(BadFile):
        read_package(b"PK\x03\x04" + data)
