"""The compiled file: whose mark stands where, and what comes along with the words."""

import zipfile
from io import BytesIO

import pytest
from lxml import etree
from lxml.etree import _Element as Element
from tests.redline.generator import Delete, Insert, InsertParagraph, Split, make_base, track
from tests.redline.specimens import change, docx, inserted, paragraph, run

import redline

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId9" Type="{LINK}" Target="https://example.org/a" TargetMode="External"/></Relationships>'
)


def part(data: bytes, name: str = "word/document.xml") -> Element:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return etree.fromstring(archive.read(name))


def names(data: bytes) -> list[str]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return archive.namelist()


def compiled(base: bytes, **files: bytes) -> Element:
    return part(redline.compile_files(base, files).docx)


def words(root: Element, tag: str) -> list[tuple[str, str]]:
    found = root.iter(f"{W}{tag}")
    return [(each.get(f"{W}author", ""), "".join(each.itertext())) for each in found if len(each)]


@pytest.mark.clause("O17")
def test_overlapping_deletions_stand_side_by_side_under_joint_authors() -> None:
    base = make_base("abcdef")
    files = {"AG": track(base, [Delete((0,), 1, 4)]), "BR": track(base, [Delete((0,), 2, 6)])}
    assert words(compiled(base.data, **files), "del") == [("AG", "b"), ("AG, BR", "cd"), ("BR", "ef")]


def test_names_stand_for_codes_and_the_manifest_keeps_the_codes() -> None:
    base = make_base("abcdef")
    files = {"BO": track(base, [Delete((0,), 1, 4)]), "BR": track(base, [Insert((0,), 6, "!")])}
    named = {"BO": "Bolivia, Plurinational State of", "BR": "Brazil"}
    done = redline.compile_files(base.data, files, names=named).docx
    assert words(part(done), "del") == [("Bolivia, Plurinational State of", "bcd")]
    assert redline.text(redline.project(done, "BO"), "final") == ("aef",)
    assert redline.text(redline.project(done, "BR"), "final") == ("abcdef!",)
    assert all(each.whole for each in redline.prove(base.data, files, done, named))


def test_two_parties_of_one_name_are_told_apart() -> None:
    base = make_base("abcdef")
    files = {"CD": track(base, [Delete((0,), 1, 2)]), "CG": track(base, [Delete((0,), 3, 4)])}
    named = dict.fromkeys(files, "Congo")
    done = redline.compile_files(base.data, files, names=named).docx
    assert words(part(done), "del") == [("Congo", "b"), ("Congo (2)", "d")]
    assert redline.text(redline.project(done, "CD"), "final") == ("acdef",)
    assert redline.text(redline.project(done, "CG"), "final") == ("abcef",)
    assert all(each.whole for each in redline.prove(base.data, files, done, named))


def test_very_many_sponsors_are_counted_where_word_would_cut_their_names() -> None:
    base = make_base("abcdef")
    codes = [f"Delegation of the Republic Number {number}" for number in range(20)]
    same = track(base, [Delete((0,), 1, 4)])
    done = redline.compile_files(base.data, dict.fromkeys(codes, same)).docx
    assert words(part(done), "del") == [("20 delegations", "bcd")]
    assert redline.text(redline.project(done, codes[7]), "final") == ("aef",)


def test_what_is_put_in_inside_a_link_stays_in_it() -> None:
    base = make_base("abcdefghi", links=[0])
    root = compiled(base.data, AG=track(base, [Insert((0,), 4, "X"), Split((0,), 5)]))
    links = list(root.iter(f"{W}hyperlink"))
    assert ["".join(each.itertext()) for each in links] == ["dXe", "f"]


def test_the_last_part_of_a_split_paragraph_keeps_the_properties_of_the_base() -> None:
    properties = '<w:keepNext/><w:sectPr><w:pgSz w:w="100" w:h="200"/></w:sectPr>'
    split = paragraph("ab", properties=f"<w:keepLines/><w:rPr>{change('ins', '')}</w:rPr>")
    root = compiled(
        docx(paragraph("abcd", properties=properties)), AG=docx(split + paragraph("cd", properties=properties))
    )
    first, last = root.iter(f"{W}pPr")
    assert first.find(f"{W}keepLines") is not None
    assert first.find(f"{W}sectPr") is None
    assert last.find(f"{W}keepNext") is not None
    assert last.find(f"{W}sectPr") is not None


def test_the_same_words_in_other_formatting_are_one_change() -> None:
    base = docx(paragraph("ab"))
    bold = docx(paragraph("a", change("ins", run("new", properties="<w:b/>")), "b"))
    plain = docx(paragraph("a", change("ins", run("ne") + run("w")), "b"))
    assert words(compiled(base, BR=bold, AG=plain), "ins") == [("AG, BR", "new")]


def test_a_link_brings_its_address_along() -> None:
    base = docx(paragraph("ab"))
    link = f'<w:hyperlink r:id="rId9">{inserted("here")}</w:hyperlink>'
    file = docx(paragraph("a", link, "b"), parts={"word/_rels/document.xml.rels": RELS})
    done = redline.compile_files(base, {"AG": file}).docx
    found = next(part(done).iter(f"{W}hyperlink"))
    targets = {each.get("Id"): each.get("Target") for each in part(done, "word/_rels/document.xml.rels")}
    assert targets[found.get(f"{R}id")] == "https://example.org/a"
    assert words(part(done), "ins") == [("AG", "here")]


