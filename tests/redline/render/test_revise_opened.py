"""The next version of amendments held as values: the same as out of a compiled file, and their notes are their own."""

import random
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from lxml import etree
from tests.redline.laws.test_laws import Case, seeds
from tests.redline.specimens import change, docx, paragraph

import redline
from redline.changes.proposals import proposals
from redline.opc import read_package
from redline.ops.reopen import Reopened, reopen
from redline.oxml.names import w
from redline.render.revise import Decision, revise, revise_opened
from redline.render.subset import decide

suite = settings(max_examples=12, deadline=None, derandomize=True)
longer = settings(max_examples=2_000, deadline=None)
CHOICES: tuple[Decision, ...] = ("take", "keep", "leave")


def held(base: bytes, files: Mapping[str, bytes]) -> Reopened:
    """Return what the platform holds: amendments as read from the files, and no compiled file."""
    amendments = {code: redline.extract(base, file).amendments for code, file in files.items()}
    document = redline.read(base)
    addresses = [each.address for each in (*document.paragraphs, *document.elsewhere)]
    return Reopened(b"", base, (), amendments, proposals(amendments, addresses), (), {})


def gives_the_same(seed: int) -> None:
    case = Case(seed, parties=4)
    compiled = redline.compile_files(case.base.data, case.files).docx
    values = held(case.base.data, case.files)
    chance = random.Random(seed)  # noqa: S311 - tests are to be repeated, not to keep secrets
    decisions = {each.id: chance.choice(CHOICES) for each in values.proposals}
    one, other = revise(compiled, decisions), revise_opened(values, decisions, case.files)
    assert (one.changed, one.traceability) == (other.changed, other.traceability)
    for view in ("original", "final"):
        assert redline.text(one.docx, view) == redline.text(other.docx, view)
        assert redline.text(one.clean, view) == redline.text(other.clean, view)
    assert [each.id for each in reopen(one.docx).proposals] == [each.id for each in reopen(other.docx).proposals]


@suite
@given(seeds)
def test_values_and_a_compiled_file_give_the_same_version_and_account(seed: int) -> None:
    gives_the_same(seed)


@pytest.mark.long
@longer
@given(seeds)
def test_they_give_the_same_in_many_more_cases(seed: int) -> None:
    gives_the_same(seed)


def _with_note(number: int, words: str, *, at: str) -> bytes:
    """Return a file that puts a note of its own, under the id that others use too, at the end of one paragraph."""
    reference = change("ins", f'<w:r><w:footnoteReference w:id="{number}"/></w:r>')
    body = "".join(paragraph(each, *([reference] if each == at else [])) for each in ("one", "two"))
    return docx(body, footnotes=f'<w:footnote w:id="{number}">{paragraph(words)}</w:footnote>')


def _notes(data: bytes) -> list[str]:
    package = read_package(data)
    (name,) = package.related(package.main, "footnotes")
    there = {each.get(w("id")): "".join(map(str, each.itertext())) for each in package.tree(name)}
    return [there[each.get(w("id"))] for each in package.tree(package.main).iter(w("footnoteReference"))]


@pytest.mark.clause("O2")
def test_each_delegations_note_is_its_own_though_their_numbers_are_the_same() -> None:
    base = docx(paragraph("one") + paragraph("two"))
    files = {"AG": _with_note(5, "Of AG.", at="one"), "BR": _with_note(5, "Of BR.", at="two")}
    values = held(base, files)
    taken: dict[str, Decision] = {each.id: "take" for each in values.proposals}
    assert _notes(revise_opened(values, taken, files).clean) == ["Of AG.", "Of BR."]
    kept: dict[str, Decision] = {each.id: "keep" for each in values.proposals}
    assert _notes(revise_opened(values, kept, files).docx) == ["Of AG.", "Of BR."]


def test_a_formatting_without_place_that_waits_is_said_in_the_margin() -> None:
    base = docx(paragraph("one"))
    files = {
        code: docx(
            f'<w:p><w:r><w:rPr>{set_}<w:rPrChange w:id="1" w:author="X"><w:rPr/></w:rPrChange></w:rPr>'
            "<w:t>one</w:t></w:r></w:p>"
        )
        for code, set_ in (("AG", "<w:b/>"), ("BR", "<w:i/>"))
    }
    values = held(base, files)
    waiting = decide(values, accepted=frozenset(), rejected=frozenset(), sources=files)
    package = read_package(waiting)
    (name,) = package.related(package.main, "comments")
    assert b"Formatting proposed: italic." in etree.tostring(package.tree(name))
    decided = {each.parties[0]: each.id for each in values.proposals}
    settled = decide(values, accepted=frozenset({decided["AG"]}), rejected=frozenset({decided["BR"]}), sources=files)
    assert not read_package(settled).related("word/document.xml", "comments")
