"""docs/operations/settings.md knows every setting that the code reads, and none that it does not; so does the file."""

import re
from pathlib import Path

from accord.settings import file

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "operations" / "settings.md"
ALL = set(file.KINDS) | file.ENVIRONMENT_ONLY


def test_every_setting_that_is_read_is_known_to_the_file() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "src" / "accord").rglob("*.py"))
    asked = re.findall(
        r'(?:text|flag|number|given)\(\s*"((?:ACCORD|DATABASE)_\w+)"|environ(?:\.get\(|\[)"((?:ACCORD|DATABASE)_\w+)"',
        source,
    )
    read = {one or other for one, other in asked}
    assert read == ALL, "a setting is named, with its kind, in KINDS of accord/settings/file.py"


def test_every_setting_is_explained_and_every_explained_setting_exists() -> None:
    page = PAGE.read_text(encoding="utf-8")
    explained = set(re.findall(r"^\| `((?:ACCORD|DATABASE)_\w+)`", page, flags=re.MULTILINE))
    assert explained == ALL


def test_the_example_of_a_file_is_one(tmp_path: Path) -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", PAGE.read_text(encoding="utf-8"), flags=re.DOTALL)
    (tmp_path / "accord.toml").write_text(example)
    said = file.read(str(tmp_path / "accord.toml"))
    assert {"ACCORD_ORIGIN", "ACCORD_BACKUP_KEEP", "DATABASE_URL"} <= set(said)
