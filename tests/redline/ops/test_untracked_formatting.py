"""Formatting that was changed without tracking is told, apart from words; what a program writes anew is not."""

import pytest
from tests.redline.specimens import change, docx, inserted, paragraph, run

import redline

STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 1"/><w:pPr><w:jc w:val="center"/></w:pPr>'
    "<w:rPr><w:b/></w:rPr></w:style>"
    '<w:style w:type="character" w:styleId="Strong"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>'
)
BOLD = "<w:b/>"
PLAIN = paragraph(run("States shall act."))
STRONG = '<w:rStyle w:val="Strong"/>'


def told(before: str, after: str) -> list[tuple[str, int, int, str]]:
    base, file = (docx(each + paragraph(run("Last.")), styles=STYLES) for each in (before, after))
    found = redline.verify(base, file)
    assert found.untracked == ()
    assert all(each.kind == "format" and not each.tracked for each in found.formatting)
    return [(each.address, each.start, each.end, each.what) for each in found.formatting]


@pytest.mark.parametrize(
    ("properties", "what"),
    [
        (BOLD, "bold"),
        ("<w:i/>", "italic"),
        ('<w:u w:val="single"/>', "underlined"),
        ("<w:strike/>", "struck through"),
        ('<w:highlight w:val="yellow"/>', "highlighted yellow"),
        ('<w:sz w:val="28"/>', "size 14"),
        ("<w:vanish/>", "hidden"),
        (STRONG, "bold"),
    ],
)
def test_words_that_look_otherwise_are_told(properties: str, what: str) -> None:
    after = paragraph(run("States "), run("shall", properties=properties), run(" act."))
    assert told(PLAIN, after) == [("p1", 7, 12, what)]
    assert told(after, PLAIN)[0][:3] == ("p1", 7, 12)


def test_a_paragraph_that_is_set_otherwise_is_told() -> None:
    assert told(PLAIN, paragraph(run("States shall act."), properties='<w:jc w:val="right"/>')) == [
        ("p1", 0, 0, "aligned right")
    ]
    assert [
        each[3] for each in told(PLAIN, paragraph(run("States shall act."), properties='<w:pStyle w:val="H"/>'))
    ] == [
        "centred",
        "bold",
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (paragraph(run("act", properties=STRONG)), paragraph(run("act", properties=BOLD))),
        (paragraph(run("act")), paragraph(run("a"), run("ct", properties='<w:b w:val="0"/><w:sz w:val="20"/>'))),
        (paragraph(run("act")), paragraph(run("act"), properties='<w:pStyle w:val="Normal"/><w:jc w:val="start"/>')),
        (paragraph(run("a"), run(" "), run("b")), paragraph(run("a"), run(" ", properties=BOLD), run("b"))),
        (paragraph(run("act", properties='<w:color w:val="000000"/>')), paragraph(run("act"))),
        (
            paragraph(run("act", properties=BOLD), properties='<w:pStyle w:val="H"/>'),
            paragraph(run("act"), properties='<w:pStyle w:val="H"/>'),
        ),
    ],
)
def test_the_same_look_written_otherwise_is_none(before: str, after: str) -> None:
    assert told(before, after) == []


def test_what_was_tracked_and_what_was_put_in_is_not_told_again() -> None:
    tracked = f"<w:b/>{change('rPrChange', '<w:rPr/>')}"
    assert told(PLAIN, paragraph(run("States shall act.", properties=tracked))) == []
    words = inserted("now ").replace("<w:r>", "<w:r><w:rPr><w:b/></w:rPr>")
    assert told(PLAIN, paragraph(run("States shall "), words, run("act."))) == []


def test_a_header_row_and_the_size_of_pages_are_told() -> None:
    table = "<w:tbl><w:tblPr/><w:tblGrid/><w:tr>{}<w:tc><w:p><w:r><w:t>cell</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    assert told(table.format(""), table.format("<w:trPr><w:tblHeader/></w:trPr>")) == [("t1.r1", 0, 0, "header row")]
    page = '<w:p><w:pPr><w:sectPr><w:pgSz w:w="{}" w:h="{}"/></w:sectPr></w:pPr></w:p>'.format
    end = paragraph() + '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'
    files = [docx(page(*size) + end) for size in ((11906, 16838), (16838, 11906), (11900, 16840))]
    assert [each.what for each in redline.verify(files[0], files[1]).formatting] == ["page size"]
    assert redline.verify(files[0], files[2]).formatting == ()


def test_it_says_nothing_of_the_words() -> None:
    base = docx(PLAIN, styles=STYLES)
    found = redline.verify(base, docx(paragraph(run("States shall act.", properties=BOLD)), styles=STYLES))
    assert (found.status, found.found.amendments, found.found.base_matches) == ("no_change", (), True)
    assert [each.what for each in found.formatting] == ["bold"]
