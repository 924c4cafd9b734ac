"""Where the files that nobody here wrote lie, when they lie beside the checkout."""

from pathlib import Path

_SHARED = Path(__file__).resolve().parents[2] / "shared" / "corpus"
CORPUS: Path | None = _SHARED if _SHARED.is_dir() else None
