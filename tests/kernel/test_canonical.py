"""One value, one row of bytes: the canonical form after RFC 8785."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.kernel.record import canonical

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-canonical.LARGEST, canonical.LARGEST) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
)


@given(VALUES)
def test_it_reads_back_the_same(value: object) -> None:
    assert json.loads(canonical.encode(value)) == value


@given(st.dictionaries(TEXT, st.integers(0, 9)))
def test_the_order_of_writing_does_not_matter(value: dict[str, int]) -> None:
    backwards = dict(reversed(list(value.items())))
    assert canonical.encode(value) == canonical.encode(backwards)


def test_the_key_order_of_the_standard() -> None:
    # RFC 8785 section 3.2.3: sorted by UTF-16 code units, so that an emoji comes before U+FB33.
    value = {"\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\U0001f600": 5, "\u0080": 6, "\u00f6": 7}
    assert list(json.loads(canonical.encode(value)).values()) == [2, 4, 6, 7, 1, 5, 3]


@pytest.mark.parametrize("value", [1.5, b"bytes", {1: "number as a name"}, {"set"}, object()])
def test_what_has_no_canonical_form_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical.encode({"value": value})


@pytest.mark.parametrize("value", [2**53, -(2**53), "\ud800"])
def test_what_another_language_would_alter_is_refused(value: object) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 -- two kinds of it, both right
        canonical.encode([value])
