"""`redline` on the command line: what it prints, what it writes, and the exit codes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.redline.specimens import change, deleted, docx, inserted, paragraph, run

import redline
from redline.cli import main
from redline.cli.printing import Progress

COMMANDS = (
    *("extract", "verify", "text", "compile", "project", "compare", "proposals", "revise", "carry"),
    *("accept", "reject", "protect", "bench"),
)
WORDS = "The Parties shall protect the wetlands of the region"
BASE = docx(paragraph(WORDS) + paragraph("Second paragraph of the text"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a base and the proposals of three delegations."""
    second = paragraph("Second paragraph of the text")
    shall = "The Parties ", deleted("shall"), inserted("should"), " protect the wetlands of the region"
    also = "The Parties shall protect", inserted(" and restore"), " the wetlands of the region"
    files = {
        "base.docx": BASE,
        "AG_base.docx": docx(paragraph(*shall) + second),
        "BR_base.docx": docx(paragraph(*also) + second),
        "untracked.docx": docx(paragraph(WORDS) + paragraph("Second and last paragraph of the text")),
        "other.docx": docx(paragraph("Nothing that was said before, at all") * 9),
        "broken.docx": BASE[:200],
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    return tmp_path


def _run(folder: Path, *words: str) -> int:
    """Run a command line, names of files in it standing for those in the folder."""
    kept = ("=", "-", "[")
    names = [
        str(folder / word) if "." in word and not word.startswith(kept) and "=" not in word else word for word in words
    ]
    return main([name.replace("=", f"={folder}/", 1) if "=" in name else name for name in names])


def test_text_in_both_views(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(folder, "text", "AG_base.docx", "--view", "original") == 0
    assert capsys.readouterr().out.splitlines() == [WORDS, "Second paragraph of the text"]
    assert _run(folder, "text", "AG_base.docx", "--view", "final", "--json") == 0
    assert json.loads(capsys.readouterr().out)[0] == WORDS.replace("shall", "should")


def test_a_paragraph_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.docx").write_bytes(docx(paragraph("<w:r><w:t>a</w:t><w:br/><w:t>b</w:t></w:r>")))
    assert _run(tmp_path, "text", "a.docx") == 0
    assert capsys.readouterr().out == "a b\n"


def test_extract_lists_amendments(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(folder, "extract", "base.docx", "AG_base.docx") == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert "p1" in line
    assert "- shall  + should" in line
    assert _run(folder, "extract", "base.docx", "AG_base.docx", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["base_matches"] is True
    assert [(each["removed"], each["added"]) for each in found["amendments"]] == [("shall", "should")]


def test_extract_of_nothing_is_a_finding(folder: Path) -> None:
    assert _run(folder, "extract", "base.docx", "base.docx") == 1


@pytest.mark.clause("O22")
@pytest.mark.parametrize(
    ("proposal", "code", "says"),
    [
        ("AG_base.docx", 0, "Every change is tracked."),
        ("untracked.docx", 1, "Not every change is tracked:"),
        ("other.docx", 1, "This file was not made from this base."),
        ("base.docx", 1, "This file holds no change."),
    ],
)
def test_verify(folder: Path, capsys: pytest.CaptureFixture[str], proposal: str, code: int, says: str) -> None:
    assert _run(folder, "verify", "base.docx", proposal) == code
    assert capsys.readouterr().out.splitlines()[0] == says


def test_compile_and_project(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(folder, "compile", "base.docx", "AG_base.docx", "Brazil=BR_base.docx", "-o", f"{folder}/out.docx") == 0
    assert capsys.readouterr().out.splitlines()[:2] == ["AG: 1 amendment", "Brazil: 1 amendment"]
    compiled = (folder / "out.docx").read_bytes()
    assert redline.text(compiled, "original")[0] == WORDS
    assert _run(folder, "project", "out.docx", "--party", "AG", "-o", f"{folder}/AG.docx") == 0
    alone = WORDS.replace("shall", "should")
    assert capsys.readouterr().out.splitlines()[0] == alone
    assert redline.text((folder / "AG.docx").read_bytes(), "original")[0] == alone


@pytest.mark.parametrize("written", ['{"AG": "Antigua"}', "AG=Antigua\n\nBR = Brazil\n"])
def test_names_of_parties(folder: Path, written: str) -> None:
    (folder / "names.txt").write_text(written, encoding="utf-8")
    names = str(folder / "names.txt")
    assert _run(folder, "compile", "base.docx", "AG_base.docx", "-o", f"{folder}/out.docx", "--names", names) == 0
    assert redline.pending(redline.accept((folder / "out.docx").read_bytes(), author="Antigua")) == 0


def test_accept_reject_and_protect_write_files(folder: Path) -> None:
    both = paragraph("a", change("ins", run("b"), "AG"), change("ins", run("c"), "BR"))
    (folder / "both.docx").write_bytes(docx(both))
    out = folder / "out.docx"
    assert _run(folder, "accept", "both.docx", "--author", "AG", "-o", str(out)) == 0
    assert redline.text(out.read_bytes(), "original") == ("ab",)
    assert _run(folder, "reject", "both.docx", "-o", str(out)) == 0
    assert redline.text(out.read_bytes(), "final") == ("a",)
    assert _run(folder, "protect", "base.docx", "-o", str(out)) == 0
    assert b"trackRevisions" in redline.opc.read_package(out.read_bytes()).part("word/settings.xml")


BAD = {
    "missing file": ("text", "nowhere.docx"),
    "not a Word file": ("verify", "base.docx", "broken.docx"),
    "bad base": ("extract", "broken.docx", "base.docx"),
    "no command": (),
    "unknown command": ("translate", "base.docx"),
    "unknown view": ("text", "base.docx", "--view", "latest"),
    "two files for one code": ("compile", "base.docx", "AG=AG_base.docx", "AG=BR_base.docx", "-o", "out.docx"),
    "no place to write": ("accept", "base.docx", "-o", "no/such/folder/out.docx"),
    "names that are none": ("compile", "base.docx", "AG_base.docx", "-o", "out.docx", "--names", "broken.docx"),
    "base with undecided changes": ("verify", "AG_base.docx", "BR_base.docx"),
}


@pytest.mark.parametrize("name", sorted(BAD))
def test_bad_input_is_one_line_on_stderr(folder: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    assert _run(folder, *BAD[name]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert len(shown.err.splitlines()) == 1
    assert shown.err.startswith("redline: ")


def test_the_bad_file_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(folder, "compile", "base.docx", "AG_base.docx", "XX=broken.docx", "-o", f"{folder}/out.docx") == 2
    assert "broken.docx: The file is damaged" in capsys.readouterr().err


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_an_example(capsys: pytest.CaptureFixture[str], command: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0
    assert f"Example:\n  redline {command} " in capsys.readouterr().out


def test_as_a_module_in_a_pipe_that_closes(folder: Path) -> None:
    (folder / "long.docx").write_bytes(docx(paragraph("words " * 50) * 5000))
    source = Path(redline.__file__).parents[1]
    with subprocess.Popen(
        [sys.executable, "-m", "redline", "text", str(folder / "long.docx")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(source), "PYTHONIOENCODING": "ascii"},
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith(b"words words")
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


@pytest.mark.parametrize(
    ("options", "shown"),
    [
        (("--as", "brackets"), "The Parties [shall][should: AG] protect[ and restore: BR] the wetlands of the region"),
        (("--as", "brackets", "--style", "prefix"), "The Parties [shall][AG: should] protect"),
        (("--as", "brackets", "--mark-up", "symbols"), "MOD The Parties"),
        (("--as", "table"), "The Parties [shall][should: AG] protect[ and restore: BR] the wetlands of the region"),
    ],
)
def test_compile_in_other_renderings(folder: Path, options: tuple[str, ...], shown: str) -> None:
    out = str(folder / "out.docx")
    assert _run(folder, "compile", "base.docx", "AG_base.docx", "BR_base.docx", *options, "-o", out) == 0
    assert any(shown in line for line in redline.text(Path(out).read_bytes(), "final"))


def test_compile_as_a_workbook_and_as_json(folder: Path) -> None:
    book, values = folder / "out.xlsx", folder / "out.json"
    assert _run(folder, "compile", "base.docx", "AG_base.docx", "--as", "table", "-o", str(book)) == 0
    assert book.read_bytes()[:2] == b"PK"
    assert _run(folder, "compile", "base.docx", "AG_base.docx", "--as", "json", "-o", str(values)) == 0
    assert [each["parties"] for each in json.loads(values.read_text("utf-8"))["proposals"]] == [["AG"]]


def test_from_a_compiled_file_to_the_next_version(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(folder, "compile", "base.docx", "AG_base.docx", "BR_base.docx", "-o", str(folder / "c.docx")) == 0
    assert _run(folder, "proposals", "c.docx", "--json") == 0
    printed = capsys.readouterr().out
    found = json.loads(printed[printed.index("{") :])
    ids = {each["parties"][0]: each["id"] for each in found["proposals"]}
    (folder / "decisions.txt").write_text(f"{ids['AG']}=take\n{ids['BR']}=keep\n", "utf-8")
    names = ("--clean", str(folder / "clean.docx"), "--table", str(folder / "account.json"))
    assert _run(folder, "revise", "c.docx", "decisions.txt", "-o", str(folder / "rev1.docx"), *names) == 0
    assert redline.text((folder / "clean.docx").read_bytes(), "final")[0] == WORDS.replace("shall", "should")
    account = json.loads((folder / "account.json").read_text("utf-8"))
    assert {each["outcome"] for each in account["traceability"]} == {"take", "keep"}
    assert _run(folder, "accept", "c.docx", "--id", ids["BR"], "-o", str(folder / "a.docx")) == 0
    assert redline.text((folder / "a.docx").read_bytes(), "original")[0] == WORDS.replace(
        "protect", "protect and restore"
    )
    assert _run(folder, "reject", "c.docx", "--id", "p1-nothing", "-o", str(folder / "r.docx")) == 2
    assert "p1-nothing waits" in capsys.readouterr().err


def test_compare_and_carry(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = str(folder / "out.docx")
    assert _run(folder, "compare", "base.docx", "untracked.docx", "--author", "Chair", "-o", out) == 0
    assert capsys.readouterr().out.endswith("1 tracked change\n")
    assert _run(folder, "compare", "base.docx", "AG_base.docx", "--author", "Chair", "-o", out) == 2
    capsys.readouterr()
    assert _run(folder, "carry", "base.docx", "untracked.docx") == 0
    assert capsys.readouterr().out.splitlines()[0].split() == ["p1", "p1", "1.00"]
    assert _run(folder, "carry", "base.docx", "untracked.docx", "--json") == 0
    assert json.loads(capsys.readouterr().out)["p2"]["address"] == "p2"


def test_bench_prints_a_line_for_each_kind_of_work(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "--files", "2", "--pages", "1"]) == 0
    assert [line.split("  ")[0] for line in capsys.readouterr().out.splitlines()[1:3]] == ["extract one", "verify one"]


def test_progress_is_said_where_somebody_watches(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    progress = Progress(2)
    progress("AG")
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    progress = Progress(2)
    progress("AG")
    progress.end()
    assert "1 of 2: AG" in capsys.readouterr().err
