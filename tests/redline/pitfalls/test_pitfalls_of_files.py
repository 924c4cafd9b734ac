"""Pitfalls 15 to 23 of tracked changes in Word files: whose they are, what is no edit, where they hide, bad files."""

import zipfile
from io import BytesIO

import pytest
from lxml import etree
from tests.redline.specimens import CONTENT_TYPES, RELS, change, deleted, docx, inserted, mark, paragraph, run, zipped

import redline

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OPEN, _ISO = "http://schemas.openxmlformats.org/", "http://purl.oclc.org/ooxml/"
NUMBERING = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)
LISTED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'


def root(data: bytes) -> etree._Element:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return etree.fromstring(archive.read("word/document.xml"))


def authors(data: bytes) -> set[str]:
    return {each.get(f"{W}author", "") for each in root(data).iter(f"{W}ins", f"{W}del")}


def test_pitfall_15_the_account_that_sends_a_file_decides_and_the_author_in_it_is_kept() -> None:
    base = docx(paragraph("a"))
    file = docx(paragraph("a", inserted("b", "Brazil")))
    compilation = redline.compile_files(base, {"AG": file})
    assert authors(compilation.docx) == {"AG"}
    assert [each.author for each in compilation.amendments["AG"]] == ["Brazil"]
    assert redline.text(redline.project(compilation.docx, "AG"), "final") == ("ab",)


@pytest.mark.parametrize("author", ['w:author="Author"', 'w:author=""', ""])
def test_pitfall_16_files_without_names_and_dates_are_read(author: str) -> None:
    file = docx(paragraph("a", f'<w:ins w:id="1" {author}>{run("b")}</w:ins>'))
    base = docx(paragraph("a"))
    assert [(each.added, each.date) for each in redline.extract(base, file).amendments] == [("b", "")]
    assert redline.text(redline.project(redline.compile_files(base, {"AG": file}).docx, "AG"), "final") == ("ab",)
    assert redline.text(redline.accept(file), "final") == ("ab",)


def test_pitfall_17_that_tracking_is_on_says_nothing_of_what_was_done_before() -> None:
    base = docx(paragraph("The States shall act."))
    file = docx(paragraph("The States may act.", inserted(" Now.")), settings="<w:trackRevisions/>")
    assert redline.verify(base, file).status == "untracked"
    with zipfile.ZipFile(BytesIO(redline.protect(base))) as archive:
        assert b'w:edit="trackedChanges"' in archive.read("word/settings.xml")


@pytest.mark.parametrize(
    ("base", "file"),
    [
        ("5\u00a0per cent", "5 per cent"),
        ("co\u00adoperate", "cooperate"),
        ("co<w:noBreakHyphen/>operate", "co-operate"),
        ("one<w:lastRenderedPageBreak/> two", "one two"),
        ('one<w:sym w:font="Arial" w:char="0041"/>', "oneA"),
        ("one<w:tab/>two", "one\ttwo"),
        ("one<w:br/>two", "one<w:cr/>two"),
    ],
)
def test_pitfall_18_what_a_word_processor_turns_by_itself_is_no_edit(base: str, file: str) -> None:
    def made(words: str) -> bytes:
        text = words.replace("\t", "<w:tab/>").replace("<w:", "</w:t><w:")
        text = text.replace("/>", '/><w:t xml:space="preserve">')
        return docx(f'<w:p><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>')

    assert redline.verify(made(base), made(file)).status == "no_change"
    assert redline.verify(made(base), made(f"{file} more")).status == "untracked"


def test_pitfall_18_case_and_digits_are_edits() -> None:
    assert redline.verify(docx(paragraph("2030 and on")), docx(paragraph("2031 and on"))).status == "untracked"


def box(*content: str) -> str:
    inner = f"<w:txbxContent>{paragraph(*content)}</w:txbxContent>"
    vml = f'<w:pict><v:textbox xmlns:v="urn:schemas-microsoft-com:vml">{inner}</v:textbox></w:pict>'
    choice = f'<mc:Choice Requires="wps"><w:drawing>{inner}</w:drawing></mc:Choice>'
    return f"<w:r><mc:AlternateContent>{choice}<mc:Fallback>{vml}</mc:Fallback></mc:AlternateContent></w:r>"


def test_pitfall_19_a_change_in_both_branches_of_a_text_box_counts_once() -> None:
    base, file = docx(paragraph("a", box("b"))), docx(paragraph("a", box("b", inserted("c"))))
    assert redline.pending(file) == 1
    assert len(redline.extract(base, file).amendments) == 1
    inclusion = redline.prove(base, {"AG": file}, redline.compile_files(base, {"AG": file}).docx)[0]
    assert (inclusion.words_added, inclusion.whole) == (1, True)


def test_pitfall_19_a_text_box_of_vml_alone_is_a_story() -> None:
    def made(*content: str) -> bytes:
        inner = f"<w:txbxContent>{paragraph(*content)}</w:txbxContent>"
        shape = f'<v:textbox xmlns:v="urn:schemas-microsoft-com:vml">{inner}</v:textbox>'
        return docx(paragraph("a", f"<w:r><w:pict>{shape}</w:pict></w:r>"))

    found = redline.extract(made("b"), made("b", inserted("c"))).amendments
    assert [(each.address, each.added) for each in found] == [("x1/p1", "c")]


