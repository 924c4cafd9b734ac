"""A header or footer that the base lacks: its words stand in the compiled file, and go when they are rejected."""

from tests.redline.specimens import NAMESPACES, docx, inserted, paragraph, run

import redline
from redline.opc import read_package
from redline.text.stories import find_stories

BASE = docx(paragraph(run("States shall act.")) + "<w:sectPr/>")


def with_header(content: str, kind: str = "header") -> bytes:
    section = f'<w:sectPr><w:{kind}Reference w:type="default" r:id="rId1" {NAMESPACES}/></w:sectPr>'
    return docx(paragraph(run("States shall act.")) + section, **{kind: content})


def margins(data: bytes) -> list[tuple[str, str]]:
    found = [(each.address.split("/")[0], each.text) for each in redline.read(data).elsewhere]
    return sorted(found, reverse=True)


AG = with_header(paragraph(inserted("Draft of May")))
BR = with_header(paragraph(run("Confidential")))
CL = with_header(paragraph(inserted("Page one")), "footer")
FILES = {"AG": AG, "BR": BR, "CL": CL, "US": BASE}
MADE = redline.compile_files(BASE, FILES)


def test_every_delegation_s_header_stands_in_the_compiled_file() -> None:
    assert margins(redline.project(MADE.docx, "AG")) == [("h1", "Draft of May"), ("f1", "")]
    assert margins(redline.project(MADE.docx, "BR")) == [("h1", "Confidential"), ("f1", "")]
    assert margins(redline.project(MADE.docx, "CL")) == [("h1", ""), ("f1", "Page one")]
    assert all(each.whole for each in redline.prove(BASE, FILES, MADE.docx))


def test_nothing_is_left_of_it_but_an_empty_one_when_it_is_rejected() -> None:
    assert margins(redline.reject(MADE.docx)) == [("h1", ""), ("f1", "")]
    assert redline.text(redline.reject(MADE.docx), "final") == redline.text(BASE, "final")


def test_the_values_say_it() -> None:
    assert [(each.address, each.added, each.tracked) for each in MADE.amendments["AG"]] == [
        ("h1/p1", "Draft of May", True)
    ]
    assert [(each.address, each.added, each.tracked) for each in MADE.amendments["BR"]] == [
        ("h1/p1", "Confidential", False)
    ]


def test_its_words_are_told_without_compiling() -> None:
    told = [(each.address, each.added, each.tracked) for each in redline.extract(BASE, AG).beyond]
    assert told == [("h1/p1", "Draft of May", True)]
    found = redline.verify(BASE, BR).found
    assert [(each.address, each.added, each.tracked) for each in found.beyond] == [("h1/p1", "Confidential", False)]
    assert (found.amendments, found.stories_outside) == ((), ("a header the base does not have",))


def test_its_address_goes_on_counting_behind_those_of_the_base() -> None:
    references = "".join(
        f'<w:headerReference w:type="{kind}" r:id="rId{n}"/>' for kind, n in (("first", 2), ("default", 1))
    )
    body = paragraph(run("States shall act."))
    base = docx(
        f'{body}<w:sectPr><w:headerReference w:type="default" r:id="rId1"/></w:sectPr>', header=paragraph("Old")
    )
    for words, told in (("New", [("h2/p1", "New")]), ("Old", [])):
        file = two_headers(f"{body}<w:sectPr>{references}</w:sectPr>", paragraph("Old"), paragraph(inserted(words)))
        assert [(each.address, each.added) for each in redline.extract(base, file).beyond] == told


def test_a_base_without_a_section_gets_one() -> None:
    base = docx(paragraph(run("States shall act.")))
    made = redline.compile_files(base, {"AG": AG}).docx
    assert margins(redline.accept(made)) == [("h1", "Draft of May")]


def test_an_empty_header_that_a_program_makes_is_none() -> None:
    made = redline.compile_files(BASE, {"AG": with_header(paragraph())}).docx
    assert [each.kind for each in find_stories(read_package(made))] == ["body"]


def test_one_for_the_first_page_is_not_taken_for_the_other() -> None:
    def headers(first: str, order: str) -> bytes:
        kinds = {"default": "rId1", "first": "rId2"}
        named = [each for each in order.split() if first or each == "default"]
        references = "".join(f'<w:headerReference w:type="{each}" r:id="{kinds[each]}"/>' for each in named)
        body = paragraph(run("States shall act.")) + f"<w:sectPr>{references}</w:sectPr>"
        return two_headers(body, paragraph(run("Every page")), first)

    base = headers("", "default")
    file = headers(paragraph(inserted("The first page")), "first default")
    made = redline.compile_files(base, {"AG": file})
    assert [(each.added, each.tracked) for each in made.amendments["AG"]] == [("The first page", True)]
    assert all(each.whole for each in redline.prove(base, {"AG": file}, made.docx))


def two_headers(body: str, one: str, other: str) -> bytes:
    data = docx(body, header=one)
    if not other:
        return data
    package = read_package(data)
    kind = package.content_type("word/header.xml")
    name = package.add_part("word/header2.xml", f"<w:hdr {NAMESPACES}>{other}</w:hdr>".encode(), kind)
    assert package.add_relationship(package.main, "header", name) == "rId2"
    return package.to_bytes()
