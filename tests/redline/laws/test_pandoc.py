"""Tracked changes against pandoc, where it is installed: the words of every change by author, and both texts.

The short test takes a few files, the long one the whole corpus. pandoc 2.17 was looked at.
"""

import json
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.redline.laws.test_corpus import files

import redline

PANDOC = shutil.which("pandoc")
# The seven that differ in the words of the changes, and why.
EXPLAINED = {
    "rows tracked only in w:trPr, which pandoc does not see": (
        *("RA001-Tracked-Revisions-01", "RA001-Tracked-Revisions-02", "tdf123054"),
        "4aa3164_S-128_Annex_B_Human_Readable_FC_Ed_2.0",
    ),
    "what two authors of one file put in at one place is told under the first": ("RP038-Inserted-Paras-at-End",),
    "the description of a picture that was taken out counts as words": ("memo",),
}
UNREADABLE = (
    *("Strict01", "sectPr-Previous_Section_Properties-rsidSelect-004B4C75"),
    "customXmlDelRangeStart-Custom_XML_Markup_Deletion_Start-val-author-special-chars",
)
# Those of whose text pandoc reads otherwise before the engine has decided than after, and why.
TEXTS_EXPLAINED = {
    "rows tracked only in w:trPr, which pandoc does not see": (
        *("gap1_deleted_row_repro", "RA001-Tracked-Revisions-01", "RA001-Tracked-Revisions-02", "tdf123054"),
        "4aa3164_S-128_Annex_B_Human_Readable_FC_Ed_2.0",
    ),
    "what is put in inside a formula is left out": (
        *("011-InsertedMathChar", "RP014-Inserted-Math-Control-Char", "WC012-Math-After"),
    ),
    "what a field shows is read only where a change stands in the field": ("atomizer_redline",),
}
SHORT = ("RP002-Deleted-Text", "RP012-Multiple-Inserted-Rows", "014-MovedParagraph", "tdf121784")
Letters = dict[tuple[str, str], Counter[str]]


def read(path: Path, changes: str) -> Any:
    """Return what pandoc makes of a file as its own tree; None when it cannot read it."""
    command = [str(PANDOC), f"--track-changes={changes}", "-f", "docx", "-t", "json", str(path)]
    done = subprocess.run(command, capture_output=True, timeout=120, check=False)
    return None if done.returncode else json.loads(done.stdout)["blocks"]


def words(node: Any) -> Iterator[str]:
    """Yield the words under a node, notes left out."""
    if isinstance(node, list):
        for each in node:
            yield from words(each)
    elif isinstance(node, dict) and node.get("t") == "Str":
        yield node["c"]
    elif isinstance(node, dict) and node.get("t") in {"Code", "Math", "RawInline"}:
        yield from (each for each in node["c"] if isinstance(each, str))
    elif isinstance(node, dict) and node.get("t") != "Note":
        content = node.get("c", [])
        yield from words(content[1:] if node.get("t") in {"Span", "Link"} else content)


def changed(node: Any, found: Letters) -> Letters:
    """Add the letters put in and taken out, by act and author."""
    if isinstance(node, list):
        for each in node:
            changed(each, found)
    elif isinstance(node, dict) and node.get("t") == "Span":
        (_, classes, attributes), content = node["c"]
        acts = {"insertion", "deletion"} & set(classes)
        if acts:
            key = acts.pop(), dict(attributes).get("author", "")
            found.setdefault(key, Counter()).update(letters("".join(words(content))))
        else:
            changed(content, found)
    elif isinstance(node, dict) and node.get("t") != "Note":
        changed(node.get("c"), found)
    return {key: count for key, count in found.items() if count}


def letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


def told(data: bytes) -> Letters:
    """Return the same as the engine tells it, of the body."""
    found: Letters = {}
    for amendment in redline.extract(redline.reject(data), data).amendments:
        for edit in (each for each in amendment.edits if "/" not in each.address):
            if edit.kind == "delete":
                found.setdefault(("deletion", edit.author), Counter()).update(letters(edit.removed))
            elif edit.kind.startswith("insert"):
                text = "".join(letters(part.text) for part in edit.content)
                found.setdefault(("insertion", edit.author), Counter()).update(text)
    return {key: count for key, count in found.items() if count}


def differing(paths: list[Path]) -> set[str]:
    """Return the names of the files in which pandoc reads other changes; "?" before those it cannot read."""
    found = set()
    for path in paths:
        tree = read(path, "all")
        if tree is None:
            found.add(f"?{path.stem}")
        elif changed(tree, {}) != told(path.read_bytes()):
            found.add(path.stem)
    return found


def texts_differing(paths: list[Path], folder: Path) -> set[str]:
    """Return the names of the files of which pandoc reads other words once the engine has accepted or rejected all."""
    found = set()
    for path in paths:
        for choice, operation in (("accept", redline.accept), ("reject", redline.reject)):
            made = folder / "made.docx"
            made.write_bytes(operation(path.read_bytes()))
            theirs, ours = read(path, choice), read(made, choice)
            if theirs is not None and letters("".join(words(theirs))) != letters("".join(words(ours))):
                found.add(path.stem)
    return found


if PANDOC is not None and (real := [*files(large=False), *files(large=True)]):
    few = [path for path in real if path.stem in SHORT]

    def test_pandoc_reads_the_same_changes_and_texts_in_a_few_files(tmp_path: Path) -> None:
        assert len(few) >= len(SHORT)
        assert differing(few) == set()
        assert texts_differing(few, tmp_path) == set()

    @pytest.mark.long
    def test_pandoc_reads_the_same_changes_but_for_those_explained() -> None:
        explained = {name for names in EXPLAINED.values() for name in names}
        assert differing(real) == explained | {f"?{name}" for name in UNREADABLE}

    @pytest.mark.long
    def test_pandoc_reads_the_same_texts_but_for_those_explained(tmp_path: Path) -> None:
        assert texts_differing(real, tmp_path) == {name for names in TEXTS_EXPLAINED.values() for name in names}
