"""Several formattings of the same words: a Word file can show one; everything else says who asks for the others."""

from tests.redline.specimens import change, docx, paragraph, run

import redline
from redline.opc import read_package
from redline.oxml.names import w
from redline.render.comparison import comparison
from redline.render.json_values import from_json, to_json


def asking(properties: str) -> bytes:
    new = f"{properties}{change('rPrChange', '<w:rPr/>')}"
    return docx(paragraph(run("States "), run("shall", properties=new), run(" act.")) + paragraph(run("Last.")))


def centred(value: str) -> bytes:
    properties = f'<w:jc w:val="{value}"/>{change("pPrChange", "<w:pPr/>")}'
    return docx(paragraph(run("States shall act."), properties=properties) + paragraph(run("Last.")))


BASE = docx(paragraph(run("States shall act.")) + paragraph(run("Last.")))
FILES = {
    "AG": asking("<w:b/>"),
    "BR": asking("<w:b/>"),
    "CL": asking("<w:i/>"),
    "DM": centred("center"),
    "EC": centred("right"),
}
NAMES = {"CL": "Chile"}
MADE = redline.compile_files(BASE, FILES, names=NAMES)


def comments(data: bytes) -> list[tuple[str, str]]:
    package = read_package(data)
    return [
        (each.get(w("author"), ""), "".join(text for text in each.itertext()))
        for name in package.related(package.main, "comments")
        for each in package.tree(name)
    ]


def test_the_tracked_file_says_it_in_a_comment() -> None:
    assert comments(MADE.docx) == [
        ("Chile", "Formatting proposed: italic. The text shows: bold."),
        ("EC", "Formatting proposed: aligned right."),
    ]
    assert redline.text(redline.reject(MADE.docx), "final") == redline.text(BASE, "final")


def test_the_values_say_it() -> None:
    segment = next(each for each in MADE.merged[0].segments if each.formats)
    assert segment.text == "shall"
    assert segment.formatted_by == ("AG", "BR", "CL")
    assert [(each.what, each.parties, each.written) for each in segment.formats] == [
        ("bold", ("AG", "BR"), True),
        ("italic", ("CL",), False),
    ]
    paragraphs = redline.read(BASE).paragraphs
    assert from_json(to_json(paragraphs, MADE.merged, MADE.amendments)).merged == MADE.merged


def test_the_page_and_the_table_say_it() -> None:
    assert 'title="bold: AG, BR; italic: CL"' in redline.html.paragraph(MADE.merged[0], classes={})
    row = comparison(MADE.merged).rows[0]
    assert row.formats == {
        "AG": ("“shall”: bold",),
        "BR": ("“shall”: bold",),
        "CL": ("“shall”: italic",),
        "DM": ("centred",),
        "EC": ("aligned right",),
    }


def test_the_file_read_again_holds_all_of_them() -> None:
    again = redline.reopen(MADE.docx)
    found = {each.parties: each.amendment.what for each in again.proposals}
    assert found == {("AG", "BR"): "bold", ("CL",): "italic", ("DM",): "centred", ("EC",): "aligned right"}
    assert again.decided == ()
    assert again.merged[0].segments == MADE.merged[0].segments


def test_nobody_is_told_of_what_everybody_asks() -> None:
    assert comments(redline.compile_files(BASE, {"AG": FILES["AG"], "BR": FILES["BR"]}).docx) == []


def test_a_comment_goes_when_its_proposal_is_decided() -> None:
    ids = {each.parties: each.id for each in redline.reopen(MADE.docx).proposals}
    found = redline.revise(MADE.docx, {ids["AG", "BR"]: "take", ids[("EC",)]: "keep"})
    assert comments(found.clean) == [("EC", "Formatting proposed: aligned right.")]
    assert comments(redline.revise(MADE.docx, {}).clean) == []
    assert redline.text(found.clean, "final") == redline.text(BASE, "final")
