"""docs/operations/settings.md knows every setting that the code reads, and none that it does not."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "operations" / "settings.md"


def test_every_setting_is_explained_and_every_explained_setting_exists() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "src" / "accord").rglob("*.py"))
    asked = re.findall(
        r'(?:text|flag|number)\(\s*"(ACCORD_\w+)"|environ(?:\.get\(|\[)"((?:ACCORD|DATABASE)_\w+)"', source
    )
    read = {one or other for one, other in asked}
    explained = set(
        re.findall(r"^\| `((?:ACCORD|DATABASE)_\w+)`", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    )
    assert read == explained
