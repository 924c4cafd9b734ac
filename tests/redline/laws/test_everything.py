"""The laws on files with every construct: stories, tables in tables, notes, moves, formulas, cells and formatting."""

import zipfile
from collections.abc import Iterable
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from tests.corpus import CORPUS
from tests.redline.corpus_schema import schema_errors
from tests.redline.everything import Whole, Wish

import redline
from redline.text.normal import normalise

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CODES = ("AG", "BR", "CL")
seeds = st.integers(min_value=0, max_value=10**6)
suite = settings(max_examples=300, deadline=None, derandomize=True)
longer = settings(max_examples=10_000, deadline=None)
_Texts = tuple[list[str], dict[str, list[str]]]


class Case:
    """A base with everything, and a wish and a file for each of some parties; some have the same wish."""

    def __init__(self, seed: int, parties: int = 2) -> None:
        self.whole = Whole(seed)
        codes = CODES[:parties]
        self.wishes: dict[str, Wish] = {code: self.whole.wish(seed * 5 + number) for number, code in enumerate(codes)}
        if seed % 3 == 0:
            self.wishes[codes[-1]] = self.wishes[codes[0]]
        self.files = {code: self.whole.track(wish, author=f"D. {code}") for code, wish in self.wishes.items()}


def texts(data: bytes) -> _Texts:
    stories: dict[str, list[str]] = {}
    for each in redline.read(data).elsewhere:
        stories.setdefault(each.address.split("/")[0] + "/", []).append(normalise(each.text))
    return [normalise(each) for each in redline.text(data, "final")], stories


def alike(wanted: _Texts) -> _Texts:
    body, stories = wanted
    return [normalise(each) for each in body], {
        prefix: [normalise(each) for each in lines] for prefix, lines in stories.items()
    }


def keeps_the_laws(case: Case) -> None:
    base = case.whole.data
    compilation = redline.compile_files(base, case.files)
    compiled = compilation.docx
    assert texts(redline.reject(compiled)) == texts(base) == alike(case.whole.final(Wish()))
    for code, wish in case.wishes.items():
        wanted = alike(case.whole.final(wish))
        assert texts(redline.accept(case.files[code])) == wanted
        assert texts(redline.project(compiled, code)) == wanted
        assert redline.extract(base, case.files[code]).stories_outside == ()
        assert all(each.tracked for each in compilation.amendments[code])
    assert all(each.whole for each in redline.prove(base, case.files, compiled))
    if case.whole.seed % 4 == 0:
        turned = dict(reversed(case.files.items()))
        assert redline.compile_files(base, turned).docx == compiled
    assert_ids_are_unique(compiled)


def assert_ids_are_unique(data: bytes) -> None:
    ids: list[str] = []
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.startswith("word/") and name.endswith(".xml"):
                root = etree.fromstring(archive.read(name))
                changes = [each for each in root.iter("*") if each.get(f"{W}author") and each.tag != f"{W}comment"]
                ids += [each.get(f"{W}id", "") for each in changes]
    assert len(ids) == len(set(ids))


@pytest.mark.clause("O2", "O17")
@suite
@given(seeds)
def test_nothing_of_any_construct_is_lost(seed: int) -> None:
    keeps_the_laws(Case(seed))


@pytest.mark.long
@longer
@given(seeds)
def test_nothing_of_any_construct_is_lost_in_ten_thousand_cases(seed: int) -> None:
    keeps_the_laws(Case(seed, parties=2 + seed % 2))


@settings(max_examples=40, deadline=None, derandomize=True)
@given(seeds)
def test_amendments_of_every_kind_survive_json(seed: int) -> None:
    case = Case(seed)
    compiled = redline.compile_files(case.whole.data, case.files)
    stored = {
        code: tuple(redline.Amendment.from_json(each.to_json()) for each in found)
        for code, found in compiled.amendments.items()
    }
    assert stored == compiled.amendments
    document = redline.read(case.whole.data)
    assert redline.merge((*document.paragraphs, *document.elsewhere), stored) == compiled.merged


@settings(max_examples=40, deadline=None, derandomize=True)
@given(seeds)
def test_a_few_paragraphs_merged_alone_are_those_of_the_whole(seed: int) -> None:
    case = Case(seed)
    compiled = redline.compile_files(case.whole.data, case.files)
    document = redline.read(case.whole.data)
    paragraphs = (*document.paragraphs, *document.elsewhere)
    known = [each.address for each in paragraphs]
    asked = set(known[seed % 3 :: 3])
    few = from_each(known, redline.merge(paragraphs, compiled.amendments, at=asked))
    whole = from_each(known, compiled.merged)
    assert [few[address] for address in sorted(asked)] == [whole[address] for address in sorted(asked)]


def from_each(known: list[str], merged: Iterable[redline.MergedParagraph]) -> dict[str, list[redline.MergedParagraph]]:
    """Return by base address that paragraph and those put in behind it, in its story."""
    found: dict[str, list[redline.MergedParagraph]] = {}
    current: list[redline.MergedParagraph] = []
    for each in merged:
        if each.address in known:
            current = found[each.address] = [each]
        elif each.after and not each.after.endswith("/"):
            current.append(each)
    return found


if CORPUS is not None:
    corpus = CORPUS

    @pytest.mark.parametrize("seed", range(25))
    def test_compiled_files_with_everything_are_valid(seed: int) -> None:
        case = Case(seed, parties=3)
        base = set(schema_errors(case.whole.data, corpus))
        assert set(schema_errors(redline.compile_files(case.whole.data, case.files).docx, corpus)) <= base