def test_a_reference_into_nothing_becomes_visible() -> None:
    base = docx(paragraph("ab"))
    picture = '<w:r><w:drawing><x r:embed="rId77"/></w:drawing></w:r>'
    done = redline.compile_files(base, {"AG": docx(paragraph("a", change("ins", picture), "b"))}).docx
    assert words(part(done), "ins") == [("AG", "▢")]


def test_a_note_is_copied_into_the_base_s_notes_which_are_made_when_it_has_none() -> None:
    note = f'<w:footnote w:id="5">{paragraph("The note.")}</w:footnote>'
    reference = change("ins", '<w:r><w:footnoteReference w:id="5"/></w:r>')
    file = docx(paragraph("a", reference), footnotes=note)
    own = f'<w:footnote w:id="5">{paragraph("Own.")}</w:footnote>'
    done = redline.compile_files(docx(paragraph("a"), footnotes=own), {"AG": file}).docx
    assert next(part(done).iter(f"{W}footnoteReference")).get(f"{W}id") == "6"
    assert ["".join(each.itertext()) for each in part(done, "word/footnotes.xml")] == ["Own.", "The note."]
    made = redline.compile_files(docx(paragraph("a")), {"AG": file}).docx
    assert next(part(made).iter(f"{W}footnoteReference")).get(f"{W}id") == "1"
    assert ["".join(each.itertext()) for each in part(made, "word/footnotes.xml")] == ["", "", "The note."]
    assert words(part(made, "word/footnotes.xml"), "ins") == [("AG", "The note.")]


def test_styles_and_lists_the_base_does_not_have_come_along_or_are_dropped() -> None:
    style = '<w:style w:type="paragraph" w:styleId="New"><w:name w:val="New"/><w:basedOn w:val="Lost"/></w:style>'
    number = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"/></w:abstractNum>'
        '<w:num w:numId="7"><w:abstractNumId w:val="0"/></w:num>'
    )
    properties = '<w:pStyle w:val="New"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="7"/></w:numPr>'
    new = paragraph(inserted("N"), properties=f"{properties}<w:rPr>{change('ins', '')}</w:rPr>")
    file = docx(new + paragraph("a"), styles=style, numbering=number)
    done = redline.compile_files(docx(paragraph("a"), styles="", numbering=""), {"AG": file}).docx
    assert [each.get(f"{W}styleId") for each in part(done, "word/styles.xml")] == ["New"]
    assert next(part(done).iter(f"{W}numId")).get(f"{W}val") == "1"
    bare = compiled(docx(paragraph("a")), AG=file)
    assert next(bare.iter(f"{W}pStyle"), None) is None
    assert next(bare.iter(f"{W}numPr"), None) is None


def test_comments_come_along_under_the_party_s_name() -> None:
    comment = f'<w:comment w:id="3" w:author="J. Smith" w:date="2026-05-04T10:00:00Z">{paragraph("Why?")}</w:comment>'
    start, end = '<w:commentRangeStart w:id="3"/>', '<w:commentRangeEnd w:id="3"/>'
    reference = '<w:r><w:commentReference w:id="3"/></w:r>'
    file = docx(paragraph("one ", start, "two", end, reference, " three"), comments=comment)
    done = redline.compile_files(docx(paragraph("one two three")), {"AG": file}, names={"AG": "Antigua"}).docx
    written = part(done, "word/comments.xml")[0]
    assert (written.get(f"{W}author"), written.get(f"{W}initials"), "".join(written.itertext())) == (
        "Antigua",
        "AG",
        "Why?",
    )
    order = [etree.QName(each).localname for each in part(done).iter() if "comment" in str(each.tag) or each.text]
    assert order == ["t", "commentRangeStart", "t", "commentRangeEnd", "commentReference", "t"]
    assert "word/comments.xml" in names(done)


def test_comments_of_the_base_are_not_doubled() -> None:
    comment = f'<w:comment w:id="3" w:author="J. Smith" w:date="2026-05-04T10:00:00Z">{paragraph("Why?")}</w:comment>'
    file = docx(paragraph("one", '<w:r><w:commentReference w:id="3"/></w:r>'), comments=comment)
    assert len(part(redline.compile_files(file, {"AG": file}).docx, "word/comments.xml")) == 1


def test_the_dates_of_a_joint_change_are_the_latest() -> None:
    base = make_base("abcdef")
    early = track(base, [InsertParagraph((0,), "N")])
    late = early_with_date(early, b"2026-06-01T00:00:00Z")
    root = compiled(base.data, AG=late, BR=early)
    assert {each.get(f"{W}date") for each in root.iter(f"{W}ins")} == {"2026-06-01T00:00:00Z"}


def early_with_date(data: bytes, date: bytes) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(buffer, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(b"2026-05-04T10:00:00Z", date))
    return buffer.getvalue()


def test_a_content_control_that_is_split_keeps_its_id_once() -> None:
    control = '<w:sdt><w:sdtPr><w:id w:val="7"/></w:sdtPr><w:sdtContent>{0}</w:sdtContent></w:sdt>'
    base = docx(paragraph("a", control.format(run("bc")), "d"))
    new = f"<w:rPr>{change('ins', '')}</w:rPr>"
    file = docx(paragraph("a", control.format(run("b")), properties=new) + paragraph(control.format(run("c")), "d"))
    root = compiled(base, AG=file)
    assert len(list(root.iter(f"{W}sdt"))) == 2
    assert len(list(root.iter(f"{W}id"))) == 1
