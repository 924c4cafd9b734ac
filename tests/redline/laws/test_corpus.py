"""The laws on real files: what reject-all makes of a file is the base, the file itself one delegation's proposal.

These tests are there only where the corpus lies beside the checkout.
"""

from pathlib import Path

import pytest
from tests.corpus import CORPUS
from tests.redline.corpus_schema import schema_errors

import redline
from redline.text.normal import normalise

LARGE = 200_000


def files(*, large: bool) -> list[Path]:
    if CORPUS is None:
        return []
    found = [*CORPUS.glob("docx/*/*.docx"), *CORPUS.glob("rp/*.docx")]
    own = [path for path in found if not path.stem.endswith(("-Accepted", "-Rejected"))]
    return sorted(path for path in own if (path.stat().st_size > LARGE) == large)


def keeps_the_laws(path: Path) -> None:
    data = path.read_bytes()
    base = redline.reject(data)
    compilation = redline.compile_files(base, {"AG": data})
    found = redline.extract(base, data)
    compiled = compilation.docx
    assert alike(redline.text(compiled, "original")) == alike(redline.text(base, "original"))
    projected = alike(redline.text(redline.project(compiled, "AG"), "final"))
    assert projected == alike(redline.text(data, "final"))
    assert elsewhere(redline.project(compiled, "AG")) == elsewhere(redline.accept(data))
    assert redline.prove(base, {"AG": data}, compiled)[0].whole
    assert set(found.stories_outside) <= {"styles"}
    assert found.base_matches


def elsewhere(data: bytes) -> list[tuple[str, str]]:
    return [(each.address, normalise(each.text)) for each in redline.read(data).elsewhere if each.text]


def alike(lines: tuple[str, ...]) -> list[str]:
    return [normalise(line) for line in lines]


if CORPUS is not None:
    corpus = CORPUS

    @pytest.mark.parametrize("path", files(large=False), ids=lambda path: path.name)
    def test_real_files_keep_the_laws(path: Path) -> None:
        keeps_the_laws(path)

    @pytest.mark.long
    @pytest.mark.parametrize("path", files(large=True), ids=lambda path: path.name)
    def test_large_real_files_keep_the_laws(path: Path) -> None:
        keeps_the_laws(path)

    @pytest.mark.parametrize("path", files(large=False), ids=lambda path: path.name)
    def test_compiling_adds_nothing_the_schema_objects_to(path: Path) -> None:
        base = redline.reject(path.read_bytes())
        compiled = redline.compile_files(base, {"AG": path.read_bytes()}).docx
        assert set(schema_errors(compiled, corpus)) <= set(schema_errors(base, corpus))

    @pytest.mark.clause("O17")
    def test_thirty_five_delegations_are_compiled_whole() -> None:
        folder = corpus / "bench35"
        proposals = {path.name[:2]: path.read_bytes() for path in folder.glob("*_base.docx")}
        base = (folder / "base.docx").read_bytes()
        compilation = redline.compile_files(base, proposals)
        assert sum(len(each) for each in compilation.amendments.values()) == 1435
        assert schema_errors(compilation.docx, corpus) == []
        assert all(each.whole for each in redline.prove(base, proposals, compilation.docx))
