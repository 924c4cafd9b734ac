"""The folder that holds everything is made for its owner alone, by whichever command comes first."""

from pathlib import Path

from accord.settings import environment


def test_a_home_is_closed_to_everybody_else(tmp_path: Path) -> None:
    environment.secret(tmp_path / "new" / "home")
    assert (tmp_path / "new" / "home").stat().st_mode & 0o077 == 0
    assert (tmp_path / "new" / "home" / "secret_key").stat().st_mode & 0o777 == 0o600
