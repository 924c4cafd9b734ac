"""Stored files: the same bytes once, never other bytes than were kept."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accord.kernel import storage

pytestmark = pytest.mark.django_db


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=30)
@given(st.binary(max_size=2000))
def test_what_is_kept_is_read_again(data: bytes) -> None:
    file = storage.keep(data)
    assert (storage.read(file), file.size) == (data, len(data))
    assert storage.keep(data) == file


def test_half_a_file_left_by_a_crash_is_mended(settings: Any, tmp_path: Path) -> None:
    settings.ACCORD_HOME = tmp_path
    file = storage.keep(b"the whole matrix")
    storage.path_of(file.sha256).write_bytes(b"the who")
    assert storage.read(storage.keep(b"the whole matrix")) == b"the whole matrix"
    assert [path.name for path in storage.path_of(file.sha256).parent.iterdir()] == [file.sha256]


def test_altered_and_lost_files_are_said(settings: Any, tmp_path: Path) -> None:
    settings.ACCORD_HOME = tmp_path
    file = storage.keep(b"original")
    storage.path_of(file.sha256).write_bytes(b"forged!!")
    with pytest.raises(storage.Damaged, match="altered"):
        storage.read(file)
    storage.path_of(file.sha256).unlink()
    with pytest.raises(storage.Damaged, match="missing"):
        storage.read(file)
