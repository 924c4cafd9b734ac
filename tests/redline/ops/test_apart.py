"""A compiled file is read once for all parties: each one's part is what reading its own whole file would give."""

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from tests.corpus import CORPUS
from tests.redline.laws import test_everything, test_laws
from tests.redline.laws.test_laws import seeds
from tests.redline.specimens import docx, inserted, paragraph

import redline
from redline.opc import read_package
from redline.ops.apart import Apart
from redline.ops.extract import Extraction, extract_from, read_base
from redline.ops.manifest import manifest_of
from redline.ops.reopen import owners_of
from redline.ops.resolve import resolve_package
from redline.ops.resolve_tree import Decision
from redline.oxml.revisions import Revision

suite = settings(max_examples=25, deadline=None, derandomize=True)


def whole(compiled: bytes, party: str, base: bytes) -> Extraction:
    """Return what a party asks for when all others' changes are rejected in the whole file."""
    package = read_package(compiled)
    owners = owners_of(manifest_of(package))

    def decide(revision: Revision) -> Decision:
        return "keep" if party in owners(revision.author) else "reject"

    resolve_package(package, decide)
    return extract_from(read_base(base), package)


def is_the_same(base: bytes, files: Mapping[str, bytes]) -> None:
    compiled = redline.compile_files(base, files).docx
    apart = Apart(compiled, owners_of(manifest_of(read_package(compiled))))
    assert redline.text(apart.base, "original") == redline.text(base, "original")
    document = read_base(apart.base)
    for party in apart.parties:
        assert apart.extraction(party, document).amendments == whole(compiled, party, apart.base).amendments


@suite
@given(seeds)
def test_each_party_s_part_is_what_its_whole_file_says(seed: int) -> None:
    case = test_laws.Case(seed, parties=4)
    is_the_same(case.base.data, case.files)


@suite
@given(seeds)
def test_and_so_it_is_in_notes_headers_boxes_and_cells(seed: int) -> None:
    case = test_everything.Case(seed, parties=3)
    is_the_same(case.whole.data, case.files)


def test_a_grid_changed_by_nobody_makes_no_party() -> None:
    grid = '<w:tblGrid><w:gridCol w:w="9"/><w:tblGridChange w:id="9"><w:tblGrid/></w:tblGridChange></w:tblGrid>'
    table = f"<w:tbl><w:tblPr/>{grid}<w:tr><w:tc>{paragraph('cell')}</w:tc></w:tr></w:tbl>"
    data = docx(table + paragraph("Words", inserted(" more", author="AG")))
    assert Apart(data, lambda author: (author,)).parties == ["AG"]
    unnamed = docx(paragraph("Words", inserted(" more", author="")))
    assert Apart(unnamed, lambda author: (author or "?",)).parties == ["?"]


@pytest.mark.long
@settings(max_examples=2000, deadline=None)
@given(seeds)
def test_and_so_it_is_in_many_more_cases(seed: int) -> None:
    if seed % 2:
        case = test_everything.Case(seed, parties=3)
        is_the_same(case.whole.data, case.files)
    else:
        plain = test_laws.Case(seed, parties=4)
        is_the_same(plain.base.data, plain.files)


if CORPUS:
    CONFERENCE = CORPUS / "bench35"

    def test_and_so_it_is_for_twelve_delegations_of_a_conference() -> None:
        files = {each.name[:2]: each.read_bytes() for each in sorted(CONFERENCE.glob("??_base.docx"))[:12]}
        is_the_same((CONFERENCE / "base.docx").read_bytes(), files)
