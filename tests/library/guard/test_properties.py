"""Whatever the bytes and whatever the name: the guard answers, and the name it gives is safe."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accord.library.providers.guard import filename, word
from accord.library.providers.guard.finding import RefusedFileError
from accord.library.providers.guard.pictures import size
from accord.library.providers.guard.verdict import SENTENCES
from tests.factories import library as make

ONE_FILE = make.word_file("1. The States shall cooperate.", "2. In good time.")
KINDS = st.sampled_from(["docx", "pdf"])


@given(st.text(max_size=300), KINDS)
def test_a_name_is_one_printable_segment_with_the_true_ending(name: str, kind: str) -> None:
    kept = filename.safe(name, kind)
    assert kept.endswith(f".{kind}")
    assert not set(kept) & set('/\\<>:"|?*')
    assert all(unicodedata.category(character)[0] != "C" for character in kept)
    assert len(kept.encode()) <= filename.LONGEST + 6
    assert not kept.startswith(".")


@given(st.text(max_size=80), KINDS)
def test_a_safe_name_is_left_as_it_is(name: str, kind: str) -> None:
    kept = filename.safe(name, kind)
    assert filename.safe(kept, kind) == kept


@given(st.lists(st.tuples(st.integers(0, len(ONE_FILE) - 1), st.integers(0, 255)), min_size=1, max_size=8))
@settings(max_examples=300, deadline=None)
def test_a_file_with_altered_bytes_is_let_in_or_refused_with_a_reason(changes: list[tuple[int, int]]) -> None:
    data = bytearray(ONE_FILE)
    for position, value in changes:
        data[position] = value
    try:
        code, _ = word.examine(bytes(data))
    except RefusedFileError as refusal:
        code = refusal.code
    assert code in SENTENCES


@given(st.integers(0, len(ONE_FILE)))
def test_a_file_cut_off_anywhere_is_refused(length: int) -> None:
    if length == len(ONE_FILE):
        assert word.examine(ONE_FILE) == ("ok", None)
        return
    with pytest.raises(RefusedFileError, match=r"^broken: "):
        word.examine(ONE_FILE[:length])


@given(
    st.sampled_from([b"\x89PNG\r\n\x1a\n", b"GIF89a", b"BM", b"II*\0", b"MM\0*", b"\xff\xd8", b"RIFF"]),
    st.binary(max_size=80),
)
def test_any_header_is_measured_without_an_error(magic: bytes, rest: bytes) -> None:
    width, height = size(magic + rest)
    assert width >= 0
    assert height >= 0
