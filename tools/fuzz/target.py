"""What atheris runs: every way into the engine, on the bytes of a whole package or of one XML part of it.

python -m tools.fuzz.target {zip,xml} FOLDER [libFuzzer options]        FOLDER keeps what was found interesting
"""

import io
import sys
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["redline"]):
    import redline

from tests.redline.everything import Whole

WHOLE = Whole(3)
BASE = WHOLE.data
FILE = WHOLE.track(WHOLE.wish(8), author="AG")
REFUSED = (redline.BadFile, redline.NotABaseError)


def parts(data: bytes) -> dict[str, bytes]:
    """Return the parts of a package by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(found: Mapping[str, bytes]) -> bytes:
    """Return a package of these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, part in found.items():
            archive.writestr(name, part)
    return buffer.getvalue()


PARTS = parts(FILE)
NAMES = sorted(PARTS)


def everything(data: bytes) -> None:
    """Do everything with a file; anything but a refusal is a find."""
    for operation in (redline.accept, redline.reject, redline.pending, redline.read, redline.protect):
        with suppress(*REFUSED):
            operation(data)
    with suppress(*REFUSED):
        redline.extract(BASE, data)
    with suppress(*REFUSED):
        compiled = redline.compile_files(BASE, {"AG": data, "BR": FILE}).docx
        redline.reject(compiled)
        redline.project(compiled, "AG")
    with suppress(*REFUSED):
        redline.compile_files(data, {"AG": FILE})
    with suppress(*REFUSED):
        redline.compare(BASE, data, author="x")
    with suppress(*REFUSED):
        redline.reopen(data)


def whole_package(data: bytes) -> None:
    """Take the bytes for a file."""
    everything(data)


def one_part(data: bytes) -> None:
    """Take the first byte for the number of a part and the rest for what is in it."""
    if len(data) > 1:
        everything(packed({**PARTS, NAMES[data[0] % len(NAMES)]: data[1:]}))


def seed(mode: str, folder: Path) -> None:
    """Put the files to begin with in the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    begin = [BASE, FILE] if mode == "zip" else [bytes([n]) + PARTS[name] for n, name in enumerate(NAMES)]
    for number, data in enumerate(begin):
        (folder / f"seed{number}").write_bytes(data)


if __name__ == "__main__":
    seed(sys.argv[1], Path(sys.argv[2]))
    atheris.Setup(sys.argv[:1] + sys.argv[2:], whole_package if sys.argv[1] == "zip" else one_part)
    atheris.Fuzz()
