"""Accept-all and reject-all against LibreOffice, where it is installed: every difference has a name and a reason.

The short test takes a few files, the long one the whole corpus and generated files. LibreOffice 7.4 was looked at.
"""

import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.redline.laws import test_everything, test_laws
from tests.redline.laws.test_corpus import files
from tests.redline.office import SOFFICE, decide
from tests.redline.second_reader import Reading
from tests.redline.specimens import zipped

import redline
from redline.text.normal import normalise

# White space, quotation marks and dashes, which LibreOffice turns, and the marks of direction it puts in.
_UNCOMPARED = re.compile(r"[\s\u00ad\u200b\u200e\u200f\ufffc\ufeff\"'`´‘’“”„«»‹›\-‐‑‒–—―−]+")
_FORMULA = re.compile(rb"<m:oMath(?: [^>]*)?>.*?</m:oMath>", re.DOTALL)
_WORKED_OUT = re.compile(r"[\d./:]+|Error:Referencesourcenotfound|[A-Z][a-z]+day,|[AP]M")
_MONTHS = re.compile("January|February|March|April|May|June|July|August|September|October|November|December")
# What LibreOffice does otherwise, by file; on a few others it crashes now and then, and gives no answer. Where Word's
# own baselines are there (rp), or two of three other engines agree (docx), they say what we say;
# tests/redline/resolve/test_corpus.py holds us to them.
EXPLAINED = {
    "a row tracked in w:trPr alone is overlooked": (
        *("gap1_deleted_row_repro", "RA001-Tracked-Revisions-01", "RA001-Tracked-Revisions-02", "tdf123054"),
    ),
    "changes inside a content control stay": ("RP004-Deleted-Text-in-CC", "RP018-MoveFrom-MoveTo-CC"),
    "deleted cells lose their words when rejected": ("RP034-Deleted-Cells",),
    "what was put in or taken out inside a move stays": ("Tika-792", "4aa3164_S-128_Annex_B_Human_Readable_FC_Ed_2.0"),
    "a table that floats becomes a frame, out of the body": ("tdf149388_fly",),
    "a paragraph is joined with one that is taken back": ("stress023", "ec3bc7b_S-102_Ed2.2.0_compare_Ed2.1.0"),
    "the name a file had when it was last saved is lost": (
        "8cfaba7_S-158_124_NAVWARN_Validation_Checks_0_2_0_20241204",
    ),
}
FIELDS_WORKED_OUT_ANEW = {
    *("HC031-Complicated-Document", "RP019-Deleted-Field-Code", "RP020-Inserted-Field-Code", "Strict01", "tdf154481"),
    *("9723266_S-127-1.0.1_App_E_Validation_Checks", "ec3bc7b_S-102_Ed2.2.0_compare_Ed2.1.0"),
}
SHORT = ("RP008-Multiple-Inserted-Para-Mark", "RP012-Multiple-Inserted-Rows", "RP038-Inserted-Paras-at-End")


def body(data: bytes, *, fields: bool = False) -> list[str]:
    """Return what is compared: the words of each paragraph of the body that has any, formulas left out."""
    lines = [normalise(each) for each in Reading(_without_formulas(data), "final").lines["body"]]
    plain = [_UNCOMPARED.sub("", each) for each in lines]
    return [each for each in (_MONTHS.sub("", _WORKED_OUT.sub("", line)) if fields else line for line in plain) if each]


def _without_formulas(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return zipped({name: _FORMULA.sub(b"", archive.read(name)) for name in archive.namelist()})


def differing(named: Mapping[str, bytes], folder: Path) -> set[str]:
    """Return the names of the files that LibreOffice decides otherwise than the engine; nearly all must be answered."""
    theirs = decide(named, folder)
    assert len(theirs) >= 1.9 * len(named)
    found = set()
    for (name, view), made in theirs.items():
        operation, fields = redline.accept if view == "final" else redline.reject, name in FIELDS_WORKED_OUT_ANEW
        if body(made, fields=fields) != body(operation(named[name]), fields=fields):
            found.add(name)
    return found


def generated(seeds: range) -> dict[str, bytes]:
    """Return files of both generators, without the two things that LibreOffice is known to do otherwise."""
    found = {}
    for seed in seeds:
        found |= {f"laws {seed} {code}": data for code, data in test_laws.Case(seed, parties=2).files.items()}
        case = test_everything.Case(seed)
        for code, wish in case.wishes.items():
            wish.edits.pop("control", None)
            wish.cells = "" if wish.cells == "gone" else wish.cells
            found[f"everything {seed} {code}"] = case.whole.track(wish, author=code)
    return found


if SOFFICE is not None:
    real = [*files(large=False), *files(large=True)]

    def test_libreoffice_decides_a_few_files_as_we_do(tmp_path: Path) -> None:
        few = {path.stem: path.read_bytes() for path in real if path.stem in SHORT}
        assert differing(few | generated(range(2)), tmp_path) == set()

    @pytest.mark.long
    def test_libreoffice_decides_generated_files_as_we_do(tmp_path: Path) -> None:
        assert differing(generated(range(100, 160)), tmp_path) == set()

    if real:

        @pytest.mark.long
        def test_libreoffice_decides_real_files_as_we_do_but_for_those_explained(tmp_path: Path) -> None:
            explained = {name for names in EXPLAINED.values() for name in names}
            assert differing({path.stem: path.read_bytes() for path in real}, tmp_path) == explained
