"""Changes in headers, footers, notes and text boxes: told, compiled and given back like those of the body."""

import zipfile
from io import BytesIO

import pytest
from lxml import etree
from tests.redline.specimens import change, deleted, docx, inserted, mark, paragraph, run

import redline

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
EDITED = ["Keep ", deleted("old"), inserted("new"), "."]
ORIGINAL = "Keep old."


def note(kind: str, *content: str, number: int = 2) -> str:
    return f'<w:{kind} w:id="{number}">{paragraph(*content)}</w:{kind}>'


def reference(kind: str, number: int = 2) -> str:
    return f'<w:r><w:{kind}Reference w:id="{number}"/></w:r>'


def box(*content: str) -> str:
    """Return a text box as Word writes it: a drawing, and the same again in VML for older programs."""
    inner = paragraph(*content)
    shape = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
    choice = f'<wps:txbx xmlns:wps="{shape}"><w:txbxContent>{inner}</w:txbxContent></wps:txbx>'
    vml = f'<v:textbox xmlns:v="urn:schemas-microsoft-com:vml"><w:txbxContent>{inner}</w:txbxContent></v:textbox>'
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>{choice}</w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict>{vml}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def part(data: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return etree.fromstring(archive.read(name))


def marks(root: etree._Element) -> list[tuple[str, str, str]]:
    found = root.iter(f"{W}ins", f"{W}del")
    return [(etree.QName(each).localname, each.get(f"{W}author", ""), "".join(each.itertext())) for each in found]


CASES = {
    "h1/p1": (
        "header.xml",
        docx(paragraph("a"), header=paragraph(ORIGINAL)),
        docx(paragraph("a"), header=paragraph(*EDITED)),
    ),
    "f1/p1": (
        "footer.xml",
        docx(paragraph("a"), footer=paragraph(ORIGINAL)),
        docx(paragraph("a"), footer=paragraph(*EDITED)),
    ),
    "fn1/p1": (
        "footnotes.xml",
        docx(paragraph("a", reference("footnote")), footnotes=note("footnote", ORIGINAL)),
        docx(paragraph("a", reference("footnote", 3)), footnotes=note("footnote", *EDITED, number=3)),
    ),
    "en1/p1": (
        "endnotes.xml",
        docx(paragraph("a", reference("endnote")), endnotes=note("endnote", ORIGINAL)),
        docx(paragraph("a", reference("endnote")), endnotes=note("endnote", *EDITED)),
    ),
    "x1/p1": ("document.xml", docx(paragraph("a", box(ORIGINAL))), docx(paragraph("a", box(*EDITED)))),
}


@pytest.mark.clause("O17", "O22")
@pytest.mark.parametrize("address", CASES)
def test_a_change_in_any_story_is_an_amendment_and_stands_in_the_compiled_file(address: str) -> None:
    name, base, file = CASES[address]
    found = redline.extract(base, file)
    assert [(each.address, each.kind, each.removed, each.added) for each in found.amendments] == [
        (address, "replace", "old", "new")
    ]
    assert found.stories_outside == ()
    compiled = redline.compile_files(base, {"AG": file, "BR": file}).docx
    both = [("del", "AG, BR", "old"), ("ins", "AG, BR", "new")]
    assert marks(part(compiled, f"word/{name}")) == (both * 2 if address.startswith("x") else both)
    assert redline.pending(compiled) == 2
    assert all(each.whole for each in redline.prove(base, {"AG": file, "BR": file}, compiled))
    projected = redline.project(compiled, "AG")
    assert redline.pending(projected) == 0
    assert [each.text for each in redline.read(projected).elsewhere] == ["Keep new."]
    assert [each.text for each in redline.read(redline.reject(compiled)).elsewhere] == [ORIGINAL]


def test_a_base_with_changes_in_a_header_is_no_base() -> None:
    with pytest.raises(redline.NotABaseError):
        redline.compile_files(CASES["h1/p1"][2], {})


def test_the_merged_text_ends_with_the_other_stories() -> None:
    _, base, file = CASES["fn1/p1"]
    merged = redline.compile_files(base, {"AG": file}).merged
    assert [(each.address, each.changed) for each in merged] == [("p1", False), ("fn1/p1", True)]


def test_a_paragraph_put_in_first_in_a_story_is_addressed_in_it() -> None:
    base = docx(paragraph("a"), header=paragraph("b"))
    file = docx(paragraph("a"), header=paragraph(inserted("new"), properties=mark("ins")) + paragraph("b"))
    merged = redline.compile_files(base, {"AG": file}).merged
    assert [(each.address, each.after) for each in merged] == [("p1", ""), ("h1/+1", "h1/"), ("h1/p1", "")]


def test_a_note_deleted_with_its_reference_is_one_amendment() -> None:
    base = docx(paragraph("a", reference("footnote"), "b"), footnotes=note("footnote", "The note."))
    gone = change("del", reference("footnote"))
    file = docx(paragraph("a", gone, "b"), footnotes=note("footnote", deleted("The note.")))
    found = redline.extract(base, file).amendments
    assert [(each.address, each.kind, len(each.edits)) for each in found] == [("p1", "delete", 2)]
    compiled = redline.compile_files(base, {"AG": file}).docx
    assert marks(part(compiled, "word/footnotes.xml")) == [("del", "AG", "The note.")]
    assert redline.read(redline.accept(compiled)).elsewhere == ()


def test_a_note_put_in_by_two_delegations_is_one_note() -> None:
    base = docx(paragraph("a"))
    new = change("ins", reference("footnote", 5))
    file = docx(paragraph("a", new), footnotes=note("footnote", inserted("New note."), number=5))
    compiled = redline.compile_files(base, {"AG": file, "BR": file}).docx
    assert marks(part(compiled, "word/footnotes.xml")) == [("ins", "AG, BR", "New note.")]
    assert [each.text for each in redline.read(redline.accept(compiled)).elsewhere] == ["New note."]


def test_two_new_notes_at_one_place_stay_two() -> None:
    base = docx(paragraph("a"))
    new = paragraph("a", change("ins", reference("footnote", 5)))
    files = {
        code: docx(new, footnotes=note("footnote", inserted(f"Note of {code}."), number=5)) for code in ("AG", "BR")
    }
    compiled = redline.compile_files(base, files).docx
    assert marks(part(compiled, "word/footnotes.xml")) == [("ins", "AG", "Note of AG."), ("ins", "BR", "Note of BR.")]
    assert all(each.whole for each in redline.prove(base, files, compiled))


def test_boxes_whose_second_branch_differs_become_copies_of_the_first() -> None:
    base = docx(paragraph("a", box("Same.").replace("Same.", "Older.", 2).replace("Older.", "Same.", 1)))
    file = docx(paragraph("a", box("Same.", inserted(" More"))))
    compiled = part(redline.compile_files(base, {"AG": file}).docx, "word/document.xml")
    boxes = list(compiled.iter(f"{W}txbxContent"))
    assert ["".join(each.itertext()) for each in boxes] == ["Same. More", "Same. More"]
    ids = [each.get(f"{W}id") for each in compiled.iter(f"{W}ins")]
    assert len(ids) == len(set(ids)) == 2


def test_changes_around_a_text_box_keep_those_inside_it() -> None:
    base = docx(paragraph("abc", box("In."), "def"))
    inside = docx(paragraph("abc", box("In", inserted("side"), "."), "def"))
    around = docx(paragraph("a", deleted("b"), "c", box("In."), "d", inserted("X"), "ef"))
    compiled = redline.compile_files(base, {"AG": inside, "BR": around}).docx
    assert redline.text(redline.project(compiled, "BR"), "final") == ("acdXef",)
    assert [each.text for each in redline.read(redline.project(compiled, "AG")).elsewhere] == ["Inside."]


def test_a_picture_put_into_a_header_is_found_from_the_header() -> None:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId4" Type="{kind}" Target="media/a.png"/></Relationships>'
    )
    picture = change("ins", '<w:r><w:drawing><x r:embed="rId4"/></w:drawing></w:r>')
    parts: dict[str, str | bytes] = {"word/_rels/header.xml.rels": rels, "word/media/a.png": b"PNG"}
    base = docx(paragraph("a"), header=paragraph("b"))
    file = docx(paragraph("a"), header=paragraph("b", picture), parts=parts)
    compiled = redline.compile_files(base, {"AG": file}).docx
    targets = {each.get("Id"): each.get("Target") for each in part(compiled, "word/_rels/header.xml.rels")}
    found = next(part(compiled, "word/header.xml").iter("x"))
    assert targets[next(iter(found.attrib.values()))] == "media/a.png"
    assert run("b") not in targets


