"""Bytes chosen by hypothesis, put anywhere into a package or into one of its parts: read or refused, nothing else."""

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.redline.everything import Whole
from tests.redline.specimens import zipped
from tests.redline.variants import parts_of

import redline

WHOLE = Whole(4)
BASE = WHOLE.data
FILE = WHOLE.track(WHOLE.wish(6), author="AG")
PARTS = parts_of(FILE)
Splice = tuple[float, int, bytes]
splices = st.lists(
    st.tuples(
        st.floats(0, 1), st.integers(0, 40), st.one_of(st.binary(max_size=6), st.sampled_from([b"<", b"</w:p>"]))
    ),
    min_size=1,
    max_size=8,
)
names = st.sampled_from(["", *sorted(PARTS)])
quiet = [HealthCheck.too_slow, HealthCheck.data_too_large]


def spliced(data: bytes, found: list[Splice]) -> bytes:
    """Return the bytes with stretches of them replaced; a place is a share of the whole."""
    for place, length, new in found:
        at = int(place * len(data))
        data = data[:at] + new + data[at + length :]
    return data


def damaged(name: str, found: list[Splice]) -> bytes:
    return zipped({**PARTS, name: spliced(PARTS[name], found)}) if name else spliced(FILE, found)


def is_read_or_refused(data: bytes) -> None:
    for operation in (redline.accept, redline.reject, redline.protect, redline.read, redline.reopen):
        with suppress(redline.BadFile, redline.NotABaseError):
            operation(data)
    with suppress(redline.BadFile):
        compiled = redline.compile_files(BASE, {"AG": data}).docx
        assert redline.text(compiled, "original") == redline.text(BASE, "original")


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=quiet)
@given(names, splices)
def test_bytes_put_anywhere_are_read_or_refused(name: str, found: list[Splice]) -> None:
    is_read_or_refused(damaged(name, found))


@pytest.mark.long
@settings(max_examples=10_000, deadline=None, suppress_health_check=quiet)
@given(names, splices)
def test_bytes_put_anywhere_are_read_or_refused_ten_thousand_times(name: str, found: list[Splice]) -> None:
    is_read_or_refused(damaged(name, found))
