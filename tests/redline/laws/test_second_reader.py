"""The engine against the second reader, which shares nothing with it: every text, and every letter by its author."""

import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.redline.laws import test_everything, test_laws
from tests.redline.laws.test_corpus import files
from tests.redline.second_reader import Reading
from tests.redline.specimens import deleted, docx, inserted, mark, paragraph

import redline
from redline.changes.amendment import Amendment
from redline.text.normal import normalise

# What is put in inside a formula is told as the formula; it is one object.
FORMULAS = {"011-InsertedMathChar", "RP014-Inserted-Math-Control-Char", "WC012-Math-After", "tdf121784"}
# What two authors of one file put in at one place is told under the first of them: one delegation, one amendment.
TOGETHER = {"RP038-Inserted-Paras-at-End", "4aa3164_S-128_Annex_B_Human_Readable_FC_Ed_2.0"}
Letters = Counter[tuple[str, str, str]]


def alike(lines: Mapping[str, list[str]]) -> list[tuple[str, list[str]]]:
    """Return the lines by story; notes and headers put in get other numbers in the compiled file."""
    plain = {name: [normalise(each).replace("\ufffc", "") for each in found] for name, found in lines.items()}
    return sorted((re.sub(r"\d+", "", name), found) for name, found in plain.items() if any(found))


def both(data: bytes) -> tuple[Reading, Reading]:
    return Reading(data, "original"), Reading(data, "final")


def letters(amendments: tuple[Amendment, ...]) -> Letters:
    """Return how often each letter is taken out and put in, by author, as the engine tells it."""
    found: Letters = Counter()
    for amendment in amendments:
        words = [each for each in amendment.edits if each.kind == "delete"]
        for edit in words or [each for each in amendment.edits if each.kind == "delete_row"]:
            found.update(("took out", edit.author, char) for char in edit.removed if char.isalnum())
        for edit in amendment.edits:
            new = [part.text for part in edit.content if edit.kind.startswith("insert")]
            found.update(("put in", edit.author, char) for char in "".join(new) if char.isalnum())
    return found


def letters_read(before: Reading, after: Reading) -> Letters:
    return Counter(
        {("took out", *key): count for key, count in before.letters.items()}
        | {("put in", *key): count for key, count in after.letters.items()}
    )


def agree_on_one_file(data: bytes) -> None:
    for view, operation in (("original", redline.reject), ("final", redline.accept)):
        wanted = Reading(data, "original" if view == "original" else "final")
        told = redline.text(data, "original" if view == "original" else "final")
        assert alike({"body": list(told)}) == alike({"body": wanted.lines["body"]})
        decided = operation(data)
        assert alike(Reading(decided, "original").lines) == alike(wanted.lines)
        assert alike(Reading(decided, "final").lines) == alike(wanted.lines)


def agree_on_a_compilation(base: bytes, proposals: Mapping[str, bytes]) -> None:
    compiled = redline.compile_files(base, proposals).docx
    assert alike(Reading(compiled, "original").lines) == alike(Reading(base, "original").lines)
    for party, data in proposals.items():
        wanted = alike(Reading(data, "final").lines)
        assert alike(Reading(redline.project(compiled, party), "final").lines) == wanted


def agree_on_letters(base: bytes, data: bytes, name: str = "") -> None:
    told = letters(redline.extract(base, data).amendments)
    read = letters_read(*both(data))
    if name in TOGETHER:
        told, read = _without_authors(told), _without_authors(read)
    assert not told - read
    assert (told == read) == (name not in FORMULAS)


def _without_authors(found: Letters) -> Letters:
    plain: Letters = Counter()
    for (act, _, char), count in found.items():
        plain[act, "", char] += count
    return plain


seeds = st.integers(min_value=0, max_value=10**6)
suite = settings(max_examples=25, deadline=None, derandomize=True)
longer = settings(max_examples=10_000, deadline=None)


def agree_on_paragraphs(seed: int) -> None:
    case = test_laws.Case(seed, parties=2)
    for data in case.files.values():
        agree_on_one_file(data)
        agree_on_letters(case.base.data, data)
    agree_on_a_compilation(case.base.data, case.files)


def agree_on_everything(seed: int) -> None:
    case = test_everything.Case(seed)
    for data in case.files.values():
        agree_on_one_file(data)
    agree_on_a_compilation(case.whole.data, case.files)


@suite
@given(seeds)
def test_both_read_the_same_in_random_paragraphs_and_tables(seed: int) -> None:
    agree_on_paragraphs(seed)


@suite
@given(seeds)
def test_both_read_the_same_in_files_with_every_construct(seed: int) -> None:
    agree_on_everything(seed)


@pytest.mark.long
@longer
@given(seeds)
def test_both_read_the_same_in_ten_thousand_texts(seed: int) -> None:
    agree_on_paragraphs(seed)


@pytest.mark.long
@longer
@given(seeds)
def test_both_read_the_same_in_ten_thousand_files_with_every_construct(seed: int) -> None:
    agree_on_everything(seed)


def test_the_second_reader_tells_what_a_person_would() -> None:
    merged = paragraph("One ", deleted("two"), inserted("2", "BR"), properties=mark("del"))
    before, after = both(docx(merged + paragraph(".")))
    assert (before.lines["body"], after.lines["body"]) == (["One two", "."], ["One 2."])
    assert before.letters == Counter({("AG", "t"): 1, ("AG", "w"): 1, ("AG", "o"): 1})
    assert after.letters == Counter({("BR", "2"): 1})


def agree_on_a_real_file(path: Path) -> None:
    data = path.read_bytes()
    base = redline.reject(data)
    agree_on_one_file(data)
    agree_on_letters(base, data, path.stem)
    agree_on_a_compilation(base, {"AG": data, "BR": data})


if real := files(large=False):

    @pytest.mark.parametrize("path", real, ids=lambda path: path.name)
    def test_both_read_the_same_in_real_files(path: Path) -> None:
        agree_on_a_real_file(path)

    @pytest.mark.long
    @pytest.mark.parametrize("path", files(large=True), ids=lambda path: path.name)
    def test_both_read_the_same_in_large_real_files(path: Path) -> None:
        agree_on_a_real_file(path)
