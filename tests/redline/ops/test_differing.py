"""Every paragraph that differs between two texts is listed, and what a word processor does by itself is not."""

import random
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from tests.redline.generator import make_base
from tests.redline.laws.test_laws import Case, seeds
from tests.redline.laws.test_libreoffice import _save_again
from tests.redline.specimens import docx, paragraph

import redline
from redline.ops.differing import Differing, differing

suite = settings(max_examples=40, deadline=None, derandomize=True)
longer = settings(max_examples=5_000, deadline=None)


def _lines(data: bytes, without: set[str]) -> list[str]:
    document = redline.read(data)
    found = (each for each in (*document.paragraphs, *document.elsewhere) if each.address not in without)
    return [words for each in found if (words := " ".join(each.text.replace("\ufff9", "").split()))]


def holds(old: bytes, new: bytes) -> tuple[Differing, ...]:
    """Demand that what is not listed is the same on both sides, in the same order: nothing can have changed unseen."""
    found = differing(old, new)
    gone = {each.address for each in found if not each.put_in}
    come = {each.new_address for each in found}
    assert _lines(old, gone) == _lines(new, come)
    assert len({(each.address, each.new_address) for each in found}) == len(found)
    return found


def _case(seed: int) -> None:
    case = Case(seed, parties=2)
    chance = random.Random(seed)  # noqa: S311 - tests are to be repeated, not to keep secrets
    one, other = (redline.accept(file) for file in case.files.values())
    holds(case.base.data, one)
    holds(one, other)
    lines = [each for each in case.base.lines if each.strip()]
    chance.shuffle(lines)
    holds(make_base(*case.base.lines).data, make_base(*lines, "An end.").data)
    assert holds(case.base.data, case.base.data) == ()


@pytest.mark.clause("O2", "R13")
@suite
@given(seeds)
def test_no_paragraph_differs_unseen(seed: int) -> None:
    _case(seed)


@pytest.mark.long
@longer
@given(seeds)
def test_none_differs_unseen_in_many_more_cases(seed: int) -> None:
    _case(seed)


def test_each_kind_of_difference_says_where_it_is() -> None:
    old = make_base("First of all.", "Second, a longer sentence.", "Third, and no more.", "Gone with it.", "Last.")
    new = make_base("A new one.", "First of all.", "Third, and no more!", "Second, a longer sentence.", "Last.")
    assert differing(old.data, new.data) == (
        Differing("", "p1", "", "A new one.", put_in=True),
        Differing("p3", "p3", "Third, and no more.", "Third, and no more!"),
        Differing("p4", "", "Gone with it.", ""),
    )


def test_a_paragraph_that_only_stands_elsewhere_is_listed_with_the_same_words() -> None:
    old = make_base("First of all.", "Second, a longer sentence.", "Third, and no more.", "Last.")
    new = make_base("Second, a longer sentence.", "Third, and no more.", "First of all.", "Last.")
    assert differing(old.data, new.data) == (Differing("p1", "p3", "First of all.", "First of all."),)


def test_quotation_marks_count_and_spaces_and_dates_do_not() -> None:
    date = '<w:fldSimple w:instr=" DATE "><w:r><w:t>%s</w:t></w:r></w:fldSimple>'
    old = docx(paragraph("They give to the “Fund”.") + paragraph("It is ", date % "1 May", "."))
    new = docx(paragraph("They give to the 'Fund'.") + paragraph("") + paragraph("It\u00a0is  ", date % "2 May", "."))
    assert [(each.before, each.after) for each in differing(old, new)] == [
        ("They give to the “Fund”.", "They give to the 'Fund'.")
    ]


def test_words_of_a_note_count() -> None:
    note = '<w:footnote w:id="2">%s</w:footnote>'
    reference = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    old, new = (docx(paragraph("a", reference), footnotes=note % paragraph(each)) for each in ("See 1.", "See 2."))
    assert [(each.before, each.after) for each in differing(old, new)] == [("See 1.", "See 2.")]


if shutil.which("soffice") is not None:

    @pytest.mark.long
    def test_what_libreoffice_saves_again_differs_in_nothing(tmp_path: Path) -> None:
        case = make_base(
            "States “shall” act – in time.", "", "Parties meet.", table=[["Goal", ""], ["Wetlands", "2030"]], links=[2]
        )
        (tmp_path / "base.docx").write_bytes(case.data)
        _save_again(tmp_path, [tmp_path / "base.docx"])
        saved = (tmp_path / "out" / "base.docx").read_bytes()
        assert saved != case.data
        assert differing(case.data, saved) == ()