def test_parts_that_nobody_touches_keep_their_bytes() -> None:
    _, base, file = CASES["h1/p1"]
    compiled = redline.compile_files(base, {"AG": file}).docx
    with zipfile.ZipFile(BytesIO(base)) as one, zipfile.ZipFile(BytesIO(compiled)) as other:
        assert one.read("word/document.xml") == other.read("word/document.xml")
        assert one.read("word/header.xml") != other.read("word/header.xml")


def test_a_comment_in_a_note_comes_along() -> None:
    start, end = '<w:commentRangeStart w:id="3"/>', '<w:commentRangeEnd w:id="3"/>'
    anchor = '<w:r><w:commentReference w:id="3"/></w:r>'
    comment = f'<w:comment w:id="3" w:author="J" w:date="2026-05-04T10:00:00Z">{paragraph("Why?")}</w:comment>'
    base = docx(paragraph("a", reference("footnote")), footnotes=note("footnote", "one two"))
    words = note("footnote", "one ", start, "two", end, anchor)
    file = docx(paragraph("a", reference("footnote")), footnotes=words, comments=comment)
    assert [(each.address, each.start, each.end) for each in redline.extract(base, file).comments] == [("fn1/p1", 4, 7)]
    compiled = redline.compile_files(base, {"AG": file}).docx
    assert len(list(part(compiled, "word/footnotes.xml").iter(f"{W}commentReference"))) == 1
    assert "".join(part(compiled, "word/comments.xml").itertext()) == "Why?"
