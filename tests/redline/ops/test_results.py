"""What a word processor works out anew when it saves is no edit: results of fields, signs of symbol fonts."""

import pytest
from tests.redline.specimens import deleted, docx, paragraph, run

import redline


def field(code: str, shown: str) -> str:
    sign = '<w:r><w:fldChar w:fldCharType="{0}"/></w:r>'.format
    instruction = f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
    return sign("begin") + instruction + sign("separate") + (run(shown) if shown else "") + sign("end")


def simple(code: str, shown: str) -> str:
    return f'<w:fldSimple w:instr=" {code} ">{run(shown)}</w:fldSimple>'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (field("PAGE", "1"), field("PAGE", "3")),
        (simple("PAGE", "1"), simple("PAGE", "3")),
        (simple("PAGE", "1"), field("PAGE", "3")),
        (field("PAGE", "1"), simple("PAGE", "12")),
        (field('DATE \\@ "d MMMM yyyy"', "28 July 2015"), field("DATE", "Sunday 22 November 2026")),
        (field("REF _Ref1 \\h", "8.2.1"), field("REF _Ref1", "Error: Reference source not found")),
        (field("PAGE", ""), field("PAGE", "3")),
        (field("PAGE", "3"), field("PAGE", "")),
        (run("Overview\t") + field("PAGEREF _Toc1", "1"), run("Overview") + field("PAGEREF _Toc1", "\t2")),
        (field("HYPERLINK x", f"see {'{'}") + field("PAGE", "1"), field("HYPERLINK x", "see {") + field("PAGE", "2")),
    ],
)
@pytest.mark.parametrize("around", [("", ""), ("Page ", " of the text")])
def test_what_a_field_shows_is_no_edit(before: str, after: str, around: tuple[str, str]) -> None:
    first, last = (run(each) if each else "" for each in around)
    base, file = (docx(paragraph(first, each, last) + paragraph("end")) for each in (before, after))
    assert redline.verify(base, file).untracked == ()
    assert redline.text(redline.make_visible(base, file, author="AG"), "final") == redline.text(base, "final")


def test_a_page_number_alone_in_a_footer_is_no_edit() -> None:
    base, file = (docx(paragraph("x"), footer=paragraph(field("PAGE", number))) for number in ("1", "iv"))
    assert redline.verify(base, file).status == "no_change"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (field("HYPERLINK x", "our site"), field("HYPERLINK x", "their site")),
        (field("FORMTEXT", "yes"), field("FORMTEXT", "no")),
        (field("PAGE", "1") + run(" shall"), field("PAGE", "2") + run(" may")),
        (field("PAGE", "1"), run("one")),
    ],
)
def test_what_somebody_wrote_in_or_beside_a_field_is_an_edit(before: str, after: str) -> None:
    base, file = (docx(paragraph("All ", each) + paragraph("end")) for each in (before, after))
    found = redline.verify(base, file)
    assert found.status == "untracked"
    assert not any("2" in each.added for each in found.untracked)


def test_a_tracked_deletion_of_a_result_worked_out_anew_is_an_amendment_of_the_base_s_words() -> None:
    base = docx(paragraph("On ", field("DATE", "28 July"), " we met") + paragraph("end"))
    shown = field("DATE", "22 November").replace(run("22 November"), deleted("22 November"))
    found = redline.extract(base, docx(paragraph("On ", shown, " we met") + paragraph("end")))
    assert [(each.removed, each.added, each.tracked) for each in found.amendments] == [("28 July", "", True)]


def test_a_sign_of_a_symbol_font_may_be_written_as_a_letter() -> None:
    sign = '<w:r><w:sym w:font="Wingdings" w:char="F0A3"/></w:r>'
    base, file = docx(paragraph("Yes ", sign)), docx(paragraph("Yes ", run("\uf0a3")))
    assert redline.verify(base, file).status == "no_change"
    assert redline.verify(base, docx(paragraph("Yes ", run("x")))).status == "untracked"
