"""What LibreOffice saves again is read again: words, sponsors, brackets, tables. Where it is installed."""

import shutil
import subprocess
from pathlib import Path

import pytest
from tests.redline.edits import Delete, DeleteParagraph, Edit, Insert, InsertParagraph, Split
from tests.redline.generator import make_base, track

import redline
from redline.changes.proposals import Proposal
from redline.render.bracket_reading import read_brackets
from redline.render.comparison import comparison
from redline.render.comparison_docx import comparison_docx

SOFFICE = shutil.which("soffice")
BASE = make_base(
    *("States shall act in time.", "They may report each year.", "Parties meet.", "Funds are given.", "Last words."),
    links=[3],
    table=[["Goal", "Year"], ["Wetlands", "2030"]],
)
ONE, TWO, THREE, FOUR = BASE.paths[:4]
CELL = next(path for path in BASE.paths if BASE.text(path) == "2030")
EDITS: dict[str, list[Edit]] = {
    "AG": [Delete(ONE, 7, 12), Insert(ONE, 12, "should"), DeleteParagraph(TWO)],
    "BR": [Delete(ONE, 7, 12), Insert(ONE, 12, "should"), InsertParagraph(TWO, "A new paragraph.", before_next=True)],
    "CL": [Delete(ONE, 0, 16), Insert(CELL, 4, " or before"), Split(THREE, 8)],
    "US": [Insert(FOUR, 6, "now "), Delete(FOUR, 10, 15)],
}
MADE = redline.compile_files(BASE.data, {code: track(BASE, found, author=code) for code, found in EDITS.items()})

if SOFFICE is not None:

    @pytest.fixture(scope="module")
    def saved(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
        """Every output, as LibreOffice saves it again."""
        folder = tmp_path_factory.mktemp("office")
        written = {
            "compiled": MADE.docx,
            "suffix": redline.bracketed(MADE.docx),
            "prefix": redline.bracketed(MADE.docx, style="prefix"),
            "footnote": redline.bracketed(MADE.docx, style="footnote"),
            "table": comparison_docx(comparison(MADE.merged)),
            "compared": redline.compare(BASE.data, redline.project(MADE.docx, "AG"), author="x"),
        }
        for name, data in written.items():
            (folder / f"{name}.docx").write_bytes(data)
        _save_again(folder, sorted(folder.glob("*.docx")))
        return {name: (folder / "out" / f"{name}.docx").read_bytes() for name in written}

    def _save_again(folder: Path, files: list[Path]) -> None:
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        kind = ["--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "out")]
        command = [str(SOFFICE), profile, "--headless", *kind, *map(str, files)]
        subprocess.run(command, check=True, capture_output=True, timeout=300)

    @pytest.mark.long
    def test_the_compiled_file_keeps_words_and_sponsors(saved: dict[str, bytes]) -> None:
        back = saved["compiled"]
        for code in EDITS:
            mine = redline.text(redline.project(back, code), "final")
            assert mine == redline.text(redline.project(MADE.docx, code), "final")
        assert redline.text(back, "original") == tuple(BASE.lines)
        before = {(each.parties, each.amendment.removed, each.amendment.added) for each in _waiting(MADE.docx)}
        assert {(each.parties, each.amendment.removed, each.amendment.added) for each in _waiting(back)} == before

    def _waiting(data: bytes) -> tuple[Proposal, ...]:
        return redline.reopen(data).proposals

    @pytest.mark.long
    @pytest.mark.parametrize("style", ["suffix", "prefix", "footnote"])
    def test_brackets_are_read_again(saved: dict[str, bytes], style: str) -> None:
        found = read_brackets(saved[style])
        assert found.base() == tuple(BASE.lines)
        for code in EDITS:
            assert found.text(code) == redline.text(redline.project(MADE.docx, code), "final")

    @pytest.mark.long
    def test_the_table_keeps_its_words(saved: dict[str, bytes]) -> None:
        assert redline.text(saved["table"], "final") == redline.text(comparison_docx(comparison(MADE.merged)), "final")

    @pytest.mark.long
    def test_a_comparison_keeps_both_texts(saved: dict[str, bytes]) -> None:
        assert redline.text(saved["compared"], "original") == tuple(BASE.lines)
        alone = redline.project(MADE.docx, "AG")
        assert redline.text(saved["compared"], "final") == redline.text(alone, "final")
