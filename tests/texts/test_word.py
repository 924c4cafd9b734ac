"""The hand-out and what the platform asks of the engine."""

import hashlib
import zipfile
from io import BytesIO

import pytest

from accord.kernel.action import Refused
from accord.library.providers import wordfile
from accord.texts.providers import marker, word
from tests.redline.generator import Insert, make_base, track
from tests.redline.specimens import docx, inserted, paragraph

BASE = make_base("The States shall cooperate.", "The plan is reviewed.")
SHA = hashlib.sha256(BASE.data).hexdigest()


def part(data: bytes, name: str) -> str:
    return zipfile.ZipFile(BytesIO(data)).read(name).decode()


@pytest.mark.clause("O22")
def test_the_handout_enforces_tracking_and_is_the_same_every_time() -> None:
    handout = word.handout(BASE.data, SHA)
    assert handout == word.handout(BASE.data, SHA)
    settings = part(handout, "word/settings.xml")
    assert "trackRevisions" in settings
    assert 'edit="trackedChanges"' in settings
    assert [each.text for each in word.inside(handout)] == [each.text for each in word.inside(BASE.data)]


def test_the_handout_names_its_base_and_keeps_other_properties() -> None:
    custom = (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
        'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
        '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="7" name="Client">'
        "<vt:lpwstr>OAS</vt:lpwstr></property>"
        "</Properties>"
    )
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{office}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="rId2" Type="{office}/custom-properties" Target="docProps/custom.xml"/></Relationships>'
    )
    plain = docx(paragraph("Text."), parts={"docProps/custom.xml": custom, "_rels/.rels": relations})
    marked = marker.mark(marker.mark(plain, "a" * 64), SHA)
    assert marker.marked(marked) == SHA
    assert part(marked, "docProps/custom.xml").count("<property") == 2
    assert 'pid="8"' in part(marked, "docProps/custom.xml")


@pytest.mark.parametrize("data", [BASE.data, b"", b"no zip"], ids=["plain", "empty", "not a file"])
def test_a_file_without_a_mark_names_no_base(data: bytes) -> None:
    assert marker.marked(data) == ""


def test_a_mark_that_is_no_hash_is_not_believed() -> None:
    assert marker.marked(marker.mark(BASE.data, "doc.4/26")) == ""


def test_the_mark_survives_a_delegates_editing() -> None:
    assert word.said_base(track(BASE, [])) == ""
    assert word.said_base(word.handout(track(BASE, [Insert((0,), 3, " Member")]), SHA)) == SHA


def test_the_library_hears_of_tracked_changes_through_the_engine() -> None:
    inspector = wordfile.inspector()
    tracked = docx(paragraph("Agreed. ", inserted("Or not.")))
    assert inspector.pending(tracked) == 1
    assert inspector.pending(BASE.data) == 0
    assert word.final_text(inspector.accept(tracked)) == ("Agreed. Or not.",)
    assert word.final_text(inspector.reject(tracked)) == ("Agreed. ",)


@pytest.mark.parametrize(
    ("data", "code"), [(b"plain text", "not_zip"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "")]
)
def test_what_is_not_a_word_file_is_refused_with_a_sentence(data: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        word.inside(data)
    assert str(refused.value.sentence).endswith(".")
    assert refused.value.code == code or not code


def test_every_code_of_the_engine_has_a_sentence_of_ours() -> None:
    from redline.opc.errors import SENTENCES

    assert set(SENTENCES) <= set(word._SENTENCES)


def test_a_reading_says_what_is_tracked_and_what_is_not() -> None:
    tracked = word.reading(BASE.data, track(BASE, [Insert((0,), 3, " Member")]))
    assert (tracked.status, [each.added for each in tracked.amendments]) == ("tracked", [" Member"])
    silent = word.reading(BASE.data, track(BASE, [Insert((0,), 3, " Member", tracked=False)]))
    assert (silent.status, [each.tracked for each in silent.amendments]) == ("untracked", [False])
    assert word.reading(BASE.data, BASE.data).status == "no_change"
    other = make_base(*(f"Ministers of finance met on day {n} and adopted a budget." for n in range(9)))
    assert word.reading(BASE.data, other.data).status == "other_base"


def test_made_visible_is_tracked_and_reads_the_same() -> None:
    silent = track(BASE, [Insert((0,), 3, " Member", tracked=False)])
    visible = word.made_visible(BASE.data, silent, author="AG")
    assert word.reading(BASE.data, visible).status == "tracked"
    assert word.final_text(visible) == word.final_text(silent)