def strict(data: bytes) -> bytes:
    """Return the file in the Strict conformance class, which has namespaces of its own."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    for name, text in parts.items():
        new = text.replace(f"{_OPEN}wordprocessingml/2006/", f"{_ISO}wordprocessingml/")
        parts[name] = new.replace(f"{_OPEN}officeDocument/2006/relationships", f"{_ISO}officeDocument/relationships")
    return zipped(parts)


def test_pitfall_19_the_strict_namespace_is_read_like_the_other() -> None:
    base, file = docx(paragraph("a")), strict(docx(paragraph("a", inserted("b")), header=paragraph(inserted("h"))))
    assert [each.added for each in redline.extract(base, file).amendments] == ["b"]
    assert redline.text(redline.project(redline.compile_files(base, {"AG": file}).docx, "AG"), "final") == ("ab",)


@pytest.mark.parametrize(("element", "named"), [("altChunk", "altChunk"), ("subDoc", "subdocument")])
def test_pitfall_19_text_that_lives_in_another_file_is_named(element: str, named: str) -> None:
    content = f'<w:{element} r:id="rId1"/>'
    body = paragraph("a") + content if element == "altChunk" else paragraph("a", content)
    outside = redline.extract(docx(paragraph("a")), docx(body)).stories_outside
    assert [each for each in outside if named in each]


def test_pitfall_19_changes_inside_comments_do_not_stop_anything() -> None:
    note = f'<w:comment w:id="1" w:author="A">{paragraph("Why", inserted(" not"), deleted(" so"), "?")}</w:comment>'
    reference = '<w:r><w:commentReference w:id="1"/></w:r>'
    compiled = redline.compile_files(docx(paragraph("a")), {"AG": docx(paragraph("a", reference), comments=note)}).docx
    with zipfile.ZipFile(BytesIO(compiled)) as archive:
        assert "".join(etree.fromstring(archive.read("word/comments.xml")).itertext()) == "Why not?"


def test_pitfall_20_changes_in_conflict_are_changes() -> None:
    def conflict(kind: str, inner: str) -> str:
        return f'<w14:conflict{kind} w:id="1" w:author="A" w:date="2026-05-04T10:00:00Z">{inner}</w14:conflict{kind}>'

    file = docx(paragraph("a", conflict("Ins", run("new")), conflict("Del", run("old", "delText")), "b"))
    base = docx(paragraph("aoldb"))
    assert [(each.removed, each.added) for each in redline.extract(base, file).amendments] == [("old", "new")]
    done = redline.compile_files(base, {"AG": file}).docx
    assert redline.prove(base, {"AG": file}, done)[0].whole
    assert redline.text(redline.project(done, "AG"), "final") == ("anewb",)


def test_pitfall_21_items_that_are_put_in_or_deleted_do_not_advance_the_numbers() -> None:
    def item(*content: str, marks: str = "") -> str:
        return paragraph(*content, properties=LISTED + marks)

    base = docx(item("one") + item("two"), numbering=NUMBERING)
    file = docx(item("one") + item(inserted("new"), marks=mark("ins")) + item("two"), numbering=NUMBERING)
    compiled = redline.compile_files(base, {"AG": file})
    assert [each.label for each in compiled.merged if not each.inserted_by] == ["1.", "2."]
    gone = docx(item(deleted("one"), marks=mark("del")) + item("two"), numbering=NUMBERING)
    assert [each.label for each in redline.read(gone).paragraphs] == ["1.", "2."]
    assert [each.label for each in redline.read(redline.accept(gone)).paragraphs] == ["1."]


def members(*names: str) -> bytes:
    contents = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": RELS,
        "word/document.xml": root(docx(paragraph("a"))),
    }
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            found = contents[name.replace("\\", "/")]
            archive.writestr(zipfile.ZipInfo(name), found if isinstance(found, str) else etree.tostring(found))
    return buffer.getvalue()


ALL = ("[Content_Types].xml", "_rels/.rels", "word/document.xml")
BAD = {
    "nothing": b"",
    "no zip": b"%PDF-1.7",
    "cut off": docx(paragraph("a"))[:200],
    "encrypted": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "damaged": docx("<w:p>"),
}


@pytest.mark.parametrize("name", BAD)
def test_pitfall_22_a_file_that_is_none_is_one_clear_error(name: str) -> None:
    with pytest.raises(redline.BadFile) as caught:
        redline.compile_files(docx(paragraph("a")), {"AG": BAD[name]})
    assert caught.value.code
    assert caught.value.sentence.endswith(".")


def test_pitfall_22_backslashes_in_the_names_of_parts_are_read() -> None:
    data = members("[Content_Types].xml", "_rels\\.rels", "word\\document.xml")
    assert redline.text(data, "final") == ("a",)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_pitfall_22_a_member_that_is_there_twice_is_refused() -> None:
    with pytest.raises(redline.BadFile):
        redline.read(members(*ALL, "word/document.xml"))


@pytest.mark.parametrize(
    "base",
    [
        docx(paragraph("a", inserted("b"))),
        docx(paragraph("a"), header=paragraph(inserted("b"))),
        docx(paragraph("a", box(inserted("b")))),
        docx(paragraph("a", properties=change("pPrChange", "<w:pPr/>"))),
    ],
    ids=["body", "header", "box", "formatting"],
)
def test_pitfall_23_a_file_with_changes_that_wait_is_no_base(base: bytes) -> None:
    with pytest.raises(redline.NotABaseError):
        redline.compile_files(base, {})
    for clean in (redline.accept(base), redline.reject(base)):
        assert redline.compile_files(clean, {}).amendments == {}
