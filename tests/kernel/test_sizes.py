"""A file's size reads as the reader's language writes it, in one kind of units."""

import pytest
from django.utils import translation

from accord.kernel.sizes import written_size


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["0 bytes", "1 byte", "12 kB", "1.2 MB", "60 MB"]),
        ("es", ["0 bytes", "1 byte", "12 kB", "1,2 MB", "60 MB"]),
        ("fr", ["0 octet", "1 octet", "12 ko", "1,2 Mo", "60 Mo"]),
        ("pt", ["0 byte", "1 byte", "12 kB", "1,2 MB", "60 MB"]),
    ],
)
def test_sizes_in_the_reader_s_language(language: str, said: list[str]) -> None:
    with translation.override(language):
        found = [written_size(count) for count in (0, 1, 12_000, 1_250_000, 60 * 1024 * 1024)]
    assert [each.replace("\u00a0", " ").replace("\u202f", " ") for each in found] == said
