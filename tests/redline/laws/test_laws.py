"""The laws a compiled text keeps, on random bases and random delegations' edits."""

import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from tests.redline.generator import Base, Edit, final_text, random_base, random_edits, track

import redline
from redline.text.normal import normalise

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CODES = ("AG", "BR", "CL", "US")
seeds = st.integers(min_value=0, max_value=10**6)
suite = settings(max_examples=150, deadline=None, derandomize=True)
brief = settings(max_examples=60, deadline=None, derandomize=True)
longer = settings(max_examples=10_000, deadline=None)


class Case:
    """A random base, and edits and a file for each of some parties."""

    def __init__(self, seed: int, parties: int = 3, untracked: float = 0.0) -> None:
        self.base: Base = random_base(seed)
        self.edits: dict[str, list[Edit]] = {
            code: random_edits(self.base, seed * 7 + number, untracked=untracked)
            for number, code in enumerate(CODES[:parties])
        }
        self.files = {
            code: track(self.base, edits, author=f"Delegate of {code}", seed=seed + number)
            for number, (code, edits) in enumerate(self.edits.items())
        }


def alike(lines: tuple[str, ...] | list[str]) -> list[str]:
    return [normalise(line) for line in lines]


def keeps_the_laws(case: Case) -> None:
    compiled = redline.compile_files(case.base.data, case.files).docx
    assert list(redline.text(compiled, "original")) == case.base.lines
    for code, file in case.files.items():
        wanted = final_text(case.base, case.edits[code])
        assert list(redline.text(file, "final")) == wanted
        assert alike(redline.text(redline.project(compiled, code), "final")) == alike(wanted)
    assert all(each.whole for each in redline.prove(case.base.data, case.files, compiled))


@pytest.mark.clause("O17", "O2")
@suite
@given(seeds)
def test_nothing_of_the_base_and_of_any_file_is_lost(seed: int) -> None:
    keeps_the_laws(Case(seed))


@pytest.mark.clause("O17")
@suite
@given(seeds)
def test_untracked_edits_are_compiled_like_tracked_ones(seed: int) -> None:
    keeps_the_laws(Case(seed, parties=2, untracked=0.4))


@pytest.mark.long
@longer
@given(seeds)
def test_nothing_is_lost_in_many_more_cases(seed: int) -> None:
    keeps_the_laws(Case(seed, parties=4, untracked=0.2 if seed % 2 else 0.0))


@brief
@given(seeds)
def test_the_order_of_the_files_does_not_matter(seed: int) -> None:
    case = Case(seed)
    turned = dict(reversed(case.files.items()))
    assert redline.compile_files(case.base.data, case.files) == redline.compile_files(case.base.data, turned)


@brief
@given(seeds)
def test_identical_proposals_are_one_change_with_all_sponsors(seed: int) -> None:
    case = Case(seed, parties=1)
    # The same edits, cut into other runs by another program.
    files = {code: track(case.base, case.edits["AG"], author=code, seed=seed + 5) for code in ("BR", "CL")}
    root = main_part(redline.compile_files(case.base.data, {**case.files, **files}).docx)
    authors = {each.get(f"{W}author") for each in root.iter(f"{W}ins", f"{W}del")}
    assert authors <= {"AG, BR, CL"}


@brief
@given(seeds)
def test_a_tracked_file_verifies_and_all_its_amendments_are_tracked(seed: int) -> None:
    case = Case(seed, parties=1)
    found = redline.verify(case.base.data, case.files["AG"])
    changed = redline.text(case.files["AG"], "final") != redline.text(case.files["AG"], "original")
    assert found.status in (("tracked",) if changed else ("tracked", "no_change"))


@brief
@given(seeds)
def test_untracked_edits_are_found_and_become_visible(seed: int) -> None:
    case = Case(seed, parties=1, untracked=1.0)
    base, file = case.base.data, case.files["AG"]
    visible = redline.make_visible(base, file, author="AG")
    assert list(redline.text(visible, "original")) == case.base.lines
    assert alike(redline.text(visible, "final")) == alike(redline.text(file, "final"))
    assert redline.verify(base, visible).untracked == ()
    if alike(redline.text(file, "original")) != alike(case.base.lines):
        assert redline.verify(base, file).status in ("untracked", "other_base")


@brief
@given(seeds)
def test_amendments_survive_json_and_give_the_same_merged_text(seed: int) -> None:
    case = Case(seed)
    compiled = redline.compile_files(case.base.data, case.files)
    stored = {
        code: [redline.Amendment.from_json(each.to_json()) for each in found]
        for code, found in compiled.amendments.items()
    }
    assert {code: tuple(found) for code, found in stored.items()} == compiled.amendments
    assert redline.merge(redline.read(case.base.data).paragraphs, stored) == compiled.merged


@brief
@given(seeds)
def test_the_merged_text_says_what_the_compiled_file_says(seed: int) -> None:
    case = Case(seed)
    merged = redline.compile_files(case.base.data, case.files).merged
    base = [each for each in merged if not each.inserted_by]
    assert ["".join(one.text for one in each.segments if not one.inserted_by) for each in base] == case.base.lines
    assert {party for each in merged for party in each.parties} <= set(case.files)


@brief
@given(seeds)
def test_revision_ids_are_unique(seed: int) -> None:
    case = Case(seed)
    root = main_part(redline.compile_files(case.base.data, case.files).docx)
    ids = [each.get(f"{W}id") for each in root.iter(f"{W}ins", f"{W}del", f"{W}rPrChange")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("seed", range(5))
def test_without_proposals_the_base_stays_as_it_is(seed: int) -> None:
    base = random_base(seed).data
    assert parts(redline.compile_files(base, {}).docx) == parts(base)


def test_a_file_without_changes_changes_nothing() -> None:
    base = random_base(3).data
    assert parts(redline.compile_files(base, {"AG": base}).docx) == parts(base)


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def main_part(data: bytes) -> etree._Element:
    return etree.fromstring(parts(data)["word/document.xml"])


@brief
@given(seeds)
def test_stored_amendments_compile_to_the_same_text_as_the_files(seed: int) -> None:
    case = Case(seed)
    from_files = redline.compile_files(case.base.data, case.files)
    from_values = redline.compile_amendments(case.base.data, from_files.amendments)
    assert parts(from_values)["word/document.xml"] == parts(from_files.docx)["word/document.xml"]


def test_a_file_with_pending_changes_is_no_base() -> None:
    case = Case(1)
    with pytest.raises(redline.NotABaseError):
        redline.compile_files(case.files["AG"], {})
