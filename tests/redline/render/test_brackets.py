"""Bracketed texts: read by people, and read back by the engine without loss."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from tests.corpus import CORPUS
from tests.redline.corpus_schema import schema_errors
from tests.redline.edits import Delete, DeleteParagraph, Edit, Insert, InsertParagraph, Split
from tests.redline.generator import Base, make_base, track
from tests.redline.laws.test_laws import CODES, Case, seeds
from tests.redline.specimens import change, docx, paragraph, run

import redline
from redline.render.bracket_reading import read_brackets
from redline.render.brackets import BracketStyle, MarkUp, bracketed
from redline.render.phrases import PHRASES

BASE = make_base("States shall act in time.", "They may report.", "Last.")
FIRST = BASE.paths[0]
suite = settings(max_examples=20, deadline=None, derandomize=True)
STYLES: tuple[BracketStyle, ...] = ("suffix", "prefix", "footnote")


def compiled(base: Base = BASE, **edits: list[Edit]) -> bytes:
    files = {code: track(base, found, author=code) for code, found in edits.items()}
    return redline.compile_files(base.data, files).docx


def replaced(start: int, end: int, words: str) -> list[Edit]:
    return [Delete(FIRST, start, end), Insert(FIRST, end, words)]


SHOULD = {"AG": replaced(7, 12, "should"), "BR": replaced(7, 12, "should")}


def printed(data: bytes) -> list[str]:
    return list(redline.text(data, "final"))


@pytest.mark.clause("O2")
@pytest.mark.parametrize(
    ("style", "line"),
    [
        ("suffix", "States [shall][should: AG, BR] act in time."),
        ("prefix", "States [shall][AG, BR: should] act in time."),
        ("footnote", "States [shall][should] act in time."),
        ("unattributed", "States [shall][should] act in time."),
    ],
)
def test_each_style_prints_the_same_datum(style: BracketStyle, line: str) -> None:
    assert printed(bracketed(compiled(**SHOULD), style=style, legend=False))[0] == line


def test_nobody_is_named_anywhere_in_an_unattributed_text() -> None:
    base = make_base("States shall act.")
    edits: list[Edit] = [Insert(base.paths[0], 0, "x")]
    data = bracketed(compiled(base, ZZTOP=edits), style="unattributed")
    assert all(b"ZZTOP" not in each for each in _parts(data))


def _parts(data: bytes) -> list[bytes]:
    package = redline.read(data).package
    return [package.part(name) for name in package.names()]


def test_who_deletes_is_said_where_the_alternatives_do_not_say_it() -> None:
    found = compiled(AG=[Delete(FIRST, 7, 12)], BR=[Insert(FIRST, 12, " all")])
    assert printed(bracketed(found, legend=False))[0] == "States [shall: AG delete][ all: BR] act in time."


def test_proposals_inside_and_across_one_another_are_well_formed() -> None:
    inside = compiled(AG=[Delete(FIRST, 0, 20)], BR=replaced(7, 12, "should"))
    assert printed(bracketed(inside, legend=False))[0] == "[States [shall][should: BR] act in : AG delete]time."
    across = compiled(AG=[Delete(FIRST, 0, 12)], BR=[Delete(FIRST, 7, 16)])
    assert (
        printed(bracketed(across, legend=False))[0]
        == "[States : AG delete][shall: AG, BR delete][ act: BR delete] in time."
    )


def test_a_bracket_of_the_base_is_not_one_of_ours() -> None:
    base = make_base("Act [in time: AG].", "Last.")
    data = bracketed(compiled(base, BR=[Insert(base.paths[0], 0, "Now. ")]))
    found = read_brackets(data)
    assert found.base()[0] == "Act [in time: AG]."
    assert found.parties == ("BR",)


def test_what_is_put_in_gets_a_label_and_moves_no_number() -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    listed = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    base = docx("".join(paragraph(each, properties=listed) for each in ("One.", "Two.")), numbering=numbering)
    gone = '<w:del w:id="1" w:author="AG"><w:r><w:delText>One.</w:delText></w:r></w:del>'
    new = '<w:ins w:id="2" w:author="AG"><w:r><w:t>New.</w:t></w:r></w:ins>'
    marks = ("<w:rPr><w:del w:id='3' w:author='AG'/></w:rPr>", "<w:rPr><w:ins w:id='4' w:author='AG'/></w:rPr>")
    file = docx(
        paragraph(gone, properties=listed + marks[0])
        + paragraph(new, properties=listed + marks[1])
        + paragraph("Two.", properties=listed),
        numbering=numbering,
    )
    added = docx(
        paragraph("One.", properties=listed)
        + paragraph(new, properties=listed + marks[1])
        + paragraph("Two.", properties=listed),
        numbering=numbering,
    )
    data = bracketed(redline.compile_files(base, {"AG": file, "BR": added}).docx, legend=False)
    assert printed(data) == ["[One.: AG delete]", "[1 bis. New.: AG, BR]", "Two."]
    assert [each.label for each in redline.read(data).paragraphs] == ["1.", "", "2."]
    alone = bracketed(redline.compile_files(base, {"AG": file}).docx, legend=False)
    assert printed(alone)[1] == "[1 alt. New.: AG]"


def test_a_paragraph_cut_in_two_keeps_its_line() -> None:
    data = bracketed(compiled(AG=[Split(FIRST, 12)]), legend=False)
    assert printed(data)[0] == "States shall[¶\n: AG] act in time."
    assert read_brackets(data).text("AG")[:2] == ("States shall", " act in time.")


def test_a_line_break_inside_a_paragraph_is_no_end_of_it() -> None:
    base = docx(paragraph("<w:r><w:t>One</w:t><w:br/><w:t>line.</w:t></w:r>"))
    assert read_brackets(bracketed(base)).base() == ("One\nline.",)


def test_the_legend_is_printed_and_is_no_part_of_the_text() -> None:
    data = bracketed(compiled(**SHOULD), names={"AG": "Antigua and Barbuda"})
    lines = printed(data)
    assert lines[0] == "How to read this text"
    assert any("AG – Antigua and Barbuda; BR." in line for line in lines)
    assert read_brackets(data).base() == tuple(BASE.lines)


@pytest.mark.parametrize("style", ["suffix", "prefix", "footnote", "unattributed"])
@pytest.mark.parametrize("mark_up", ["brackets", "bold", "symbols"])
def test_the_legend_speaks_the_caller_s_words(style: BracketStyle, mark_up: MarkUp) -> None:
    phrases = {key: f"<{key}>" for key in PHRASES}
    made = bracketed(compiled(**SHOULD), style=style, mark_up=mark_up, phrases=phrases)
    lines = printed(made)
    english = printed(bracketed(compiled(**SHOULD), style=style, mark_up=mark_up))
    told = lines[: len(lines) - len(printed(bracketed(compiled(**SHOULD), style=style, mark_up=mark_up, legend=False)))]
    keys = [each for each in told if each.startswith("<")]
    assert [PHRASES[each[1:-1]] for each in keys] == english[: len(keys)]
    assert f"<{mark_up}>" in keys or mark_up == "brackets"
    assert read_brackets(made).base() == tuple(BASE.lines)


def test_symbols_stand_before_each_paragraph() -> None:
    edits: list[Edit] = [Insert(FIRST, 0, "All "), DeleteParagraph(BASE.paths[1])]
    added: list[Edit] = [InsertParagraph(BASE.paths[1], "New.", before_next=True)]
    data = bracketed(compiled(AG=edits, BR=added), mark_up="symbols", legend=False)
    assert printed(data) == [
        "MOD [All : AG]States shall act in time.",
        "SUP [They may report.: AG delete]",
        "[ADD 2 bis. New.: BR]",
        "NOC Last.",
    ]


def test_bold_and_struck_words_for_those_whose_tools_need_them() -> None:
    package = redline.read(bracketed(compiled(**SHOULD), mark_up="bold")).package
    text = package.part(package.main)
    assert b"<w:strike/>" in text
    assert b'<w:u w:val="single"/>' in text


@pytest.mark.parametrize("style", STYLES)
def test_a_code_with_a_sign_in_it_is_printed_with_its_twin_and_read_back(style: BracketStyle) -> None:
    codes = ("A]G", "G77: China", "B, C", "[x", "to delete")
    made = redline.compile_files(BASE.data, {each: track(BASE, SHOULD["AG"], author="x") for each in codes}).docx
    printed = bracketed(made, style=style)
    assert read_brackets(printed).parties == tuple(sorted(codes))
    if style == "suffix":
        assert "：" in " ".join(redline.text(printed, "final"))


def test_a_code_that_could_not_be_read_back_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot stand in a bracket"):
        bracketed(redline.compile_files(BASE.data, {"A］G": track(BASE, SHOULD["AG"], author="x")}).docx)


@pytest.mark.parametrize(("style", "by"), [("suffix", ": AG"), ("unattributed", "")])
def test_formatting_that_is_proposed_is_a_note_behind_its_paragraph(style: BracketStyle, by: str) -> None:
    new = f"<w:b/>{change('rPrChange', '<w:rPr/>')}"
    pieces = (run("States "), run("sha", properties=new), run("ll", properties=new), run(" act."))
    centred = paragraph(run("Last."), properties=f'<w:jc w:val="center"/>{change("pPrChange", "<w:pPr/>")}')
    base = docx(paragraph("States shall act.") + paragraph("Last."))
    made = redline.compile_files(base, {"AG": docx(paragraph(*pieces) + centred)}).docx
    printed = bracketed(made, style=style, legend=False)
    assert redline.text(printed, "final") == (f"States shall act. [bold “shall”{by}]", f"Last. [centred{by}]")
    assert read_brackets(printed).base() == redline.text(base, "final")


@pytest.mark.clause("O2", "O17")
@suite
@given(seeds)
def test_the_base_and_every_party_s_text_can_be_read_from_the_print(seed: int) -> None:
    _can_be_read(seed)


@pytest.mark.long
@settings(max_examples=1000, deadline=None)
@given(seeds)
def test_they_can_be_read_in_many_more_cases(seed: int) -> None:
    _can_be_read(seed)


def _can_be_read(seed: int) -> None:
    case = Case(seed, parties=len(CODES))
    found = redline.compile_files(case.base.data, case.files)
    data = bracketed(found.docx, style=STYLES[seed % 3])
    read = read_brackets(data)
    assert redline.pending(data) == 0
    assert read.base() == redline.text(found.docx, "original")
    for code in case.files:
        assert read.text(code) == redline.text(redline.project(found.docx, code), "final")
    assert set(read.parties) == {code for code, each in found.amendments.items() if each}


@suite
@given(seeds)
def test_words_and_sponsors_are_those_of_the_merged_text(seed: int) -> None:
    found = redline.compile_files((case := Case(seed)).base.data, case.files)
    told = read_brackets(bracketed(found.docx)).brackets
    for code in case.files:
        put_in = "".join(each.words for each in told if not each.is_base and code in each.parties)
        wanted = "".join(
            segment.text for line in found.merged for segment in line.segments if code in segment.inserted_by
        )
        assert sorted("".join(put_in.split())) == sorted("".join(wanted.replace("\u2029", "").split()))


if CORPUS is not None:

    @pytest.mark.parametrize("style", [*STYLES, "unattributed"])
    def test_what_is_written_is_valid(style: BracketStyle) -> None:
        assert CORPUS is not None
        case = Case(11, parties=4)
        data = bracketed(redline.compile_files(case.base.data, case.files).docx, style=style, mark_up="bold")
        assert schema_errors(data, CORPUS) == []


def test_signs_are_balanced_in_every_line() -> None:
    case = Case(5, parties=4)
    depth = 0
    for line in printed(bracketed(redline.compile_files(case.base.data, case.files).docx, legend=False)):
        for one, _ in pairwise([*line, ""]):
            depth += {"[": 1, "]": -1}.get(one, 0)
            assert depth >= 0
        assert depth == 0
