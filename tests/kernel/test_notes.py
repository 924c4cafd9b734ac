"""Signed notes: the layout of C2SP, and every alteration is noticed."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.kernel.record.keys import Signer
from accord.kernel.record.notes import BadNote, Head, Verifier, open_checkpoint

SIGNER = Signer("accord.example.org/record-01234567", bytes(range(32)))
NOTE = SIGNER.checkpoint(42, b"\x07" * 32)


def test_the_layout_of_a_checkpoint() -> None:
    lines = NOTE.split("\n")
    assert lines[:4] == [SIGNER.name, "42", base64.b64encode(b"\x07" * 32).decode(), ""]
    assert lines[4].startswith(f"\u2014 {SIGNER.name} ")
    assert lines[5:] == [""]
    signature = base64.b64decode(lines[4].rpartition(" ")[2])
    assert len(signature) == 4 + 64
    assert signature[:4] == SIGNER.verifier.id
    assert open_checkpoint(NOTE, SIGNER.verifier) == Head(SIGNER.name, 42, b"\x07" * 32)


def test_the_example_key_of_the_specification() -> None:
    # https://c2sp.org/signed-note: the id is SHA-256(name, newline, 0x01, key), first four bytes.
    text = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    assert str(Verifier.parse(text)) == text
    note = (
        "If you think cryptography is the answer to your problem,\n"
        "then you don't know what your problem is.\n\n"
        "\u2014 PeterNeumann "
        "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
    )
    with pytest.raises(BadNote, match="size or root"):  # signed, but no checkpoint
        open_checkpoint(note, Verifier.parse(text))


@given(st.integers(0, len(NOTE) - 1), st.characters(exclude_categories=["Cs"]))
def test_one_changed_sign_is_noticed(place: int, sign: str) -> None:
    altered = NOTE[:place] + sign + NOTE[place + 1 :]
    try:
        head = open_checkpoint(altered, SIGNER.verifier)
    except BadNote:
        return
    assert head == open_checkpoint(NOTE, SIGNER.verifier)


@given(st.binary(min_size=32, max_size=32))
def test_another_key_does_not_open_it(seed: bytes) -> None:
    other = Signer(SIGNER.name, seed)
    if other.verifier != SIGNER.verifier:
        with pytest.raises(BadNote):
            open_checkpoint(NOTE, other.verifier)


@pytest.mark.parametrize("text", ["", "name", "name+12345678+AAAA", "name+zz+AR", str(SIGNER.verifier)[:-3]])
def test_a_damaged_key_says_so(text: str) -> None:
    with pytest.raises(BadNote, match="public key"):
        Verifier.parse(text)
