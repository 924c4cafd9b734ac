"""The examining process: bytes on standard input, one line of JSON (and the cleaned copy) on standard output.

It imports neither Django nor the rest of Accord, so that it is up in milliseconds, and it can open nothing.
"""

import json
import sys
from collections.abc import Callable

from accord.library.providers.guard import limits
from accord.library.providers.guard.finding import RefusedFileError

Examination = Callable[[bytes], tuple[str, bytes | None]]
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def main() -> None:
    """Examine standard input within the limits, and say what came of it."""
    limits.fence()
    data = sys.stdin.buffer.read()
    kind = ""
    try:
        kind, examination = _recognised(data)
        limits.seal()
        code, cleaned = examination(data)
        _say("ok" if cleaned is None else "strip", code, kind, cleaned=cleaned)
    except RefusedFileError as refusal:
        _say("refuse", refusal.code, kind, detail=refusal.detail)
    except (MemoryError, RecursionError) as error:
        _say("refuse", "too_much", kind, detail=type(error).__name__)
    except Exception as error:  # noqa: BLE001 - a file that surprises the examination has failed it
        code = "broken_pdf" if kind == "pdf" else "broken"
        _say("refuse", code, kind, detail=f"{type(error).__name__}: {error}"[:200])


def _recognised(data: bytes) -> tuple[str, Examination]:
    """Return the kind of the file by its first bytes, whatever its name says, and what examines that kind."""
    if data.startswith(b"PK\x03\x04"):
        from accord.library.providers.guard import word  # noqa: PLC0415 - only what this file needs is loaded

        return "docx", word.examine
    if data.startswith(b"%PDF-"):
        from accord.library.providers.guard import pdf  # noqa: PLC0415 - only what this file needs is loaded

        return "pdf", pdf.examine
    if data.startswith(_OLE):
        raise RefusedFileError("old_word", "OLE compound file")
    if b"%PDF-" in data[:1024]:
        raise RefusedFileError("pdf_tail", "something stands before the PDF")
    raise RefusedFileError("unknown_kind", data[:8].hex())


def _say(outcome: str, code: str, kind: str, *, detail: str = "", cleaned: bytes | None = None) -> None:
    line = json.dumps({"outcome": outcome, "code": code, "kind": kind, "detail": detail})
    sys.stdout.buffer.write(line.encode() + b"\n" + (cleaned or b""))
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
