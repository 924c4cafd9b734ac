"""A PDF, looked through object by object: nothing in it may run, start, send or carry another file (ISO 32000-1)."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf

from accord.library.providers.guard import archive, limits
from accord.library.providers.guard.finding import RefusedFileError

_KEYS = {
    "/JS": "pdf_script",
    "/JavaScript": "pdf_script",
    "/XFA": "pdf_form",
    "/EmbeddedFiles": "embedded_file",
    "/EF": "embedded_file",
    "/RichMediaContent": "active_content",
    "/RichMediaSettings": "active_content",
}
_ACTIONS = {
    "/JavaScript": "pdf_script",
    "/Rendition": "active_content",
    "/Launch": "pdf_launch",
    "/SubmitForm": "pdf_form",
    "/ImportData": "pdf_form",
    "/GoToE": "embedded_file",
}
_TYPES = {"/EmbeddedFile": "embedded_file"}
_DEEPEST = 64


def examine(data: bytes) -> tuple[str, bytes | None]:
    """Return ("ok", None), or raise RefusedFileError; a PDF is never rewritten."""
    _check_tail(data)
    try:
        with pikepdf.open(BytesIO(data), suppress_warnings=True) as document:
            _examine(document)
    except pikepdf.PasswordError as error:
        raise RefusedFileError("encrypted", "needs a password") from error
    except MemoryError as error:
        raise RefusedFileError("too_much", "memory") from error
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, OverflowError, RecursionError) as error:
        raise RefusedFileError("broken_pdf", str(error)) from error
    return "ok", None


def _check_tail(data: bytes) -> None:
    """Refuse a file that is a PDF at its head and something else, such as a zip archive, at its tail."""
    end = data.rfind(b"%%EOF")
    tail = data[end + 5 :] if end >= 0 else b""
    if b"PK\x05\x06" in data[-65_557:] and data.rfind(b"PK\x01\x02") >= 0:
        raise RefusedFileError("pdf_tail", "zip directory")
    if len(tail.strip(b"\0 \t\r\n")) > 1024:
        raise RefusedFileError("pdf_tail", f"{len(tail)} bytes after the end")


def _examine(document: pikepdf.Pdf) -> None:
    if len(document.objects) > limits.PDF_OBJECTS:
        raise RefusedFileError("too_much", "objects")
    left = limits.PDF_STREAMS
    for thing in document.objects:
        for inner in _walk(thing, 0):
            _check_dictionary(inner)
        if isinstance(thing, pikepdf.Stream):
            left -= _weight(thing, min(left, limits.PDF_STREAM))
    _check_pages(document)


def _check_pages(document: pikepdf.Pdf) -> None:
    """Ask for the pages once, as a reader would: a file without any is no document."""
    if not len(document.pages):
        raise RefusedFileError("broken_pdf", "no pages")


def _walk(thing: Any, depth: int) -> Iterator[Any]:
    """Return the dictionaries in an object that are written directly in it; what it refers to comes by itself."""
    if depth > _DEEPEST:
        raise RefusedFileError("too_deep", "objects in objects")
    if isinstance(thing, pikepdf.Stream):
        yield from _walk(thing.stream_dict, depth)
    elif isinstance(thing, pikepdf.Dictionary):
        yield thing
        for value in thing.as_dict().values():
            if _direct_container(value):
                yield from _walk(value, depth + 1)
    elif isinstance(thing, pikepdf.Array):
        for value in thing.as_list():
            if _direct_container(value):
                yield from _walk(value, depth + 1)


def _direct_container(value: Any) -> bool:
    return isinstance(value, pikepdf.Dictionary | pikepdf.Array) and not value.is_indirect


def _check_dictionary(thing: Any) -> None:
    keys = thing.keys()
    for key in keys & _KEYS.keys():
        raise RefusedFileError(_KEYS[key], key)
    if "/S" in keys and (code := _ACTIONS.get(_name(thing["/S"]))):
        raise RefusedFileError(code, _name(thing["/S"]))
    if "/Type" in keys and (code := _TYPES.get(_name(thing["/Type"]))):
        raise RefusedFileError(code, _name(thing["/Type"]))
    if "/Width" in keys and "/Height" in keys and _number(thing["/Width"]) * _number(thing["/Height"]) > limits.PIXELS:
        raise RefusedFileError("huge_image", "picture")


def _name(value: Any) -> str:
    return str(value) if isinstance(value, pikepdf.Name) else ""


def _number(value: Any) -> int:
    return value if isinstance(value, int) else 0


def _weight(stream: Any, most: int) -> int:
    """Return how many bytes the stream comes to, refusing as soon as they are more than `most`."""
    filters = stream.stream_dict.get("/Filter", [])
    names = [str(filters)] if isinstance(filters, pikepdf.Name) else [str(name) for name in filters]
    if len(names) > 4:
        raise RefusedFileError("too_much", "filters on filters")
    raw = stream.read_raw_bytes()
    for name in names:
        if name not in {"/FlateDecode", "/Fl"}:
            # Other filters grow by a bounded factor; beyond them nothing is measured.
            break
        try:
            raw = archive.inflate(raw, most, 15)
        except RefusedFileError as error:
            if error.code == "too_much":
                raise
            break
    return len(raw)
