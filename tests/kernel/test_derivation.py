"""What is sent in the place of a password: the list of vectors, its shape, and what it depends on."""

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accord.kernel.derivation import derive, is_derived

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "sign_in.json").read_text(encoding="utf-8"))
HERE, THERE = "0" * 32, "1" * 32


def test_the_vectors_are_many_and_leave_nothing_out() -> None:
    assert len({(v["password"], v["username"], v["installation"]) for v in VECTORS}) >= 50
    assert any(unicodedata.normalize("NFKC", v["password"]) != v["password"] for v in VECTORS)
    assert all(is_derived(v["sent"]) for v in VECTORS)


def test_the_vectors_hold() -> None:
    assert [derive(v["password"], v["username"], v["installation"]) for v in VECTORS] == [v["sent"] for v in VECTORS]


def test_the_way_a_keyboard_writes_an_accent_does_not_matter() -> None:
    assert derive("e\u0301te\u0301", "ana.sol", HERE) == derive("été", "ana.sol", HERE)


def test_another_name_place_or_password_has_nothing_in_common() -> None:
    whole = {
        derive("eleven blue herons", "ana.sol", HERE),
        derive("eleven blue herons", "ana.sul", HERE),
        derive("eleven blue herons", "ana.sol", THERE),
        derive("eleven blue heron", "ana.sol", HERE),
    }
    assert len(whole) == 4


NOT_DERIVED = ["", "eleven blue herons", "a1.", "a1." + "x" * 42, "a1." + "x" * 43 + "\n", "a1." + "é" * 43]


@pytest.mark.parametrize("text", NOT_DERIVED)
def test_what_a_person_types_is_told_apart(text: str) -> None:
    assert not is_derived(text)


@settings(max_examples=300)
@given(st.text(max_size=60))
def test_no_password_has_the_shape_by_chance(text: str) -> None:
    assert not is_derived(text)
