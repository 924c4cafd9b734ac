"""The proof of inclusion finds out a compiled file that was tampered with."""

import zipfile
from io import BytesIO

import pytest
from tests.redline.generator import Delete, Insert, make_base, track
from tests.redline.specimens import change, docx, inserted, paragraph, run

import redline

BASE = make_base("The States shall act together.", "Second.")
FILES = {
    "AG": track(BASE, [Insert((0,), 4, "new "), Delete((0,), 11, 17)], author="x"),
    "BR": track(BASE, [Delete((0,), 11, 20)], author="y"),
}
COMPILED = redline.compile_files(BASE.data, FILES).docx


def tampered(old: str, new: str) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(COMPILED)) as source, zipfile.ZipFile(buffer, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "word/document.xml":
                assert old.encode() in data
                data = data.replace(old.encode(), new.encode())
            target.writestr(name, data)
    return buffer.getvalue()


def proof(compiled: bytes) -> list[redline.Inclusion]:
    return list(redline.prove(BASE.data, FILES, compiled))


@pytest.mark.clause("O2", "O17")
def test_every_word_of_every_party_is_counted() -> None:
    antigua, brazil = proof(COMPILED)
    assert (antigua.party, antigua.words_added, antigua.words_removed) == ("AG", 1, 1)
    assert (brazil.party, brazil.words_added, brazil.words_removed) == ("BR", 0, 2)
    assert antigua.whole
    assert brazil.whole


@pytest.mark.clause("O2")
@pytest.mark.parametrize(
    ("old", "new", "missing"),
    [
        ("new ", "old ", ("+new",)),
        ('w:author="AG, BR"', 'w:author="BR"', ("-shall",)),
        ("shall ", "may ", ("-shall",)),
    ],
)
def test_a_word_altered_or_taken_from_its_party_is_missed(old: str, new: str, missing: tuple[str, ...]) -> None:
    antigua = proof(tampered(old, new))[0]
    assert not antigua.whole
    assert antigua.missing == missing


@pytest.mark.clause("O2")
def test_base_text_altered_behind_the_compilation_is_noticed() -> None:
    assert not any(each.whole for each in proof(tampered("together", "apart")))


@pytest.mark.clause("O2")
@pytest.mark.parametrize("where", ["body", "footer"])
def test_what_fields_show_is_no_word_to_be_proved(where: str) -> None:
    def made(words: tuple[str, ...], page: str) -> bytes:
        line = paragraph(run("Page "), f'<w:fldSimple w:instr=" PAGE ">{run(page)}</w:fldSimple>')
        return docx(paragraph(*words) + line) if where == "body" else docx(paragraph(*words), footer=line)

    base, file = made(("States act.",), "1"), made(("States act", inserted(" now"), "."), "3")
    compiled = redline.compile_files(base, {"AG": file}).docx
    assert [each.whole for each in redline.prove(base, {"AG": file}, compiled)] == [True]
    other = redline.compile_files(base, {}).docx
    assert [each.whole for each in redline.prove(base, {"AG": file}, other)] == [False]


@pytest.mark.clause("O2")
def test_words_that_lost_the_space_between_them_are_found_one_by_one() -> None:
    def gone(words: str) -> str:
        return change("del", f"<w:r><w:delText>{words}</w:delText></w:r>")

    base = docx(paragraph("We meet twice a year."))
    file = docx(paragraph("We meet", gone(" "), gone("twice"), gone(" "), gone("a"), gone(" "), gone("year"), "."))
    compiled = redline.compile_files(base, {"AG": file}).docx
    assert [(each.missing, each.whole) for each in redline.prove(base, {"AG": file}, compiled)] == [((), True)]
    other = redline.compile_files(base, {"AG": docx(paragraph("We meet twice", gone(" "), gone("a"), " year."))}).docx
    assert [(each.missing, each.whole) for each in redline.prove(base, {"AG": file}, other)] == [
        (("-twiceayear",), False)
    ]
